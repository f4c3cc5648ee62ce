// Runs the checks of tools/checks over all files of the repository. See tools/check.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from './checks/rules.mjs';
import { selfTest } from './checks/self_test.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const BINARY = /\.(woff2|png|ico|gz|br)$|^tests\/fuzz\/corpus\/|^tests\/data\/|^node_modules\//;

function listFiles() {
  const git = (args) => execFileSync('git', ['-C', root, 'ls-files', '-z', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\0').filter(Boolean);
  return [...new Set([...git([]), ...git(['--others', '--exclude-standard'])])];
}

function readTree() {
  const files = new Map();
  for (const path of listFiles()) {
    const full = join(root, path);
    if (BINARY.test(path) || !existsSync(full) || !lstatSync(full).isFile()) continue;
    files.set(path, readFileSync(full, 'utf8'));
  }
  return { files };
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
  const [argument] = process.argv.slice(2);
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
  return faults ? 1 : 0;
}

process.exitCode = main();
