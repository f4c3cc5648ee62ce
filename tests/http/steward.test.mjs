// The line to the steward: anybody writes, only the chosen steward opens, and her words are nowhere.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engine, siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';
import { holdMeeting, join as joinMeeting } from '../lib/room.mjs';
import { run } from '../lib/run.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const leader = await person(site, { name: 'Lene Lederby', mail: 'lene@example.dk' });
const steward = await person(site, { name: 'Tove Tillidsby', mail: 'tove@example.dk' });
const other = await person(site, { name: 'Ole Andenby', mail: 'ole@example.dk' });
const passphrase = 'tolv grønne æbler på en tråd';
const marker = 'Zebrastribet bekymring om kvarterstimen';

async function make(client, name) {
  const page = await (await client.open('/o/new')).form('/o/new').fill({ kind: 'association', name,
    contact_name: 'Lene Lederby', contact_phone: '12 34 56 78' }).submit();
  assert.equal(page.status, 200, page.words);
  return page.url.pathname;
}

async function addMember(path, client, mail) {
  const page = await (await leader.open(`${path}/members`)).form('mail').fill({ mail, role: 'member' }).submit();
  assert.equal(page.status, 200, page.words);
  const letters = await administrator.open('/people/letters');
  const item = letters.all('li').find((li) => li.text.includes(mail) && li.inner.includes('/link/'));
  const link = /(\/link\/[0-9a-f]{64})/.exec(item.inner)[1];
  assert.ok((await (await client.open(link)).form(link).submit()).status < 400);
}

const place = await make(leader, 'Bageriet i Prøveby');
await addMember(place, steward, 'tove@example.dk');
await addMember(place, other, 'ole@example.dk');

async function name(who) {
  const page = await leader.open(`${place}/stewards`);
  const option = [...page.text.matchAll(/value="(\w{13})"[^>]*>\s*<label[^>]*>([^<]*)</g)]
    .find(([, , label]) => label.includes(who));
  assert.ok(option, page.words);
  return page.form('member').fill({ member: option[1] }).submit();
}

async function boxOf(client) {
  const page = await client.open('/me/steward');
  const [path] = /\/me\/steward\/\w{13}/.exec(page.text);
  return path;
}

async function setUp(client, box, words, more = {}) {
  return (await client.open(`${box}/key`)).form('fresh')
    .fill({ fresh: words, again: words, understood: true, ...more }).submit();
}

async function write(client, text, to) {
  const form = (await client.open(`${place}/steward`)).form('text').fill({ text, ...(to ? { steward: to } : {}) });
  const page = await form.submit();
  return { form, page };
}

const open = async (client, box, words) =>
  (await client.open(box)).form('passphrase').fill({ passphrase: words }).submit();

// Every byte that a thief of the data folder, its logs and its copies would have.
function bytesBelow(folder) {
  const found = [];
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const facts = statSync(path);
    if (facts.isDirectory()) found.push(...bytesBelow(path));
    else if (facts.isFile()) found.push({ path, bytes: readFileSync(path) });
  }
  return found;
}

// Are these words in any of the files, as they are, in hexadecimal, or in base 64?
function filesWith(files, words) {
  const plain = Buffer.from(words, 'utf8');
  const inner = plain.subarray(0, plain.length - (plain.length % 3));
  const forms = [plain, Buffer.from(plain.toString('hex')), Buffer.from(plain.toString('hex').toUpperCase()),
    Buffer.from(inner.toString('base64').replace(/=+$/, '')), Buffer.from(words, 'utf16le')];
  return files.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ path }) => path);
}

async function everything() {
  const files = bytesBelow(site.folder);
  files.push({ path: 'stdout', bytes: Buffer.from(site.stdout) }, { path: 'stderr', bytes: Buffer.from(site.stderr) });
  for (const words of [['export'], ['export', '--all'], ['routes']]) {
    const { output } = await site.command(...words);
    files.push({ path: words.join(' '), bytes: Buffer.from(output) });
  }
  if (engine !== 'postgresql') {
    const dump = await run(['sqlite3', join(site.folder, 'samskab.db'), '.dump']);
    files.push({ path: 'dump', bytes: Buffer.from(dump.stdout) });
    return files;
  }
  const url = new URL(site.database.url.replace(/^postgresql:/, 'http:').replace(/@\//, '@localhost/'));
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const dump = await run(['/usr/lib/postgresql/15/bin/pg_dump', site.database.url]);
  assert.equal(dump.code, 0, dump.output);
  files.push({ path: 'dump', bytes: Buffer.from(dump.stdout) });
  await site.sql('CHECKPOINT');
  files.push(...bytesBelow(join(host, 'data')));
  return files;
}

test('nobody can write before a steward is named and has chosen a passphrase', async () => {
  const before = await site.client().open(`${place}/steward`);
  assert.ok(before.words.includes('ikke udpeget en tillidsrepræsentant her endnu'), before.words);
  assert.equal((await site.client().get(`${place}/stewards`)).status, 303);
  assert.equal((await other.get(`${place}/stewards`)).status, 403);
  assert.equal((await other.get('/me/steward')).status, 200);
  assert.ok((await other.open('/me/steward')).words.includes('ikke udpeget'));
  const named = await name('Tove');
  assert.equal(named.status, 200, named.words);
  assert.ok(named.words.includes('Tove Tillidsby'));
  const after = await site.client().open(`${place}/steward`);
  assert.ok(after.words.includes('har ikke fået en adgangssætning endnu'), after.words);
  assert.ok((await site.client().open(place)).words.includes('Tove Tillidsby'), 'everybody sees who it is');
});

test('whoever manages the page cannot be its steward, nor a stranger', async () => {
  const form = (await leader.open(`${place}/stewards`)).form('member');
  const options = [...form.page.text.matchAll(/name="member" value="(\w{13})"/g)].map((found) => found[1]);
  assert.equal(options.length, 1, 'only the plain member who is not steward yet');
  const managers = await leader.open(`${place}/members`);
  const [, own] = /\/members\/(\w{13})">[^<]*Lene/.exec(managers.text) ?? /Lene[\s\S]*?\/members\/(\w{13})/.exec(managers.text);
  for (const member of [own, '0123456789abc', 'x', '']) {
    const answer = await leader.post(new URL(`${place}/stewards`, site.url), { token: form.value('token'), member }, { from: form.page.url });
    assert.equal(answer.status, 422, `${member}: ${answer.words}`);
  }
});

test('a short or mistyped passphrase, or one whose loss was not understood, is refused', async () => {
  const box = await boxOf(steward);
  const page = await steward.open(`${box}/key`);
  assert.ok(page.words.includes('Mister du den, er beskederne tabt'), page.words);
  for (const wrong of [{ fresh: 'kort', again: 'kort' }, { again: 'en helt anden sætning' }, { understood: false }]) {
    const answer = await setUp(steward, box, passphrase, wrong);
    assert.equal(answer.status, 422, JSON.stringify(wrong));
    assert.ok(!answer.text.includes(passphrase), 'a passphrase is never shown again');
  }
  assert.equal(await site.sql('SELECT count(*) FROM steward_key'), '0');
  const ready = await setUp(steward, box, passphrase);
  assert.equal(ready.status, 200, ready.words);
  assert.ok(ready.words.includes('Boksen er klar'), ready.words);
  assert.ok((await steward.open(box)).words.includes('Boksen er tom'));
});

test('steward: an employee writes to the worry box; the facilitator and leader cannot see it, the chosen steward can', async () => {
  const meeting = await holdMeeting(leader, 'cards');
  const seat = await joinMeeting(site, meeting, { nickname: 'Ada' });
  const { page } = await write(seat, `${marker}: æ, ø og å.\nRing til mig.`);
  assert.equal(page.status, 200, page.words);
  assert.ok(page.words.includes('Din besked ligger i boksen'), page.words);
  assert.ok(!page.words.includes('Zebrastribet'), 'the receipt does not repeat it');

  const box = await boxOf(steward);
  for (const [who, client] of Object.entries({ administrator, leader, other })) {
    assert.equal((await client.get(box)).status, 404, who);
    assert.equal((await client.get(`${box}/key`)).status, 404, who);
    const { page: from } = (await client.open('/me')).form('phone');
    const token = from.form('phone').value('token');
    for (const rest of ['', '/key', '/delete']) {
      const answer = await client.post(new URL(`${box}${rest}`, site.url), { token, key: '0123456789abc',
        message: '0123456789abc', passphrase, ...(rest === '/key' ? { fresh: passphrase, again: passphrase, understood: '1' } : {}),
      }, { from: from.url });
      assert.ok([404, 422, 400].includes(answer.status), `${who} ${rest}: ${answer.status}`);
      assert.ok(!answer.text.includes('Zebrastribet'));
    }
    for (const path of [place, `${place}/stewards`, `${place}/steward`, '/me/steward', '/me/data', '/me/data.json', '/people/letters',
      meeting.path, `${meeting.path}/lead`, `${meeting.path}/after`]) {
      const seen = await client.open(path);
      assert.ok(!seen.text.includes('Zebrastribet'), `${who}: ${path}`);
      assert.ok(!/besked(er)? i boksen/.test(seen.words), `${who} learns no number: ${path}`);
    }
  }
  assert.equal((await site.client().get(box)).status, 303);

  assert.ok((await steward.open(box)).words.includes('Der ligger 1 besked i boksen'));
  const wrong = await open(steward, box, 'tolv grønne æbler på en trod');
  assert.equal(wrong.status, 422);
  assert.ok(wrong.words.includes('ikke adgangssætningen til disse beskeder'), wrong.words);
  const opened = await open(steward, box, passphrase);
  assert.equal(opened.status, 200, opened.words);
  assert.ok(opened.text.includes(`${marker}: æ, ø og å.\nRing til mig.`), opened.words);
  assert.match(opened.headers['cache-control'], /no-store/);
});

test('the message is in no file, log, export or copy of the database; the name of the place is', async () => {
  await write(site.client(), `${marker}, igen og på engelsk: worry.`);
  await sleep(1500); // the journal is emptied into the file when the writer has been idle for a second
  const files = await everything();
  assert.notDeepEqual(filesWith(files, 'Bageriet i Prøveby'), [], 'the search finds what is there');
  assert.deepEqual(filesWith(files, 'Zebrastribet'), []);
  assert.deepEqual(filesWith(files, 'kvarterstimen'), []);
  assert.deepEqual(filesWith(files, 'tolv grønne æbler'), [], 'nor is the passphrase');
  const length = engine === 'postgresql' ? 'octet_length' : 'length';
  assert.equal(await site.sql(`SELECT DISTINCT ${length}(sealed) FROM steward_message`), '8240');
  assert.equal(await site.sql('SELECT count(*) FROM outbox WHERE path = \'/me/steward\''), '0', 'without mail no letter that others could see');
});

test('a form that is sent twice is there once, and the same form with other words is another message', async () => {
  const count = async () => Number(await site.sql('SELECT count(*) FROM steward_message'));
  const before = await count();
  const { form } = await write(site.client(), 'Kun én gang.');
  assert.equal(await count(), before + 1);
  assert.equal((await form.submit()).status, 200);
  assert.equal(await count(), before + 1);
  assert.equal((await form.fill({ text: 'Og noget andet.' }).submit()).status, 200);
  assert.equal(await count(), before + 2);
});

test('what is too long, empty or aimed at somebody else is refused, and the words are kept in the form', async () => {
  const client = site.client();
  const form = (await client.open(`${place}/steward`)).form('text');
  const url = new URL(`${place}/steward`, site.url);
  const good = { token: form.value('token'), key: form.value('key'), steward: form.value('steward'), text: 'Hej' };
  const bad = [{ text: 'å'.repeat(2001) }, { text: '' }, { steward: '0123456789abc' }, { steward: "' OR 1=1 --" },
    { key: '' }, { key: 'zzz' }, { text: 'Nul\u0001tegn' }];
  for (const wrong of bad) {
    const answer = await client.post(url, { ...good, ...wrong }, { from: form.page.url });
    assert.equal(answer.status, 422, JSON.stringify(wrong).slice(0, 80));
  }
  const page = await client.post(url, { ...good, steward: '0123456789abc', text: 'Mine <b>egne</b> ord' }, { from: form.page.url });
  assert.ok(page.text.includes('Mine &lt;b&gt;egne&lt;/b&gt; ord'));
  const longest = await client.post(url, { ...good, text: 'å'.repeat(2000) }, { from: form.page.url });
  assert.equal(longest.status, 303);
  const script = await client.post(url, { ...good, text: '<script>alert(1)</script>' }, { from: form.page.url });
  assert.equal(script.status, 303);
  const opened = await open(steward, await boxOf(steward), passphrase);
  assert.ok(opened.text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(!opened.text.includes('<script>alert(1)'));
});

test('a new passphrase is for new messages, and the old ones are opened with the old', async () => {
  const box = await boxOf(steward);
  const second = 'en ny sætning med mange ord';
  assert.equal((await setUp(steward, box, second)).status, 200);
  await write(site.client(), 'Skrevet til den nye nøgle.');
  const page = await steward.open(box);
  const keys = [...page.text.matchAll(/name="key" value="(\w{13})"/g)].map((found) => found[1]);
  assert.equal(keys.length, 2, page.words);
  const form = page.form('passphrase');
  const fresh = await form.fill({ key: keys[0], passphrase: second }).submit();
  assert.ok(fresh.words.includes('Skrevet til den nye nøgle.'), fresh.words);
  assert.ok(!fresh.words.includes('Zebrastribet'));
  const crossed = await (await steward.open(box)).form('passphrase').fill({ key: keys[1], passphrase: second }).submit();
  assert.equal(crossed.status, 422);
  const old = await (await steward.open(box)).form('passphrase').fill({ key: keys[1], passphrase }).submit();
  assert.ok(old.words.includes('Zebrastribet'));
  assert.ok(!old.words.includes('Skrevet til den nye nøgle.'));
});

test('the steward deletes one message, and all of one key', async () => {
  const box = await boxOf(steward);
  const count = async () => Number(await site.sql('SELECT count(*) FROM steward_message'));
  const keys = [...(await steward.open(box)).text.matchAll(/name="key" value="(\w{13})"/g)].map((found) => found[1]);
  const before = await count();
  const opened = await (await steward.open(box)).form('passphrase').fill({ key: keys[1], passphrase }).submit();
  assert.equal((await opened.form('message').submit()).status, 200);
  assert.equal(await count(), before - 1);
  const token = opened.form('message').value('token');
  const url = new URL(`${box}/delete`, site.url);
  assert.equal((await steward.post(url, { token, key: keys[1] }, { from: opened.url })).status, 422, 'neither one nor all');
  const again = await (await steward.open(box)).form('passphrase').fill({ key: keys[1], passphrase }).submit();
  assert.equal((await again.form('all').submit()).status, 200);
  assert.equal(await count(), 1);
});

test('whoever ends as steward keeps what was written to her, and nobody writes to her any more', async () => {
  const box = await boxOf(steward);
  assert.equal((await name('Ole')).status, 200);
  const otherBox = await boxOf(other);
  assert.equal((await setUp(other, otherBox, 'noget helt andet, tak')).status, 200);
  const choice = await site.client().open(`${place}/steward`);
  assert.ok(choice.words.includes('Tove Tillidsby') && choice.words.includes('Ole Andenby'));
  const [, tove] = /Tove Tillidsby<\/h2>[\s\S]*?\/stewards\/(\w{13})\/end/.exec((await leader.open(`${place}/stewards`)).text);
  assert.equal((await (await leader.open(`${place}/stewards`)).form(`/stewards/${tove}/end`).submit()).status, 200);
  const alone = await site.client().open(`${place}/steward`);
  assert.ok(!alone.words.includes('Tove Tillidsby'));
  assert.equal((await write(site.client(), 'Til den nye tillidsrepræsentant.')).page.status, 200);
  assert.equal((await other.get(box)).status, 404, 'the new steward has no way into the old box');
  assert.ok((await open(other, otherBox, 'noget helt andet, tak')).words.includes('Til den nye'));
  const old = await open(steward, box, 'en ny sætning med mange ord');
  assert.ok(old.words.includes('Skrevet til den nye nøgle.'), old.words);
  assert.equal((await steward.get(`${box}/key`)).status, 404);
});

test('her own data tells of the box and not of what is in it; erasing her deletes it', async () => {
  const data = JSON.parse((await steward.get('/me/data.json')).text);
  assert.equal(data.stewardships.length, 1);
  assert.equal(data.stewardships[0].organisation, 'Bageriet i Prøveby');
  assert.equal(data.stewardships[0].messages, 1);
  assert.ok(!JSON.stringify(data).includes('Skrevet til'));
  const namer = JSON.parse((await leader.get('/me/data.json')).text);
  assert.deepEqual(namer.stewardships.map((row) => [row.named, row.messages]), [[true, 0], [true, 0]]);
  const erase = (await steward.open('/me/erase')).form('/me/erase');
  const page = await erase.fill({ confirm: true }).submit();
  assert.ok(page.status < 400, page.words);
  assert.equal(await site.sql("SELECT count(*) FROM steward_key k JOIN steward s ON s.id = k.steward JOIN person p ON p.id = s.person WHERE p.name = ''"), '0');
  assert.equal(await site.sql('SELECT count(*) FROM steward WHERE to_at IS NULL'), '1');
});

test('guessing passphrases is limited, and uses up only the tries of who guesses', async () => {
  const from = await leader.open('/me');
  const token = from.form('phone').value('token');
  const box = await boxOf(other);
  const states = [];
  for (let i = 0; i < 15; i++) {
    states.push((await leader.post(new URL(box, site.url), { token, key: '0123456789abc', passphrase: `gæt nummer ${i}` }, { from: from.url })).status);
  }
  assert.deepEqual([...new Set(states)], [404, 429]);
  assert.equal((await open(other, box, 'noget helt andet, tak')).status, 200);
});
