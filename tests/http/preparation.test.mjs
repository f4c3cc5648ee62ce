// The preparatory talk: a café with fixed hosts, a table without a telephone, few people, and what
// is kept in the end.
import test from 'node:test';
import assert from 'node:assert/strict';
import { begin, close, times, writing } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

// The rounds of the exercise that was made last: a list of tables, each a list of numbers.
const rounds = async () => (await site.sql(`SELECT seats FROM exercise_round WHERE round >= 0 AND exercise_id = (SELECT max(id) FROM exercise) ORDER BY round`))
  .split('\n').map((round) => round.split(';').map((table) => table.trim().split(' ').filter(Boolean).map(Number)));
const talk = 'Sæt jer ved jeres bord';
const nextRound = async (meeting) => {
  const form = (await meeting.lead()).form('/lead/clock');
  return meeting.leader.follow(await form.send({ button: 'verb=skip' }));
};

let meeting, phones;
test('preparation: 17 participants, café, 4 questions: every non-host meets every question exactly once and table sizes differ by at most one in each round', async () => {
  ({ meeting, phones } = await begin(site, anna, { tool: 'preparation', people: times(17, { sector: 'employee' }) }));
  await meeting.until(talk);
  const plan = await rounds();
  assert.equal(plan.length, 4);
  const met = new Map();
  for (const tables of plan) {
    assert.equal(tables.length, 4);
    const sizes = tables.map((table) => table.length);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join(' '));
    for (const [question, table] of tables.entries())
      for (const number of table) met.set(number, [...(met.get(number) ?? []), question]);
  }
  assert.equal(met.size, 17);
  const hosts = [...met.values()].filter((way) => new Set(way).size === 1);
  const guests = [...met.values()].filter((way) => new Set(way).size > 1);
  assert.equal(hosts.length, 4);
  assert.deepEqual(hosts.map((way) => way[0]).sort(), [0, 1, 2, 3]);
  assert.equal(guests.length, 13);
  for (const way of guests) assert.deepEqual([...way].sort(), [0, 1, 2, 3]);
});

const questions = ['why', 'change', 'cooperation', 'limit'];
const fieldOn = (page) => page.text.match(/name="region" value="answer:([a-z_]+)"/)?.[1];

test('each telephone has its table\'s question, and sees what earlier guests wrote there', async () => {
  const first = new Map();
  for (const phone of phones) {
    const page = await phone.open(meeting.path);
    const question = fieldOn(page);
    assert.ok(questions.includes(question), page.words);
    if (first.has(question)) continue;
    first.set(question, phone);
    await writing(page, `answer:${question}`).fill({ text: `fra første runde om ${question}` }).submit();
  }
  assert.equal(first.size, 4);
  await nextRound(meeting);
  for (const phone of phones) {
    const page = await phone.open(meeting.path);
    const question = fieldOn(page);
    assert.ok(page.words.includes(`fra første runde om ${question}`), `${question}: ${page.words}`);
    for (const other of questions) if (other !== question)
      assert.ok(!page.words.includes(`fra første runde om ${other}`), 'other tables\' notes are not here yet');
  }
});

test('preparation: a table without a phone is entered by the facilitator; the poster shows it as ordinary content', async () => {
  const board = (await meeting.lead()).text.match(/href="([^"]*\/e\/\w{13}\/board)"/)[1];
  const type = (await anna.open(board)).text.match(/href="([^"]*\/board\/type[^"]*)"/)[1].replaceAll('&amp;', '&');
  const page = await anna.open(type);
  const form = page.form('text');
  const values = { text: 'skrevet af på papir ved bord 4' };
  if (form.names().includes('region')) values.region = 'answer:limit';
  const saved = await form.fill(values).submit();
  assert.equal(saved.status, 200, saved.words);
  await meeting.until('Hvad er vi enige om, hvad bekymrer os');
  await meeting.until('Se på det, I har skrevet');
  const screen = await site.client().open(`${meeting.path}/screen`);
  const panel = screen.all('section').find((section) => section.text.includes('Hvor går grænsen for frivillighed?'));
  assert.ok(panel.text.includes('skrevet af på papir ved bord 4') && panel.text.includes('fra første runde om limit'), screen.words);
});

test('what everybody agrees on, worries and limits are lists of their own, and are kept', async () => {
  await meeting.press('/lead/back');
  const page = await phones[0].open(meeting.path);
  for (const [field, text] of [['agree', 'Frivillige er et ekstra fællesskab'], ['worries', 'At nogen bliver glemt'], ['first', 'Spejderne']])
    assert.equal((await writing(await phones[0].open(meeting.path), field).fill({ text }).submit()).status, 200, page.words);
  await meeting.until('Se på det, I har skrevet');
  await close(meeting);
  const after = await site.client().open(`${meeting.path}/after`);
  const panel = (words) => after.all('section').find((section) => section.text.trim().startsWith(words));
  assert.ok(panel('Det er vi enige om')?.text.includes('Frivillige er et ekstra fællesskab'), after.words);
  assert.ok(panel('Grænsen for frivillighed').text.includes('skrevet af på papir ved bord 4'));
  assert.ok(panel('Det bekymrer os').text.includes('At nogen bliver glemt'));
  assert.ok(panel('Dem vil vi tale med først').text.includes('Spejderne'));
});

test('3 people only: the whole group walks through the questions together', async () => {
  const { meeting: held } = await begin(site, anna, { tool: 'preparation', people: 3 });
  await held.until(talk);
  const plan = await rounds();
  assert.equal(plan.length, 4);
  const seen = plan.map((tables) => tables.findIndex((table) => table.length === 3));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3]);
});

test('few people may choose to sit together: one list of all questions', async () => {
  const { meeting: held, phones: [one, two] } = await begin(site, anna,
    { tool: 'preparation', people: 3, settings: { form: 'together' } });
  await held.until('Tag ét spørgsmål ad gangen rundt om bordet');
  for (const question of questions)
    assert.ok((await one.open(held.path)).text.includes(`value="answer:${question}"`), question);
  await writing(await one.open(held.path), 'answer:why').fill({ text: 'fordi det er sjovt' }).submit();
  assert.ok((await two.open(held.path)).words.includes('fordi det er sjovt'), 'all see it at once');
});

test('the fifth question is asked where the leader chooses it', async () => {
  const { meeting: held, phones: [one] } = await begin(site, anna, { tool: 'preparation', people: 3,
    settings: { form: 'together', axis4: true } });
  await held.until('Tag ét spørgsmål ad gangen rundt om bordet');
  assert.ok((await one.open(held.path)).words.includes('Hvad ønsker de mennesker, vi er her for?'));
});

test('in pairs and in groups one sees what one\'s own table writes', async () => {
  for (const [form, words] of [['pairs', 'Tal med din makker om hvert spørgsmål'], ['groups', 'Lad alle sige noget, før I skriver']]) {
    const { meeting: held, phones: all } = await begin(site, anna, { tool: 'preparation', people: 8, settings: { form } });
    await held.until(words);
    const tables = (await rounds())[0];
    const [mine, theirs] = tables;
    await writing(await all[mine[0] - 1].open(held.path), 'answer:why').fill({ text: `ved vores bord: ${form}` }).submit();
    assert.ok((await all[mine[1] - 1].open(held.path)).words.includes(`ved vores bord: ${form}`), form);
    assert.ok(!(await all[theirs[0] - 1].open(held.path)).words.includes(`ved vores bord: ${form}`), form);
  }
});
