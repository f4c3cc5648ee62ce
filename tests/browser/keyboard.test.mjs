// Telephones without a finger: whoever has only a keyboard joins by code, answers or writes, and
// sees that it is saved. Tab, arrows, Space, Enter and letters are all that these tests press. Where
// the focus comes to rest it must be seen: with a mark, and not behind what sticks to the edges.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './lib/browser.mjs';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { postgresEnd } from '../lib/postgres.mjs';
import { startSite } from '../lib/server.mjs';

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

// A telephone of 360 px, and its keys.
async function telephone() {
  const context = await browser.newContext({ baseURL: site.url, locale: 'da-DK', reducedMotion: 'reduce',
    viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const tabTo = async (selector, key = 'Tab') => {
    for (let i = 0; i < 60; i++) {
      await press(key);
      if (!await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) continue;
      assert.equal(await page.evaluate(unseen), '', selector);
      return;
    }
    throw new Error(`${key} never comes to ${selector}`);
  };
  const type = async (selector, text) => { await tabTo(selector); await page.keyboard.type(text); };
  const enter = async (meeting) => {
    await page.goto('/join', { waitUntil: 'load' });
    await type('#code', meeting.code.toLowerCase());
    await press('Enter');
    await page.waitForURL(`**${meeting.path}/join`);
    await type('#nickname', 'Tastatur');
    await press('Enter');
    await page.waitForURL((url) => url.pathname === meeting.path);
  };
  return { page, problems, press, tabTo, type, join: enter, close: () => context.close() };
}

// Runs in the page: why the focus cannot be seen, or ''.
function unseen() {
  const element = document.activeElement;
  const marked = element.matches('.axis input') ? element.nextElementSibling : element;
  if (getComputedStyle(marked).outlineStyle === 'none') return 'no mark';
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return element.contains(there) ? '' : `behind ${there?.outerHTML.slice(0, 80)}`;
}

// A meeting with that tool at its first phase, with six people: enough for answers of one's own.
async function gathered(tool) {
  const meeting = await holdMeeting(anna, tool);
  for (let i = 0; i < 6; i++) await join(site, meeting, { nickname: `Person ${i}`, sector: 'citizen' });
  await meeting.next();
  return meeting;
}

async function joined(tool) {
  const meeting = await gathered(tool);
  const phone = await telephone();
  await phone.join(meeting);
  return { meeting, phone };
}

// Chooses in each row the first option, and goes on from there by so many arrows.
async function score(phone, rows) {
  for (const [name, arrows] of Object.entries(rows)) {
    await phone.tabTo(`input[name=${name}]`);
    await phone.press('Space', ...Array(arrows).fill('ArrowRight'));
  }
}
const isKept = async (sheet) => (await site.sql('SELECT sheet FROM answer')).split('\n').includes(sheet);
const isNoteKept = async (text) => await site.sql(`SELECT count(*) FROM note WHERE text = '${text}'`) === '1';

// How many arrows in each row; what is then kept; and what after one arrow back in the last row.
const sheets = {
  star: [Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`s${i}`, i % 5])),
    '0,1,2,3,4,0,1,2,3,4,0,1', '0,1,2,3,4,0,1,2,3,4,0,0'],
  coherence: [{ s0: 0, s1: 4, s2: 9, c0: 5, c1: 1, c2: 7 }, '1,5,10|6,2,8', '1,5,10|6,2,7'],
  readiness: [{ s0: 0, r0: 0, s1: 1, r1: 1, s2: 2, r2: 0, s3: 3, r3: 2 }, '0,1,2,3|0,1,0,2', '0,1,2,3|0,1,0,1'],
};

for (const [tool, [rows, sheet, changed]] of Object.entries(sheets))
  test(`${tool}: join, answer, and change the answer from the keyboard alone`, async () => {
    const { phone } = await joined(tool);
    const { page } = phone;
    await page.waitForSelector('.score');
    await score(phone, rows);
    await phone.tabTo('.score-foot .button');
    await phone.press('Enter');
    await page.waitForSelector('.score-foot .saved-box');
    assert.ok(await isKept(sheet), await site.sql('SELECT sheet FROM answer'));
    await phone.tabTo(`input[name=${Object.keys(rows).pop()}]`, 'Shift+Tab');
    await phone.press('ArrowLeft'); // a saved sheet follows by itself
    await page.waitForSelector('.score-foot .saved-box', { state: 'hidden' });
    await page.waitForSelector('.score-foot .saved-box');
    assert.ok(await isKept(changed) && !await isKept(sheet), await site.sql('SELECT sheet FROM answer'));
    assert.deepEqual(phone.problems, []);
    await phone.close();
  });

test('cards: join, finish the sentence, choose another card from the keyboard alone', async () => {
  const { meeting, phone } = await joined('cards');
  const { page } = phone;
  const saved = () => page.waitForFunction(() => document.querySelector('#ending-form [data-saved]').textContent === 'Gemt');
  await phone.type('#ending', 'skrevet uden mus');
  await phone.tabTo('#ending-form .button-primary');
  await phone.press('Enter');
  await saved();
  assert.ok(await isNoteKept('skrevet uden mus'));
  await phone.tabTo('#ending', 'Shift+Tab');
  await phone.press('Control+End');
  await page.keyboard.type(', og rettet');
  await phone.tabTo('#ending-form .button-primary');
  await phone.press('Space');
  await saved();
  assert.ok(await isNoteKept('skrevet uden mus, og rettet') && !await isNoteKept('skrevet uden mus'));
  await meeting.next();
  await page.waitForSelector('.picks');
  await phone.tabTo('.picks summary');
  if (!await page.evaluate(() => document.querySelector('.picks').open)) await phone.press('Enter');
  await phone.tabTo('.picks a');
  await Promise.all([page.waitForURL(/card=/), phone.press('Enter')]);
  await phone.type('textarea[id^=new-]', 'et kort mere');
  await phone.tabTo('form[id^=new-] .button-primary');
  await phone.press('Enter');
  await page.waitForFunction(() => [...document.querySelectorAll('form.writing')].some((form) =>
    form.querySelector('textarea').value === 'et kort mere' && form.querySelector('[data-saved]').textContent === 'Gemt'));
  assert.ok(await isNoteKept('et kort mere'));
  assert.deepEqual(phone.problems, []);
  await phone.close();
});

test('an update of the page leaves the focus where the keyboard has put it', async () => {
  const meeting = await gathered('star');
  const phone = await telephone();
  const { page } = phone;
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route(/part=live/, async (route) => { await held; await route.continue(); });
  await phone.join(meeting);
  await page.waitForSelector('.score');
  await score(phone, { s0: 0, s1: 2 });
  const update = page.waitForResponse(/part=live/);
  release();
  await (await update).finished();
  await sleep(300);
  assert.equal(await page.evaluate(() => document.activeElement.name), 's1', 'the focus is gone');
  assert.equal(await page.evaluate(unseen), '');
  await phone.press('ArrowRight');
  assert.equal(await page.evaluate(() => document.querySelector('input[name=s1]:checked').value), '3');
  assert.deepEqual(phone.problems, []);
  await phone.close();
});
