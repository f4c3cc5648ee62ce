// The seat of a telephone: one cookie for each meeting, limits that count a room of telephones seat by
// seat although they share one address, and codes that nobody can try out.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { routeHit } from '../lib/routes.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const first = await holdMeeting(anna, 'cards');
const second = await holdMeeting(anna, 'cards');
const idOf = (meeting) => meeting.path.split('/').pop();

async function joinIn(client, meeting, nickname) {
  const form = (await client.open(`${meeting.path}/join`)).form('nickname');
  return form.fill({ nickname }).send();
}

test('a seat is one cookie of its meeting, which no script reads and no other site sends', async () => {
  const phone = site.client();
  const answer = await joinIn(phone, first, 'Ib');
  const set = [answer.headers['set-cookie']].flat().join('\n');
  const [, age] = set.match(/^seat-[0-9a-z]{13}=[0-9a-f]{48}; Path=\/; Max-Age=(\d+); HttpOnly; SameSite=Lax$/);
  assert.ok(Number(age) > 24 * 3600 && Number(age) < 48 * 3600, age);
  assert.match(answer.headers['cache-control'], /no-store/);
  assert.deepEqual([...phone.cookies.keys()], [`seat-${idOf(first)}`]);
});

test('seats in two meetings share nothing, and the database keeps no token', async () => {
  const phone = site.client();
  await joinIn(phone, first, '');
  await joinIn(phone, second, '');
  const tokens = [...phone.cookies.values()];
  assert.equal(tokens.length, 2);
  assert.notEqual(tokens[0], tokens[1]);
  const hashes = (await site.sql(`SELECT ${site.database ? "encode(token_hash, 'hex')" : 'hex(token_hash)'} FROM seat`))
    .toLowerCase().split('\n').filter(Boolean);
  assert.equal(new Set(hashes).size, hashes.length);
  for (const token of tokens) assert.ok(!hashes.some((hash) => hash.includes(token)), 'a token is stored');
});

test('the seat of one meeting opens no other, and a cookie sent twice opens none', async () => {
  const phone = site.client();
  await joinIn(phone, first, 'Ida');
  const token = phone.cookies.get(`seat-${idOf(first)}`);
  const sent = (cookie) => site.client().get(`/m/${idOf(first)}`, { headers: { cookie } });
  assert.equal((await sent(`seat-${idOf(first)}=${token}`)).status, 200);
  assert.equal((await sent(`seat-${idOf(first)}=${token}; seat-${idOf(first)}=${token}`)).status, 303);
  assert.equal((await sent(`seat-${idOf(first)}=${token.slice(1)}`)).status, 303);
  const elsewhere = await site.client().get(`/m/${idOf(second)}`,
    { headers: { cookie: `seat-${idOf(second)}=${token}` } });
  assert.equal(elsewhere.status, 303);
});

// Opens a stream and keeps it; answers the status and how to end it.
function listen(client, topic) {
  return new Promise((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = http.get(`${site.url}/live?topic=${topic}`, { headers: { cookie }, agent: false }, (message) => {
      routeHit('GET', '/live', message.statusCode);
      message.on('error', () => {});
      message.resume();
      resolve({ status: message.statusCode, end: () => request.destroy() });
    });
    request.on('error', reject);
  });
}

test('forty telephones behind one address all listen; without a seat an address has sixty-four streams of each meeting', async () => {
  const topic = `m/${idOf(first)}`;
  const streams = [];
  for (let i = 0; i < 40; i++) streams.push(await listen(await join(site, first, { nickname: '' }), topic));
  assert.deepEqual([...new Set(streams.map((stream) => stream.status))], [200]);
  const guests = [];
  for (let i = 0; i < 65; i++) guests.push(await listen(site.client(), i % 2 ? topic : `${topic}/room`));
  assert.deepEqual(guests.map((guest) => guest.status), [...Array(64).fill(200), 429]);
  guests.push(await listen(site.client(), `m/${idOf(second)}`));
  assert.equal(guests.at(-1).status, 200, 'the hall beside has its own');
  for (const stream of [...streams, ...guests]) stream.end();
});

test('only topics of meetings that exist are heard', async () => {
  const visitor = site.client();
  for (const topic of [`m/${idOf(first)}/`, `m/${idOf(first)}/seats`, `m/${idOf(first)}/room/x`, 'm/', 'm',
    'm/0000000000001', 'm/%3Cscript%3E', 'job/1', 'i/1'])
    assert.equal((await listen(visitor, topic)).status, 404, topic);
});

test('a telephone that sends too much is stopped alone, not the room', async () => {
  const busy = await join(site, second, { nickname: 'Travl' });
  const calm = await join(site, second, { nickname: 'Rolig' });
  const token = (await busy.open(second.path)).form('/leave').value('token');
  const press = (client) => client.post(`${second.path}/e/0000000000001/report`, { token });
  const statuses = [];
  for (let i = 0; i < 260 && statuses.at(-1) !== 429; i++) statuses.push((await press(busy)).status);
  assert.equal(statuses.at(-1), 429);
  assert.ok(statuses.length > 100, `${statuses.length}`);
  assert.notEqual((await press(calm)).status, 429);
});

test('codes cannot be tried out: after sixty wrong ones the address waits, and the QR code still works', async () => {
  const guess = (code) => site.client().get(`/j/${code}`);
  const statuses = [];
  for (let i = 0; i < 90 && statuses.at(-1) !== 429; i++)
    statuses.push((await guess(i % 2 ? 'BBBBBB' : 'nonsense')).status);
  assert.equal(statuses.at(-1), 429);
  assert.ok(statuses.length > 55 && statuses.length < 90, `${statuses.length}`);
  assert.equal((await guess(first.code)).status, 429);
  assert.equal((await site.client().get(`${first.path}/join`)).status, 200);
});
