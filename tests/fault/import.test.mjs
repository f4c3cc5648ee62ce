// A large import: bounded memory, progress where somebody looks, and nothing left when it is killed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program, siteForFile } from '../lib/server.mjs';

const BALLOTS = 66000;
const PROJECTS = 160;
const MEMORY_KB = 128 * 1024;

const site = await siteForFile();
const file = path.join(site.folder, 'large.pb');
writeFileSync(file, election());

// As large as the largest real one, from a fixed seed: votes lean towards the first projects.
function election() {
  let state = 12345;
  const random = (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const lines = ['META', 'key;value', 'description;Stor afstemning', 'country;Denmark', 'unit;Lindsø',
    'instance;2026', `num_projects;${PROJECTS}`, `num_votes;${BALLOTS}`, 'budget;20000000',
    'vote_type;approval', 'rule;equalshares', 'date_begin;2026', 'date_end;2026', 'PROJECTS',
    'project_id;cost'];
  for (let p = 1; p <= PROJECTS; p++) lines.push(`${p};${50000 + random(900000)}`);
  lines.push('VOTES', 'voter_id;vote;age');
  for (let b = 1; b <= BALLOTS; b++) {
    const vote = new Set();
    for (let k = random(10) + 1; k > 0; k--) vote.add(1 + random(1 + random(PROJECTS)));
    lines.push(`${b};${[...vote].join(',')};${18 + random(70)}`);
  }
  return `${lines.join('\n')}\n`;
}

function startImport() {
  const child = spawn(program(), ['import', file, '--completion=none', ...site.where], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.said = '';
  child.stderr.on('data', (piece) => { child.said += piece; });
  child.stdout.on('data', (piece) => { child.said += piece; });
  child.ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
  return child;
}

const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
const isSanitised = readFileSync(program()).includes('__asan_init');

async function left() {
  const counts = {};
  for (const table of ['budget', 'budget_project', 'budget_import', 'activity', 'initiative', 'file'])
    counts[table] = Number(await site.sql(`SELECT count(*) FROM ${table}`));
  return counts;
}

test('an import killed at any moment leaves nothing', async () => {
  const before = await left();
  for (const wait of [20, 150, 400, 900]) {
    await site.halt();
    const child = startImport();
    await sleep(wait);
    child.kill('SIGKILL');
    const { signal } = await child.ended;
    await site.start();
    if (signal === 'SIGKILL') assert.deepEqual(await left(), before, `killed after ${wait} ms`);
  }
});

test('the largest import stays within its memory and says nothing of progress on a pipe', async () => {
  await site.halt();
  const before = await left();
  const child = startImport();
  let peak = 0;
  const watch = setInterval(() => {
    try { peak = Math.max(peak, peakOf(child.pid)); } catch { /* it has just ended */ }
  }, 5);
  const { code } = await child.ended;
  clearInterval(watch);
  await site.start();
  assert.equal(code, 0, child.said);
  const now = await left();
  assert.deepEqual([now.budget - before.budget, now.budget_project - before.budget_project], [1, PROJECTS]);
  assert.ok(!/\d+ ?%|\r/.test(child.said), child.said);
  assert.ok(peak > 0);
  if (!isSanitised) assert.ok(peak <= MEMORY_KB, `${peak} kB`);
});
