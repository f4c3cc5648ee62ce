// Makes the static files of the program: assets/ of this project and what assets/list.json takes
// from npm packages, each named after its content, with gzip and Brotli copies, as C that embeds
// them. Fonts and images come first, because the style sheets name them.
//
//   node tools/assets.mjs --root DIR --out DIR --depfile FILE a.html ...
//
// assets/list.json: {"NAME": ["source", ...]}, paths from the root, joined in this order. An .svg of
// several sources becomes one sprite with a symbol for each; a style sheet of dkfds is cut down to
// what the given templates use.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, extname, basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync, brotliCompressSync, constants } from 'node:zlib';
import { cString } from './texts.mjs';
import { filterCss, wordsOf } from './assets/dkfds.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};
const PACKED = new Set(['.woff2', '.png']); // compressed by their own format

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);


// The icons as symbols of one picture, for <use href="….svg#name">.
function sprite(paths) {
  const symbols = paths.map((path) => {
    const svg = readFileSync(path, 'utf8');
    const box = /viewBox="([^"]+)"/.exec(svg)[1];
    const inside = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
    return `<symbol id="${basename(path, '.svg')}" viewBox="${box}">${inside}</symbol>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
}

function readSource(path, words) {
  const bytes = readFileSync(path);
  if (!/\/dkfds\/.*\.css$/.test(path)) return bytes;
  return Buffer.from(`${filterCss(bytes.toString('utf8'), words)}\n`);
}

export function readAssets(root, templates = []) {
  const list = JSON.parse(readFileSync(join(root, 'assets/list.json'), 'utf8'));
  const inputs = [join(root, 'assets/list.json')];
  const scripts = Object.values(list).flat().filter((s) => s.endsWith('.js')).map((s) => join(root, s));
  const words = wordsOf([...templates, ...scripts].map((f) => readFileSync(f, 'utf8')));
  const assets = Object.entries(list).map(([name, sources]) => {
    const paths = sources.map((s) => join(root, s));
    inputs.push(...paths);
    if (!TYPES[extname(name)]) throw new Error(`assets/list.json: error: unknown kind of file: ${name}`);
    const many = extname(name) === '.svg' && paths.length > 1;
    return { name, bytes: many ? sprite(paths) : Buffer.concat(paths.map((p) => readSource(p, words))) };
  });
  return { assets, inputs };
}

// Replaces url(asset:NAME) and "asset:NAME" by hashed addresses, and squeezes comments out of CSS.
function finish(asset, addresses) {
  const kind = extname(asset.name);
  if (kind !== '.css' && kind !== '.js') return asset.bytes;
  let text = asset.bytes.toString('utf8');
  text = text.replace(/asset:([\w./-]+)/g, (all, name) => {
    if (!addresses[name]) throw new Error(`assets/${asset.name}: error: there is no asset ${name}`);
    return addresses[name];
  });
  if (kind === '.css') {
    text = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '\n').replace(/\n+/g, '\n')
      .replace(/@charset "[^"]*";/gi, '');
  }
  return Buffer.from(text);
}

export function buildAssets(root, templates) {
  const { assets, inputs } = readAssets(root, templates);
  const order = (a) => (['.css', '.js'].includes(extname(a.name)) ? 1 : 0);
  assets.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
  const addresses = {};
  for (const asset of assets) {
    asset.bytes = finish(asset, addresses);
    const kind = extname(asset.name);
    asset.file = `${basename(asset.name, kind)}.${hashOf(asset.bytes)}${kind}`;
    addresses[asset.name] = `/static/${asset.file}`;
    asset.type = TYPES[kind];
    if (PACKED.has(kind)) continue;
    asset.gzip = gzipSync(asset.bytes, { level: 9 });
    asset.brotli = brotliCompressSync(asset.bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
    });
    for (const packed of ['gzip', 'brotli'])
      if (asset[packed].length >= asset.bytes.length) delete asset[packed];
  }
  assets.sort((a, b) => (a.file < b.file ? -1 : 1));
  return { assets, addresses, inputs };
}

const ENCODINGS = [['bytes', ''], ['gzip', '.gz'], ['brotli', '.br']];

function embed(asset, index, folder) {
  return ENCODINGS.filter(([key]) => asset[key]).map(([key, end]) => {
    const file = join(folder, `${asset.file}${end}`);
    const symbol = `asset_${index}_${key}`;
    return `__asm__(".section .rodata\\n.balign 16\\n${symbol}:\\n.incbin " ${cString(`"${file}"`)} ` +
      `"\\n${symbol}_end:\\n.byte 0\\n.previous\\n");\nextern const char ${symbol}[], ${symbol}_end[];`;
  }).join('\n');
}

function row(asset, index) {
  const cells = ENCODINGS.filter(([key]) => asset[key]).map(([key]) => {
    const symbol = `asset_${index}_${key}`;
    return `.${key} = ${symbol}, .${key}_end = ${symbol}_end`;
  });
  return `    {.name = STR_INIT(${cString(asset.file)}), .type = STR_INIT(${cString(asset.type)}),
     .etag = STR_INIT(${cString(`"${hashOf(asset.bytes)}"`)}), ${cells.join(', ')}},`;
}

export function assetsSource(assets, folder) {
  return `/* Made from assets/ by tools/assets.mjs. */
#include "platform/asset_table.h"

${assets.map((a, i) => embed(a, i, folder)).join('\n')}

const struct asset_row asset_rows[] = {
${assets.map(row).join('\n')}
};
const size_t asset_row_count = ${assets.length};
`;
}

function writeIfChanged(file, bytes) {
  if (!existsSync(file) || !readFileSync(file).equals(Buffer.from(bytes))) writeFileSync(file, bytes);
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { root: { type: 'string' }, out: { type: 'string' }, depfile: { type: 'string' } },
  });
  const folder = resolve(values.out, 'static');
  const { assets, addresses, inputs } = buildAssets(values.root, positionals);
  mkdirSync(folder, { recursive: true });
  const files = new Map(assets.flatMap((a) => ENCODINGS.filter(([key]) => a[key])
    .map(([key, end]) => [`${a.file}${end}`, a[key]])));
  for (const [name, bytes] of files) writeIfChanged(join(folder, name), bytes);
  for (const old of readdirSync(folder)) if (!files.has(old)) rmSync(join(folder, old));
  writeIfChanged(join(values.out, 'assets.json'), `${JSON.stringify(addresses, null, 2)}\n`);
  writeIfChanged(join(values.out, 'assets_made.c'), assetsSource(assets, folder));
  if (values.depfile)
    writeFileSync(values.depfile, `${join(values.out, 'assets.json')}: ${inputs.join(' ')}\n`);
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) main();
