// The template compiler of the build: mustache pages and gettext catalogues in, C out.
//
//   node tools/templates.mjs --root DIR --out DIR [--assets assets.json] [--depfile FILE] a.html ...
//
// Writes NAME.html.c for each template, templates.h, texts.h and texts.c into --out; files whose
// content is unchanged keep their time. With SAMSKAB_DRAFT=1 in the environment missing
// translations are warnings, so that a page can be tried before its words are ready.

import { readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { join, basename, relative, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Catalogue, Faults, textsHeader, textsSource } from './texts.mjs';
import { Structs } from './templates/structs.mjs';
import { Template, VIEW_LINE, signature } from './templates/compiler.mjs';

function writeIfChanged(file, text) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

// Reads the first line of every template: name -> {file, source, area, view}.
function readTemplates(files, root, structs, faults) {
  const templates = new Map();
  for (const path of files) {
    const file = relative(root, path);
    const name = basename(path, '.html');
    const source = readFileSync(path, 'utf8');
    const line = VIEW_LINE.exec(source);
    if (!/^[a-z][a-z0-9_]*$/.test(name)) faults.add(`${file}:1`, 'the file name is not a C name');
    if (templates.has(name)) faults.add(`${file}:1`, `${templates.get(name).file} has the same name`);
    if (!line) {
      faults.add(`${file}:1`, 'begin with {{! view struct NAME from folder/header.h }} or {{! view none }}');
      continue;
    }
    const view = { struct: line[2], header: line[3], insideTag: Boolean(line[4]) };
    if (view.header && !structs.read(view.header)) faults.add(`${file}:1`, `no header src/${view.header}`);
    templates.set(name, { file, source, area: basename(dirname(path)), view });
  }
  return templates;
}

// All T_ names that C files mention, so that catalogue entries nobody uses are found.
function textNamesInC(folder, names = new Set()) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) textNamesInC(path, names);
    else if (/\.[ch]$/.test(entry.name))
      for (const match of readFileSync(path, 'utf8').matchAll(/\bT_[a-z0-9_]+/g)) names.add(match[0]);
  }
  return names;
}

function templatesHeader(templates) {
  const list = [...templates.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const structs = [...new Set(list.map(([, t]) => t.view.struct).filter(Boolean))].sort();
  return `/* Made by tools/templates.mjs: one function for each page template. */
#ifndef TEMPLATES_H
#define TEMPLATES_H

struct page;
${structs.map((s) => `struct ${s};`).join('\n')}

${list.map(([name, t]) => `void ${name}_html(${signature(t.view)});`).join('\n')}

#endif
`;
}

// Compiles everything; returns {outputs: name -> text, inputs: files read, faults}.
export function compileAll({ root, files, assets = {}, draft = false }) {
  const faults = new Faults(draft);
  const structs = new Structs(join(root, 'src'));
  const catalogue = new Catalogue(join(root, 'po'), faults);
  const templates = readTemplates(files, root, structs, faults);
  const world = { structs, catalogue, assets, templates, faults };
  const outputs = new Map();
  for (const [name, { file, source, area }] of templates) {
    const text = new Template(file, name, area, source, world).compile();
    if (text) outputs.set(`${name}.html.c`, text);
  }
  catalogue.checkUse(textNamesInC(join(root, 'src')));
  outputs.set('templates.h', templatesHeader(templates));
  outputs.set('texts.h', textsHeader(catalogue));
  outputs.set('texts.c', textsSource(catalogue));
  return { outputs, inputs: [...structs.files, ...catalogue.files], faults };
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      root: { type: 'string' },
      out: { type: 'string' },
      assets: { type: 'string' },
      depfile: { type: 'string' },
    },
  });
  const assets = values.assets ? JSON.parse(readFileSync(values.assets, 'utf8')) : {};
  const result = compileAll({
    root: values.root,
    files: positionals,
    assets,
    draft: Boolean(process.env.SAMSKAB_DRAFT),
  });
  if (result.faults.list.length) {
    process.stderr.write(`${result.faults.list.join('\n')}\n`);
    process.exit(1);
  }
  for (const [name, text] of result.outputs) writeIfChanged(join(values.out, name), text);
  if (values.depfile) {
    const target = join(values.out, 'templates.h');
    writeFileSync(values.depfile, `${target}: ${result.inputs.map((f) => f.replace(/ /g, '\\ ')).join(' ')}\n`);
  }
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) main();
