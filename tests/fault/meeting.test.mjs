// The server is killed in the middle of a phase: afterwards the clock, the pairs, the cards and every
// answer that was acknowledged are as before, and a telephone that is open finds its way back alone.
import test from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const seats = 12;

const sight = (page) => ({
  who: page.words.match(/Du taler med .*? Mød hinanden ved bord \d+|I er tre.*? Mød hinanden ved bord \d+/)?.[0],
  card: page.text.match(/id="card-stem">([^<]+)</)?.[1],
  ends: page.text.match(/data-ends="(\d+)"/)?.[1],
});

test('killed in the middle of a talk: same clock, same pairs, same cards, no ending lost, none twice', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  const phones = [];
  for (let i = 0; i < seats; i++) phones.push(await join(site, meeting, { nickname: `Person ${i}` }));
  await meeting.until('trin 1 af 3');
  const before = [];
  for (const phone of phones) before.push(sight(await phone.open(meeting.path)));
  assert.ok(before.every(({ who, card, ends }) => who && card && Number(ends) > Date.now()), JSON.stringify(before[0]));

  const acknowledged = [];
  const work = phones.map(async (phone, n) => {
    const form = (await phone.open(meeting.path)).form('/note');
    for (let i = 0; i < 200; i++) {
      try {
        const page = await form.fill({ text: `person ${n} udgave ${i}` }).send();
        if (page.status === 303) acknowledged[n] = i;
      } catch { return; }
    }
  });
  await sleep(400);
  await site.kill();
  await Promise.all(work);
  await site.start();

  for (const [n, phone] of phones.entries()) {
    const page = await phone.open(meeting.path);
    assert.deepEqual(sight(page), before[n], `telephone ${n}`);
    if (acknowledged[n] === undefined) continue;
    const [, version] = page.words.match(new RegExp(`person ${n} udgave (\\d+)`)) ?? [];
    assert.ok(Number(version) >= acknowledged[n], `telephone ${n}: ${version}, acknowledged ${acknowledged[n]}`);
  }
  assert.ok(acknowledged.filter((i) => i !== undefined).length >= seats / 2, 'the kill came too early to tell anything');
  const regions = await site.sql('SELECT count(*), count(DISTINCT tag) FROM note');
  const [notes, tags] = regions.split('|');
  assert.equal(notes, tags, 'one note for each telephone');
});

test('killed while sheets are sent: every acknowledged sheet counts once', async () => {
  const meeting = await holdMeeting(anna, 'star');
  const phones = [];
  for (let i = 0; i < seats; i++) phones.push(await join(site, meeting, { nickname: `Person ${i}` }));
  await meeting.until('trin 1 af 3');
  let acknowledged = 0;
  const work = phones.map(async (phone, n) => {
    try {
      await sleep(n * 25);
      const form = (await phone.open(meeting.path)).form('/answer');
      const values = {};
      for (const { name } of form.fields) if (/^s\d+$/.test(name)) values[name] = String(n % 6);
      const page = await form.fill(values).send();
      if (page.status === 303) acknowledged += 1;
    } catch { /* the server was gone */ }
  });
  await sleep(180);
  await site.kill();
  await Promise.all(work);
  await site.start();
  const [count, tags] = (await site.sql('SELECT count(*), count(DISTINCT tag) FROM answer')).split('|').map(Number);
  assert.ok(count >= acknowledged, `${count} kept, ${acknowledged} acknowledged`);
  assert.equal(count, tags);
  const screen = await site.client().open(`${meeting.path}/screen`);
  assert.ok(screen.words.includes(`${count} af ${seats} har svaret`), screen.words);
});
