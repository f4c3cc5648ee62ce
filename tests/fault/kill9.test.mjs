// Power is cut while people write: the program is killed at random moments under load, again and
// again on the same data. Every POST that was answered must be there afterwards, and none twice.
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { person } from '../lib/people.mjs';
import { engine, siteForFile } from '../lib/server.mjs';

const rounds = process.env.NIGHTLY === '1' ? 100 : 10;
const writers = 12;

const site = await siteForFile();
const people = await Promise.all(Array.from({ length: writers }, (_, n) =>
  person(site, { name: `Skriver ${n}`, mail: `skriver${n}@example.dk` })));

// One person writes until the server is gone. Answers the titles that were acknowledged, how many
// were sent, and how often the server asked her to try again (503: nothing was written).
async function write(client, who, round) {
  const result = { acknowledged: [], sent: 0, busy: 0, wrong: [] };
  try {
    const form = (await client.open('/i/new')).form('title');
    for (;;) {
      const title = `runde ${round} skriver ${who} nummer ${result.sent}`;
      form.fill({ title, problem: 'Strømmen kan gå.', contact_name: 'Skriver', contact_phone: '12345678' });
      result.sent += 1;
      const page = await form.send();
      if (page.status === 303) result.acknowledged.push(title);
      else if (page.status === 503 && page.headers['retry-after']) result.busy += 1;
      else result.wrong.push(`${page.status} ${page.words.slice(0, 100)}`);
    }
  } catch {
    return result; // the connection broke
  }
}

async function titlesStored() {
  const rows = (await site.sql('SELECT title FROM initiative')).split('\n').filter(Boolean);
  const times = new Map();
  for (const title of rows) times.set(title, (times.get(title) ?? 0) + 1);
  return times;
}

test(`${rounds} kills under load lose no acknowledged POST and store none twice`, async (t) => {
  const acknowledged = [];
  let sent = 0;
  let busy = 0;
  for (let round = 0; round < rounds; round++) {
    const work = people.map((client, who) => write(client, who, round));
    await sleep(100 + ((round * 7919) % 600));
    await site.kill();
    for (const result of await Promise.all(work)) {
      acknowledged.push(...result.acknowledged);
      sent += result.sent;
      busy += result.busy;
      assert.deepEqual(result.wrong, []);
    }
    await site.start();
    const stored = await titlesStored();
    const lost = acknowledged.filter((title) => !stored.has(title));
    assert.deepEqual(lost, [], `lost after kill ${round + 1}`);
    assert.deepEqual([...stored].filter(([, times]) => times > 1), [], 'stored twice');
    assert.ok(stored.size <= sent, 'nothing is there that nobody sent');
  }
  assert.ok(acknowledged.length >= rounds * 5, `only ${acknowledged.length} POSTs were acknowledged`);
  t.diagnostic(`${acknowledged.length} of ${sent} POSTs acknowledged before ${rounds} kills, ${busy} asked to try again, 0 lost`);
});

test('the database is whole after the kills, and people are still signed in', async () => {
  if (engine === 'sqlite') assert.equal(await site.sql('PRAGMA integrity_check'), 'ok');
  const page = await people[0].open('/me');
  assert.equal(page.status, 200);
  assert.match(page.words, /Skriver 0/);
});

test('the count finds a planted loss', async () => {
  const before = await titlesStored();
  const [title] = before.keys();
  await site.sql(`UPDATE initiative SET title = 'borte' WHERE title = '${title}'`);
  assert.ok(!(await titlesStored()).has(title));
});
