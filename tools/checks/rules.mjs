// The checks. Each takes the tree ({files: Map of path to text, undefinedSymbols}) and returns
// faults {file, line, message}. What is allowed by name stands in allowed.mjs, with its reason.

import { strip, lineAt, codeLines, functionsOf } from './source.mjs';
import * as allowed from './allowed.mjs';

const FLOORS = ['base', 'rules', 'platform', 'kit', 'core', 'feature', 'app'];
const GENERATED = new Set(['templates.h', 'texts.h']);

// Tests and what only they use; outside src/ everything is.
const isTest = (path) => /_test\.c$|testing\.[ch]$|\/test_\w+\.[ch]$|\/cases\w*\.[ch]$/.test(path) || !path.startsWith('src/');
const cFiles = (tree) => [...tree.files].filter(([path]) => /\.[ch]$/.test(path));
const sourceFiles = (tree) => cFiles(tree).filter(([path]) => path.startsWith('src/'));
const floorOf = (path) => FLOORS.indexOf(path.split('/')[1]);
const strippedOf = new WeakMap();

// Stripping is the costly part, so each tree keeps it.
function stripped(tree, path) {
  if (!strippedOf.has(tree)) strippedOf.set(tree, new Map());
  const known = strippedOf.get(tree);
  if (!known.has(path)) known.set(path, strip(tree.files.get(path)));
  return known.get(path);
}

function each(text, pattern, report) {
  for (const match of text.matchAll(pattern)) report(match, lineAt(text, match.index));
}

// ---- floors ----

export function floors(tree) {
  const faults = [];
  for (const [path, text] of sourceFiles(tree)) {
    each(text, /^\s*#\s*include\s+"([^"]+)"/gm, ([, name], line) => {
      if (GENERATED.has(name)) return;
      const parts = name.split('/');
      const other = FLOORS.indexOf(parts[0]);
      const own = path.split('/').slice(1);
      const bad = (message) => faults.push({ file: path, line, message });
      if (other < 0) bad(`includes "${name}", which is on no floor: write the path from src/`);
      else if (other > floorOf(path)) bad(`${own[0]}/ includes "${name}", which is a higher floor`);
      else if (['rules', 'feature'].includes(own[0]) && parts[0] === own[0] && parts[1] !== own[1])
        bad(`${own[0]}/${own[1]} includes its sibling "${name}": they meet through a lower floor`);
    });
  }
  return faults;
}

// ---- functions that are not used here ----

const BANNED = [
  { where: (path) => !isTest(path), instead: 'use buf_ or snprintf',
    names: ['strcpy', 'strcat', 'strncpy', 'strncat', 'sprintf', 'vsprintf', 'gets', 'strtok', 'alloca'] },
  { where: () => true, instead: 'use the _r form, in platform/', names: ['gmtime', 'localtime', 'ctime', 'asctime'] },
  { where: (path) => !isTest(path), instead: 'use str_to_i64', names: ['atoi', 'atol', 'atoll', 'scanf', 'sscanf'] },
  { where: (path) => !isTest(path) && floorOf(path) !== 0, instead: 'use an arena',
    names: ['malloc', 'calloc', 'realloc', 'free', 'strdup', 'strndup', 'asprintf'] },
  { where: (path) => !isTest(path) && !['platform', 'app'].includes(path.split('/')[1]),
    instead: 'take time and randomness as values', names: ['time', 'clock_gettime', 'gettimeofday', 'clock_now_ms', 'clock_monotonic_ms', 'getenv'] },
  { where: () => true, instead: 'use secret_random, or a seed that is given', names: ['rand', 'srand', 'random', 'drand48'] },
  { where: (path) => !isTest(path), instead: 'start no shell', names: ['system', 'popen'] },
];

export function bannedFunctions(tree) {
  const faults = [];
  for (const [path] of cFiles(tree)) {
    const code = stripped(tree, path);
    for (const { where, names, instead } of BANNED) {
      if (!where(path)) continue;
      each(code, new RegExp(`(?<![\\w.>])(${names.join('|')})\\s*\\(`, 'g'), ([, name], line) => {
        if (allowed.functions[path]?.includes(name)) return;
        faults.push({ file: path, line, message: `calls ${name}(): ${instead}` });
      });
    }
  }
  return faults;
}

export function noGoto(tree) {
  const faults = [];
  for (const [path] of cFiles(tree))
    each(stripped(tree, path), /\b(goto|typedef)\b/g, ([word], line) => {
      if (!allowed.words[path]?.includes(word))
        faults.push({ file: path, line, message: `uses ${word}` });
    });
  return faults;
}

// ---- sizes ----

const LINES_WARN = 400;
const LINES_MAX = 500;
const TEST_LINES_MAX = 900;
const FUNCTION_LINES_MAX = 60;
const COMPLEXITY_MAX = 15;
const PARAMETERS_MAX = 5;

export function fileLength(tree) {
  const faults = [];
  for (const [path] of cFiles(tree)) {
    const n = codeLines(stripped(tree, path));
    const max = isTest(path) ? TEST_LINES_MAX : LINES_MAX;
    if (n > max && !allowed.long_files.includes(path))
      faults.push({ file: path, line: 1, message: `has ${n} lines of code; the most is ${max}` });
    else if (n > LINES_WARN && n <= max && !isTest(path))
      faults.push({ file: path, line: 1, warning: true, message: `has ${n} lines of code` });
  }
  return faults;
}

export function functionShape(tree) {
  const faults = [];
  for (const [path, text] of sourceFiles(tree)) {
    if (!path.endsWith('.c') || isTest(path)) continue;
    for (const f of functionsOf(text)) {
      if (allowed.large_functions.includes(`${path} ${f.name}`)) continue;
      const bad = (message) => faults.push({ file: path, line: f.line, message: `${f.name} ${message}` });
      if (f.lines > FUNCTION_LINES_MAX) bad(`has ${f.lines} lines; the most is ${FUNCTION_LINES_MAX}`);
      if (f.complexity > COMPLEXITY_MAX) bad(`branches ${f.complexity} ways; the most is ${COMPLEXITY_MAX}`);
      if (f.parameters > PARAMETERS_MAX) bad(`takes ${f.parameters} parameters; the most is ${PARAMETERS_MAX}`);
    }
  }
  return faults;
}

// ---- form ----

export function fileComment(tree) {
  const faults = [];
  const begins = { c: /^\/\*[\s*]*\S/, h: /^\/\*[\s*]*\S/, sql: /^-- \S/, mjs: /^(#![^\n]*\n)?\/\/ \S/, css: /^\/\*/, js: /^\/[*/]/ };
  for (const [path, text] of tree.files) {
    const kind = begins[path.split('.').pop()];
    if (kind && !kind.test(text))
      faults.push({ file: path, line: 1, message: 'does not open with a comment that says what it is for' });
  }
  return faults;
}

export function includeGuard(tree) {
  const faults = [];
  for (const [path, text] of sourceFiles(tree)) {
    if (!path.endsWith('.h')) continue;
    const guard = path.slice(4).replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
    const found = /^#ifndef (\w+)\n#define \1\b/m.exec(text)?.[1];
    const short = guard.replace(/^FEATURE_(\w+)_\1_H$/, 'FEATURE_$1_H');
    if (found !== guard && found !== short)
      faults.push({ file: path, line: 1, message: `include guard should be ${guard}` });
  }
  return faults;
}

// A file that no meson.build names is never compiled and never tested.
export function inBuild(tree) {
  const faults = [];
  for (const [path] of tree.files) {
    if (!/^(src|tests\/fuzz|bench)\/.*\.(c|html|sql)$/.test(path)) continue;
    const name = path.split('/').pop();
    const above = path.split('/').slice(0, -1);
    let listed = false;
    for (let n = above.length; n > 0 && !listed; n--) {
      const build = tree.files.get([...above.slice(0, n), 'meson.build'].join('/'));
      listed = build?.includes(`${name}'`) || build?.includes(`${name.replace(/\.c$/, '')}'`) || false;
    }
    if (!listed) faults.push({ file: path, line: 1, message: 'is in no meson.build' });
  }
  return faults;
}

// ---- data that must be complete ----

export function queriesListed(tree) {
  const faults = [];
  for (const [path, text] of sourceFiles(tree)) {
    if (isTest(path) || allowed.statements.includes(path)) continue;
    const code = stripped(tree, path);
    const lists = [...code.matchAll(/const struct db_query \*const \w+\[[^\]]*\]\s*=\s*\{([^}]*)\}/g)]
      .map((m) => m[1]).join(' ');
    each(code, /\bconst struct db_query (\w+)(\[)?[^;=]*=\s*[{\w]/g, ([, name, array], line) => {
      const named = new RegExp(`&\\s*${name}\\b`).test(lists);
      if (!named && !(array && new RegExp(`\\b${name}\\b`).test(text.slice(text.indexOf(name) + name.length))))
        faults.push({ file: path, line, message: `${name} is in no list of statements, so no test prepares it` });
    });
  }
  return faults;
}

// Every POST passes kit's form-token check, because only kit calls the steps of a route.
export function stepsOnlyInKit(tree) {
  const faults = [];
  for (const [path] of sourceFiles(tree)) {
    if (path.startsWith('src/kit/') || isTest(path)) continue;
    each(stripped(tree, path), /route\s*->\s*(prepare|apply|answer|show)\s*\(/g, ([, step], line) =>
      faults.push({ file: path, line, message: `calls a route's ${step} itself, past the form-token check of kit/` }));
  }
  const kit = [...tree.files].filter(([path]) => path.startsWith('src/kit/') && path.endsWith('.c') && !isTest(path));
  if (kit.length && !kit.some(([path]) => /form_token\w*\s*\(|token_is_right|check_token/.test(stripped(tree, path))))
    faults.push({ file: 'src/kit', line: 1, message: 'nothing checks the form token' });
  return faults;
}

// ---- words ----

// Put together from halves, so that this file does not find itself.
const WORDS = [
  [['TO', 'DO'], 'finish it, or open an issue'], [['FIX', 'ME'], 'finish it, or open an issue'],
  [['XX', 'X'], 'finish it, or open an issue'], [['HA', 'CK'], 'say what it does and why'],
].map(([halves, advice]) => [new RegExp(`\\b${halves.join('')}\\b`, 'g'), advice]);
const PATHS = [
  [new RegExp(`(?<![\\w.])/${'wo'}rk/`, 'g'), 'a path of one machine'],
  [new RegExp(`/ho${'me'}/[a-z]+/`, 'g'), 'a path of one machine'],
  [new RegExp(`"resol${'ved'}":`, 'g'), "a package registry's address: see .npmrc"],
];

export function words(tree) {
  const faults = [];
  for (const [path, text] of tree.files) {
    if (path === 'LICENSE' || /\.(pb|woff2|png)$/.test(path)) continue;
    for (const [pattern, message] of [...WORDS, ...PATHS])
      each(text, pattern, ([found], line) => faults.push({ file: path, line, message: `${found}: ${message}` }));
  }
  return faults;
}

// Links of the documents lead to files that are there.
export function documentLinks(tree) {
  const faults = [];
  const there = [...tree.files.keys(), ...(tree.others ?? [])];
  for (const [path, text] of tree.files) {
    if (!path.endsWith('.md')) continue;
    each(text, /\]\(([^)#:\s]+)(?:#[^)]*)?\)/g, ([, to], line) => {
      const parts = [...path.split('/').slice(0, -1), ...to.replace(/\/$/, '').split('/')];
      const full = [];
      for (const part of parts) {
        if (part === '..') full.pop();
        else if (part !== '.') full.push(part);
      }
      const wanted = full.join('/');
      if (!there.some((file) => file === wanted || file.startsWith(`${wanted}/`)))
        faults.push({ file: path, line, message: `links to ${to}, which is not there` });
    });
  }
  return faults;
}

export function whiteSpace(tree) {
  const faults = [];
  for (const [path, text] of tree.files) {
    if (!/\.(c|h|mjs|js|css|html|md|build|sql)$/.test(path)) continue;
    each(text, /[ \t]+$/gm, (_, line) => faults.push({ file: path, line, message: 'white space at the end of the line' }));
    if (/\.[ch]$/.test(path))
      each(text, /\t/g, (_, line) => faults.push({ file: path, line, message: 'a tab; indent by four spaces' }));
    if (text !== '' && !text.endsWith('\n'))
      faults.push({ file: path, line: lineAt(text, text.length), message: 'no line end at the end of the file' });
  }
  return faults;
}

// ---- what rules/ links against ----

export function rulesArePure(tree) {
  if (tree.undefinedSymbols === undefined) return [];
  return tree.undefinedSymbols
    .filter((symbol) => !allowed.rules_symbols.some((pattern) => pattern.test(symbol)))
    .map((symbol) => ({ file: 'src/rules', line: 1, message: `uses ${symbol}: the computations know no clock, no memory of their own, no I/O` }));
}

export const checks = {
  floors, bannedFunctions, noGoto, fileLength, functionShape, fileComment, includeGuard, inBuild,
  queriesListed, stepsOnlyInKit, words, documentLinks, whiteSpace, rulesArePure,
};
