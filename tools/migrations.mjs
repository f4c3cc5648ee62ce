// Makes a C table of an area's migrations from its schema/NNN-name.sql files:
//   node tools/migrations.mjs AREA OUT.c schema/001-first.sql schema/002-second.sql …
// The table is `const struct migration_set AREA_migrations`; the area's header declares it.

import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const [area, out, ...files] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(area ?? '') || !out || !files.length) {
  process.stderr.write('use: node tools/migrations.mjs AREA OUT.c schema/NNN-name.sql …\n');
  process.exit(2);
}

// One C string literal per line of SQL, so that a fault can be found again. \ooo is always three
// digits, so that a digit after it does not join in.
function cString(sql) {
  return sql.split(/(?<=\n)/).map((line) => {
    const bytes = [...Buffer.from(line)].map((byte) => {
      if (byte === 10) return '\\n';
      if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
      if (byte === 63 || byte < 32 || byte > 126) return `\\${byte.toString(8).padStart(3, '0')}`;
      return String.fromCharCode(byte);
    });
    return `     "${bytes.join('')}"`;
  }).join('\n');
}

const names = files.map((file) => basename(file, '.sql'));
names.forEach((name, i) => {
  if (!/^\d{3}-[a-z0-9-]+$/.test(name)) throw new Error(`${files[i]}: name it NNN-name.sql`);
  if (Number(name.slice(0, 3)) !== i + 1) {
    throw new Error(`${files[i]}: expected number ${i + 1}; list the files in order, without gaps`);
  }
});

const rows = files.map((file, i) =>
  `    {"${names[i]}",\n${cString(readFileSync(file, 'utf8'))}},\n`);
writeFileSync(out, `/* Made by tools/migrations.mjs from schema/ of ${area}. */
#include "platform/db.h"

extern const struct migration_set ${area}_migrations;

static const struct migration migrations[] = {
${rows.join('')}};

const struct migration_set ${area}_migrations = {"${area}", migrations, COUNT(migrations)};
`);
