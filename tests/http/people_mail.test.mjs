// Letters by mail: what a mail server really gets, what is kept afterwards, and what happens when
// the server refuses or is away.
import test from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { after } from 'node:test';
import { siteForFile } from '../lib/server.mjs';
import { person } from '../lib/people.mjs';

// A mail server of a few lines: keeps what it is given; refuses addresses that begin with "refuse".
const letters = [];
const server = net.createServer((socket) => {
  let rest = '';
  let data = null;
  let to = '';
  const say = (line) => socket.write(`${line}\r\n`);
  const hear = (line) => {
    if (data !== null) {
      if (line !== '.') return data.push(line.replace(/^\./, ''));
      letters.push({ to, lines: data });
      data = null;
      return say('250 kept');
    }
    if (/^RCPT/i.test(line)) {
      to = /<(.*)>/.exec(line)[1];
      return say(to.startsWith('refuse') ? '550 no such person' : '250 ok');
    }
    if (/^DATA/i.test(line)) {
      data = [];
      return say('354 go on');
    }
    if (/^QUIT/i.test(line)) {
      say('221 bye');
      return socket.end();
    }
    return say('250 ok');
  };
  say('220 test');
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    rest += bytes;
    for (let end; (end = rest.indexOf('\r\n')) >= 0;) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      hear(line);
    }
  });
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
after(() => server.close());

const site = await siteForFile({ args: ['--smtp-url', `smtp://127.0.0.1:${server.address().port}`,
  '--smtp-from', 'samskab@example.dk', '--base-url', 'https://samskab.example.dk'] });

// The letter to this address, decoded: { head, body }.
async function letterTo(mail) {
  for (let tries = 0; tries < 300; tries++) {
    const at = letters.findIndex((letter) => letter.to === mail);
    if (at >= 0) {
      const [{ lines }] = letters.splice(at, 1);
      const gap = lines.indexOf('');
      return { head: lines.slice(0, gap), lines,
        body: Buffer.from(lines.slice(gap + 1).join(''), 'base64').toString('utf8') };
    }
    await sleep(50);
  }
  throw new Error(`no letter to ${mail}: ${site.stderr}`);
}

const headOf = (letter, name) => letter.head.find((line) => line.startsWith(`${name}: `));

async function signUp(name, mail) {
  const page = await (await site.client().open('/signup')).form('/signup')
    .fill({ name, mail, sector: 'citizen' }).submit();
  assert.equal(page.status, 200, page.words);
  return page;
}

async function until(text, wanted) {
  let got;
  for (let tries = 0; tries < 200; tries++) {
    got = await site.sql(text);
    if (got === wanted) return;
    await sleep(50);
  }
  assert.equal(got, wanted, text);
}

test('a sign-up sends one letter whose link opens the account, and forgets its text', async () => {
  const page = await signUp('Åse Sørensen', 'aase@example.dk');
  assert.ok(page.words.includes('sendt et brev'));
  const letter = await letterTo('aase@example.dk');
  assert.match(headOf(letter, 'From'), /<samskab@example\.dk>/);
  assert.match(headOf(letter, 'To'), /<aase@example\.dk>/);
  assert.match(headOf(letter, 'Date'), /[+]0000$/);
  assert.match(headOf(letter, 'Content-Type'), /text\/plain; charset=utf-8/);
  assert.ok(letter.lines.every((line) => line.length <= 998 && /^[\x20-\x7e\t]*$/.test(line)));
  assert.ok(letter.body.startsWith('Hej'), letter.body);
  assert.ok(!letter.body.includes('Åse'), 'a stranger may have written the name');
  const path = /https:\/\/samskab\.example\.dk(\/link\/[0-9a-f]{64})/.exec(letter.body)[1];
  await until('SELECT count(*) FROM outbox WHERE sent_at IS NULL', '0');
  assert.equal(await site.sql("SELECT address, receiver FROM outbox WHERE address <> '' OR receiver <> ''"), '');
  const aase = site.client();
  await (await aase.open(path)).form(path).submit();
  assert.equal((await aase.get('/me')).status, 200);
});

test('a name cannot add lines or receivers to a letter', async () => {
  const refused = await (await site.client().open('/signup')).form('/signup')
    .fill({ name: 'Ib', mail: 'ib@example.dk', sector: 'citizen' });
  const token = refused.value('token');
  const answer = await site.client().post('/signup', { token, mail: 'ib@example.dk', sector: 'citizen',
    name: 'Ib\r\nBcc: mange@example.dk' });
  assert.equal(answer.status, 422);
  await signUp('"Ib" <mange@example.dk>, ', 'ib@example.dk');
  const letter = await letterTo('ib@example.dk');
  assert.equal(letter.head.filter((line) => /^(to|cc|bcc):/i.test(line)).length, 1);
  assert.equal(headOf(letter, 'To'), 'To: <ib@example.dk>');
});

test('an unknown address that asks for a link is told by letter, not on the page', async () => {
  const page = await (await site.client().open('/link')).form('/link').fill({ mail: 'ukendt@example.dk' }).submit();
  assert.equal(page.status, 200);
  const letter = await letterTo('ukendt@example.dk');
  assert.ok(letter.body.includes('ingen konto') && letter.body.includes('https://samskab.example.dk/signup'));
});

test('a new password is told to its owner, in her language', async () => {
  const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' }, { language: 'en' });
  await (await anna.open('/me')).form('phone').fill({ lang: 'en' }).submit();
  await (await anna.open('/me/password')).form('fresh').fill({ fresh: 'three green bottles' }).submit();
  const letter = await letterTo('anna@example.dk');
  assert.ok(letter.body.includes('was changed') && !letter.body.includes('three green'));
});

test('a refused letter stays on the list with the reason and without its link', async () => {
  await signUp('Ra Prøvesen', 'refuse@example.dk');
  await until("SELECT failure FROM outbox WHERE address = 'refuse@example.dk'", '3');
  const administrator = await person(site, { name: 'Ada Drift', mail: 'ada@example.dk', administrator: true });
  const page = await administrator.open('/people/letters');
  assert.ok(page.words.includes('refuse@example.dk') && page.words.includes('afviste adressen'), page.words);
  assert.ok(!page.text.includes('/link/'), 'with a mail server nobody else sees links');
});

test('no address and no token is in the log', () => {
  assert.ok(!/@example\.dk|[0-9a-f]{64}/.test(site.stderr.replace('samskab@example.dk', '')), site.stderr);
});
