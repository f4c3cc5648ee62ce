// Two programs count the same elections: `samskab recount` and second.mjs beside this file. Random
// small elections with every option, and real ones against results that are known.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from '../lib/server.mjs';
import { inParallel, run } from '../lib/run.mjs';
import { election, generator } from './random.mjs';
import { count, readPb } from './second.mjs';

const elections = process.env.NIGHTLY === '1' ? 3000 : 200;
let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), 'samskab-count-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

async function recount(file, options) {
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const result = await run([program(), 'recount', file, '--format', 'json', ...words], { seconds: 60 });
  assert.equal(result.code, 0, `${result.output}\n${words.join(' ')}`);
  return JSON.parse(result.stdout);
}

// What must agree, in one shape. Only Equal Shares has payments, and only Add1 has increments.
function essence({ rule, selected, cost, budget, increments, stop, trace }) {
  const shares = rule.rule === 'equal-shares';
  const adds = shares && rule.completion.startsWith('add1');
  return {
    selected, cost, budget,
    ...(adds && { increments, stop }),
    ...(shares && { rounds: trace.filter(({ phase }) => phase !== 'completion')
      .map(({ project, max_payment: payment }) => `${project} ${payment}`) }),
  };
}

async function agree(text, name, options) {
  const file = join(folder, `${name}.pb`);
  writeFileSync(file, text);
  const first = await recount(file, options);
  const second = count(readPb(text), options);
  assert.deepEqual(essence(first), essence(second),
    `${name} ${JSON.stringify(options)}\n${text}`);
  rmSync(file);
}

const pointed = { types: ['cumulative', 'scoring'] };
const named = ['greedy', 'greedy-no-skip', 'greedy-threshold', 'greedy-custom', 'greedy-exclusive', 'unknown'];
const families = {
  'the default combination': { make: () => ({}) },
  'the rule that the file names': { with: { rules: named, threshold: true }, make: () => ({}) },
  'greedy without skipping': { with: { withdrawn: true }, make: () => ({ rule: 'greedy-no-skip' }) },
  'greedy above a threshold': { with: { threshold: true, withdrawn: true }, make: () => ({ rule: 'greedy-threshold' }) },
  'greedy by score': { with: { ...pointed, withdrawn: true }, make: (random) => ({ rank: 'score',
    rule: random.pick(['greedy', 'greedy-no-skip']), utility: random.pick(['cost', 'cardinality']) }) },
  'ties by lot': { make: (random) => ({ ties: 'cost-votes-lot', seed: hex(random),
    rule: random.pick(['greedy', 'equal-shares', 'phragmen']) }) },
  'any options': { make: anyOptions },
  'any options, with points': { with: pointed, make: (random) => ({ ...anyOptions(random),
    utility: 'points', rule: 'equal-shares' }) },
};

function hex(random) {
  return Array.from({ length: 2 * (1 + random.below(32)) }, () => random.below(16).toString(16)).join('');
}

function anyOptions(random) {
  return {
    rule: random.pick(['greedy', 'greedy-no-skip', 'equal-shares', 'equal-shares', 'phragmen']),
    utility: random.pick(['cost', 'cardinality']),
    completion: random.pick(['none', 'greedy', 'add1', 'add1-greedy']),
    stop: random.pick(['exhaustive', 'overspend']),
    endowment: random.pick(['exact', 'integral']),
    ties: random.pick(['id', 'cost-votes-id']),
  };
}

for (const [at, [name, family]] of Object.entries(families).entries()) {
  test(`two programs agree on ${elections} random elections: ${name}`, async () => {
    const seeds = Array.from({ length: elections }, (_, n) => at * 1000003 + n);
    await inParallel(seeds, 2, (seed) =>
      agree(election(seed, family.with), `random-${seed}`, family.make(generator(seed + 77))));
  });
}

test('the comparison finds a planted fault: a ballot more in one of the files', async () => {
  const text = election(5, { types: ['approval'] });
  const [first] = readPb(text).projects;
  const other = text.replace(/num_votes;(\d+)/, (_, n) => `num_votes;${Number(n) + 1}`)
    .replace(/\s*$/, '\n') ;
  const file = join(folder, 'planted.pb');
  const columns = other.split(/\r?\n/).find((line) => line.startsWith('voter_id')).split(';');
  const ballot = columns.map((column) => (column === 'vote' ? first.id : 'x')).join(';');
  writeFileSync(file, `${other}${ballot}\n`);
  const result = await recount(file, {});
  assert.notDeepEqual(essence(result), essence(count(readPb(text), {})));
});

// ---- real elections with known results --------------------------------------------------------

const data = fileURLToPath(new URL('../data/budget', import.meta.url));
const small = ['Poland_Gdynia_2022_Kamienna_Gora__small', 'Switzerland_Zurich_S5R',
  'Worldwide_Mechanical_Turk_Ranking_value_3',
  'France_Toulouse_2022_3_-_Les_Chalets_Bayard_Belfort_Saint_Aubin_Dupuy'];

// The options behind a key of the reference files.
function optionsOf(key, ties) {
  const utility = key.includes('card') ? 'cardinality' : 'cost';
  if (key.startsWith('greedy')) return { rule: 'greedy', utility, rank: 'support', ties };
  if (key === 'phragmen') return { rule: 'phragmen', ties };
  const completion = /_add1u$/.test(key) ? 'add1-greedy' : key.includes('_add1') ? 'add1'
    : key.endsWith('_u') ? 'greedy' : 'none';
  return { rule: 'equal-shares', utility, ties, completion, rank: 'support',
    stop: key.endsWith('noexh') ? 'overspend' : 'exhaustive',
    endowment: key.includes('integral') ? 'integral' : 'exact' };
}

for (const name of small) {
  test(`the second program reproduces the known results of ${name}`, () => {
    const file = join(data, `${name}.pb`);
    const instance = readPb(readFileSync(file, 'utf8'));
    const known = JSON.parse(readFileSync(join(data, 'reference/exact_c', `${name}.json`), 'utf8'));
    let compared = 0;
    for (const [block, ties] of [['tie_lex', 'id'], ['tie_mincost_maxvotes_lex', 'cost-votes-id']]) {
      for (const [key, outcome] of Object.entries(known[block])) {
        const unfinished = outcome.stop === 'TIMEOUT' && !key.endsWith('noexh');
        if (!outcome.selected || unfinished) continue;
        const result = count(instance, optionsOf(key, ties));
        assert.deepEqual(result.selected, outcome.selected, `${block} ${key}`);
        if (outcome.increments !== undefined) assert.equal(result.increments, outcome.increments, key);
        const rounds = known[block][`${key}_trace`];
        if (rounds) {
          assert.deepEqual(result.trace.map((round) => [round.project, round.max_payment]),
            rounds.map((round) => [round.project, round.max_payment_exact]), `${block} ${key}`);
        }
        compared += 1;
      }
    }
    assert.ok(compared >= 20);
  });
}
