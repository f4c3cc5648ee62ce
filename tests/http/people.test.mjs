// Getting in: signing up, one-time links, passwords, and that nobody learns who has an account.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);

// The one-time link that waits for this address, as an administrator reads it on the page.
async function waitingLink(mail) {
  const page = await administrator.open('/people/letters');
  assert.equal(page.status, 200);
  const item = page.all('li').find((li) => li.text.includes(mail) && li.inner.includes('one-time-link'));
  assert.ok(item, `no link waits for ${mail}: ${page.words}`);
  return /(\/link\/[0-9a-f]{64})/.exec(item.inner)[1];
}

async function signUp(name, mail, client = site.client()) {
  const form = (await client.open('/signup')).form('/signup');
  return form.fill({ name, mail, sector: 'association' }).submit();
}

async function askLink(mail, client = site.client()) {
  return (await client.open('/link')).form('/link').fill({ mail }).submit();
}

const signIn = async (mail, password, client = site.client()) =>
  (await client.open('/signin')).form('/signin').fill({ mail, password }).send();

const isSignedIn = async (client) => (await client.get('/me')).status === 200;

test('signing up makes the account only when the link is used, with a password if one likes', async () => {
  const sent = await signUp('Karen Prøvesen', 'karen@example.dk');
  assert.equal(sent.path, '/link/sent');
  assert.equal(await site.sql("SELECT count(*) FROM person WHERE mail = 'karen@example.dk'"), '0');
  const karen = site.client();
  const path = await waitingLink('karen@example.dk');
  const page = await karen.open(path);
  assert.equal(page.status, 200);
  assert.ok(page.words.includes('karen@example.dk'));
  assert.equal(await isSignedIn(karen), false, 'opening the link does nothing');
  const arrived = await page.form(path).fill({ password: 'grøn cykel ved havnen' }).submit();
  assert.equal(arrived.status, 200);
  assert.ok(await isSignedIn(karen));
  assert.equal(await site.sql("SELECT sector FROM person WHERE mail = 'karen@example.dk'"), '1');
  const answer = await signIn('KAREN@example.dk ', 'grøn cykel ved havnen');
  assert.equal(answer.status, 303);
});

test('a sign-up without name or with a broken address shows the form again with its input', async () => {
  const form = (await site.client().open('/signup')).form('/signup');
  const page = await form.fill({ name: '', mail: 'ikke en adresse', sector: 'citizen' }).send();
  assert.equal(page.status, 422);
  assert.equal(page.form('/signup').value('mail'), 'ikke en adresse');
  assert.ok(page.words.includes('2 ting skal rettes'), page.words);
});

test('a used link, an unknown link and an expired link say what to do', async () => {
  await signUp('Ole Eksempel', 'ole@example.dk');
  const path = await waitingLink('ole@example.dk');
  const form = (await site.client().open(path)).form(path);
  const second = (await site.client().open(path)).form(path);
  assert.equal((await form.send()).status, 303);
  const again = await second.send();
  assert.equal(again.status, 404);
  assert.equal(again.link('nyt link'), '/link');
  assert.equal((await site.client().get(path)).status, 404);
  assert.equal((await site.client().get(`/link/${'0'.repeat(64)}`)).status, 404);
  assert.equal((await site.client().get('/link/kort')).status, 404);

  await askLink('ole@example.dk');
  const late = await waitingLink('ole@example.dk');
  const open = (await site.client().open(late)).form(late);
  await site.sql("UPDATE login_link SET expires_at = 1 WHERE used_at IS NULL AND nonce IS NOT NULL");
  const refused = await open.send();
  assert.equal(refused.status, 404);
  assert.equal(refused.headers['set-cookie'], undefined);
});

test('a weak password on the link page is refused, and the link still works', async () => {
  await signUp('Lis Prøvesen', 'lis@example.dk');
  const path = await waitingLink('lis@example.dk');
  const client = site.client();
  for (const password of ['kort', 'password123', 'sommer2026']) {
    const page = await (await client.open(path)).form(path).fill({ password }).send();
    assert.equal(page.status, 422, password);
    assert.ok(!page.text.includes(`value="${password}"`), 'never shown again');
  }
  assert.equal((await (await client.open(path)).form(path).send()).status, 303);
});

test('known and unknown addresses get the same answers', async () => {
  const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
  await (await anna.open('/me/password')).form('/me/password')
    .fill({ fresh: 'syv små gæs i vand' }).submit();
  const look = (page) => ({ status: page.status, location: page.location,
    length: page.bytes.length, cookie: page.headers['set-cookie'],
    text: page.text.replace(/value="[^"]*"/g, '') });
  const up = async (mail) => look(await (await site.client().open('/signup')).form('/signup')
    .fill({ name: 'Nogen', mail, sector: 'citizen' }).send());
  const ask = async (mail) => look(await (await site.client().open('/link')).form('/link')
    .fill({ mail }).send());
  const wrong = async (mail) => look(await signIn(mail, 'helt forkert kode'));
  for (const way of [up, ask, wrong]) {
    const known = await way('anna@example.dk');
    const unknown = await way('erik@example.dk');
    assert.deepEqual(known, unknown);
  }
});

test('a wrong password takes as long for a known address as for an unknown one', async () => {
  const times = { known: [], unknown: [] };
  const client = site.client();
  for (let i = 0; i < 9; i++)
    for (const [sort, mail] of [['known', 'ole@example.dk'], ['unknown', 'per@example.dk']]) {
      const form = (await client.open('/signin')).form('/signin');
      form.fill({ mail, password: `forkert kode ${i}` });
      const begun = process.hrtime.bigint();
      const page = await form.send();
      times[sort].push(Number(process.hrtime.bigint() - begun) / 1e6);
      assert.equal(page.status, 422);
    }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [known, unknown] = [median(times.known), median(times.unknown)];
  assert.ok(Math.max(known, unknown) < 3 * Math.min(known, unknown), `${known} ms, ${unknown} ms`);
  assert.ok(Math.min(known, unknown) > 5, 'both did the work of hashing');
});

test('many wrong passwords for one account are answered with 429 and Retry-After', async () => {
  const client = site.client();
  const form = (await client.open('/signin')).form('/signin');
  const statuses = [];
  for (let i = 0; i < 12; i++) {
    const page = await form.fill({ mail: 'bent@example.dk', password: `gæt nummer ${i}` }).send();
    statuses.push(page.status);
    if (page.status === 429) assert.ok(Number(page.headers['retry-after']) > 0);
  }
  assert.ok(statuses.includes(422) && statuses.at(-1) === 429, statuses.join());
  // Somebody else at the same place still gets in.
  assert.equal((await signIn('karen@example.dk', 'grøn cykel ved havnen')).status, 303);
});

test('letters to one address are limited', async () => {
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await askLink('mange@example.dk')).status);
  assert.equal(statuses[0], 200);
  assert.equal(statuses.at(-1), 429);
});

test('signing in begins a new session and ends the one before', async () => {
  const client = site.client();
  assert.equal((await signIn('karen@example.dk', 'grøn cykel ved havnen', client)).status, 303);
  const before = new Map(client.cookies);
  assert.equal((await signIn('karen@example.dk', 'grøn cykel ved havnen', client)).status, 303);
  const stale = site.client();
  for (const [name, value] of before) stale.cookies.set(name, value);
  assert.equal(await isSignedIn(stale), false);
  assert.ok(await isSignedIn(client));
});

test('signing in leads back to the page one came from, and nowhere else', async () => {
  const client = site.client();
  const page = await client.open('/me/sessions');
  assert.equal(page.url.pathname, '/signin', 'a visitor is asked to sign in');
  const form = page.form('/signin').fill({ mail: 'karen@example.dk', password: 'grøn cykel ved havnen' });
  assert.match((await form.send()).location, /^\/me\/sessions/);
  const english = (await site.client().open('/en/me/sessions')).form('/en/signin');
  const there = await english.fill({ mail: 'karen@example.dk', password: 'grøn cykel ved havnen' }).send();
  assert.match(there.location, /^\/en\/me\/sessions/);
  const evil = (await site.client().open('/signin?next=https://evil.example/')).form('/signin');
  const answer = await evil.fill({ mail: 'karen@example.dk', password: 'grøn cykel ved havnen' }).send();
  assert.match(answer.location, /^\/(\?|$)/);
});

test('signing out ends the session on the server', async () => {
  const client = site.client();
  await signIn('karen@example.dk', 'grøn cykel ved havnen', client);
  const copy = site.client();
  for (const [name, value] of client.cookies) copy.cookies.set(name, value);
  const page = await client.open('/me');
  assert.equal((await page.form('/signout').send()).status, 303);
  assert.equal(await isSignedIn(client), false);
  assert.equal(await isSignedIn(copy), false, 'also for a copy of the cookie');
});

test('only hashes of tokens are in the database, and no token is in the log', async () => {
  await signUp('Ib Eksempel', 'ib@example.dk');
  const path = await waitingLink('ib@example.dk');
  const token = path.slice('/link/'.length);
  const dump = await site.sql('SELECT * FROM login_link') + await site.sql('SELECT * FROM outbox');
  assert.ok(!dump.includes(token));
  await site.client().open(path);
  const cookie = [...administrator.cookies.values()][0];
  assert.ok(!site.stderr.includes(token) && !site.stderr.includes(cookie));
  assert.ok(!(await site.sql('SELECT * FROM session')).includes(cookie));
});

test('signing up with an address that has an account sends its owner a way in instead', async () => {
  await signUp('En Anden', 'karen@example.dk');
  const path = await waitingLink('karen@example.dk');
  const client = site.client();
  await (await client.open(path)).form(path).submit();
  assert.equal((await client.open('/me')).form('name').value('name'), 'Karen Prøvesen');
});
