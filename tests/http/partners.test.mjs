// The living map of partners: by hand, across workplaces, on paper and as a file; and what the civil
// society overview leaves there. The lines of acceptance of the overview have their names here.
import assert from 'node:assert/strict';
import test from 'node:test';
import { elements } from '../lib/html.mjs';
import { act, boardOf, notesOn, noteWith, say } from '../lib/board.mjs';
import { begin, close, write } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const karla = await person(site, { name: 'Karla Prøvesen', mail: 'karla@example.dk', administrator: true });
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const visitor = site.client();

async function organisation(client, name, kind, parent) {
  const form = (await client.open(`/o/new${parent ? `?parent=${parent.slice(3)}` : ''}`)).form('name');
  const page = await form.fill({ name, kind, contact_name: 'Karla Prøvesen', contact_phone: '12 34 56 78' }).submit();
  assert.equal(page.status, 200, page.words);
  return page.url.pathname;
}
const municipality = await organisation(karla, 'Prøvested Kommune', 'municipality');
const sunny = await organisation(karla, 'Plejecenter Solsiden', 'workplace', municipality);
const lake = await organisation(karla, 'Bofællesskabet Søen', 'workplace', municipality);

async function add(client, place, values) {
  const form = (await client.open(`${place}/partners/new`)).form('name');
  return form.fill({ kind: 'association', sector: 'associations', layer: 'have', status: 'active', ...values }).submit();
}
// Presses a short verb at the partner with that name.
async function verb(client, place, name, value) {
  const page = await client.open(`${place}/partners`);
  const row = page.all('li').find((li) => li.text.startsWith(name) && li.inner.includes('/verb'));
  assert.ok(row, `no ${name}`);
  const form = row.inner.match(/action="([^"]*\/verb)"/)[1];
  return client.post(form, { token: row.inner.match(/name="token" value="([^"]*)"/)[1], verb: value });
}

test('a private person stands on the map by name only with consent, else by a role', async () => {
  const named = await add(karla, sunny, { kind: 'person', sector: 'neighbours', name: 'Peder Opdigtet' });
  assert.equal(named.status, 422);
  assert.ok(named.words.includes('En privatpersons navn kræver et ja'), named.words);
  const role = await add(karla, sunny, { kind: 'person', sector: 'neighbours', role: 'nabo med traktor' });
  assert.equal(role.status, 200, role.words);
  assert.ok((await visitor.open(`${sunny}/partners`)).words.includes('nabo med traktor'));
  const agreed = await add(karla, sunny, { kind: 'person', sector: 'individuals', name: 'Grete Opdigtet', consent: true });
  assert.equal(agreed.status, 200, agreed.words);
  assert.ok((await visitor.open(`${sunny}/partners`)).words.includes('Grete Opdigtet'));
});

test('what we could becomes what we have when it is agreed, and the year remembers', async () => {
  await add(karla, sunny, { name: 'Spejderne i Prøvested', layer: 'could', contact: 'Mette fra køkkenet' });
  const before = await karla.open(`${sunny}/partners`);
  assert.ok(/Spejderne i Prøvested En forening kunne/.test(before.words), before.words);
  assert.equal((await verb(karla, sunny, 'Spejderne i Prøvested', 'agreed')).status, 303);
  const after = await karla.open(`${sunny}/partners`);
  assert.ok(/Spejderne i Prøvested En forening har · aktivt/.test(after.words), after.words);
  assert.ok(after.words.includes('Seneste kontakt'));
  const changes = await site.sql("SELECT c.layer FROM partner_change c JOIN partner p ON p.id = c.partner_id WHERE p.name = 'Spejderne i Prøvested' ORDER BY c.id");
  assert.equal(JSON.stringify(changes).replace(/[^01]/g, ''), '10', 'both states are kept');
});

test('a partner is changed in its form; who was slower is told and keeps what was typed', async () => {
  await add(karla, sunny, { name: 'Cykelklubben Prøvehjulet', what: 'Låner cykler ud', last: '2026-03-04' });
  const edit = async () => {
    const row = (await karla.open(`${sunny}/partners`)).all('li').find((li) => li.text.startsWith('Cykelklubben') && li.inner.includes('/edit'));
    return karla.open(row.inner.match(/href="([^"]*\/edit)"/)[1]);
  };
  const first = (await edit()).form('name');
  const second = (await edit()).form('name');
  assert.equal(first.value('last'), '2026-03-04');
  const saved = await first.fill({ what: 'Kører tur om onsdagen' }).submit();
  assert.ok(saved.words.includes('Kører tur om onsdagen') && !saved.words.includes('Låner cykler ud'), saved.words);
  const slower = await second.fill({ what: 'Lapper cykler' }).send();
  assert.equal(slower.status, 422);
  assert.equal(slower.form('name').value('what'), 'Lapper cykler');
  assert.ok((await slower.form('name').submit()).words.includes('Lapper cykler'));
  assert.equal((await anna.get(first.action)).status, 403);
  assert.equal((await verb(karla, sunny, 'Cykelklubben Prøvehjulet', 'remove')).status, 303);
});

test('everybody sees the map; colleagues and what is not shared only those who belong to it', async () => {
  await add(karla, sunny, { name: 'Hemmelig Klub', shared: false });
  const open = await visitor.open(`${sunny}/partners`);
  assert.equal(open.status, 200);
  assert.ok(!open.words.includes('Mette fra køkkenet'));
  assert.ok(!open.words.includes('Hemmelig Klub'));
  assert.ok((await karla.open(`${sunny}/partners`)).words.includes('Hemmelig Klub'));
  assert.equal((await anna.get(`${sunny}/partners/new`)).status, 403);
  const file = await visitor.get(`${sunny}/partners/partners.csv`);
  assert.ok(file.text.startsWith('sector,layer,name,kind,status,what,contact,last_contact'));
  assert.ok(file.text.includes('"Spejderne i Prøvested"') && !file.text.includes('Mette') && !file.text.includes('Hemmelig'));
});

test('overview: the wheel in greyscale separates the layers: a filled circle and an open triangle, with words', async () => {
  await add(karla, sunny, { name: 'Biblioteket', layer: 'could', kind: 'institution', sector: 'institutions' });
  const page = await visitor.open(`${sunny}/partners`);
  const [wheel] = page.all('svg').filter((svg) => svg.attributes.class?.includes('wheel-chart'));
  const inside = elements(wheel.inner);
  const circles = inside.filter((e) => e.tag === 'circle' && e.attributes.class === 'wheel-have');
  const triangles = inside.filter((e) => e.tag === 'path' && e.attributes.class === 'wheel-could');
  assert.equal(circles.length, 3, 'those we have');
  assert.equal(triangles.length, 1, 'those we could have');
  assert.ok(inside.some((e) => e.tag === 'title') && inside.some((e) => e.tag === 'desc'));
  const css = (await visitor.get(page.text.match(/\/static\/site\.\w+\.css|\/static\/[^"]*site[^"]*\.css/)[0])).text;
  assert.match(css, /\.wheel-have\s*{[^}]*fill:\s*var\(--chart-1\)/, 'dark inside');
  assert.match(css, /\.wheel-could\s*{[^}]*fill:\s*var\(--paper\)/, 'light inside');
  const list = page.all('ul').filter((ul) => ul.attributes.class === 'wheel-list').map((ul) => ul.text).join(' ');
  assert.ok(/Spejderne i Prøvested har/.test(list) && /Biblioteket kunne/.test(list), list);
  assert.ok(page.words.includes('Her står ingen endnu'), 'empty sectors are asked about');
});

test('overview: two workplaces add "Ældre Sagen Vojens": after the merge one partner with two relations, and undo restores both', async () => {
  await add(karla, sunny, { name: 'Ældre Sagen Vojens' });
  await add(karla, lake, { name: ' ældre sagen  VOJENS'.trim().replace('  ', ' '), layer: 'could' });
  const network = () => karla.open(`${municipality}/partners/network`);
  const shown = (page) => page.all('li').filter((li) => /^Ældre Sagen Vojens|^ældre sagen VOJENS/i.test(li.text)
    && li.inner.includes('<h2'));
  const before = await network();
  assert.equal(shown(before).length, 2);
  const merge = before.all('form').find((form) => form.inner.includes('value="merge"'));
  const value = (name) => merge.inner.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  const merged = await karla.post(`${municipality}/partners/network`,
    { token: value('token'), a: value('a'), b: value('b'), change: 'merge' });
  assert.equal(merged.status, 303);
  const after = await network();
  const [one, ...rest] = shown(after);
  assert.equal(rest.length, 0, after.words);
  assert.ok(one.text.includes('Plejecenter Solsiden') && one.text.includes('Bofællesskabet Søen'), one.text);
  assert.ok(one.text.includes('2 arbejdspladser'));
  assert.ok((await visitor.open(`${lake}/partners`)).words.includes('1 anden arbejdsplads spørger dem også'));
  assert.ok(!after.words.includes('Er det den samme?'), 'nothing is proposed twice');
  const part = elements(one.inner).find((form) => form.tag === 'form');
  const parted = await karla.post(`${municipality}/partners/network`, { token: value('token'),
    a: part.inner.match(/name="a" value="([^"]*)"/)[1], change: 'part' });
  assert.equal(parted.status, 303);
  const restored = await network();
  assert.equal(shown(restored).length, 2);
  const relations = shown(restored).map((li) => li.text).join(' | ');
  assert.ok(/har/.test(relations) && /kunne/.test(relations), relations);
});

test('who does not share is counted and not named', async () => {
  await add(karla, lake, { name: 'Hemmelig Klub', shared: true });
  const page = await karla.open(`${municipality}/partners/network`);
  const merge = page.all('form').find((form) => form.inner.includes('value="merge"') && form.inner.includes('Klub'));
  const value = (name) => merge.inner.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  await karla.post(`${municipality}/partners/network`, { token: value('token'), a: value('a'), b: value('b'), change: 'merge' });
  const row = (await visitor.open(`${municipality}/partners/network`)).all('li')
    .find((li) => li.text.startsWith('Hemmelig Klub'));
  assert.ok(row.text.includes('Bofællesskabet Søen') && !row.text.includes('Solsiden'), row.text);
  assert.ok(row.text.includes('og 1 arbejdsplads, der ikke deler sit navn'), row.text);
});

test('a partner asks to be taken off, and nothing of it stays', async () => {
  const page = await visitor.open(`${sunny}/partners`);
  const row = page.all('li').find((li) => li.text.startsWith('Grete Opdigtet') && li.inner.includes('/ask'));
  const form = elements(row.inner).find((e) => e.tag === 'form');
  const answer = await visitor.post(form.attributes.action, { token: row.inner.match(/name="token" value="([^"]*)"/)[1] });
  assert.equal(answer.status, 303);
  const seen = await karla.open(`${sunny}/partners`);
  assert.ok(seen.words.includes('Beder om at blive fjernet'));
  await verb(karla, sunny, 'Grete Opdigtet', 'remove');
  assert.ok(!(await karla.open(`${sunny}/partners`)).words.includes('Grete Opdigtet'));
  const left = await site.sql("SELECT count(*) FROM partner WHERE name = 'Grete Opdigtet'");
  assert.equal(JSON.stringify(left).replace(/\D/g, ''), '0');
});

test('the map prints as a poster, and its workplace shows it', async () => {
  const print = await visitor.open(`${sunny}/partners/print`);
  assert.ok(print.text.includes('sheet-page-a1') && print.words.includes('Partnere: Plejecenter Solsiden'));
  const place = await visitor.open(sunny);
  assert.ok(place.words.includes('Levende partnerkort'));
});

test('overview: in round 2 a participant cannot alter a round-1 entry; a facilitator can', async () => {
  const { meeting, phones: [phone, other] } = await begin(site, karla, { tool: 'partners', people: 2 });
  await write(phone, meeting, 'Menighedsrådet', 'partner:associations');
  const board = await boardOf(phone, meeting.path);
  await say(other, board, 'Menighedsrådet', 'what', 'Sang hver torsdag');
  await meeting.next();
  const refused = await act(phone, board, 'Menighedsrådet', { verb: 'text', text: 'Noget andet' })
    .catch(() => ({ status: 'no form' }));
  assert.notEqual(refused.status, 303);
  const forced = await phone.post(board, { token: (await phone.open(meeting.path)).form('/note').value('token'), do: 'text',
    note: (await noteWith(phone, board, 'Menighedsrådet')).id, version: '2', region: 'partner:associations', text: 'Noget andet' });
  assert.notEqual(forced.status, 303);
  assert.ok((await notesOn(phone, board)).some((note) => note.text === 'Menighedsrådet'));
  await write(phone, meeting, 'Cykelhandleren', 'partner:neighbours');
  const could = await noteWith(phone, board, 'Cykelhandleren');
  assert.ok(/kunne/i.test(could.words), could.words);
  assert.ok(/har/.test((await noteWith(phone, board, 'Menighedsrådet')).words));
  const mended = await act(karla, board, 'Menighedsrådet', { verb: 'text', text: 'Menighedsrådet i Vojens' });
  assert.equal(mended.status, 303, mended.words);
  assert.ok((await notesOn(phone, board)).some((note) => note.text === 'Menighedsrådet i Vojens'));
});

test('a closed overview makes the living map of its workplace, without names of private persons', async () => {
  const place = `o-${lake.split('/').pop()}`;
  const { meeting, phones: [phone] } = await begin(site, karla, { tool: 'partners', people: 1, facts: { place, group: '' } });
  await write(phone, meeting, 'Lions Club', 'partner:associations');
  await write(phone, meeting, 'Jens Opdigtet fra nr. 7', 'partner:neighbours');
  const board = await boardOf(phone, meeting.path);
  await say(phone, board, 'Lions Club', 'kind', 'association');
  await say(phone, board, 'Lions Club', 'alive', 'dormant');
  await say(phone, board, 'Jens Opdigtet fra nr. 7', 'kind', 'person');
  await meeting.next();
  await write(phone, meeting, 'Ruderklubben', 'partner:associations');
  await close(meeting);
  const map = (await karla.open(`${lake}/partners`)).words;
  assert.ok(/Lions Club En forening har · hviler/.test(map), map);
  assert.ok(/Ruderklubben En løs gruppe kunne/.test(map), map);
  assert.ok(!map.includes('Jens Opdigtet') && map.includes('En privatperson (intet navn uden samtykke)'), map);
  const stored = await site.sql("SELECT count(*) FROM partner WHERE name LIKE '%Opdigtet fra%'");
  assert.equal(JSON.stringify(stored).replace(/\D/g, ''), '0');
});
