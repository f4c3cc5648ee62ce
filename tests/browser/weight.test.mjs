// What a telephone has to fetch: the first time everything (page, style, script, fonts, picture),
// afterwards only what changed. Measured in a browser that has nothing yet, as bytes on the network.
import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, openWindow } from './lib/browser.mjs';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const FIRST_MOST = 60 * 1024;
const UPDATE_MOST = 5 * 1024;
const PEOPLE = 12;

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const browser = await launch();
after(() => browser.close());

// A telephone with that seat and an empty cache. fetched: [address, bytes] of everything that came.
async function telephone(cookies) {
  const window = await openWindow(browser, site, { width: 'phone' }, cookies);
  const devtools = await window.page.context().newCDPSession(window.page);
  const addresses = new Map();
  const fetched = [];
  await devtools.send('Network.enable');
  devtools.on('Network.responseReceived', ({ requestId, response }) => addresses.set(requestId, response.url));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    fetched.push([addresses.get(requestId).replace(site.url, ''), encodedDataLength]);
  });
  return { ...window, fetched };
}

const sum = (fetched) => fetched.reduce((total, [, bytes]) => total + bytes, 0);
const list = (fetched) => fetched.map(([address, bytes]) => `${address} ${bytes}`).join('\n');

for (const tool of ['cards', 'star', 'coherence', 'readiness']) {
  test(`${tool}: the first page of a telephone is at most 60 KB, each update at most 5 KB`, async () => {
    const meeting = await holdMeeting(anna, tool);
    const clients = [];
    for (let i = 0; i < PEOPLE; i++) {
      clients.push(await join(site, meeting, { nickname: `Deltager ${i + 1}`, sector: i % 2 ? 'citizen' : 'employee' }));
    }
    await meeting.until('trin 1 af');
    const window = await telephone(clients[0].cookies);
    const { page, fetched } = window;
    await page.goto(meeting.path);
    await page.locator('.task form').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const first = fetched.filter(([address]) => !address.includes('part=live')); // that is the next one
    console.log(`# ${tool}: ${(sum(first) / 1024).toFixed(1)} KiB the first time`);
    assert.ok(first.some(([address]) => /\.woff2/.test(address)), 'the fonts are counted');
    assert.ok(sum(first) <= FIRST_MOST, `${sum(first)} bytes:\n${list(first)}`);

    // Everybody answers as far as it goes, and the leader goes through to the end.
    for (const client of clients) await answer(client, meeting);
    fetched.length = 0;
    const keys = new Set();
    for (let i = 0; i < 9 && /lead\/next"/.test((await meeting.lead()).text); i++) {
      const was = await page.locator('.task').getAttribute('data-key');
      await meeting.next();
      if (await meeting.lead().then((lead) => !/trin \d af/.test(lead.words))) break;
      await page.waitForFunction((key) => document.querySelector('.task').dataset.key !== key, was);
      keys.add(await page.locator('.task').getAttribute('data-key'));
    }
    assert.ok(keys.size >= 2, 'it went on');
    const updates = fetched.filter(([address]) => address.includes('part=live'));
    assert.ok(updates.length >= keys.size, list(fetched));
    console.log(`# ${tool}: ${updates.length} updates, the largest ${(Math.max(...updates.map(([, bytes]) => bytes)) / 1024).toFixed(1)} KiB`);
    for (const [address, bytes] of updates) assert.ok(bytes <= UPDATE_MOST, `${address}: ${bytes} bytes`);
    const others = fetched.filter(([address]) => !/part=live|\/live\?/.test(address));
    assert.deepEqual(others, [], 'an update fetches nothing else');
    assert.deepEqual(window.problems, []);
    await page.context().close();
  });
}

async function answer(client, meeting) {
  const page = await client.open(meeting.path);
  const form = page.form(page.text.includes('/answer"') ? '/answer' : '/note');
  const values = {};
  for (const field of form.fields) if (/^[sc]\d+$/.test(field.name)) values[field.name] = '3';
  if (form.names().includes('text')) values.text = `en slutning af et par ord, som alle skriver ${Math.random()}`;
  const sent = await form.fill(values).submit();
  assert.equal(sent.status, 200, sent.words);
}
