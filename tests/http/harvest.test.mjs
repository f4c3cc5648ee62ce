// The harvest of good advice and the idea walk. The lines of acceptance have their names here.
import assert from 'node:assert/strict';
import test from 'node:test';
import { act, boardOf, notesOn, say } from '../lib/board.mjs';
import { begin, close, screenWith, write, writing } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile({ settings: { 'rate-limits': 'no' } });
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

// Puts dots on the notes with these texts, from the telephone's own page.
async function vote(phone, meeting, texts) {
  const page = await phone.open(meeting.path);
  const form = page.all('form').find((one) => one.attributes.action?.endsWith('/dots'));
  assert.ok(form, `no vote on ${page.words}`);
  const hidden = Object.fromEntries([...form.inner.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    .map(([, name, value]) => [name, value]));
  const boxes = [...form.inner.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)].map(([tag]) => ({
    name: tag.match(/name="([^"]*)"/)[1], value: tag.match(/value="([^"]*)"/)?.[1] ?? 'on', id: tag.match(/id="([^"]*)"/)[1] }));
  const body = { ...hidden };
  for (const text of texts) {
    const label = page.all('label').find((one) => one.text.includes(text));
    const box = boxes.find((one) => one.id === label?.attributes.for);
    assert.ok(box, `no choice "${text}"`);
    body[box.name] = box.value;
  }
  return phone.post(form.attributes.action, body);
}

test('harvest: 100 phones posting advice within 60 s give 100 saved notes and none twice on retry', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'harvest', people: 100, settings: { form: 'phones' } });
  const began = Date.now();
  const forms = await Promise.all(phones.map(async (phone) => writing(await phone.open(meeting.path), 'advice')));
  const send = (form, i) => form.fill({ text: `Råd nummer ${i + 1}: begynd småt` }).send();
  const answers = await Promise.all(forms.map(send));
  const again = await Promise.all(forms.map(send)); // the same form once more, as on a bad line
  assert.ok(Date.now() - began < 60_000);
  const good = answers.filter((answer) => answer.status === 303).length;
  const limit = answers.filter((answer) => answer.status === 422 || answer.status === 413).length;
  assert.equal(good + limit, 100, JSON.stringify(answers.map((a) => a.status)));
  const stored = await site.sql("SELECT count(*) FROM note WHERE text LIKE 'Råd nummer%'");
  assert.equal(Number(JSON.stringify(stored).replace(/\D/g, '')), good, 'exactly those that were acknowledged');
  assert.equal(good, 100, 'all of them');
  assert.ok(again.every((answer) => answer.status === 303), 'a retry is acknowledged too');
});

// A harvest by tables in the phase where doubles are put together: eight phones at two tables.
async function gathered() {
  const { meeting, phones } = await begin(site, anna, { tool: 'harvest', people: 8 });
  await meeting.next();
  const { words } = await meeting.lead();
  const at = (table) => phones.find((phone) => words.match(new RegExp(`Bord ${table} \\d+ (Navn\\d+)`))[1] === phone.nickname);
  const one = at(1);
  const two = at(2);
  await write(one, meeting, 'Spørg, før I hjælper', 'advice');
  await write(one, meeting, 'Giv kaffe', 'advice');
  await write(two, meeting, 'Spørg altid først', 'advice');
  await write(two, meeting, 'Hold det kort', 'advice');
  await write(two, meeting, 'Ring efter en uge', 'advice');
  await meeting.next();
  const board = await boardOf(phones[0], meeting.path);
  return { meeting, phones, board };
}

test('harvest: a table writes three pieces of advice at the most', async () => {
  const { meeting, phones: [a, b] } = await begin(site, anna, { tool: 'harvest', people: 3 });
  await meeting.next();
  await write(a, meeting, 'Et', 'advice');
  await write(b, meeting, 'To', 'advice');
  await write(a, meeting, 'Tre', 'advice');
  const fourth = await writing(await b.open(meeting.path), 'advice').fill({ text: 'Fire' }).send();
  assert.notEqual(fourth.status, 303, 'the fourth');
});

test('harvest: merged advice sums votes of distinct voters only', async () => {
  const { meeting, phones, board } = await gathered();
  await meeting.next();
  const give = async (phone, texts) => { const answer = await vote(phone, meeting, texts); assert.equal(answer.status, 303, answer.words); };
  await give(phones[0], ['Spørg, før I hjælper']);
  await give(phones[1], ['Spørg, før I hjælper', 'Spørg altid først']); // one voter, two marks
  await give(phones[2], ['Spørg altid først']);
  await give(phones[3], ['Giv kaffe']);
  const hidden = await notesOn(phones[0], board);
  assert.ok(hidden.every((note) => !/\d mærke|\d prik/.test(note.words)), 'nobody sees a vote before the end');
  await meeting.press('/lead/back');
  const into = (await notesOn(anna, board)).find((note) => note.text === 'Spørg, før I hjælper');
  const merged = await act(anna, board, 'Spørg altid først', { verb: 'merge', into: into.id });
  assert.equal(merged.status, 303, merged.words);
  await meeting.next();
  const screen = await screenWith(site, meeting, 'Gode råd fra os alle');
  assert.ok(/Spørg, før I hjælper.{0,40}3 stemmer/.test(screen.words), screen.words);
});

test('harvest: the leaflet prints with attribution to tables, not people', async () => {
  const { meeting, phones, board } = await gathered();
  await meeting.next();
  assert.equal((await vote(phones[0], meeting, ['Giv kaffe'])).status, 303);
  await screenWith(site, meeting, 'Gode råd fra os alle');
  await close(meeting);
  const leaflet = await site.client().open(`${meeting.path}/after`);
  assert.ok(leaflet.words.includes('Gode råd fra os alle'), leaflet.words);
  assert.ok(/Giv kaffe Bord \d+ · 1 stemme/.test(leaflet.words), leaflet.words);
  assert.ok(!/Navn\d/.test(leaflet.words), 'no name of a person');
  assert.ok((await site.client().open(`${board}/print`)).words.includes('Gode råd fra os alle'));
});

test('idea walk: up to three marks each, hidden until everybody has put theirs', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'walk', people: 6 });
  for (const [i, phone] of phones.entries()) {
    const form = writing(await phone.open(meeting.path));
    assert.equal((await form.fill({ text: `Idé ${i + 1}: gå en tur sammen` }).send()).status, 303);
  }
  const board = await boardOf(phones[0], meeting.path);
  await meeting.next();
  const choices = [1, 2, 3, 4].map((i) => `Idé ${i}:`);
  assert.notEqual((await vote(phones[0], meeting, choices)).status, 303, 'four are too many');
  assert.equal((await vote(phones[0], meeting, choices.slice(0, 3))).status, 303);
  assert.ok((await notesOn(phones[1], board)).every((note) => !/1 (mærke|prik)/.test(note.words)));
  await meeting.next();
  const shown = await phones[1].open(board);
  assert.ok(/1 (mærke|prik)/.test(shown.words), shown.words);
});
