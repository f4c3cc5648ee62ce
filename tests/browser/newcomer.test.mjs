// Somebody who has never seen the program: from the link that `samskab serve` prints to a telephone
// that has joined and answered, only by what can be seen on the page and pressed. No address is
// typed but the printed link and the one on the wall. Counts clicks and measures the time.
import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, openWindow } from './lib/browser.mjs';
import { linkIn } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const CLICKS_MOST = 10;
const SECONDS_MOST = 60;
const PAUSE_OF_A_PERSON = 2; // seconds to find and press the next thing

const site = await siteForFile();
const browser = await launch();
after(() => browser.close());

test('from the printed link to a joined telephone and a first answer, only by links and buttons', async () => {
  const leader = await openWindow(browser, site, { width: 'desktop' });
  const phone = await openWindow(browser, site, { width: 'phone' });
  const list = [];
  const began = Date.now();
  const press = async ({ page }, role, name) => {
    const target = page.getByRole(role, { name }).filter({ visible: true }).first();
    await target.click();
    await page.waitForLoadState();
    list.push(`${role} ${name}`);
  };
  const choose = async ({ page }, name) => {
    await page.getByRole('radio', { name }).first().check();
    list.push(`choice ${name}`);
  };

  // The link signs in the first administrator, who gives herself a name and a password, if asked.
  await leader.page.goto(linkIn(site.stdout));
  for (const [label, value] of [[/^Navn|navn/, 'Anna Prøvesen'], [/kode/i, 'en lang sætning som ingen gætter']]) {
    const field = leader.page.getByLabel(label).filter({ visible: true });
    if (await field.count()) await field.first().fill(value);
  }
  await press(leader, 'button', /Log ind|Opret/);
  if (!await leader.page.getByRole('link', { name: 'Hold et møde' }).count()) await press(leader, 'link', /Samskab|Forside/);

  await press(leader, 'link', 'Hold et møde');
  await leader.page.getByLabel(/gruppe/i).filter({ visible: true }).last().fill('Naboerne på Engen');
  await choose(leader, /Lære hinanden|lære hinanden|kende/);
  await choose(leader, /15/);
  await press(leader, 'button', 'Opret mødet');

  // The wall says where to go and what to type.
  const wall = async (selector) => (await leader.page.locator(selector).innerText()).trim();
  await phone.page.goto((await wall('.join-address')).replace(/^(?!https?:)/, 'http://'));
  await phone.page.getByLabel('Mødets kode').fill(await wall('.join-code'));
  await press(phone, 'button', 'Videre');
  await press(phone, 'button', 'Deltag');
  assert.ok(await phone.page.locator('#live .task').count(), 'the telephone has joined');
  await leader.page.getByText('1 er med').first().waitFor();

  await press(leader, 'button', 'Start mødet');
  const words = phone.page.locator('#live textarea').first();
  await words.waitFor();
  await words.fill('at vi lytter til naboen');
  await press(phone, 'button', /^Gem/);
  await phone.page.locator('[data-saved]', { hasText: 'Gemt' }).first().waitFor();
  const seconds = (Date.now() - began) / 1000;

  assert.equal(await site.sql("SELECT count(*) FROM note WHERE text = 'at vi lytter til naboen'"), '1');
  console.log(`# ${list.length} clicks: ${list.join('; ')}`);
  console.log(`# ${seconds.toFixed(1)} s of the machine; a person who needs ${PAUSE_OF_A_PERSON} s for each: ${list.length * PAUSE_OF_A_PERSON} s`);
  assert.ok(list.length <= CLICKS_MOST, `${list.length} clicks`);
  assert.ok(list.length * PAUSE_OF_A_PERSON <= SECONDS_MOST);
  for (const window of [leader, phone]) assert.deepEqual(window.problems, []);
});
