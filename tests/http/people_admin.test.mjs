// The administrators' pages: the list, new accounts, rights, letters that wait.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person, signIn } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

async function pathOf(name) {
  const page = await administrator.open(`/people?q=${encodeURIComponent(name)}`);
  const found = page.all('a').find((a) => a.text === name && a.attributes.href.startsWith('/people/'));
  assert.ok(found, page.words);
  return found.attributes.href;
}

test('only administrators see people and letters', async () => {
  const path = await pathOf('Anna Prøvesen');
  for (const address of ['/people', '/people/new', '/people/letters', path]) {
    assert.ok([303, 404].includes((await site.client().get(address)).status), address);
    assert.ok([403, 404].includes((await anna.get(address)).status), address);
    assert.equal((await administrator.get(address)).status, 200, address);
  }
  const token = (await anna.open('/me')).form('phone').value('token');
  for (const address of ['/people/new', `${path}/administrator`, `${path}/link`, '/people/letters/1'])
    assert.ok([403, 404].includes((await anna.post(address, { token, administrator: '1' })).status), address);
  assert.equal(await site.sql("SELECT is_administrator FROM person WHERE mail = 'anna@example.dk'"), '0');
});

test('an administrator makes an account, hands over its link, and takes the letter off the list', async () => {
  const form = (await administrator.open('/people/new')).form('mail');
  const made = await form.fill({ name: 'Dorte Ny', mail: 'dorte@example.dk', sector: 'employee' }).submit();
  assert.equal(made.url.pathname, '/people/letters', 'where the link is to be seen at once');
  const doubled = await form.send();
  assert.equal(doubled.status, 422);
  assert.ok(doubled.words.includes('allerede en konto'));
  const letters = await administrator.open('/people/letters');
  const item = letters.all('li').find((li) => li.text.includes('dorte@example.dk'));
  const link = /(https?:\/\/[^<\s]*)?(\/link\/[0-9a-f]{64})/.exec(item.inner);
  assert.ok(link?.[1], 'the whole address, ready to be read out or copied');
  const dorte = site.client();
  const landing = await dorte.open(link[2]);
  await landing.form(link[2]).fill({ password: 'kaffe og kringle kl. tre' }).submit();
  assert.equal((await dorte.get('/me')).status, 200);
  const action = /action="([^"]*\/people\/letters\/\d+)"/.exec(item.inner)[1];
  assert.equal((await letters.form(action).send()).status, 303);
  assert.ok(!(await administrator.open('/people/letters')).words.includes('dorte@example.dk'));
  assert.equal(await site.sql("SELECT count(*) FROM outbox WHERE address = 'dorte@example.dk'"), '0');
  const token = letters.form(action).value('token');
  assert.equal((await administrator.post('/people/letters/999999', { token })).status, 404);
  assert.equal((await administrator.post('/people/letters/x', { token })).status, 404);
});

test('a letter that nobody waits for can be removed', async () => {
  await (await site.client().open('/link')).form('mail').fill({ mail: 'ukendt@example.dk' }).submit();
  const letters = await administrator.open('/people/letters');
  const item = letters.all('li').find((li) => li.text.includes('ukendt@example.dk'));
  assert.match(item.text, /Der er ingen konto[^]*Fjern/);
  const action = /action="([^"]*\/people\/letters\/\d+)"/.exec(item.inner)[1];
  assert.equal((await letters.form(action).send()).status, 303);
  assert.ok(!(await administrator.open('/people/letters')).words.includes('ukendt@example.dk'));
});

test('a new link ends the older one, whose letter leaves the list', async () => {
  const links = [];
  for (let i = 0; i < 2; i++) {
    await (await site.client().open('/link')).form('mail').fill({ mail: 'dorte@example.dk' }).submit();
    const letters = await administrator.open('/people/letters');
    const items = letters.all('li').filter((li) => li.text.includes('dorte@example.dk'));
    assert.equal(items.length, 1);
    links.push(/\/link\/[0-9a-f]{64}/.exec(items[0].inner)[0]);
  }
  assert.equal((await site.client().get(links[0])).status, 404);
  assert.equal((await site.client().get(links[1])).status, 200);
});

test('a new link for somebody who cannot get in', async () => {
  const path = await pathOf('Anna Prøvesen');
  const page = await (await administrator.open(path)).form(`${path}/link`).submit();
  assert.equal(page.url.pathname, '/people/letters');
  assert.ok(page.words.includes('anna@example.dk'));
});

test('making an administrator signs the person out and gives the right; the last one stays', async () => {
  const path = await pathOf('Anna Prøvesen');
  await (await administrator.open(path)).form(`${path}/administrator`).submit();
  assert.equal((await anna.get('/me')).status, 303, 'rights change with a new sign-in');
  const again = await signIn(site, 'anna@example.dk');
  assert.equal((await again.get('/people')).status, 200);
  const ended = await (await administrator.open(path)).form(`${path}/administrator`).submit();
  assert.ok(ended.words.includes('ikke længere administrator'));
  assert.equal((await again.get('/people')).status, 303);
  const own = await pathOf('Administrator');
  const refused = await (await administrator.open(own)).form(`${own}/administrator`).submit();
  assert.ok(refused.words.includes('Intet er ændret'), refused.words);
  assert.equal((await administrator.get('/people')).status, 200);
});

test('the list is searched and paged', async () => {
  const words = [];
  for (let i = 0; i < 45; i++) words.push(`(${i + 1000}, ${i + 1000}, 'Gæst ${i}', 'g${i}@example.dk', 1)`);
  await site.sql(`INSERT INTO person (id, public_id, name, mail, created_at) VALUES ${words.join(', ')}`);
  const first = await administrator.open('/people');
  assert.ok(first.words.includes('Gæst 44') && !first.words.includes('Gæst 20'));
  const second = await administrator.open(first.link('Næste'));
  assert.ok(second.words.includes('Gæst 24') && second.words.includes('Gæst 5'));
  const third = await administrator.open(second.link('Næste'));
  assert.ok(third.words.includes('Dorte Ny'));
  const back = await administrator.open(third.link('Forrige'));
  assert.deepEqual(back.all('h2').map((h) => h.text), second.all('h2').map((h) => h.text));
  const nobody = await administrator.open('/people?q=findesikke');
  assert.ok(nobody.words.includes('Ingen fundet'));
});

test('an unknown person is not found', async () => {
  assert.equal((await administrator.get('/people/0123456789abc')).status, 404);
  assert.equal((await administrator.get('/people/zzz')).status, 404);
});
