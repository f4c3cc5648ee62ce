// Runs the test suites and ends with one line: N passed, N failed. Every test case is counted, also
// those inside a cmocka program or a node test file, and whatever did not run is named.
//
//   node tools/run-tests.mjs [SUITE…]     NIGHTLY=1 for the full matrices
import { mkdirSync, readFileSync, readdirSync, existsSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, inParallel } from '../tests/lib/run.mjs';
import { build, builds, strict } from './builds.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
process.chdir(root);
const nightly = process.env.NIGHTLY === '1';
const width = Math.max(1, Math.min(4, availableParallelism()));

const passed = (name) => ({ name, ok: true });
const failed = (name, detail) => ({ name, ok: false, detail });
const skipped = (name, detail) => ({ name, ok: true, skip: true, detail });
const judged = (name, result) => (result.code === 0 ? passed(name) : failed(name, result.output));

// ---- building --------------------------------------------------------------------------------

async function buildAll() {
  const rows = [];
  for (const [kind, { name }] of Object.entries(builds)) {
    rows.push(judged(`builds: ${name}`, await build(kind)));
  }
  return rows;
}

async function checks() {
  if (!existsSync('tools/check')) return [failed('tools/check', 'there is no tools/check')];
  return [judged('tools/check: floors, names and words', await run(['tools/check', 'build/sanitised']))];
}

// ---- programs that meson knows ---------------------------------------------------------------

const tapLine = /^(not )?ok\b\s*\d*\s*-?\s*(.*)$/;

function tapCases(name, result) {
  const rows = [];
  for (const line of result.stdout.split('\n')) {
    const found = tapLine.exec(line);
    if (!found) continue;
    const skip = /^#?\s*SKIP\s+(.*)$/i.exec(found[2]);
    const full = `${name}: ${skip?.[1] ?? found[2]}`;
    if (skip) rows.push(skipped(full));
    else rows.push(found[1] ? failed(full, result.output) : passed(full));
  }
  const explained = rows.some((row) => !row.ok);
  if (result.code !== 0 && !explained) {
    const how = result.signal ?? `code ${result.code}`;
    rows.push(failed(`${name}: ended with ${how}`, result.output));
  }
  return rows.length > 0 ? rows : [judged(name, result)];
}

async function mesonTests(folder, wanted, database = async () => ({})) {
  const listing = await run(['meson', 'introspect', '--tests', folder]);
  if (listing.code !== 0) return [failed(`tests of ${folder}`, listing.output)];
  const tests = JSON.parse(listing.stdout)
    .filter((test) => test.suite.some((suite) => wanted(suite.split(':').pop())));
  const rows = await inParallel(tests, width, async (test) => tapCases(test.name,
    await run(test.cmd, {
      cwd: test.workdir ?? folder,
      env: { ...strict, ...test.env, CMOCKA_MESSAGE_OUTPUT: 'TAP', ...await database() },
      seconds: Math.max(test.timeout, 60) * (nightly ? 10 : 2),
    })));
  return rows.flat();
}

// Each program gets a database of its own on the run's PostgreSQL.
const unit = () => withPostgres(async (at) => {
  Object.assign(process.env, at);
  const { postgresDatabase } = await import('../tests/lib/postgres.mjs');
  return mesonTests('build/sanitised', (suite) => suite === 'unit', async () =>
    ({ SAMSKAB_TEST_PG: (await postgresDatabase()).url }));
});
const reference = () => mesonTests('build/release', (suite) => suite === 'reference');

async function fuzz() {
  const drivers = readdirSync('tests/fuzz').filter((name) => name.endsWith('.c'))
    .map((name) => basename(name, '.c'));
  return inParallel([...drivers, 'templates'], width, async (name) => {
    const how = nightly ? ['--seconds', '300'] : ['--replay'];
    const result = await run(['node', 'tests/fuzz/run.mjs', ...how, name], { seconds: 1800 });
    return judged(`fuzz ${name}: ${nightly ? 'five minutes' : 'kept inputs'}`, result);
  });
}

// ---- node test files -------------------------------------------------------------------------

async function nodeFile(path, env, label = '') {
  const report = `build/tests/${label}${path.replaceAll('/', '-')}.jsonl`;
  rmSync(report, { force: true });
  const result = await run(['node', '--test-reporter=./tests/lib/reporter.mjs',
    `--test-reporter-destination=${report}`, path],
  { env: { ...strict, ...env }, seconds: nightly ? 3 * 3600 : 1200 });
  const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n').filter(Boolean) : [];
  const rows = lines.map((line) => JSON.parse(line));
  for (const row of rows) row.name = `${label}${basename(path, '.test.mjs')}: ${row.name}`;
  if (result.code !== 0 && rows.every((row) => row.ok)) {
    rows.push(failed(`${label}${path}: ended with ${result.signal ?? `code ${result.code}`}`,
      result.output));
  } else if (rows.length === 0) {
    rows.push(failed(`${label}${path}`, 'this file has no test'));
  }
  return rows;
}

const testFiles = (folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
  .flatMap((entry) => (entry.isDirectory() ? testFiles(join(folder, entry.name))
    : entry.name.endsWith('.test.mjs') ? [join(folder, entry.name)] : []))
  .sort();

async function nodeFiles(folder, env, label) {
  const rows = await inParallel(testFiles(folder), width, (path) => nodeFile(path, env, label));
  return rows.flat();
}

async function withPostgres(work) {
  const { postgresStart } = await import('../tests/lib/postgres.mjs');
  const server = await postgresStart();
  try {
    return await work({ SAMSKAB_POSTGRES: server.folder });
  } finally {
    await server.stop();
  }
}

const program = { SAMSKAB: `${root}/build/sanitised/samskab` };

async function scenarios(folder) {
  const hits = join(root, 'build/tests/hits');
  rmSync(hits, { recursive: true, force: true });
  mkdirSync(hits, { recursive: true });
  const env = { ...program, SAMSKAB_HITS: hits };
  const rows = await nodeFiles(folder, { ...env, SAMSKAB_ENGINE: 'sqlite' }, 'sqlite: ');
  rows.push(...await withPostgres((at) =>
    nodeFiles(folder, { ...env, ...at, SAMSKAB_ENGINE: 'postgresql' }, 'postgresql: ')));
  return rows;
}

async function http() {
  const rows = await scenarios('tests/http');
  const { coverage } = await import('../tests/lib/routes.mjs');
  for (const engine of ['sqlite', 'postgresql']) {
    for (const { name, hit } of await coverage(program.SAMSKAB, join(root, 'build/tests/hits'), engine)) {
      rows.push(hit ? passed(name) : failed(name, 'no scenario asked for this route'));
    }
  }
  return rows;
}

const fault = () => scenarios('tests/fault');
const browser = () => nodeFiles('tests/browser', { ...program, SAMSKAB_ENGINE: 'sqlite' }, '');
// Thirty browsers at once want a machine of their own: at night, or when asked for by name.
const crowd = () => nodeFiles('tests/crowd', { ...program, SAMSKAB_ENGINE: 'sqlite' }, '');
const count = () => nodeFiles('tests/count', { SAMSKAB: `${root}/build/release/samskab` }, '');

// ---- all together ----------------------------------------------------------------------------

const suites = { build: buildAll, checks, unit, reference, count, fuzz, http, fault, browser, crowd };
const usual = Object.keys(suites).filter((name) => nightly || name !== 'crowd');

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function indent(text) {
  const lines = String(text ?? '').trimEnd().split('\n');
  const shown = lines.length > 60 ? [...lines.slice(0, 25), '…', ...lines.slice(-34)] : lines;
  return shown.map((line) => `      ${line}`).join('\n');
}

async function runSuite(name) {
  const began = Date.now();
  let rows;
  try {
    rows = await suites[name]();
  } catch (error) {
    rows = [failed(`${name}: the suite itself`, error.stack)];
  }
  const count = (keep) => rows.filter(keep).length;
  const bad = rows.filter((row) => !row.ok);
  console.log(`${name.padEnd(10)} ${String(count((row) => row.ok && !row.skip)).padStart(6)} passed ${
    String(bad.length).padStart(4)} failed   ${seconds(began)}`);
  for (const row of bad) console.log(`  failed: ${row.name}\n${indent(row.detail)}`);
  return rows;
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !suites[name]);
  if (unknown.length > 0) {
    console.error(`no such suite: ${unknown.join(' ')}; there are ${Object.keys(suites).join(' ')}`);
    return 2;
  }
  mkdirSync('build/tests', { recursive: true });
  const rows = [];
  for (const name of wanted.length > 0 ? wanted : usual) {
    rows.push(...await runSuite(name));
    if (name === 'build' && rows.some((row) => !row.ok)) {
      console.log('the other suites did not run: there is no program to test');
      break;
    }
  }
  const left = rows.filter((row) => row.skip);
  const bad = rows.filter((row) => !row.ok);
  if (left.length > 0) console.log('\nskipped:');
  for (const row of left) console.log(`  ${row.name}${row.detail ? ` (${row.detail})` : ''}`);
  if (bad.length > 0) console.log('\nfailed:');
  for (const row of bad) console.log(`  ${row.name}`);
  const tail = left.length > 0 ? `, ${left.length} skipped` : '';
  console.log(`\n${rows.length - bad.length - left.length} passed, ${bad.length} failed${tail}`);
  return bad.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
