// Forms of talk for any question: 1-2-4-All, the café, and talk with one's neighbour.
import test from 'node:test';
import assert from 'node:assert/strict';
import { begin, clockOn, close, times, writing } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

const tables = async () => (await site.sql(`SELECT seats FROM exercise_round WHERE round >= 0 AND exercise_id = (SELECT max(id) FROM exercise) ORDER BY phase DESC, round LIMIT 1`))
  .split(';').map((table) => table.trim().split(' ').map(Number));
const note = async (phone, meeting, region, text) => {
  const page = await writing(await phone.open(meeting.path), region).fill({ text }).submit();
  assert.equal(page.status, 200, page.words);
};
const minutes = async (meeting) => clockOn(await site.client().open(`${meeting.path}/screen`)).digits;

test('1-2-4-All: one minute alone, two in pairs, four in fours, five all together', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'onetwofour', people: 8 });
  assert.match(await minutes(meeting), /^(1:00|0:5\d)$/);
  for (const [i, phone] of phones.entries()) await note(phone, meeting, 'own', `tanke fra ${String.fromCharCode(65 + i)}`);
  assert.ok(!(await phones[1].open(meeting.path)).words.includes('tanke fra A'), 'one\'s own');
  await meeting.until('Fortæl hinanden, hvad I tænkte');
  assert.match(await minutes(meeting), /^(2:00|1:5\d)$/);
  const pairs = await tables();
  assert.deepEqual(pairs.map((pair) => pair.length), [2, 2, 2, 2]);
  const [a, b] = pairs[0].map((number) => phones[number - 1]);
  await note(a, meeting, 'two', 'det tænker vi to');
  assert.ok((await b.open(meeting.path)).words.includes('det tænker vi to'));
  await meeting.until('To par finder hinanden');
  assert.match(await minutes(meeting), /^(4:00|3:5\d)$/);
  const fours = await tables();
  assert.deepEqual(fours.map((four) => four.length), [4, 4]);
  const [first] = fours[0].map((number) => phones[number - 1]);
  for (const text of ['én ting', 'to ting', 'tre ting']) await note(first, meeting, 'four', text);
  const fourth = await writing(await first.open(meeting.path), 'four').fill({ text: 'fire ting' }).send();
  assert.ok(fourth.status >= 400, 'at most three');
  await meeting.until('Hver gruppe siger én ting');
  assert.match(await minutes(meeting), /^(5:00|4:5\d)$/);
  await note(phones[7], meeting, 'all', 'det tager vi med');
  assert.ok((await phones[0].open(meeting.path)).words.includes('det tager vi med'));
  await close(meeting);
  const after = (await site.client().open(`${meeting.path}/after`)).words;
  for (const words of ['det tænker vi to', 'tre ting', 'det tager vi med']) assert.ok(after.includes(words), words);
});

test('the café has its own questions, and the leader chooses the length of a round', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cafe', people: times(9), settings: { seconds: '600' } });
  assert.match(await minutes(meeting), /^(10:00|9:5\d)$/);
  assert.equal((await tables()).length, 3);
  const seen = new Set();
  for (const phone of phones) seen.add((await phone.open(meeting.path)).text.match(/name="region" value="answer:(\w+)"/)[1]);
  assert.deepEqual([...seen].sort(), ['first', 'more', 'works']);
});

test('talk with one\'s neighbour: two persons, four minutes, one shared line each to the screen', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'neighbour', people: 4, settings: { form: 'challenge' } });
  assert.match(await minutes(meeting), /^(4:00|3:5\d)$/);
  const [pair, other] = await tables();
  const [a, b] = pair.map((number) => phones[number - 1]);
  await note(a, meeting, 'line:challenge', 'Vores fælles linje');
  const page = await b.open(meeting.path);
  assert.ok(page.words.includes('Vores fælles linje'), page.words);
  assert.ok(!page.text.includes('line:good'), 'only the question that was chosen');
  const token = (await b.open(meeting.path)).form('/leave').value('token');
  const action = (await phones[other[0] - 1].open(meeting.path)).text.match(/action="([^"]*\/note[^"]*)"/)[1].replaceAll('&amp;', '&');
  const second = await b.post(action, { token, id: '123456789', region: 'line:challenge', text: 'en linje til' });
  assert.ok(second.status >= 400, `one line each, not ${second.status}`);
  assert.ok(!(await phones[other[0] - 1].open(meeting.path)).words.includes('Vores fælles linje'));
  await meeting.until('Læs linjerne. Saml dem');
  assert.ok((await site.client().open(`${meeting.path}/screen`)).words.includes('Vores fælles linje'));
});
