// Organisations: making, finding and editing them, their members, invitations and handing over.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
const contact = { contact_name: 'Anna Prøvesen', contact_phone: '12 34 56 78' };

// Makes one and answers its path, "/o/…".
async function make(client, facts, from = '/o/new') {
  const page = await (await client.open(from)).form('/o/new').fill({ ...contact, ...facts }).submit();
  assert.equal(page.status, 200, page.words);
  assert.equal(page.heading, facts.name);
  return page.url.pathname;
}

async function waitingLink(mail) {
  const page = await administrator.open('/people/letters');
  const item = page.all('li').find((li) => li.text.includes(mail) && li.inner.includes('/link/'));
  assert.ok(item, `no link waits for ${mail}`);
  return /(\/link\/[0-9a-f]{64})/.exec(item.inner)[1];
}

async function invite(client, path, mail, role, name = '') {
  const page = await (await client.open(`${path}/members`)).form('mail').fill({ mail, role, name }).submit();
  assert.equal(page.status, 200, page.words);
  return waitingLink(mail);
}

// The address of the page that changes this member.
async function memberPath(client, path, name) {
  const page = await client.open(`${path}/members`);
  const item = page.all('li').find((li) => li.text.includes(name) && li.inner.includes('/members/'));
  assert.ok(item, page.words);
  return /href="([^"]*\/members\/[^"]+)"/.exec(item.inner)[1];
}

const tokenOf = async (client) => (await client.open('/me')).form('phone').value('token');

const club = await make(anna, { kind: 'association', name: 'Strikkeklubben', about: 'Vi strikker.\n\nOg drikker kaffe.' });

test('everybody sees the page of an organisation, and whom to call', async () => {
  const page = await site.client().open(club);
  for (const words of ['Strikkeklubben', 'Forening', 'Og drikker kaffe.', '12 34 56 78'])
    assert.ok(page.words.includes(words), words);
  assert.ok(!page.words.includes('Ansvarlig for siden'), 'members are for members');
  assert.ok((await anna.open(club)).words.includes('Ansvarlig for siden'));
  assert.equal((await site.client().get('/o/0123456789abc')).status, 404);
});

test('a visitor is asked to sign in before making one, and a bad form keeps its input', async () => {
  assert.equal((await site.client().get('/o/new')).status, 303);
  const form = (await bo.open('/o/new')).form('/o/new').fill({ ...contact, kind: 'company', name: 'Tømreren',
    cvr: '12 34', about: 'Vi bygger.' });
  const page = await form.send();
  assert.equal(page.status, 422);
  assert.equal(page.form('/o/new').value('about').trim(), 'Vi bygger.');
  assert.ok(page.words.includes('otte cifre'));
  const empty = await (await bo.open('/o/new')).form('/o/new').fill({ kind: 'company' }).send();
  assert.equal(empty.status, 422);
});

test('only administrators make municipalities; workplaces stand below and are made by managers', async () => {
  const offered = (await bo.open('/o/new')).form('/o/new').fields
    .filter((field) => field.name === 'kind').map((field) => field.value);
  assert.deepEqual(offered.sort(), ['association', 'company', 'network']);
  const token = await tokenOf(bo);
  const refused = await bo.post('/o/new', { token, kind: 'municipality', name: 'Bos By', about: '', cvr: '',
    ...contact });
  assert.equal(refused.status, 403);
  const town = await make(administrator, { kind: 'municipality', name: 'Lindsø Kommune' });
  const house = await make(administrator, { kind: 'institution', name: 'Plejehjemmet Engen' },
    `/o/new?parent=${town.slice(3)}`);
  assert.equal((await bo.get(`/o/new?parent=${house.slice(3)}`)).status, 403);
  const below = { token, parent: house.slice(3), kind: 'workplace', name: 'Køkkenet', about: '', cvr: '', ...contact };
  assert.equal((await bo.post('/o/new', below)).status, 403);
  const path = await invite(administrator, house, 'bo@example.dk', 'manager');
  await (await bo.open(path)).form(path).submit();
  const kitchen = await make(bo, { kind: 'workplace', name: 'Køkkenet' }, `/o/new?parent=${house.slice(3)}`);
  const page = await site.client().open(house);
  assert.equal(page.link('Køkkenet'), kitchen);
  assert.equal(page.link('Lindsø Kommune'), town);
  assert.equal((await bo.post('/o/new', { ...below, kind: 'council' })).status, 403, 'councils do not fit there');
  assert.equal((await bo.get('/o/new?parent=0123456789abc')).status, 404);
});

test('an edit that comes too late shows both texts and loses none', async () => {
  const first = (await anna.open(`${club}/edit`)).form('about');
  const second = (await anna.open(`${club}/edit`)).form('about');
  await first.fill({ about: 'Vi strikker om onsdagen.' }).submit();
  const conflict = await second.fill({ about: 'Vi strikker om torsdagen.' }).send();
  assert.equal(conflict.status, 422);
  assert.ok(conflict.words.includes('Vi strikker om onsdagen.'));
  assert.equal(conflict.form('about').value('about').trim(), 'Vi strikker om torsdagen.');
  assert.ok((await anna.open(club)).words.includes('onsdagen'));
  const saved = await conflict.form('about').submit();
  assert.ok(saved.words.includes('torsdagen'));
});

test('those who do not manage it can neither edit it nor see or change its members', async () => {
  const stranger = await person(site, { name: 'Fie Fremmed', mail: 'fie@example.dk' });
  const token = await tokenOf(stranger);
  const member = await memberPath(anna, club, 'Anna Prøvesen');
  for (const path of [`${club}/edit`, `${club}/members`, member])
    assert.equal((await stranger.get(path)).status, 403, path);
  for (const path of [`${club}/edit`, `${club}/members`, member, `${member}/end`, `${member}/handover`, `${club}/leave`])
    assert.equal((await stranger.post(path, { token })).status, 403, path);
  assert.equal(await site.sql("SELECT name FROM organisation WHERE name = 'Strikkeklubben'"), 'Strikkeklubben');
});

test('an invitation to an address without account makes the account and the membership', async () => {
  const path = await invite(anna, club, 'gry@example.dk', 'contact', 'Gry');
  const gry = site.client();
  const page = await gry.open(path);
  assert.ok(page.heading.includes('Strikkeklubben'), page.heading);
  assert.equal((await page.form(path).fill({ name: '' }).send()).status, 422, 'a name is needed');
  const joined = await page.form(path).fill({ name: 'Gry Prøvesen', sector: 'association' }).submit();
  assert.equal(joined.url.pathname, club);
  assert.ok(joined.words.includes('Gry Prøvesen') && joined.words.includes('Må holde møder'));
  assert.equal((await gry.get(`${club}/members`)).status, 200);
  assert.equal((await gry.get(`${club}/edit`)).status, 403);
});

test('an invitation never opens an account that exists: its owner signs in first', async () => {
  const path = await invite(anna, club, 'bo@example.dk', 'member');
  const thief = site.client();
  const page = await thief.open(path);
  assert.ok(page.words.includes('har en konto'));
  const form = (await thief.open('/signup')).form('/signup');
  const forced = await thief.post(path, { token: form.value('token'), name: '', sector: 'citizen', password: '' });
  assert.equal(forced.status, 422);
  assert.equal((await thief.get('/me')).status, 303);
  const joined = await (await bo.open(path)).form(path).submit();
  assert.ok(joined.words.includes('Bo Eksempel'));
  const again = await invite(anna, club, 'bo@example.dk', 'member');
  assert.equal((await (await bo.open(again)).form(again).submit()).status, 200, 'twice does no harm');
});

test('a member is changed, and a mandate that ends is gone at the next page', async () => {
  const member = await memberPath(anna, club, 'Bo Eksempel');
  await (await anna.open(member)).form('title').fill({ role: 'contact', title: 'Kasserer', may_act: true }).submit();
  assert.ok((await anna.open(club)).words.includes('Kasserer'));
  const acting = await (await bo.open('/me')).form('/me/acting').fill({ organisation: club.slice(3) }).submit();
  assert.ok(acting.all('header')[0].text.includes('Strikkeklubben'));
  await (await anna.open(member)).form('title').fill({ may_act: false }).submit();
  assert.ok(!(await bo.open('/me')).all('header')[0].text.includes('Strikkeklubben'));
  assert.equal((await anna.get(`${club}/members/0123456789abc`)).status, 404);
  const foreign = member.replace(club, await make(anna, { kind: 'network', name: 'Et andet net' }));
  assert.equal((await anna.get(foreign)).status, 404, 'a member of another organisation');
});

test('somebody always manages the page: the last manager cannot leave, step down or be ended', async () => {
  const own = await memberPath(anna, club, 'Anna Prøvesen');
  const left = await (await anna.open(`${club}/members`)).form(`${club}/leave`).submit();
  assert.ok(left.words.includes('Intet er ændret'));
  const ended = await (await anna.open(own)).form(`${own}/end`).submit();
  assert.ok(ended.words.includes('Intet er ændret'));
  const down = await (await anna.open(own)).form('title').fill({ role: 'member' }).send();
  assert.equal(down.status, 422);
  assert.ok((await anna.open(`${club}/members`)).words.includes('Ansvarlig for siden'));
});

test('handing over makes the other the manager; then one may leave', async () => {
  const member = await memberPath(anna, club, 'Gry Prøvesen');
  const page = await (await anna.open(member)).form(`${member}/handover`).submit();
  assert.equal(page.status, 200);
  assert.equal((await anna.get(`${club}/edit`)).status, 403);
  const left = await (await anna.open(`${club}/members`)).form(`${club}/leave`).submit();
  assert.equal(left.status, 200);
  assert.equal((await anna.get(`${club}/members`)).status, 403);
  assert.equal(await site.sql(`SELECT count(*) FROM membership m JOIN organisation o ON o.id = m.organisation
    WHERE o.name = 'Strikkeklubben' AND m.to_at IS NOT NULL`), '1', 'kept, with its end');
});

test('a manager ends a membership', async () => {
  const member = await memberPath(administrator, club, 'Bo Eksempel');
  await (await administrator.open(member)).form(`${member}/end`).submit();
  assert.equal((await bo.get(`${club}/members`)).status, 403);
});

test('the list is searched, filtered by kind and paged', async () => {
  for (const name of ['Cykelklubben Medvind', 'Cykelværkstedet', 'Havnens Venner'])
    await make(anna, { kind: 'association', name });
  const visitor = site.client();
  const found = await visitor.open('/o?q=cykel&kind=any');
  assert.ok(found.words.includes('Cykelklubben Medvind') && !found.words.includes('Havnens Venner'));
  const councils = await visitor.open('/o?q=&kind=council');
  assert.ok(councils.words.includes('Ingen organisationer her'));
  const networks = await visitor.open('/o?q=&kind=network');
  assert.ok(networks.words.includes('Et andet net') && !networks.words.includes('Havnens'));
  for (let i = 0; i < 25; i++)
    await site.sql(`INSERT INTO organisation (id, public_id, kind, name, created_at)
      VALUES (${5000 + i}, ${5000 + i}, 4, 'Firma ${i}', 1)`);
  const first = await visitor.open('/o?kind=company');
  assert.ok(first.words.includes('Firma 24') && !/Firma 4\b/.test(first.words));
  const second = await visitor.open(first.link('Næste'));
  assert.ok(/Firma 4\b/.test(second.words));
  const back = await visitor.open(second.link('Forrige'));
  assert.deepEqual(back.all('h2').map((h) => h.text), first.all('h2').map((h) => h.text));
});

test('texts from people are never markup', async () => {
  const nasty = '<script>alert(1)</script><b onmouseover=x>"\'&';
  const path = await make(anna, { kind: 'network', name: nasty, about: nasty, contact_name: nasty });
  for (const page of [await site.client().open(path), await anna.open(`${path}/edit`), await anna.open(`${path}/members`)])
    assert.ok(!page.text.includes('<script>alert') && !page.text.includes('<b onmouseover'), page.path);
});
