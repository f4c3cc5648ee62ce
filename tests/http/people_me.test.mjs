// One's own pages: profile, password, sessions, data, erasure, and acting as an organisation.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person, signIn } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });

test('the profile is saved, and shows in the language chosen', async () => {
  const form = (await anna.open('/me')).form('phone');
  const page = await form.fill({ name: 'Anna Ny Prøvesen', phone: '12 34 56 78', lang: 'en', sector: 'elected' })
    .submit();
  assert.equal(page.status, 200);
  assert.equal(page.heading, 'My page');
  assert.equal(page.form('phone').value('phone'), '12 34 56 78');
  const back = await page.form('phone').fill({ lang: 'da' }).submit();
  assert.equal(back.heading, 'Min side');
});

test('a profile that was changed elsewhere is shown beside one\'s own text, not overwritten', async () => {
  const first = (await anna.open('/me')).form('phone');
  const second = (await anna.open('/me')).form('phone');
  await first.fill({ name: 'Anna Først' }).submit();
  const conflict = await second.fill({ name: 'Anna Sidst' }).send();
  assert.equal(conflict.status, 422);
  assert.ok(conflict.words.includes('Anna Først'));
  assert.equal(conflict.form('phone').value('name'), 'Anna Sidst');
  const saved = await conflict.form('phone').submit();
  assert.equal(saved.form('phone').value('name'), 'Anna Sidst');
});

test('an impossible profile is shown again', async () => {
  const form = (await anna.open('/me')).form('phone').fill({ name: '', phone: 'ring til mig' });
  const page = await form.send();
  assert.equal(page.status, 422);
  assert.equal(page.form('phone').value('phone'), 'ring til mig');
});

test('a password is chosen without an old one right after a link, later only with it', async () => {
  const chosen = await (await anna.open('/me/password')).form('fresh').fill({ fresh: 'blå bus til Lindsø' }).submit();
  assert.equal(chosen.status, 200);
  const client = site.client();
  const form = (await client.open('/signin')).form('password');
  await form.fill({ mail: 'anna@example.dk', password: 'blå bus til Lindsø' }).submit();
  const change = (await client.open('/me/password')).form('fresh');
  assert.ok(change.names().includes('old'));
  const refused = await change.fill({ old: 'forkert', fresh: 'rød bus til Lindsø' }).send();
  assert.equal(refused.status, 422);
  const weak = await change.fill({ old: 'blå bus til Lindsø', fresh: 'password1' }).send();
  assert.equal(weak.status, 422);
  const done = await change.fill({ old: 'blå bus til Lindsø', fresh: 'rød bus til Lindsø' }).send();
  assert.equal(done.status, 303);
  assert.equal((await anna.get('/me')).status, 303, 'other sessions are over');
  await signIn(site, 'anna@example.dk').then((fresh) => { anna.cookies = fresh.cookies; });
});

test('the list of sessions ends one, ends the others, and never somebody else\'s', async () => {
  const phone = await signIn(site, 'bo@example.dk', { headers: {
    'user-agent': 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Firefox/140.0' } });
  const page = await bo.open('/me/sessions');
  assert.ok(page.words.includes('Firefox på telefon'), page.words);
  const actions = page.all('form').map((form) => form.attributes.action)
    .filter((action) => /sessions\/./.test(action));
  assert.equal(actions.length, 1);
  const token = page.form('/me/sessions').value('token');
  const annaToken = (await anna.open('/me')).form('phone').value('token');
  assert.equal((await anna.post(actions[0], { token: annaToken })).status, 404, 'not hers');
  assert.equal((await phone.get('/me')).status, 200);
  assert.equal((await bo.post('/me/sessions/0000000000000', { token })).status, 404);
  assert.equal((await page.form(actions[0].replace(/^.*(\/me)/, '$1')).send()).status, 303);
  assert.equal((await phone.get('/me')).status, 303);
  const other = await signIn(site, 'bo@example.dk');
  assert.equal((await (await bo.open('/me/sessions')).form('/me/sessions').send()).status, 303);
  assert.equal((await other.get('/me')).status, 303);
  assert.equal((await bo.get('/me')).status, 200);
});

test('posts need the form token of the own session', async () => {
  const annaToken = (await anna.open('/me')).form('phone').value('token');
  for (const path of ['/me', '/me/acting', '/me/password', '/me/sessions', '/me/erase', '/signout']) {
    assert.equal((await bo.post(path, {})).status, 403, path);
    assert.equal((await bo.post(path, { token: annaToken })).status, 403, path);
  }
  assert.equal((await bo.get('/me')).status, 200);
});

test('a visitor is sent to sign in from every page of one\'s own', async () => {
  for (const path of ['/me', '/me/password', '/me/sessions', '/me/data', '/me/data.json', '/me/erase']) {
    const page = await site.client().get(path);
    assert.equal(page.status, 303, path);
    assert.match(page.location, /^\/signin/);
  }
});

test('own data holds every fact of every table that names the person', async () => {
  const json = (await anna.get('/me/data.json'));
  assert.equal(json.status, 200);
  assert.match(json.headers['content-disposition'], /attachment/);
  assert.match(json.headers['cache-control'], /no-store/);
  const data = json.json;
  assert.equal(data.person[0].mail, 'anna@example.dk');
  assert.equal(data.person[0].phone, '12 34 56 78');
  assert.ok(data.sessions.length >= 1 && data.links.length >= 1 && data.letters.length >= 1);
  const page = await anna.open('/me/data');
  assert.equal(page.status, 200);
  for (const words of ['anna@example.dk', '12 34 56 78', 'Hvor du er logget ind', 'Engangslinks'])
    assert.ok(page.words.includes(words), words);
  assert.ok(!json.text.includes('argon2id') && !page.text.includes('argon2id'));
});

test('one acts as an organisation only with a mandate, and it shows', async () => {
  const made = await (await bo.open('/o/new')).form('/o/new').fill({ kind: 'association',
    name: 'Strikkeklubben Lindsø', contact_name: 'Bo Eksempel', contact_phone: '12345678' }).submit();
  assert.equal(made.status, 200);
  const id = made.path.split('/')[2].split('?')[0];
  const me = await bo.open('/me');
  const acted = await me.form('/me/acting').fill({ organisation: id }).submit();
  assert.equal(acted.status, 200);
  assert.ok(acted.all('header')[0].text.includes('Strikkeklubben Lindsø'), 'it shows on every page');
  const token = (await anna.open('/me')).form('phone').value('token');
  assert.equal((await anna.post('/me/acting', { token, organisation: id })).status, 403);
  assert.equal((await anna.post('/me/acting', { token, organisation: '0123456789abc' })).status, 404);
  const self = await (await bo.open('/me')).form('/me/acting').fill({ organisation: '' }).submit();
  assert.ok(!self.all('header')[0].text.includes('Strikkeklubben Lindsø'));
});

test('erasing keeps the counts and leaves no word of the person', async () => {
  const kim = await person(site, { name: 'Kim Markørsen', mail: 'kim.markor@example.dk' });
  await (await kim.open('/me')).form('phone').fill({ phone: '98 76 54 32' }).submit();
  await (await kim.open('/o/new')).form('/o/new').fill({ kind: 'network', name: 'Nabonetværket',
    contact_name: 'Kim Markørsen', contact_phone: '98765432' }).submit();
  const before = await site.sql('SELECT count(*) FROM person');
  const page = await kim.open('/me/erase');
  assert.ok(page.words.includes('Nabonetværket'), 'says what she is alone about');
  assert.equal((await page.form('confirm').send()).status, 422, 'without the tick');
  assert.equal((await page.form('confirm').fill({ confirm: true }).send()).status, 303);
  assert.equal((await kim.get('/me')).status, 303, 'signed out');
  assert.equal(await site.sql('SELECT count(*) FROM person'), before);
  for (const [table, columns] of [['person', 'name, mail, phone, password_hash'],
    ['login_link', 'mail, name'], ['outbox', 'address, receiver, about'],
    ['organisation', 'contact_name, contact_phone'], ['membership', 'title']]) {
    const rows = await site.sql(`SELECT ${columns} FROM ${table}`);
    assert.ok(!/Markørsen|kim\.markor|98 ?76 ?54 ?32/.test(rows), `${table}: ${rows}`);
  }
  assert.equal(await site.sql(`SELECT count(*) FROM membership m JOIN organisation o
    ON o.id = m.organisation WHERE o.name = 'Nabonetværket' AND m.to_at IS NOT NULL`), '1');
});

test('the only administrator cannot erase herself', async () => {
  const form = (await administrator.open('/me/erase')).form('confirm').fill({ confirm: true });
  const page = await form.send();
  assert.equal(page.status, 422);
  assert.ok(page.words.includes('eneste administrator'));
});
