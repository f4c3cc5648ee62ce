// One idea all the way, in a real browser and with the leader's own pages: from a note written in
// another perspective to the poster, to an agreed action, and to the page that follows the meeting.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './lib/browser.mjs';
import { noteWith, notesOn } from '../lib/board.mjs';
import { begin, times, writing } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { postgresEnd } from '../lib/postgres.mjs';
import { startSite } from '../lib/server.mjs';

const IDEA = 'Naboerne tager en ret med om torsdagen';
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

async function open(path, client) {
  const context = await browser.newContext({ baseURL: site.url, locale: 'da-DK', viewport: { width: 1280, height: 900 } });
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: site.url })));
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(path, { waitUntil: 'load' });
  return page;
}
const boards = async (path) => [...new Set([...(await anna.open(path)).text.matchAll(/\/m\/\w+\/e\/\w+\/board/g)].map(([url]) => url))];

test('one idea goes from a perspective note to the poster, to an agreed action, and to the meeting’s follow-up page', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'perspectives', people: times(8, { sector: 'employee' }) });
  const plan = await anna.open(`${meeting.path}/plan`);
  await plan.form('tool').fill({ tool: 'poster' }).submit();

  const phone = phones[0];
  const form = writing(await phone.open(meeting.path));
  assert.equal((await form.fill({ text: IDEA }).send()).status, 303);
  const [perspectives] = await boards(`${meeting.path}/lead`);
  while (!(await notesOn(anna, perspectives)).some((note) => note.text === IDEA)) await meeting.next();

  // The leader carries it on, by the tools of the note.
  const note = await noteWith(anna, perspectives, IDEA);
  const leader = await open(`${perspectives}?note=${note.id}`, anna);
  await leader.getByText('Tag med til en anden øvelse').click();
  const target = leader.locator('form:has(input[name="do"][value="carry"]) select');
  const option = await target.locator('option', { hasText: /Tema/ }).first().getAttribute('value');
  await target.selectOption(option);
  await leader.locator('form:has(input[name="do"][value="carry"]) button').click();
  await leader.waitForLoadState('load');

  // On to the poster: the note stands there as a theme, and says where it came from.
  for (let i = 0; i < 12 && !(await meeting.lead()).words.includes('1. Målgruppen'); i++) await meeting.next();
  const poster = (await boards(`${meeting.path}/lead`)).find((url) => url !== perspectives);
  assert.ok(poster, 'the poster runs');
  const carried = (await notesOn(phone, poster)).find((one) => one.text === IDEA);
  assert.ok(carried, 'the idea is on the poster');
  assert.ok(/Perspektivøvelse/.test(carried.words), carried.words);

  // The leader agrees an action from it.
  await leader.goto(`${poster}?note=${carried.id}`, { waitUntil: 'load' });
  await leader.locator('a[href*="/actions"]').first().click();
  await leader.waitForLoadState('load');
  await leader.fill('#text', 'Spørge naboerne på Engvej');
  await leader.fill('#owner', 'Anna Prøvesen');
  await leader.locator('main form button[type=submit], main form button:not([type])').first().click();
  await leader.waitForLoadState('load');

  await leader.goto(`${meeting.path}/close`, { waitUntil: 'load' });
  await leader.fill('#text', 'Vi prøver det tre gange.');
  await leader.fill('#who', 'Anna Prøvesen');
  await leader.fill('#at', '2099-05-04');
  await leader.locator('form[action$="/close"] button').last().click();
  await leader.waitForURL(/\/after/);

  const visitor = await open(`${meeting.path}/after`, phone);
  const words = await visitor.locator('main').innerText();
  assert.ok(words.includes('Spørge naboerne på Engvej'), words);
  assert.ok(words.includes(IDEA), 'the idea that caused it is recognised');
});
