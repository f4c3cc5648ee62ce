// The page that updates by itself: the progress of a count, as Server-Sent Events. A listener hears
// that there is news without asking. The news is a number and a total, which anyone signed in may hear.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { routeHit } from '../lib/routes.mjs';
import { siteForFile } from '../lib/server.mjs';
import { person } from '../lib/people.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bytes = readFileSync(new URL('../../assets/demo/wieliczka-2023.pb', import.meta.url));

async function uploadVote(client) {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title: 'Et budget for Lindsø', problem: 'Der mangler bænke.', contact_phone: '12 34 56 78' });
  const place = (await form.submit()).url.pathname;
  const upload = (await client.open(`${place}/budget/import`)).form('file');
  upload.fill({ source: 'Pabulib', file: { name: 'votes.pb', type: 'text/plain', bytes } });
  return upload.submit();
}

// Listens until `enough` says so, or for some seconds. Answers {status, headers, text}.
function listen(client, topic, { seconds = 10, enough = () => false } = {}) {
  return new Promise((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const address = `${site.url}/live?topic=${encodeURIComponent(topic)}`;
    const request = http.get(address, { headers: { cookie, accept: 'text/event-stream' } }, (message) => {
      let text = '';
      const finish = () => {
        clearTimeout(late);
        request.destroy();
        resolve({ status: message.statusCode, headers: message.headers, text });
      };
      const late = setTimeout(finish, seconds * 1000);
      routeHit('GET', '/live', message.statusCode);
      message.on('data', (piece) => {
        text += piece;
        if (enough(text)) finish();
      });
      message.on('end', finish);
    });
    request.on('error', reject);
  });
}

const waiting = await uploadVote(anna);
const topic = waiting.all('div').find((element) => element.attributes['data-live'])?.attributes['data-live'];

test('the page of a running count names the topic to listen to', () => {
  assert.equal(waiting.status, 200);
  assert.ok(topic, waiting.text);
});

test('a listener hears the news as events, without caching or buffering', async () => {
  const second = await uploadVote(anna);
  const itsTopic = second.all('div').find((element) => element.attributes['data-live']).attributes['data-live'];
  const heard = await listen(anna, itsTopic, { enough: (text) => /^(data|id):/m.test(text) });
  assert.equal(heard.status, 200);
  assert.match(heard.headers['content-type'], /^text\/event-stream/);
  assert.match(heard.headers['cache-control'], /no-store|no-cache/);
  assert.match(heard.headers['content-security-policy'], /default-src 'none'/);
  assert.match(heard.text, /^(data|id):/m, 'an event arrived');
});

test('a visitor may not listen, and nobody to a topic that is none', async () => {
  const { status } = await listen(site.client(), topic, { seconds: 2 });
  assert.ok([403, 404].includes(status), String(status));
  assert.equal((await anna.get('/live?topic=findes-ikke')).status, 404);
  assert.equal((await anna.get('/live')).status, 404);
});

test('what is heard holds nothing of the page behind it', async () => {
  const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
  const { text } = await listen(bo, topic, { seconds: 2 });
  assert.doesNotMatch(text, /budget|Lindsø|Prøvesen/i);
});

test('a listener does not hold up a clean stop', async () => {
  const third = await uploadVote(anna);
  const itsTopic = third.all('div').find((element) => element.attributes['data-live']).attributes['data-live'];
  const listening = listen(anna, itsTopic, { seconds: 15 }).catch(() => undefined);
  await new Promise((done) => { setTimeout(done, 300); });
  const began = Date.now();
  await site.halt();
  assert.ok(Date.now() - began < 8000, `${Date.now() - began} ms`);
  await listening;
});
