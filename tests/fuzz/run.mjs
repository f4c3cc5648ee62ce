// Fuzzes the parsers, or replays the inputs that were kept.
//
//   node tests/fuzz/run.mjs --replay [NAME…]
//   node tests/fuzz/run.mjs --seconds 60 [NAME…]
//
// What fuzzing finds lies in build/fuzz/NAME-found; an input worth keeping goes to corpus/NAME/.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, strict } from '../../tools/builds.mjs';
import { run } from '../lib/run.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { replay: { type: 'boolean', default: false }, seconds: { type: 'string', default: '60' } },
});
const drivers = readdirSync('tests/fuzz').filter((name) => name.endsWith('.c')).map((name) => basename(name, '.c'));
const names = positionals.length > 0 ? positionals : [...drivers, 'templates'];

async function fuzzTemplates() {
  const words = options.replay ? ['--runs', '50'] : ['--seconds', options.seconds];
  return run(['node', 'tests/fuzz/templates.mjs', ...words], { seconds: Number(options.seconds) + 600 });
}

async function fuzz(name) {
  const kept = `tests/fuzz/corpus/${name}`;
  const work = `build/fuzz/${name}`;
  const found = `build/fuzz/${name}-found/`;
  for (const folder of [work, found]) mkdirSync(folder, { recursive: true });
  const inputs = existsSync(kept) ? readdirSync(kept).map((file) => join(kept, file)) : [];
  if (options.replay && inputs.length === 0) return { code: 1, output: `${kept} is empty` };
  const common = [`-artifact_prefix=${found}`, '-timeout=10', '-rss_limit_mb=2048'];
  const words = options.replay ? inputs
    : [work, ...(existsSync(kept) ? [kept] : []), `-max_total_time=${options.seconds}`, '-max_len=65536'];
  return run([`build/clang/tests/fuzz/fuzz-${name}`, ...common, ...words],
    { env: strict, seconds: Number(options.seconds) + 600 });
}

const unknown = names.filter((name) => !drivers.includes(name) && name !== 'templates');
if (unknown.length > 0) throw new Error(`no such driver: ${unknown}; there are ${drivers} and templates`);
const needed = names.filter((name) => name !== 'templates').map((name) => `tests/fuzz/fuzz-${name}`);
const built = needed.length > 0 ? await build('clang', needed) : { code: 0 };
if (built.code !== 0) console.log(built.output);
process.exitCode = built.code === 0 ? 0 : 1;
for (const name of built.code === 0 ? names : []) {
  const result = await (name === 'templates' ? fuzzTemplates() : fuzz(name));
  const last = result.output.trimEnd().split('\n').filter((line) => /cov:|Executed|passed/.test(line)).pop();
  console.log(`${name}: ${result.code === 0 ? 'nothing found' : 'FOUND SOMETHING'}   ${last ?? ''}`);
  if (result.code !== 0) console.log(result.output.slice(-6000));
  if (result.code !== 0) process.exitCode = 1;
}
