// Telephones in a real browser: what is typed survives whatever the meeting does, a killed server
// is found again, the time takes the words along, and the pages are small enough for slow networks.
// keyboard.test.mjs does without a finger.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './lib/browser.mjs';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { postgresEnd } from '../lib/postgres.mjs';
import { startSite } from '../lib/server.mjs';

const FIRST_MAX = 60 * 1024;
const LIVE_MAX = 5 * 1024;
let site;
let browser;
let anna;

before(async () => {
  [site, browser] = await Promise.all([startSite(), launch()]);
  anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await postgresEnd();
});

// A window of somebody; client: its seat's cookies, or nobody's.
async function open(path, client, { width = 360, height = 740 } = {}) {
  const context = await browser.newContext({ baseURL: site.url, locale: 'da-DK', viewport: { width, height } });
  if (client) await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: site.url })));
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  if (path) await page.goto(path, { waitUntil: 'load' });
  return page;
}

async function gather(tool, n = 4) {
  const meeting = await holdMeeting(anna, tool);
  const seats = [];
  for (let i = 0; i < n; i++) seats.push(await join(site, meeting, { nickname: `Person ${i}`, sector: 'citizen' }));
  return { meeting, seats };
}

const sight = (page) => page.evaluate(() => ({
  partner: document.querySelector('.partner')?.innerText,
  card: document.querySelector('#card-stem')?.textContent,
  ends: document.querySelector('.clock')?.dataset.ends,
}));

test('what is typed survives updates and a reload, with focus and place in the text; a reload keeps the seat', async () => {
  const { meeting, seats } = await gather('cards');
  await meeting.next();
  const page = await open(meeting.path, seats[0]);
  await page.fill('#ending', 'en halv sætning');
  await page.locator('#ending').press('Home');
  const updates = [];
  page.on('response', (response) => { if (/part=live/.test(response.url())) updates.push(Date.now()); });
  for (const verb of ['pause', 'resume', 'add1']) {
    await (await meeting.lead()).form('/lead/clock').send({ button: `verb=${verb}` });
    await sleep(700);
  }
  await page.waitForFunction(() => document.querySelector('#ending-form [data-saved]').textContent === 'Ikke gemt endnu');
  await sleep(1500);
  assert.ok(updates.length >= 3, 'the clock changed and nobody told the telephone');
  assert.match(await page.textContent('.clock-digits'), /^4:/, 'one minute more');
  assert.equal(await page.inputValue('#ending'), 'en halv sætning');
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ['ending', 0]);
  await page.reload();
  assert.equal(await page.inputValue('#ending'), 'en halv sætning', 'the draft came back');
  assert.ok((await page.textContent('.room-menu summary')).includes('Person 0, nr. '));
  await page.locator('#ending-form .button-primary').click();
  await page.waitForFunction(() => document.querySelector('#ending-form [data-saved]').textContent === 'Gemt');
  await page.reload();
  assert.equal(await page.inputValue('#ending'), 'en halv sætning', 'now from the server');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('when the leader goes on, words that were not saved are sent by themselves', async () => {
  const { meeting, seats } = await gather('cards');
  await meeting.next();
  const page = await open(meeting.path, seats[0]);
  await page.fill('#ending', 'skrevet i sidste øjeblik');
  await meeting.next();
  await page.waitForFunction(() => document.querySelector('#task-title').textContent.includes('Gør sætningen'));
  await sleep(500);
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE text = 'skrevet i sidste øjeblik'"), '1');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('after kill -9 a telephone says that there is no connection, and comes back by itself: same clock, same pair, same words', async () => {
  const { meeting, seats } = await gather('cards');
  await meeting.next();
  const page = await open(meeting.path, seats[1]);
  const before = await sight(page);
  await page.fill('#ending', 'mens strømmen gik');
  await site.kill();
  await page.waitForSelector('#offline:not([hidden])');
  await page.locator('#ending-form .button-primary').click();
  await sleep(300);
  assert.equal(await page.inputValue('#ending'), 'mens strømmen gik');
  await site.start();
  await page.waitForSelector('#offline', { state: 'hidden', timeout: 30000 });
  await page.waitForFunction(() => document.querySelector('#ending-form [data-saved]').textContent === 'Gemt', undefined, { timeout: 15000 });
  assert.deepEqual(await sight(page), before);
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE text = 'mens strømmen gik'"), '1');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an answer of one telephone is on the big screen within a second', async () => {
  const { meeting, seats } = await gather('star', 6);
  await meeting.next();
  const screen = await open(`${meeting.path}/screen`, undefined, { width: 1920, height: 1080 });
  const phone = await open(meeting.path, seats[0]);
  for (const axis of await phone.locator('.axis').all()) await axis.locator('label').nth(3).click();
  await screen.waitForFunction(() => document.querySelector('.tally strong').textContent === '0');
  await phone.locator('.score-foot .button').click();
  const sent = Date.now();
  await screen.waitForFunction(() => document.querySelector('.tally strong').textContent === '1');
  console.log(`an answer was on the big screen after ${Date.now() - sent} ms`);
  await phone.waitForSelector('.saved-box');
  assert.ok((await phone.textContent('.score-foot [data-saved]')).includes('Gemt. Du kan rette'));
  for (const window of [screen, phone]) { assert.deepEqual(window.problems, []); await window.context().close(); }
});

test('news that comes often is fetched at most twice a second', async () => {
  const { meeting, seats } = await gather('star', 6);
  await meeting.next();
  const screen = await open(`${meeting.path}/screen`);
  const times = [];
  screen.on('request', (request) => { if (/part=live/.test(request.url())) times.push(Date.now()); });
  await sleep(1200);
  times.length = 0;
  const began = Date.now();
  for (let i = 0; i < 12; i++) await join(site, meeting, { nickname: `Sen ${i}` });
  await sleep(2000);
  const allowed = Math.ceil((Date.now() - began) / 500) + 1;
  assert.ok(times.length >= 1 && times.length <= allowed, `${times.length} fetches, ${allowed} allowed`);
  assert.ok((await screen.textContent('.entrance-seats')).includes('18'));
  assert.ok(seats.length);
  await screen.context().close();
});

test('a telephone fetches at most 60 KB the first time, and 5 KB for an update', async (t) => {
  for (const tool of ['cards', 'star', 'coherence', 'readiness']) {
    const { meeting, seats } = await gather(tool, 6);
    await meeting.next();
    const page = await open(undefined, seats[0]);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    let bytes = 0;
    const parts = [];
    const addresses = new Map();
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => addresses.set(requestId, request.url));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (/part=live/.test(addresses.get(requestId))) parts.push(encodedDataLength); else bytes += encodedDataLength;
    });
    await page.goto(meeting.path, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    await sleep(1500);
    for (let i = 0; i < 3; i++) { await meeting.next(); await sleep(1300); }
    const largest = Math.max(...parts);
    t.diagnostic(`${tool}: ${bytes} bytes the first time, at most ${largest} for an update (${parts.length})`);
    assert.ok(bytes <= FIRST_MAX, `${tool}: ${bytes} bytes`);
    assert.ok(parts.length >= 2 && largest <= LIVE_MAX, `${tool}: ${largest} bytes`);
    await page.context().close();
  }
});

test('what somebody chose before the script had come stays', async () => {
  const { meeting, seats } = await gather('star', 6);
  await meeting.next();
  const page = await open(null, seats[0]);
  let come;
  const comes = new Promise((done) => { come = done; });
  await page.route(/\/room\.[^/]*js$/, async (route) => { await comes; await route.continue(); });
  await page.goto(meeting.path, { waitUntil: 'commit' });
  for (const axis of [0, 1, 2]) await page.locator('.axis').nth(axis).locator('label').nth(2).click();
  const fetched = page.waitForResponse((response) => response.url().includes('part=live'));
  come();
  await fetched;
  await sleep(300);
  assert.equal(await page.locator('.axis input:checked').count(), 3);
  await page.context().close();
});

test('a saved sheet follows each change by itself, and the clock is the server\'s', async () => {
  const { meeting, seats } = await gather('star', 6);
  await meeting.next();
  const page = await open(meeting.path, seats[0]);
  for (const axis of await page.locator('.axis').all()) await axis.locator('label').nth(2).click();
  await page.locator('.score-foot .button').click();
  await page.waitForSelector('.saved-box');
  await page.locator('.axis').first().locator('label').nth(5).click();
  await page.waitForFunction(() => document.querySelector('.score-foot [data-saved]').textContent === 'Ikke gemt endnu');
  await page.waitForSelector('.saved-box');
  await page.reload();
  assert.equal(await page.locator('input[name=s0]:checked').inputValue(), '5');
  await page.evaluate(() => { const real = Date.now; Date.now = () => real() + 3600e3; }); // a telephone that goes wrong
  await page.reload();
  const shown = await page.textContent('.clock-digits');
  assert.match(shown, /^[67]:\d\d$/);
  await page.context().close();
});

test('without a script: join, answer, see that it is saved, load again by hand', async () => {
  const { meeting } = await gather('star', 6);
  await meeting.next();
  const context = await browser.newContext({ baseURL: site.url, locale: 'da-DK', javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`/j/${meeting.code}`);
  await page.fill('#nickname', 'Uden');
  await page.click('.join-form button');
  await page.waitForURL(`**${meeting.path}?auto=1`);
  for (const axis of await page.locator('.axis').all()) await axis.locator('label').nth(4).click();
  await page.click('.score-foot .button');
  await page.waitForSelector('.saved-box');
  await meeting.next();
  await page.click('.by-hand .button');
  assert.ok((await page.textContent('h1')).includes('stjerne'));
  await context.close();
});

test('on a telephone the figures of a web are seen beside their rays, and the rest is reached by scrolling its box', async () => {
  const page = await open('/tools/star/try?step=2');
  const box = page.locator('.radar-table').first();
  const seen = await box.evaluate((wrap) => ({ focusable: wrap.tabIndex === 0, scrolls: getComputedStyle(wrap).overflowX,
    left: wrap.getBoundingClientRect().right - wrap.querySelector('thead th:nth-child(3)').getBoundingClientRect().right }));
  assert.ok(seen.focusable && seen.scrolls === 'auto' && seen.left >= 0, JSON.stringify(seen));
  await page.context().close();
});
