// Reads struct definitions from C headers, as far as view structs need: names and types of members.
// Members of kinds that templates cannot use are kept as kind 'other' and refused when used.

import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const INTEGERS = new Set([
  'short', 'int', 'long', 'unsigned', 'unsigned int', 'unsigned long', 'long long',
  'unsigned long long', 'unsigned short', 'unsigned char', 'size_t', 'ssize_t', 'int8_t',
  'uint8_t', 'int16_t', 'uint16_t', 'int32_t', 'uint32_t', 'int64_t', 'uint64_t',
]);

// Structs that are one value to a template, with the member that says whether it is empty and the
// formats that {{name.format}} may ask for.
export const VALUES = {
  str: { truth: 'n', part: true },
  html: { truth: 'text.n' },
  url: { truth: 'path.n' },
  when: {
    truth: 'ms',
    formats: {
      full: 'WHEN_FULL', date: 'WHEN_DATE', short: 'WHEN_SHORT', time: 'WHEN_TIME',
      ago: 'WHEN_AGO', iso: 'WHEN_ISO', local: 'WHEN_LOCAL', day: 'WHEN_DAY',
    },
  },
  number: { truth: 'value', count: 'value' },
  decimal: { truth: 'units' },
  percent: { truth: 'units' },
  money: { truth: 'units' },
};

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (c) => c.replace(/[^\n]/g, ' '))
    .replace(/__attribute__\s*\(\(.*?\)\)/g, ' ');

// The end of the brace block that opens at text[open].
function blockEnd(text, open) {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

// Splits a struct body at the semicolons outside inner braces.
function declarations(body) {
  const list = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '{' || body[i] === '(') depth++;
    else if (body[i] === '}' || body[i] === ')') depth--;
    else if (body[i] === ';' && depth === 0) {
      list.push(body.slice(from, i).trim().replace(/\s+/g, ' '));
      from = i + 1;
    }
  }
  return list.filter((d) => d !== '');
}

function typeOf(text) {
  const type = text.replace(/\b(const|volatile)\b/g, '').replace(/\s+/g, ' ').trim();
  if (type === 'bool' || type === '_Bool') return { kind: 'bool' };
  if (INTEGERS.has(type)) return { kind: 'int', signed: !/^(u|size_t)/.test(type) };
  if (type === 'enum text_id') return { kind: 'text' };
  const struct = /^struct (\w+)$/.exec(type);
  if (struct) {
    const name = struct[1];
    return VALUES[name] ? { kind: 'value', name } : { kind: 'struct', name };
  }
  return { kind: 'other', text: type };
}

// The members one declaration declares, as [name, type] pairs.
function membersOf(declaration) {
  const list = /^LIST\((.+)\) (\w+)$/.exec(declaration.replace(/LIST \(/, 'LIST('));
  if (list) return [[list[2], { kind: 'list', item: typeOf(list[1]) }]];
  if (declaration.includes('{')) return [];
  const base = /^((?:(?:const|volatile|struct|enum|unsigned|signed|long|short) )*\w+(?: (?:long|int|char))*?)\s*(\**.*)$/
    .exec(declaration);
  const parts = declaration.split(',').map((p) => p.trim());
  const first = /^(.*?[\s*])(\w+)((?:\[.*\])?(?: ?: ?\d+)?)$/.exec(parts[0]);
  if (!first || !base) return [];
  const stem = first[1].replace(/\*.*$/, '');
  return [first.slice(1).join(''), ...parts.slice(1)].map((part, index) => {
    const name = /(\w+)(\[.*\])?( ?: ?\d+)?$/.exec(part);
    if (!name) return null;
    const stars = (index === 0 ? first[1] : part).split('*').length - 1;
    const type = typeOf(stem);
    if (name[2] || stars > 1) return [name[1], { kind: 'other', text: declaration }];
    if (stars === 1) {
      return [name[1], type.kind === 'struct' ? { kind: 'pointer', name: type.name }
        : { kind: 'other', text: declaration }];
    }
    return [name[1], type];
  }).filter(Boolean);
}

// All structs of a header and of what it includes below root.
export class Structs {
  constructor(root) {
    this.root = root;
    this.files = new Set();
    this.byName = new Map();
  }

  read(header) {
    const file = join(this.root, header);
    if (this.files.has(file)) return true;
    if (!existsSync(file)) return false;
    this.files.add(file);
    const text = withoutComments(readFileSync(file, 'utf8'));
    for (const include of text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) this.read(include[1]);
    for (const match of text.matchAll(/\bstruct\s+(\w+)\s*\{/g)) {
      const open = match.index + match[0].length - 1;
      const end = blockEnd(text, open);
      if (end < 0) continue;
      const members = new Map(declarations(text.slice(open + 1, end)).flatMap(membersOf));
      this.byName.set(match[1], { members, file });
    }
    return true;
  }

  members(name) {
    return this.byName.get(name)?.members;
  }
}
