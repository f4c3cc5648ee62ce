// What the four tools promise, line by line: cards, change readiness, the star and the sense of
// coherence, each in a real meeting. tests/acceptance.md says which line is tested where.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer, begin, clockOn, close, force, groupsNow, lastExercise, resultOf, rowsOf, screenWith, times,
  write } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const tests = fileURLToPath(new URL('..', import.meta.url));
const site = await siteForFile();
// Two lead, since nobody sends as much in a few seconds as these tests do.
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const eva = await person(site, { name: 'Eva Prøvesen', mail: 'eva@example.dk' });

const skip = async (meeting) => {
  const form = (await meeting.lead()).form('/lead/clock');
  const page = await form.send({ button: 'verb=skip' });
  assert.equal(page.status, 303, page.words);
};
const everyTwo = (group) => group.flatMap((a, i) => group.slice(i + 1).map((b) => `${a} ${b}`));

// The groups of each of n rounds, read from all telephones.
async function talks(phones, meeting, n) {
  const rounds = [];
  for (let round = 0; round < n; round++) {
    if (round) await skip(meeting);
    rounds.push(await groupsNow(phones, meeting));
  }
  return rounds;
}

/* ---- conversation cards ---- */

test('cards: 8 people and 7 rounds give 28 distinct pairs and no repeats', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 8 });
  const rounds = await talks(phones, meeting, 7);
  for (const round of rounds) assert.deepEqual(round.map((group) => group.length), [2, 2, 2, 2]);
  const pairs = rounds.flat().map((pair) => pair.join(' '));
  assert.equal(pairs.length, 28);
  assert.equal(new Set(pairs).size, 28, pairs.join(', '));
});

// The one of three that joined a pair cannot be seen, but must be there: can one of each trio be
// taken out, somebody else in each round, so that what is left are 21 pairs and none twice?
function joinedOnes(rounds, joined = [], met = new Set()) {
  const round = rounds[joined.length];
  if (!round) return joined;
  for (const one of round.find((group) => group.length === 3)) {
    const pairs = round.map((group) => group.filter((name) => name !== one).join(' '));
    if (joined.includes(one) || pairs.some((pair) => met.has(pair))) continue;
    const found = joinedOnes(rounds, [...joined, one], new Set([...met, ...pairs]));
    if (found) return found;
  }
  return undefined;
}

test('cards: 7 people and 7 rounds give one trio in each; everybody is in three, and joins once', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 7 });
  const rounds = await talks(phones, meeting, 7);
  for (const round of rounds) assert.deepEqual(round.map((group) => group.length).sort(), [2, 2, 3]);
  const trios = rounds.map((round) => round.find((group) => group.length === 3));
  for (const { nickname } of phones) {
    assert.equal(trios.filter((trio) => trio.includes(nickname)).length, 3, nickname);
  }
  assert.equal(new Set(rounds.flat().flatMap(everyTwo)).size, 21, 'all have met');
  const joined = joinedOnes(rounds);
  assert.equal(new Set(joined).size, 7, JSON.stringify(rounds));
});

test('cards: the server is killed in the middle of a round; clock, pairs and what was written continue', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 7 });
  await skip(meeting);
  await write(phones[0], meeting, 'at vi tør spørge');
  const look = async () => ({ groups: await groupsNow(phones, meeting),
    clock: clockOn(await phones[3].open(meeting.path)).ends,
    cards: await Promise.all(phones.map(async (phone) => /id="card-stem">([^<]+)</.exec((await phone.open(meeting.path)).text)[1])),
    round: /Runde \d+/.exec((await phones[0].open(meeting.path)).words)[0],
    written: (await phones[0].open(meeting.path)).words.includes('at vi tør spørge') });
  const before = await look();
  assert.equal(before.round, 'Runde 2');
  assert.ok(before.clock > Date.now() && before.written);
  await site.kill();
  await site.start();
  assert.deepEqual(await look(), before);
  await skip(meeting);
  const after = (await groupsNow(phones, meeting)).filter((group) => group.length === 2).map(String);
  assert.ok(after.every((pair) => !before.groups.map(String).includes(pair)), 'the plan goes on');
});

// At 1.5 m somebody with half of normal sight reads letters of ten minutes of arc.
const legible = 1500 * Math.tan((10 / 60) * (Math.PI / 180));
const letter = (points) => points * 0.3528 * 0.516; // mm: the height of an x

test('cards: the printed deck has 20 cards, each legible at 1.5 m', async () => {
  const page = await site.client().open('/tools/cards/print');
  const cards = page.all('p').filter(({ attributes }) => /\bprint-card\b/.test(attributes.class ?? ''));
  assert.equal(cards.length, 20);
  assert.equal(new Set(cards.map((card) => card.text)).size, 20);
  assert.ok(cards.every((card) => card.text.length > 5));
  const sheets = page.all('section').filter(({ attributes }) => /\bsheet-cards\b/.test(attributes.class ?? ''));
  assert.equal(sheets.length, 3, '8 on each A4');
  const styles = await Promise.all(page.all('link').filter(({ attributes }) => attributes.rel === 'stylesheet')
    .map(async ({ attributes }) => (await site.client().get(attributes.href)).text));
  const css = styles.join('\n').replace(/\s*([{};:,])\s*/g, '$1');
  const sizeOf = (selector) => {
    const sizes = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, names]) => names.split(',').includes(selector))
      .map(([, , body]) => /font-size:([\d.]+)pt/.exec(body)?.[1]).filter(Boolean);
    assert.ok(sizes.length > 0, `no size for ${selector}`);
    return Number(sizes[sizes.length - 1]);
  };
  for (const card of cards) {
    const kind = card.attributes.class.trim().split(/\s+/).pop();
    const selector = kind === 'print-card' ? '.print-card' : `.print-card.${kind}`;
    const mm = letter(sizeOf(selector));
    assert.ok(mm >= legible, `"${card.text}" has letters of ${mm.toFixed(1)} mm, it takes ${legible.toFixed(1)}`);
  }
});

/* ---- change readiness ---- */

// As many answers as there are columns: values[axis][person].
async function readiness(values, more = {}) {
  const n = values[0].length;
  const { meeting, phones } = await begin(site, anna, { tool: 'readiness', people: n, ...more });
  for (const [i, phone] of phones.entries()) {
    await answer(phone, meeting, { self: values.map((axis) => axis[i]), reach: ['0', '1', '2', '3'] });
  }
  return { meeting, phones };
}

const lit = (page) => page.all('tr').filter(({ attributes }) => attributes.class === 'matrix-fits');
const single = ['det ender nederst i bunken', 'en hurtig start, der løber ud i sandet', 'uro og frustration',
  'spredte forsøg og falske starter'];

test('readiness: medians 3, 1, 3, 2 light the quick start that runs out, as a question', async () => {
  const { meeting } = await readiness([[3, 3, 2, 3, 3], [1, 0, 1, 2, 1], [3, 3, 3, 1, 2], [2, 1, 2, 3, 2]]);
  const page = await screenWith(site, meeting, 'Hvad plejer der at ske?');
  const rows = lit(page);
  assert.equal(rows.length, 1, page.words);
  assert.ok(rows[0].text.includes(single[1]), rows[0].text);
  assert.ok(rows[0].text.endsWith('?'), rows[0].text);
  const reading = page.all('p').map((p) => p.text).find((text) => text.includes(`: ${single[1]}`));
  assert.ok(reading?.endsWith('?'), page.words);
});

test('readiness: medians 1, 1, 3, 3 list both single consequences and no combined label', async () => {
  const { meeting } = await readiness([[1, 1, 0, 1, 2], [1, 2, 1, 0, 1], [3, 3, 3, 3, 3], [3, 2, 3, 3, 3]]);
  const page = await screenWith(site, meeting, 'Hvad plejer der at ske?');
  assert.deepEqual(lit(page).map((row) => single.filter((words) => row.text.includes(words))),
    [[single[0]], [single[1]]]);
  const list = page.all('ul').map((ul) => ul.inner).find((inner) => inner.includes(single[0]));
  assert.ok(list.includes(single[1]) && !list.includes(single[2]) && !list.includes(single[3]), list);
  const intro = page.all('p').map((p) => p.text).find((text) => text.startsWith('Der mangler mere end én'));
  assert.ok(intro.endsWith('?'), page.words);
  const outcomes = page.all('td').filter(({ attributes }) => attributes.class === 'matrix-outcome');
  assert.equal(outcomes.length, 5, 'the four single ones and the lasting change; no sixth row');
});

// Twelve answer from two shifts. The names of the parts that have figures, and why others have none.
async function shifts(day, evening) {
  const people = [...times(day, { subgroup: 'Dagvagt' }), ...times(evening, { subgroup: 'Aftenvagt' })];
  const { meeting, phones } = await begin(site, anna, { tool: 'readiness', people,
    subgroups: 'Dagvagt\nAftenvagt' });
  for (const [i, phone] of phones.entries()) {
    await answer(phone, meeting, { self: i < day ? [3, 3, 3, 3] : [0, 0, 0, 0], reach: ['0', '0', '0', '0'] });
  }
  const screen = await screenWith(site, meeting, 'Set derfra, hvor folk står');
  const watch = await site.client().open(`${meeting.path}/watch`);
  const page = await close(meeting);
  return { shown: [screen, watch, page].map((at) => at.text.includes('Aftenvagt')), reason: screen.words,
    result: await resultOf(site, meeting) };
}

test('readiness: a subgroup of 3 among 12 has no figure', async () => {
  const { shown, reason, result } = await shifts(9, 3);
  assert.deepEqual(shown, [false, false, false]);
  assert.match(reason, /\(3 < 5\)/);
  assert.deepEqual(result.parts.filter((part) => part.axes.length > 0).map((part) => part.n), [12]);
});

test('readiness: a subgroup of 8 whose complement is 4 has no figure either', async () => {
  const { shown, reason, result } = await shifts(8, 4);
  assert.deepEqual(shown, [false, false, false]);
  assert.match(reason, /\(4 < 5\)/);
  assert.deepEqual(result.parts.filter((part) => part.axes.length > 0).map((part) => part.n), [12]);
});

test('readiness: two subgroups of 6 have their figures, so the two above are not empty promises', async () => {
  const { shown, result } = await shifts(6, 6);
  assert.deepEqual(shown, [true, true, true]);
  assert.deepEqual(result.parts.map((part) => part.n).sort(), [12, 6, 6]);
});

/* ---- the star ---- */

const short = { form: 'short' };

test('star: 0 and 5 are accepted; 6, -1 and 2.5 are refused; "don\'t know" is left out of the median and counted beside it', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'star', people: 6, settings: short });
  const exercise = await lastExercise(site);
  const sheet = (first) => Object.fromEntries([first, 3, 3, 3, 3, 3].map((value, i) => [`s${i}`, String(value)]));
  for (const value of ['6', '-1', '2.5', '05.0', '1,5', 'fem']) {
    const page = await force(phones[0], meeting, sheet(value));
    assert.equal(page.status, 422, value);
  }
  assert.equal(await site.sql(`SELECT count(*) FROM answer WHERE exercise_id = ${exercise}`), '0');
  for (const [i, value] of [0, 0, 5, 5, 5, '?'].entries()) {
    await answer(phones[i], meeting, { self: [value, 3, 3, 3, 3, 3] });
  }
  const page = await screenWith(site, meeting, 'Alles net');
  const row = rowsOf(page, 'Stjernen').find((cells) => cells[1] === 'Forståelse');
  assert.equal(row[2], '5', 'the median of 0 0 5 5 5; with a 0 for "don\'t know" it would be 2,5');
  assert.deepEqual(row.slice(4), ['5', '1'], 'five answers, and one who does not know beside them');
});

// Ten rays of the organisation's own (two of the twelve are not among them). Answers their id.
async function tenRays(organisation) {
  const keys = ['understanding', 'engagement', 'ownership', 'equality', 'trust', 'dialogue', 'leadership', 'funding',
    'defining', 'doing'];
  const aspects = ['personal', 'relational', 'organisational'];
  const aspect = (i) => aspects[i < 3 ? 0 : i < 6 ? 1 : 2];
  const json = JSON.stringify({ samskab: 1, tool: 'star', title: 'Ti stråler', lang: 'da', version: 1, min: 0, max: 5,
    step: 1, anchors: ['Slet ikke', 'Lidt', 'Noget', 'En del', 'Meget', 'Helt'], aspects: aspects.map((key) => ({ key, label: key })),
    axes: keys.map((key, i) => ({ key, label: `Vores ${key}`, help: 'Hvordan?', aspect: aspect(i), source: 'catalogue' })) });
  await site.sql('INSERT INTO content (public_id, organisation_id, tool, family, version, title, json, is_newest, '
    + `is_retired, created_at) VALUES (7700, ${organisation}, 'star', 7701, 1, 'Ti stråler', '${json}', 1, 0, 1)`);
  return '00000000007gm';
}

test('star: two dates with 12 and 10 rays show the 10 shared ones, with a note', async () => {
  const first = await begin(site, eva, { tool: 'star', people: 5, settings: { form: 'full' } });
  for (const phone of first.phones) await answer(phone, first.meeting, { self: Array(12).fill(2) });
  await close(first.meeting);
  const organisation = await site.sql('SELECT place_id FROM meeting WHERE id = (SELECT max(id) FROM meeting)');
  const content = await tenRays(organisation);
  const own = (await eva.open(`${first.meeting.path}/after`)).text.match(/\/o\/(\w{13})/)[1];
  const second = await begin(site, eva, { tool: 'star', people: 5, facts: { place: `o-${own}`, group: '' },
    settings: { content } });
  for (const phone of second.phones) await answer(phone, second.meeting, { self: Array(10).fill(4) });
  const after = await close(second.meeting);
  const history = await eva.open(`/o/${own}`);
  const link = history.all('a').map(({ attributes }) => attributes.href).filter((href) => /\/exercise\/\w+/.test(href ?? ''));
  assert.ok(link.length >= 2, `both stars stand on the page of their place: ${history.words} ${after.path}`);
  const pages = await Promise.all(link.map((href) => eva.open(href)));
  const page = pages.find(({ words }) => words.includes('Stjernen over tid') || words.includes('Sammenlignet med tidligere'));
  assert.ok(page, pages.map(({ words }) => words).join('\n'));
  const rows = rowsOf(page, 'Stjernen over tid').filter((cells) => /^\d+$/.test(cells[0]));
  assert.equal(rows.length, 10);
  for (const cells of rows) assert.deepEqual(cells.slice(2), ['2', '4'], cells.join(' '));
  assert.ok(page.words.includes('Kun stråler, der er i alle stjernerne, sammenlignes. Udeladt:'), page.words);
  const note = page.all('p').find(({ text }) => text.startsWith('Kun stråler')).text;
  assert.ok(note.includes('Handlekraft') && note.includes('Gensidighed') && !note.includes('Ledelse'), note);
});

// A star that volunteers and staff answer, seen from where people stand.
async function mixed(volunteers, staff) {
  const people = [...times(volunteers, { sector: 'association' }), ...times(staff, { sector: 'employee' })];
  const { meeting, phones } = await begin(site, eva, { tool: 'star', people, settings: short });
  for (const [i, phone] of phones.entries()) {
    await answer(phone, meeting, { self: Array(6).fill(i < volunteers ? 1 : 4) });
  }
  const total = await screenWith(site, meeting, 'Alles net');
  const parts = await screenWith(site, meeting, 'Set derfra, hvor folk står');
  await close(meeting);
  return { total, parts, result: await resultOf(site, meeting) };
}
const webs = (page) => page.all('svg').filter(({ attributes }) => /radar-chart/.test(attributes.class ?? '')).length;

test('star: with 4 volunteers and 9 staff only the total web is drawn, and the reason says 4 < 5', async () => {
  const { total, parts, result } = await mixed(4, 9);
  assert.equal(webs(total), 1);
  assert.equal(webs(parts), 0);
  assert.ok(parts.words.includes('Kun alles net vises'), parts.words);
  assert.ok(parts.words.includes('(4 < 5)'), parts.words);
  assert.deepEqual(result.parts.filter((part) => part.axes.length > 0).map((part) => part.n), [13]);
});

test('star: with 5 volunteers and 9 staff both webs are drawn over each other', async () => {
  const { parts, result } = await mixed(5, 9);
  assert.equal(webs(parts), 1);
  assert.ok(!parts.words.includes('Kun alles net vises'));
  assert.deepEqual(result.parts.map((part) => part.n).sort(), [14, 5, 9]);
});

test('star: consensus mode stores no individual value', async () => {
  const people = [{ nickname: 'Bordet', table: true }, ...times(3, { sector: 'employee' })];
  const { meeting, phones } = await begin(site, eva, { tool: 'star', people, settings: short });
  const exercise = await lastExercise(site);
  const action = (await phones[0].open(meeting.path)).form('/answer').action;
  for (const phone of phones.slice(1)) {
    const page = await phone.open(meeting.path);
    assert.ok(!/\/answer"/.test(page.text), 'nobody is asked for her own');
    const forced = await phone.post(action, { token: page.form('/leave').value('token'),
      ...Object.fromEntries([1, 1, 1, 1, 1, 1].map((value, i) => [`s${i}`, String(value)])) });
    assert.ok([403, 422].includes(forced.status), String(forced.status));
  }
  await answer(phones[0], meeting, { self: [4, 4, 3, 3, 2, 2] });
  await answer(phones[0], meeting, { self: [4, 4, 3, 3, 2, 1] });
  const rows = () => site.sql(`SELECT sheet, sector, subgroup, group_number FROM answer WHERE exercise_id = ${exercise}`);
  assert.equal(await rows(), '4,4,3,3,2,1|-1||0');
  const ties = await site.sql('SELECT count(*) FROM seat s JOIN answer a ON a.tag = s.token_hash '
    + `WHERE a.exercise_id = ${exercise}`);
  assert.equal(ties, '0');
  const screen = await screenWith(site, meeting, 'Alles net');
  assert.deepEqual(rowsOf(screen, 'Stjernen')[0].slice(1), ['Stråle', 'Alles net'], 'one agreed value, no median or count');
  await close(meeting);
  assert.equal(await rows(), '4,4,3,3,2,1|-1||0');
  const result = await resultOf(site, meeting);
  assert.equal(result.consensus, 1);
  assert.deepEqual(result.parts.map((part) => part.n), [1]);
});

/* ---- sense of coherence ---- */

test('coherence: 0 and 11 are refused', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'coherence', people: 5 });
  const exercise = await lastExercise(site);
  const six = { s0: '5', s1: '5', s2: '5', c0: '5', c1: '5', c2: '5' };
  for (const wrong of [{ s0: '0' }, { s2: '11' }, { c1: '0' }, { c0: '11' }, { s1: '5.5' }, { s1: '-5' }]) {
    const page = await force(phones[0], meeting, { ...six, ...wrong });
    assert.equal(page.status, 422, JSON.stringify(wrong));
  }
  assert.equal(await site.sql(`SELECT count(*) FROM answer WHERE exercise_id = ${exercise}`), '0');
  for (const [i, value] of [1, 10].entries()) {
    await answer(phones[i], meeting, { self: [value, value, value], guess: [value, value, value] });
  }
  assert.equal(await site.sql(`SELECT count(*) FROM answer WHERE exercise_id = ${exercise}`), '2');
});

test('coherence: six values are required, or "skip" said explicitly', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'coherence', people: 5 });
  const exercise = await lastExercise(site);
  const six = { s0: '5', s1: '6', s2: '7', c0: '5', c1: '6', c2: '7' };
  for (const name of Object.keys(six)) {
    const { [name]: gone, ...five } = six;
    const page = await force(phones[0], meeting, five);
    assert.equal(page.status, 422, `without ${name} (${gone})`);
    assert.match(page.text, new RegExp(`name="${name === 's0' ? 's1' : 's0'}" value="\\d+" checked`), 'the input is kept');
  }
  await answer(phones[0], meeting, { self: [5, '?', 7], guess: ['?', 6, 7] });
  assert.equal(await site.sql(`SELECT sheet FROM answer WHERE exercise_id = ${exercise}`), '5,?,7|?,6,7');
});

test('coherence: own medians 7, 4, 8 and guesses 5, 4, 5 show the gaps +2, 0 and +3 with sign and words', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'coherence', people: 5 });
  const own = [[7, 9, 7, 2, 7], [4, 4, 1, 10, 4], [8, 8, 9, 8, 3]];
  const guess = [[5, 5, 5, 6, 1], [4, 3, 4, 4, 9], [5, 6, 5, 4, 5]];
  for (const [i, phone] of phones.entries()) {
    await answer(phone, meeting, { self: own.map((axis) => axis[i]), guess: guess.map((axis) => axis[i]) });
  }
  const page = await screenWith(site, meeting, 'Og hvad vi tror om hinanden');
  const gaps = page.all('p').filter(({ attributes }) => attributes.class === 'strip-gap').map(({ text }) => text);
  assert.deepEqual(gaps, ['+2 I oplever mere af det, end I tror, jeres kolleger gør.',
    '0 I oplever lige så meget af det, som I tror, jeres kolleger gør.',
    '+3 I oplever mere af det, end I tror, jeres kolleger gør.']);
});

test('coherence: with 4 participants and k = 5 it starts in consensus mode and says why', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'coherence', people: 4 });
  assert.equal(await site.sql(`SELECT is_consensus, was_small, k FROM exercise WHERE id = ${await lastExercise(site)}`), '1|1|5');
  const lead = await meeting.lead();
  assert.match(lead.words, /Der er færre end 5 med[^.]*\. Derfor/);
  const phone = await phones[0].open(meeting.path);
  assert.ok(!/\/answer"/.test(phone.text), 'nobody is asked for her own numbers');
  assert.match(phone.words, /færre end 5/);
});

/* ---- the list of all this ---- */

test('acceptance.md names a test that exists for every line', () => {
  const names = readdirSync(join(tests, 'http')).filter((name) => name.endsWith('.test.mjs'))
    .flatMap((name) => [...readFileSync(join(tests, 'http', name), 'utf8')
      .matchAll(/^test\((['"`])((?:\\.|(?!\1).)*)\1/gm)].map((found) => found[2].replace(/\\(.)/g, '$1')));
  const rows = readFileSync(join(tests, 'acceptance.md'), 'utf8').split('\n').filter((line) => /^\| (?!line|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  assert.ok(rows.length >= 27, `${rows.length} lines`);
  for (const [, line, name] of rows) assert.ok(names.includes(name), `${line}: no test "${name}"`);
  const rules = names.filter((name) => /^rule \d+:/.test(name)).map((name) => Number(/\d+/.exec(name)[0]));
  assert.deepEqual([...new Set(rules)].sort((a, b) => a - b), Array.from({ length: 14 }, (_, i) => i + 1));
});
