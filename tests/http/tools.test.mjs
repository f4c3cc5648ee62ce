// The library of tools: the catalogue, trying a tool, printing it, and what organisations make.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';

const site = await siteForFile();
await firstAdministrator(site);
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
const visitor = site.client();

const tools = ['preparation', 'cards', 'quadrille', 'perspectives', 'readiness', 'coherence', 'star', 'onetwofour',
  'cafe', 'neighbour'];
const made = await (await anna.open('/o/new')).form('/o/new').fill({ contact_name: 'Anna Prøvesen',
  contact_phone: '12 34 56 78', kind: 'association', name: 'Strikkeklubben' }).submit();
const club = made.url.pathname;

const rowsOf = (page) => page.all('fieldset').length;
// Presses one of the editor's buttons, with what is written in the fields.
async function press(page, button, values = {}) {
  return page.form('rows').fill(values).send({ button: `do=${button}` });
}
const startEditing = (tool) => anna.open(`${club}/tools/new?tool=${tool}`);

test('the catalogue has three parts, every tool with its picture and its page', async () => {
  const page = await visitor.open('/tools');
  assert.deepEqual(page.all('h2').map((h) => h.text.trim()).slice(0, 3), ['Forbered', 'Udvikl', 'Evaluer']);
  for (const tool of tools) {
    assert.ok(page.text.includes(`href="/tools/${tool}"`), tool);
    const own = await visitor.open(`/tools/${tool}`);
    assert.equal(own.status, 200);
    for (const words of ['Hvem ser hvad', 'Hvor det kommer fra', 'Til mødelederen'])
      assert.ok(own.words.includes(words), `${tool}: ${words}`);
    for (const link of [`/tools/${tool}/try`, `/tools/${tool}/print`, `/meetings/new?tool=${tool}`])
      assert.ok(own.text.includes(`href="${link}"`), `${tool}: ${link}`);
    const picture = /<img class="tool-picture" src="([^"]+)"/.exec(own.text)[1];
    assert.equal((await visitor.get(picture)).status, 200, picture);
  }
  assert.equal((await visitor.get('/tools/hammer')).status, 404);
});

test('the star is found under its other name', async () => {
  assert.ok((await visitor.open('/tools')).words.includes('Samarbejdsstjernen'));
  assert.equal((await visitor.open('/tools/samarbejdsstjernen')).heading, 'Samskabelsesstjernen');
  assert.equal((await visitor.open('/tools/OAS')).heading, 'Oplevelse af sammenhæng');
});

test('what is our own is said to be ours', async () => {
  assert.ok((await visitor.open('/tools/coherence')).words.includes('ikke det validerede spørgeskema'));
  assert.ok((await visitor.open('/tools/readiness')).words.includes('rekonstruktion'));
  const star = await visitor.open('/tools/star');
  assert.equal(star.all('tr').filter((row) => /kataloget\s*$/.test(row.text)).length, 6);
  assert.equal(star.all('tr').filter((row) => /\bos\s*$/.test(row.text)).length, 6);
});

for (const tool of tools)
  test(`${tool} is tried from the first step to the last, in both languages, and saves nothing`, async () => {
    const before = await site.sql('SELECT (SELECT count(*) FROM activity) + (SELECT count(*) FROM meeting) AS n');
    let page = await visitor.open(`/tools/${tool}/try`);
    const [, steps] = /Trin 1 af (\d+)/.exec(page.words);
    assert.ok(page.words.includes('Intet gemmes'));
    for (let step = 1; step < Number(steps); step++) {
      assert.ok(page.text.includes('Din telefon') && page.text.includes('Storskærmen'));
      const ids = [...page.text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      assert.equal(new Set(ids).size, ids.length, `ids twice in step ${step}`);
      page = await visitor.open(`/tools/${tool}/try?step=${step}`);
      assert.equal(page.status, 200, `${step}: ${page.words}`);
      assert.equal((await visitor.open(`/en/tools/${tool}/try?step=${step}`)).status, 200);
    }
    assert.ok(page.words.includes('Det var det'));
    assert.equal((await visitor.get(`/tools/${tool}/try?step=${steps}`)).status, 404);
    assert.equal((await visitor.get(`/tools/${tool}/try?step=-1`)).status, 404);
    const after = await site.sql('SELECT (SELECT count(*) FROM activity) + (SELECT count(*) FROM meeting) AS n');
    assert.deepEqual(after, before);
  });

test('own input travels with the address and is counted; what is beside the scale is left out', async () => {
  const own = await visitor.open('/tools/star/try?step=1&s0=0&s1=5&s2=x&s3=3&s4=6&s5=-1&s6=2.5');
  for (const [name, value] of [['s0', '0'], ['s1', '5'], ['s2', 'x'], ['s3', '3']])
    assert.ok(own.text.includes(`name="${name}" value="${value}"`), name);
  for (const name of ['s4', 's5', 's6']) assert.ok(!own.text.includes(`name="${name}"`), name);
  assert.ok((await visitor.open('/tools/star/try?step=2')).words.includes('8 svar'));
  assert.ok((await visitor.open('/tools/star/try?step=2&s0=5')).words.includes('9 svar'));
  const note = await visitor.open('/tools/cards/try?step=3&note=%3Cb%3E+en+n%C3%B8gle');
  assert.ok(note.text.includes('&lt;b&gt; en nøgle'), 'escaped, and on the wall');
});

test('a question that was not answered says "Ved ikke", and the questions to talk about stand after their heading', async () => {
  const own = await visitor.open('/tools/coherence/try?step=1&s0=7');
  assert.ok(own.words.includes('Ved ikke') && !own.words.includes('sprunget over'), own.words);
  const groups = await visitor.open('/tools/coherence/try?step=4');
  assert.ok(groups.words.includes('Jeg forstår det: Hvad kunne løfte det?') && !groups.text.includes('?:'), groups.words);
});

test('the sum of the sense of coherence is for the person only', async () => {
  const page = await visitor.open('/tools/coherence/try?step=1&s0=7&s1=4&s2=2&c0=5&c1=5&c2=5');
  const [phone, screen] = page.text.split('try-screen');
  assert.ok(phone.includes('Din egen sum er 13 af 30'));
  assert.ok(phone.includes('tillidsrepræsentant'), 'little meaning: where to talk about it');
  assert.ok(!screen.includes('13 af 30'));
});

test('the four conditions are read as a question', async () => {
  const page = await visitor.open('/tools/readiness/try?step=3');
  assert.match(page.words, /Passer det\?/);
  assert.ok(page.words.includes('rekonstruktion'));
});

test('20 cards are printed, 8 or 10 on a sheet, with own sentences and the meeting behind', async () => {
  const count = (text) => (text.match(/<p class="print-card/g) ?? []).length;
  const sheets = (text) => (text.match(/<section class="sheet/g) ?? []).length;
  const eight = (await visitor.open('/tools/cards/print')).text;
  assert.equal(count(eight), 20);
  assert.equal(sheets(eight), 3);
  const ten = (await visitor.open('/tools/quadrille/print?cards=10&stems=Hos+os+er+%E2%80%A6%0ANu+%3Ci%3E')).text;
  assert.equal(count(ten), 22);
  assert.ok(ten.includes('Nu &lt;i&gt;'));
  const coded = (await visitor.open('/tools/cards/print?code=ABC234')).text;
  assert.equal(sheets(coded), 6, 'a back for each sheet');
  assert.ok(coded.includes('/j/ABC234'));
  assert.ok(!(await visitor.open('/tools/cards/print?code=A%2F..%2F2')).text.includes('/j/'));
});

test('the star, the slip, the group sheet and the matrix are printed', async () => {
  const star = await visitor.open('/tools/star/print?code=ABC234');
  for (const words of ['Forståelse', 'Fælles udførelse', 'Helt på plads']) assert.ok(star.words.includes(words), words);
  assert.ok(!(await visitor.open('/tools/star/print?form=short')).words.includes('Fælles udførelse'));
  assert.ok((await visitor.open('/tools/coherence/print')).text.includes('sheet-page-a2'));
  assert.ok((await visitor.open('/tools/readiness/print')).words.includes('en hurtig start, der løber ud i sandet'));
});

test('own decks are for those who manage the organisation', async () => {
  for (const rest of ['', '/new?tool=cards']) {
    assert.equal((await bo.get(`${club}/tools${rest}`)).status, 403);
    assert.equal((await visitor.get(`${club}/tools${rest}`)).status, 303);
    assert.equal((await anna.open(`${club}/tools${rest}`)).status, 200);
  }
  assert.equal((await anna.get(`${club}/tools/new?tool=coherence`)).status, 404, 'its questions are fixed');
});

let deck;
test('a deck is made from the built-in one: changed, added to, moved, removed, saved', async () => {
  let page = await startEditing('cards');
  assert.equal(rowsOf(page), 20);
  page = await press(page, 'remove-0', { title: 'Vores kort' });
  assert.equal(rowsOf(page), 19);
  page = await press(page, 'lines', { lines: 'Hos os vokser der …\n\nVi drømmer om …' });
  assert.equal(rowsOf(page), 21, page.words);
  page = await press(page, 'open-20');
  page = await press(page, 'up-20', { label: 'Vi drømmer om at …' });
  assert.equal(page.form('rows').value('title'), 'Vores kort', 'what is typed stays');
  page = await press(page, 'save');
  assert.equal(page.status, 303, page.words);
  page = await anna.open(page.headers.location ?? page.headers.get?.('location'));
  assert.equal(page.heading, 'Vores kort');
  deck = page.url.pathname;
  const rows = page.all('tr').map((row) => row.text.trim()).filter(Boolean);
  assert.ok(!rows.some((row) => row.startsWith('Når vi skaber sammen')));
  assert.ok(rows.at(-2).startsWith('Vi drømmer om at …') && rows.at(-1).startsWith('Hos os'));
  assert.ok((await anna.open(`${deck}/print`)).words.includes('Vi drømmer om at …'));
});

test('a change is a new version, and older ones stay as they were', async () => {
  let page = await anna.open(`${deck}/edit`);
  page = await press(page, 'remove-1');
  page = await press(page, 'save', { title: 'Vores bedste kort' });
  const newest = await anna.open(page.headers.location ?? page.headers.get?.('location'));
  assert.equal(newest.heading, 'Vores bedste kort');
  assert.equal(newest.all('tr').length, 21);
  const older = await anna.open(deck);
  assert.equal(older.all('tr').length, 22);
  assert.ok(older.words.includes('ældre version'));
  assert.equal((await anna.get(`${deck}/edit`)).status, 409);
  assert.ok((await anna.open(`${club}/tools`)).words.includes('version 2'));
  assert.equal((await bo.get(deck)).status, 403);
  deck = newest.url.pathname;
});

test('two who edit the same version: the later one is told', async () => {
  const page = await anna.open(`${deck}/edit`);
  assert.equal((await press(page, 'save', { title: 'Først' })).status, 303);
  assert.equal((await press(page, 'save', { title: 'Sidst' })).status, 409);
});

test('a star with two rays on a side is refused, and what was written is kept', async () => {
  let page = await startEditing('star');
  page = await press(page, 'remove-0', { title: 'Vores stjerne' });
  page = await press(page, 'remove-0');
  page = await press(page, 'save');
  assert.equal(page.status, 422);
  assert.match(page.words, /axes: /);
  assert.equal(page.form('rows').value('title'), 'Vores stjerne');
  assert.equal(rowsOf(page), 10);
  page = await press(page, 'add');
  page = await press(page, 'save', { label: 'Glæde', help: 'Vi griner sammen.', aspect: '0' });
  assert.equal(page.status, 303, page.words);
  const star = await anna.open(page.headers.location ?? page.headers.get?.('location'));
  assert.ok(star.words.includes('Vi griner sammen.'));
  assert.ok((await anna.open(`${star.url.pathname}/print`)).words.includes('Glæde'));
});

test('a renamed ray is another ray: it gets a key of its own', async () => {
  let page = await startEditing('star');
  page = await press(page, 'open-5', { title: 'Tillid og tro' });
  page = await press(page, 'save', { label: 'Tro', help: 'Vi tror på hinanden.' });
  const place = page.headers.location ?? page.headers.get?.('location');
  const file = JSON.parse((await anna.get(`${new URL(place, 'http://x').pathname}/file`)).text);
  assert.equal(file.axes.length, 12);
  assert.equal(file.axes[4].key, 'equality');
  assert.match(file.axes[5].key, /^own-/);
  assert.equal(file.axes[5].label, 'Tro');
});

test('a file goes out and comes in again; a wrong one is told where', async () => {
  const list = await anna.open(`${club}/tools`);
  const text = (await anna.get(`${/href="([^"]+\/tools\/[0-9a-z]{13})"/.exec(list.text)[1]}/file`)).text;
  const file = JSON.parse(text);
  const send = async (json) => (await anna.open(`${club}/tools`)).form('json').fill({ json }).send();
  const sent = await send(text);
  assert.equal(sent.status, 303, sent.words.slice(-900));
  const broken = await send(`${text.slice(0, 40)}!`);
  assert.equal(broken.status, 422);
  assert.match(broken.words, /Linje \d+, kolonne \d+/);
  assert.ok(broken.form('json').value('json').includes('!'), 'the input is kept');
  const twice = await send(JSON.stringify({ ...file, cards: [...file.cards.slice(0, 3), file.cards[1]] }));
  assert.equal(twice.status, 422);
  assert.match(twice.words, /cards\[3\]\.key/);
  assert.match((await send(JSON.stringify({ ...file, tool: 'hammer' }))).words, /tool: /);
  for (const [, path] of list.text.matchAll(/href="([^"]+\/tools\/[0-9a-z]{13})"/g)) {
    const copy = await send((await anna.get(`${path}/file`)).text);
    assert.equal(copy.status, 303, `${path} ${copy.words.slice(-600)}`);
  }
});

test('a retired deck is no longer offered, and its page stays', async () => {
  const list = await anna.open(`${club}/tools`);
  const path = /href="([^"]+\/tools\/[0-9a-z]{13})"/.exec(list.text)[1];
  const title = (await anna.open(path)).heading;
  const before = list.text.split(`>${title}<`).length;
  const page = await (await anna.open(path)).form(`${path}/retire`).submit();
  assert.ok(page.words.includes('tilbydes ikke længere'));
  assert.equal(page.text.split(`>${title}<`).length, before - 1);
  assert.equal((await anna.open(path)).status, 200);
  assert.equal((await anna.get(`${path}/edit`)).status, 409);
});

test('hostile drafts are refused', async () => {
  const form = (await startEditing('cards')).form('rows');
  const token = form.value('token');
  const base = { token, tool: 'cards', lang: 'da', base: '', open: '', title: 'X', do: 'save' };
  for (const rows of ['one\ttwo', 'k\t9\t0\tL\t', 'k\t0\t99999999999\tL\t', `${'k\t0\t-1\tL\t\n'.repeat(200)}`])
    assert.ok([400, 413, 422].includes((await anna.post(`${club}/tools/draft`, { ...base, rows })).status), rows.slice(0, 20));
  assert.equal((await anna.post(`${club}/tools/draft`, { ...base, rows: '', tool: 'coherence' })).status, 404);
  assert.equal((await bo.post(`${club}/tools/draft`, { ...base, rows: '', token: '0' })).status, 403);
});
