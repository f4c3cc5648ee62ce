// Two programs draw the same pairs: the one in src/rules/grouping, and grouping_second.mjs beside
// this file, for random numbers of people and random seeds.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes, randomInt } from 'node:crypto';
import { run } from '../lib/run.mjs';
import { asText, pairs } from './grouping_second.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plans = process.env.NIGHTLY === '1' ? 3000 : 300;

// Meson leaves it beside the program under test.
function printer() {
  const found = [process.env.SAMSKAB && dirname(process.env.SAMSKAB), 'build/sanitised', 'build/release']
    .filter(Boolean).map((folder) => join(folder.startsWith('/') ? '' : root, folder, 'tests/count/grouping-plan'))
    .find(existsSync);
  if (!found) throw new Error('no grouping-plan: build first, or set SAMSKAB');
  return found;
}

async function compare(tasks) {
  const input = tasks.map(({ people, rounds, seed }) => `${people} ${rounds} ${seed}\n`).join('');
  const first = await run([printer()], { input, seconds: 300 });
  assert.equal(first.code, 0, first.output);
  const second = tasks.map(({ people, rounds, seed }) => pairs(people, rounds, seed)
    .map((groups) => `${asText(groups)}\n`).join('') + '\n');
  let at = 0;
  for (const [i, text] of second.entries()) {
    const { people, rounds, seed } = tasks[i];
    assert.equal(first.stdout.slice(at, at + text.length), text, `${people} people, ${rounds} rounds, seed ${seed}`);
    at += text.length;
  }
  assert.equal(at, first.stdout.length);
}

test(`two programs draw the same pairs for ${plans} random numbers of people and seeds`, () =>
  compare(Array.from({ length: plans }, () => {
    const people = randomInt(0, randomInt(2) ? 20 : 301);
    return { people, rounds: randomInt(1, 40), seed: randomBytes(8).readBigUInt64BE() };
  })));

test('two programs draw the same pairs for every number of people up to 120, through all rounds', () =>
  compare(Array.from({ length: 121 }, (_, people) => (
    { people, rounds: people + 2, seed: [0n, 1n, (1n << 64n) - 1n][people % 3] }))));
