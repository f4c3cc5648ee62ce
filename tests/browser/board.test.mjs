// Boards in a real browser: two who write at once, updates that bring one note and never take words
// away, links that reach the big screen at once, and a whole poster from the keyboard alone, by the
// names that a screen reader says, without a script, on a screen of 320 pixels.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './lib/browser.mjs';
import { forms } from '../lib/html.mjs';
import { Form } from '../lib/http.mjs';
import { begin } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
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

async function open(path, client, { width = 1000, height = 740, script = true } = {}) {
  const context = await browser.newContext({ baseURL: site.url, locale: 'da-DK', viewport: { width, height },
    javaScriptEnabled: script });
  if (client) await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: site.url })));
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  await page.goto(path, { waitUntil: 'load' });
  return page;
}

async function write(client, path, text) {
  const page = await client.open(path);
  const form = forms(page.text).find((one) => (one.action ?? '').includes('/note'));
  const answer = await new Form(page, form).fill({ text }).submit();
  return answer.text.match(/href="(\/m\/\w{13}\/e\/\w{13}\/board)"/)[1];
}
// Words that only a screen reader gets stand after a blank of their own.
const named = (what, text) => new RegExp(`^${what} ?: ${text}$`);
const idOf = (page, text) => page.locator('.slip', { hasText: text }).first().getAttribute('id');

test('two browsers change one note: both texts are shown, and both can stay', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'partners', people: 2 });
  const board = await write(phones[0], meeting.path, 'Spejderne');
  const [one, two] = await Promise.all(phones.map((phone) => open(board, phone)));
  for (const page of [one, two]) await page.getByRole('link', { name: named('Gør noget med den', 'Spejderne') }).click();
  await one.locator('#text').fill('Spejderne ved søen');
  await one.getByRole('button', { name: 'Gem teksten' }).click();
  await one.getByText('Sedlen er gemt.').waitFor();
  await two.locator('#text').fill('Spejderne i skoven');
  await two.waitForTimeout(800); // the news of the other's change arrives, and takes nothing away
  assert.equal(await two.locator('#text').inputValue(), 'Spejderne i skoven');
  await two.getByRole('button', { name: 'Gem teksten' }).click();
  await two.getByRole('heading', { name: 'I var to, der rettede sedlen på samme tid' }).waitFor();
  assert.ok(await two.getByText('Spejderne ved søen').count() && await two.getByText('Spejderne i skoven').count());
  await two.getByRole('button', { name: 'Behold begge som to sedler' }).click();
  await two.getByText('Sedlen er gemt.').waitFor();
  for (const text of ['Spejderne ved søen', 'Spejderne i skoven'])
    assert.equal(await two.locator('.slip', { hasText: text }).count(), 1, text);
  await Promise.all([one, two].map((page) => page.context().close()));
});

test('a new note and a changed one reach an open board as one note each, with counts and focus kept', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'partners', people: 2 });
  const board = await write(phones[0], meeting.path, 'Biblioteket');
  const page = await open(board, phones[0]);
  const id = await idOf(page, 'Biblioteket');
  await page.waitForTimeout(400);
  await page.getByRole('link', { name: named('Gør noget med den', 'Biblioteket') }).focus();
  const sizes = [];
  page.on('response', async (answer) => { if (answer.url().includes('/board')) sizes.push([answer.url(), (await answer.body()).length]); });
  await write(phones[1], meeting.path, 'Kirkens korshær');
  await page.locator('.slip', { hasText: 'Kirkens korshær' }).waitFor();
  assert.equal(await page.locator('.board-field').first().locator('.board-count .board-n').textContent(), '2');
  const old = await phones[1].open(`${board}?note=${id.slice(2)}`);
  const form = forms(old.text).find((one) => one.fields.some(({ name, value }) => name === 'do' && value === 'text'));
  await new Form(old, form).fill({ text: 'Biblioteket på torvet' }).submit();
  await page.locator('.slip', { hasText: 'Biblioteket på torvet' }).waitFor();
  assert.ok(sizes.every(([url, size]) => url.includes('/board/note') && size < 3000), JSON.stringify(sizes));
  assert.equal(await page.evaluate(() => document.activeElement.id), id);
  await meeting.next(); // what may be done changes for the whole board, without a reload
  await page.locator('.prompt', { hasText: 'Runde 2' }).waitFor();
  await page.context().close();
});

test('Acceptance: a link created by the chair appears on the big screen within 2 s', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'partners', people: 2 });
  const board = await write(phones[0], meeting.path, 'Idrætsforeningen');
  await write(phones[1], meeting.path, 'Skolens elever');
  const screen = await open(`${meeting.path}/screen`, null, { width: 1280, height: 800 });
  const chair = await open(board, anna);
  const other = (await idOf(chair, 'Skolens elever')).slice(2);
  await chair.getByRole('link', { name: named('Gør noget med den', 'Idrætsforeningen') }).click();
  await chair.getByText('Forbind med en anden seddel').click();
  await chair.locator('#other').selectOption(other);
  await chair.locator('#words').fill('fælles løbetur');
  await chair.getByRole('button', { name: 'Gem forbindelsen' }).click();
  const since = Date.now();
  await screen.getByText('fælles løbetur').first().waitFor({ timeout: 2000 });
  assert.ok(Date.now() - since < 2000);
  const letters = await screen.locator('.slip .note-text').first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  assert.ok(letters >= 1280 * 0.016, `letters of ${letters} px are too small for ten metres`);
  await Promise.all([screen, chair].map((page) => page.context().close()));
});

/* ---- from the keyboard alone ---- */

// Tab until that is in focus; the locator finds by the name that a screen reader says.
async function tabTo(page, locator) {
  await locator.first().waitFor({ state: 'attached' });
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    if (await locator.first().evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never comes to ${locator}`);
}
async function press(page, role, name, key = 'Enter') {
  await tabTo(page, page.getByRole(role, { name, exact: typeof name === 'string' }));
  const gone = page.waitForNavigation({ waitUntil: 'load' });
  await page.keyboard.press(key);
  await gone;
}

test('the whole poster from the keyboard alone, by accessible names, without a script, at 320 px', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'poster', people: 3 });
  const narrow = { width: 320, height: 640, script: false };
  const phone = await open(meeting.path, phones[0], narrow);
  const leader = await open(`${meeting.path}/lead`, anna, narrow);
  const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), page.url());
  const until = async (heading) => {
    for (let i = 0; i < 3; i++) {
      await phone.goto(meeting.path);
      if (await phone.getByRole('heading', { name: heading, level: 1 }).count()) return;
      await leader.goto(`${meeting.path}/lead`);
      await tabTo(leader, leader.locator('form[action$="/lead/next"] button'));
      const gone = leader.waitForNavigation({ waitUntil: 'load' });
      await leader.keyboard.press('Enter');
      await gone;
    }
    throw new Error(`never comes to ${heading}: ${await leader.locator('main').innerText()}`);
  };
  const note = async (region, text) => {
    await phone.goto(meeting.path);
    await tabTo(phone, phone.getByRole('region', { name: region }).getByRole('textbox', { name: 'Skriv en seddel' }));
    await phone.keyboard.type(text);
    await press(phone, 'button', 'Tilføj sedlen');
    await phone.goto(meeting.path);
  };
  const tools = async (text) => {
    await phone.goto(meeting.path);
    await press(phone, 'link', named('Gør noget med den', text));
    await fits(phone);
  };

  await until('1. Målgruppen');
  for (const [region, text] of [['Hvem de er', 'Unge uden fast holdepunkt'], ['Ressourcer', 'De kan lave mad']]) {
    await note(region, text);
  }
  await fits(phone);
  await until('2. Temaet');
  await note('Tema', 'Et sted at spise sammen');
  for (const name of ['Det er virkeligt', 'Det er let at forstå', 'Det giver os lyst til at handle']) {
    await tools('Et sted at spise sammen');
    await tabTo(phone, phone.getByRole('combobox', { name }));
    await phone.keyboard.type(name === 'Det er virkeligt' ? 'Nej' : 'Ja');
    await press(phone, 'button', named('Gem', name));
    await phone.getByText('Det står på sedlen nu.').waitFor();
  }
  await until('Hvilket tema?');
  await tabTo(phone, phone.getByRole('checkbox', { name: 'Et sted at spise sammen' }));
  await phone.keyboard.press('Space');
  await press(phone, 'button', 'Gem mine prikker');
  await until('Vælg ét');
  await tools('Et sted at spise sammen');
  await press(phone, 'button', 'Det er vores tema');
  await until('3. Hvem kan bidrage');
  for (const text of ['Kok fra kroen', 'Nabo med have', 'Lærer på skolen']) {
    await note('En, der kan bidrage', text);
    await tools(text);
    await press(phone, 'button', 'Valgt til prøven');
  }
  await until('4. En prøve');
  await until('Plakaten');
  await phone.goto(meeting.path);
  const words = await phone.locator('main').innerText();
  for (const text of ['Unge uden fast holdepunkt', 'Et sted at spise sammen', 'Kok fra kroen'])
    assert.ok(words.includes(text), `${text}: ${words}`);
  await fits(phone);
  await Promise.all([phone, leader].map((page) => page.context().close()));
});
