// Puts a file into the program, compressed: makes C whose symbols NAME and NAME_end stand around
// the gzip bytes.
//
//   node tools/embed.mjs NAME OUT.c FILE

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const [name, out, file] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(name ?? '') || !out || !file) {
  process.stderr.write('use: node tools/embed.mjs NAME OUT.c FILE\n');
  process.exit(2);
}
const packed = `${resolve(out)}.gz`;
if (/["\\]/.test(packed)) throw new Error(`no quotes or backslashes in a path, please: ${packed}`);
writeFileSync(packed, gzipSync(readFileSync(file), { level: 9 }));
writeFileSync(out, `/* Made by tools/embed.mjs. */
extern const char ${name}[], ${name}_end[];

__asm__(".pushsection .rodata\\n"
        ".global ${name}\\n.global ${name}_end\\n"
        "${name}: .incbin \\"${packed}\\"\\n"
        "${name}_end: .byte 0\\n"
        ".popsection\\n");
`);
