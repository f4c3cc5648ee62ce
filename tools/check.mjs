// Runs the checks of tools/checks over all files of the repository. See tools/check. The build calls
// it with a second argument: a file to make when all is well.

import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from './checks/rules.mjs';
import { selfTest } from './checks/self_test.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const BINARY = /\.(woff2|png|ico|gz|br)$|^tests\/fuzz\/corpus\/|^tests\/data\/|^node_modules\//;

const NOT_OURS = new Set(['.git', 'build', 'data', 'node_modules']);

function walk(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(path);
    return entry.isFile() ? [path] : [];
  });
}

// What git knows, and what it would take; without git or its goodwill, every file.
function listFiles() {
  const git = (args) => execFileSync('git', ['-C', root, 'ls-files', '-z', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\0').filter(Boolean);
  try {
    return [...new Set([...git([]), ...git(['--others', '--exclude-standard'])])];
  } catch {
    return walk('');
  }
}

function readTree() {
  const files = new Map();
  const others = [];
  for (const path of listFiles()) {
    const full = join(root, path);
    if (BINARY.test(path) && existsSync(full)) others.push(path);
    if (BINARY.test(path) || !existsSync(full) || !lstatSync(full).isFile()) continue;
    files.set(path, readFileSync(full, 'utf8'));
  }
  return { files, others };
}

// Symbols that the library of computations uses and does not define itself.
function undefinedSymbols(library) {
  const run = (args) => execFileSync('nm', [...args, library], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const last = (text) => text.split('\n').filter((l) => / [A-Za-z] /.test(l)).map((l) => l.trim().split(/\s+/).at(-1));
  const defined = new Set(last(run(['--defined-only'])));
  const wanted = run(['-u']).split('\n').filter((l) => /^\s+U /.test(l)).map((l) => l.trim().split(/\s+/)[1]);
  return [...new Set(wanted)].filter((name) => !defined.has(name)).sort();
}

function main() {
  const [argument, stamp] = process.argv.slice(2);
  if (argument === '--self-test') return selfTest(checks);
  const tree = readTree();
  const library = argument && join(argument, 'librules.a');
  if (library && existsSync(library)) tree.undefinedSymbols = undefinedSymbols(library);
  let faults = 0;
  for (const check of Object.values(checks)) {
    for (const { file, line, message, warning } of check(tree)) {
      process.stderr.write(`${file}:${line}: ${warning ? 'warning' : 'error'}: ${message}\n`);
      if (!warning) faults++;
    }
  }
  if (faults) process.stderr.write(`tools/check: ${faults} faults\n`);
  if (!faults && stamp) writeFileSync(stamp, '');
  return faults ? 1 : 0;
}

process.exitCode = main();
