// The perspective exercise: who plays what, what groups write, the chair's links, and the result.
import test from 'node:test';
import assert from 'node:assert/strict';
import { begin, close, joinMany, times, writing } from '../lib/meeting.mjs';
import { elements } from '../lib/html.mjs';
import { person } from '../lib/people.mjs';
import { holdMeeting } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

const four = ['Leder', 'Kontaktperson for frivillige', 'Den, det handler om', 'Pårørende'];
// Sizes of the groups as the exercise's last round has them.
const sizes = async () => (await site.sql('SELECT seats FROM exercise_round ORDER BY exercise_id DESC, round DESC LIMIT 1'))
  .split(';').map((group) => group.trim().split(' ').length);
// In which perspective a telephone sits: the one whose fields it may write in.
const perspectiveOn = (page) => four.filter((name) => page.all('h2').concat(page.all('h3')).some((h) => h.text.includes(name)));

let meeting, phones;
test('perspectives: 11 people, 4 perspectives -> sizes 3,3,3,2', async () => {
  ({ meeting, phones } = await begin(site, anna, { tool: 'perspectives', people: times(11, { sector: 'employee' }) }));
  assert.deepEqual((await sizes()).sort().reverse(), [3, 3, 3, 2]);
});

const written = new Map(); // perspective -> a telephone that plays it
test('each group writes for its own perspective only, under its card, and sees what its members wrote', async () => {
  for (const phone of phones) {
    const page = await phone.open(meeting.path);
    const [name, ...others] = perspectiveOn(page);
    assert.ok(name, page.words);
    assert.deepEqual(others, []);
    written.set(name, [...(written.get(name) ?? []), phone]);
  }
  assert.deepEqual([...written.keys()].sort(), [...four].sort());
  for (const [name, [first, second]] of written) {
    for (const [region, text] of [['occupied', 'optaget af'], ['worried', 'bekymret for'], ['ideas', 'en idé fra']]) {
      const page = await first.open(meeting.path);
      const field = page.text.match(new RegExp(`name="region" value="(${region}:[a-z]+)"`))[1];
      const saved = await writing(page, field).fill({ text: `${text} ${name}` }).submit();
      assert.equal(saved.status, 200, saved.words);
    }
    assert.ok((await second.open(meeting.path)).words.includes(`en idé fra ${name}`), 'the group sees it');
  }
  const [relative] = written.get('Pårørende');
  assert.ok(!(await relative.open(meeting.path)).words.includes('en idé fra Leder'), 'other groups do not yet');
});

test('somebody cannot write for a perspective that is not hers', async () => {
  const [relative] = written.get('Pårørende');
  const form = writing(await relative.open(meeting.path), 'ideas:relative');
  const answer = await relative.post(new URL(form.action, site.url).pathname, { token: form.value('token'),
    id: form.value('id'), region: 'ideas:leader', text: 'sneget ind hos lederen' });
  assert.ok(answer.status >= 400, String(answer.status));
  assert.ok(!(await site.client().open(`${meeting.path}/watch`)).words.includes('sneget ind'));
});

const between = async (find) => {
  const started = Date.now();
  for (;;) {
    const found = await find();
    if (found) return Date.now() - started;
    assert.ok(Date.now() - started < 2000, 'not within 2 s');
    await new Promise((done) => { setTimeout(done, 50); });
  }
};

test('perspectives: a link created by the chair appears on the big screen within 2 s and in the export with both note texts', async () => {
  await meeting.until('Hver gruppe fortæller, hvad den skrev');
  const screen = `${meeting.path}/screen`;
  const before = await site.client().open(screen);
  assert.ok(before.words.includes('bekymret for Pårørende'), before.words);
  const address = (await meeting.lead()).text.match(/href="([^"]*\/e\/\w{13}\/board)"/)[1];
  const notes = await site.sql(`SELECT id FROM note WHERE text IN ('bekymret for Pårørende', 'en idé fra Leder') ORDER BY text`);
  assert.equal(notes.split('\n').length, 2);
  await linkOnBoard(address, 'bekymret for Pårørende', 'en idé fra Leder', 'idea', 'Deraf kom en fast aften');
  const ms = await between(async () => (await site.client().open(screen)).words.includes('Deraf kom en fast aften'));
  assert.ok(ms < 2000, `${ms} ms`);
});

// As somebody without a script: the note's tools, "link with", the other note, the kind.
async function linkOnBoard(board, a, b, kind, text) {
  const page = await anna.open(board);
  const slip = page.all('li').find((li) => li.attributes.id?.startsWith('n-') && li.text.includes(a));
  assert.ok(slip, page.words);
  const tools = elements(slip.inner).find((e) => e.tag === 'a' && e.text.includes('Gør noget'))?.attributes.href;
  const opened = await anna.open(tools.replaceAll('&amp;', '&'));
  const other = page.all('li').find((li) => li.attributes.id?.startsWith('n-') && li.text.includes(b)).attributes.id.slice(2);
  const saved = await opened.form('kind').fill({ other, kind, words: text }).submit();
  assert.equal(saved.status, 200, saved.words);
}

test('perspectives: whoever knows a perspective from home says whether it was fair', async () => {
  await meeting.until('Er et af perspektiverne din egen hverdag');
  const page = await phones[0].open(meeting.path);
  const saved = await writing(page, 'fair:relative').fill({ text: 'Det er lige det' }).submit();
  assert.equal(saved.status, 200, saved.words);
  assert.ok(saved.words.includes('Det er lige det'));
});

test('the result is a table of perspectives and questions, the links in words, and the ideas', async () => {
  await meeting.until('Se på tværs. Hvad vidste vi ikke');
  const screen = await site.client().open(`${meeting.path}/screen`);
  const rows = screen.all('tr');
  assert.equal(rows.length, 5, screen.words);
  for (const name of four) assert.ok(rows.some((row) => row.text.includes(name) && row.text.includes(`en idé fra ${name}`)), name);
  assert.ok(screen.words.includes('Det er lige det'));
  await meeting.next();
  const links = await site.client().open(`${meeting.path}/screen`);
  assert.match(links.words, /Pårørende: bekymring: .?bekymret for Pårørende.? – Leder: idé: .?en idé fra Leder/);
  await meeting.next();
  const ideas = await site.client().open(`${meeting.path}/screen`);
  for (const name of four) assert.ok(ideas.words.includes(`en idé fra ${name}`), name);
  assert.ok(!ideas.words.includes('bekymret for'), ideas.words);
});

test('what is kept has the table, the links and both texts: the page and the minutes as text', async () => {
  await close(meeting);
  const after = await site.client().open(`${meeting.path}/after`);
  assert.match(after.words, /Pårørende: bekymring: .?bekymret for Pårørende.? – Leder: idé: .?en idé fra Leder/);
  const text = (await site.client().get(after.link('Referat som ren tekst'))).text;
  for (const words of ['Deraf kom en fast aften', 'bekymret for Pårørende', 'en idé fra Leder']) assert.ok(text.includes(words), text);
});

/* ---- too few people ---- */

async function tooFew(people, settings) {
  const held = await holdMeeting(anna, 'perspectives');
  await joinMany(site, held, people);
  for (let i = 0; i < 3 && !(await held.lead()).words.includes('I er for få til så mange'); i++) await held.next();
  return held;
}

test('perspectives: 7 people, 4 perspectives -> refused, 3 proposed', async () => {
  const held = await tooFew(7);
  const lead = await held.lead();
  assert.ok(lead.words.includes('4 er valgt, og de kræver 8 mennesker. I er 7: Det er nok til 3.'), lead.words);
  assert.equal(await site.sql('SELECT state FROM exercise ORDER BY id DESC LIMIT 1'), '0', 'not begun');
  const form = lead.form('/lead/axes');
  assert.equal(form.fields.filter((field) => /^axis\d+$/.test(field.name) && field.checked).length, 3);
  await form.submit();
  await held.next();
  assert.equal(await site.sql('SELECT state FROM exercise ORDER BY id DESC LIMIT 1'), '1');
  assert.deepEqual((await sizes()).sort().reverse(), [3, 2, 2]);
});

test('5 people: two perspectives are proposed, with a warning that three is the least the tool wants', async () => {
  const held = await tooFew(5);
  const lead = await held.lead();
  assert.ok(lead.words.includes('Det er nok til 2.'), lead.words);
  assert.ok(lead.words.includes('Redskabet vil gerne have mindst 3.') && lead.words.includes('vær selv med'), lead.words);
  await lead.form('/lead/axes').submit();
  await held.next();
  assert.deepEqual((await sizes()).sort().reverse(), [3, 2]);
});

test('the leader picks three to six perspectives; two or seven are refused', async () => {
  const held = await holdMeeting(anna, 'perspectives');
  const plan = await anna.open(`${held.path}/plan`);
  const [, address] = plan.text.match(/href="([^"]*\/plan\/\w{13})"/);
  const tick = async (names) => {
    const form = (await anna.open(address)).form('title');
    const boxes = form.fields.filter((field) => /^axis\d+$/.test(field.name));
    assert.equal(boxes.length, 10);
    for (const [i, box] of boxes.entries()) box.checked = i < names;
    return form.send();
  };
  assert.equal((await tick(2)).status, 422);
  assert.equal((await tick(7)).status, 422);
  assert.equal((await tick(6)).status, 303);
  assert.equal(await site.sql('SELECT axes FROM exercise ORDER BY id DESC LIMIT 1'),
    'leader contact citizen relative administration fellow');
});

test('citizens listen first, then comment, where the leader chooses that form', async () => {
  const { meeting: held } = await begin(site, anna, { tool: 'perspectives', people: 8, settings: { form: 'listen' } });
  await held.until('Nu kommenterer de, og alle andre lytter');
});

test('nobody plays a part that is hers in earnest, where that can be', async () => {
  const people = [...times(4, { sector: 'employee' }), ...times(4, { sector: 'citizen' })];
  const { meeting: held, phones: all } = await begin(site, anna, { tool: 'perspectives', people });
  for (const [i, phone] of all.entries()) {
    const [name] = perspectiveOn(await phone.open(held.path));
    const isEmployees = four.indexOf(name) < 2;
    assert.equal(isEmployees, i >= 4, `${people[i].sector} plays ${name}`);
  }
});
