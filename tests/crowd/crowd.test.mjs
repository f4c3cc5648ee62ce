// A whole meeting with thirty real browsers: a leader, the big screen and twenty-eight telephones,
// one of them slow. They talk in pairs about cards and answer a star, by keyboard and by touch; one
// loads its page again in the middle of a sentence, one loses its network, one is late. What is on
// every telephone, on the big screen and in the minutes is compared with what was really entered.
import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { launch, openWindow } from '../browser/lib/browser.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const PHONES = 28;
const AT_ONCE = 7;
const SLOW = 3; // has a sixth of this machine's speed
const SLOWER_BY = 6;
const PATIENCE_MS = 60000; // nothing here is decided by time
const [TYPES_AND_RELOADS, LOSES_NETWORK, USES_KEYBOARD, IS_LATE] = [5, 9, 12, PHONES - 1];
const RAYS = 6;
const sectors = ['citizen', 'association', 'elected', 'employee'];

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const browser = await launch();
after(() => browser.close());

const leader = await openWindow(browser, site, { width: 'desktop' }, anna.cookies);
const screen = await openWindow(browser, site, { width: 'desktop' });
for (const { page } of [leader, screen]) page.setDefaultTimeout(PATIENCE_MS);
const phones = await Promise.all(Array.from({ length: PHONES }, async (_, i) => {
  const window = await openWindow(browser, site, { width: 'phone' });
  window.page.setDefaultTimeout(PATIENCE_MS);
  return { ...window, i, name: `Deltager ${String(i + 1).padStart(2, '0')}` };
}));
const punctual = phones.filter(({ i }) => i !== IS_LATE);
let path;
let code;

// One part of the meeting; when one failed, those after it cannot be judged.
let failed = false;
const part = (name, work) => test(name, async (t) => {
  if (failed) return t.skip('a part before it failed');
  try {
    await work();
  } catch (error) {
    failed = true;
    throw error;
  }
});

// Does it on every telephone, a few at a time.
async function each(list, work) {
  const queue = [...list];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let phone = queue.shift(); phone; phone = queue.shift()) {
      await work(phone).catch((error) => { throw new Error(`${phone.name}: ${error.message}`, { cause: error }); });
    }
  }));
}

const words = (page, selector) => page.locator(selector).innerText();
const seen = (page, text) => page.getByText(text).first().waitFor();

// Presses the leader's one big button and waits until her page has gone on.
async function next() {
  const { page } = leader;
  const version = await page.locator('.lead-next input[name=version]').inputValue();
  const title = await words(page, '#now-title');
  await page.click('#next');
  await page.waitForFunction(([was, named]) => {
    const field = document.querySelector('.lead-next input[name=version]');
    return !field || field.value !== was || document.querySelector('#now-title').textContent !== named;
  }, [version, title]);
}

async function untilPhase(phase) {
  for (let i = 0; i < 8; i++) {
    if ((await words(leader.page, '#lead-now')).includes(phase)) return;
    await next();
  }
  throw new Error(`the leader never comes to "${phase}"`);
}

async function takeSeat({ page, name, i }) {
  await page.goto('/join');
  await page.fill('#code', i % 2 ? code : code.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('Hvem ser hvad?').waitFor();
  await page.fill('[name=nickname]', name);
  await page.selectOption('[name=sector]', sectors[i % sectors.length]);
  await page.getByRole('button', { name: 'Deltag' }).click();
  await page.locator('#live .task').waitFor();
}

part('the leader makes a meeting of ninety minutes, the screen shows its code, and 27 telephones join by it', async () => {
  const { page } = leader;
  await page.goto('/');
  await page.getByRole('link', { name: 'Hold et møde' }).first().click();
  await page.fill('[name=group]', 'Naboerne på Engen');
  await page.check('[name=purpose][value=meet]');
  await page.check('[name=length][value="90"]');
  await page.getByRole('button', { name: 'Opret mødet' }).click();
  path = new URL(page.url()).pathname.replace('/lead', '');
  code = (await words(page, '.join-code')).replace(/\s/g, '');
  assert.match(code, /^[A-Z0-9]{6}$/);
  await screen.page.goto(`${path}/screen`);
  assert.ok((await words(screen.page, '.entrance-code')).replace(/\s/g, '').endsWith(code));
  const slow = await phones[SLOW].page.context().newCDPSession(phones[SLOW].page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_BY });
  await each(punctual, takeSeat);
  await seen(screen.page, '27 er her');
  await seen(page, '27 er med');
});

/* ---- cards ---- */

const partnersOf = async ({ page }) => (await page.locator('.partners li').allInnerTexts())
  .map((line) => line.match(/Deltager \d\d/)[0]);
const stems = new Map();
const endings = new Map();
const met = new Set();

// Everybody's partners, which must be mutual and never the same twice. Answers "A B" for each pair.
async function pairs() {
  const found = new Map();
  await each(phones, async (phone) => {
    await phone.page.locator('.partners li').first().waitFor();
    found.set(phone.name, { partners: await partnersOf(phone), table: await words(phone.page, '.place') });
  });
  for (const [name, { partners, table }] of found) {
    for (const other of partners) {
      assert.notEqual(other, name);
      assert.ok(found.get(other).partners.includes(name), `${name} has ${other}, who does not know it`);
      assert.equal(found.get(other).table, table, 'they are sent to the same table');
    }
  }
  return [...found].flatMap(([name, { partners }]) => partners.map((other) => [name, other].sort().join(' + ')));
}

const round = async (n) => {
  await each(phones, ({ page }) => page.locator('.round', { hasText: `Runde ${n}` }).waitFor());
};

async function finishSentence(phone) {
  const { page, name } = phone;
  const stem = (await words(page, '#card-stem')).replace(/\s+/g, ' ').trim();
  stems.set(name, stem);
  endings.set(name, `slutning af ${name.toLowerCase()}`);
  const form = page.locator('.card-task form.writing').first();
  await form.locator('textarea').fill(endings.get(name));
  await form.getByRole('button', { name: /Gem/ }).click();
  await form.locator('[data-saved]', { hasText: /^Gemt$/ }).waitFor();
}

part('cards: everybody gets a card, and a partner who is sent to the same table', async () => {
  await leader.page.getByRole('button', { name: 'Start mødet' }).click();
  await leader.page.locator('#next').waitFor();
  await takeSeat(phones[IS_LATE]);
  await untilPhase('trin 1 af 3');
  await round(1);
  const first = await pairs();
  assert.equal(new Set(first).size, PHONES / 2, 'fourteen pairs');
  first.forEach((pair) => met.add(pair));
  await each(phones, async ({ page }) => assert.ok((await words(page, '#card-stem')).length > 10));
  await seen(screen.page, 'Find dit bord');
  const groups = await words(screen.page, '.groups');
  for (const { name } of phones) assert.ok(groups.includes(name), `the screen shows where ${name} sits`);
});

part('everybody finishes the sentence, also on the slow telephone, after a reload and without a network', async () => {
  const { page: reloading } = phones[TYPES_AND_RELOADS];
  await reloading.locator('.card-task textarea').first().pressSequentially('en halv sætning');
  await reloading.reload();
  assert.equal(await reloading.locator('.card-task textarea').first().inputValue(), 'en halv sætning');
  const lost = phones[LOSES_NETWORK];
  const began = Date.now();
  await finishSentence(phones[SLOW]);
  console.log(`# the slow telephone saved an ending in ${Date.now() - began} ms`);
  await lost.page.context().setOffline(true);
  await lost.page.locator('.card-task textarea').first().fill('uden net');
  await lost.page.locator('.card-task form.writing').first().getByRole('button', { name: /Gem/ }).click();
  await lost.page.locator('#offline').waitFor({ state: 'visible' });
  await lost.page.context().setOffline(false);
  await lost.page.locator('#offline').waitFor({ state: 'hidden' });
  await lost.page.locator('.card-task [data-saved]', { hasText: /^Gemt$/ }).first().waitFor();
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE text = 'uden net'"), '1', 'sent when the network came back');
  await each(phones.filter(({ i }) => i !== SLOW), finishSentence);
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE text LIKE 'slutning af deltager %'"), String(PHONES));
  assert.equal(await site.sql('SELECT count(*) FROM note'), String(PHONES), 'corrected, not added');
});

part('nobody sees the ending of another before it is shared', async () => {
  await screen.page.reload();
  assert.ok(!(await screen.page.content()).includes('slutning af'));
  await each(phones, async ({ page, name }) => {
    const html = await page.content();
    for (const other of phones) {
      if (other.name !== name) assert.ok(!html.includes(endings.get(other.name)), `${name} sees ${other.name}`);
    }
  });
});

part('the next round gives new partners, and a half sentence that the change interrupts is kept', async () => {
  const typing = phones[TYPES_AND_RELOADS];
  await typing.page.locator('.card-task textarea').first().fill('afbrudt midt i');
  await leader.page.getByRole('button', { name: 'Næste runde' }).click();
  await round(2);
  for (const pair of await pairs()) assert.ok(!met.has(pair), `${pair} meet again`);
  const kept = async () => Number(await site.sql("SELECT count(*) FROM note WHERE text = 'afbrudt midt i'"));
  for (let tries = 0; tries < 100 && !(await kept()); tries++) await typing.page.waitForTimeout(50);
  assert.equal(await kept(), 1);
  endings.set(typing.name, 'afbrudt midt i');
});

part('the big screen shows all endings, each with its sentence, as soon as the leader goes on', async () => {
  await untilPhase('trin 2 af 3');
  const began = Date.now();
  await next();
  await screen.page.locator('.wall').waitFor();
  console.log(`# the wall was on the big screen ${Date.now() - began} ms after the leader pressed`);
  await each(phones, ({ page }) => page.locator('.wall').waitFor());
  await untilPhase('Samtalekort');
  const wall = `${await words(screen.page, '.wall')} ${await words(phones[0].page, '.wall')}`;
  for (const [name, text] of endings) assert.ok(wall.includes(text), `${name}: ${text}`);
});

/* ---- star ---- */

// Odd numbers of answers for each value, so that a wrong count would move a median.
const answers = phones.map(({ i }) => Array.from({ length: RAYS }, (_, ray) => (i * (ray + 2) + ray * ray) % 6));
const medians = Array.from({ length: RAYS }, (_, ray) => {
  const sorted = answers.map((one) => one[ray]).sort((a, b) => a - b);
  return (sorted[PHONES / 2 - 1] + sorted[PHONES / 2]) / 2;
});

async function answerByTouch({ page, i }) {
  for (let ray = 0; ray < RAYS; ray++) await page.check(`input[name=s${ray}][value="${answers[i][ray]}"]`);
  await page.locator('#score-form button.button-primary').click();
}

// Tab to the first ray, arrows to the value, Tab to the next; Enter sends.
async function answerByKeyboard({ page, i }) {
  await page.locator('input[name=s0]').first().focus();
  for (let ray = 0; ray < RAYS; ray++) {
    await page.keyboard.press('Space');
    for (let step = 0; step < answers[i][ray]; step++) await page.keyboard.press('ArrowRight');
    assert.ok(await page.locator(`input[name=s${ray}][value="${answers[i][ray]}"]`).isChecked());
    await page.keyboard.press('Tab');
    const name = () => page.evaluate(() => document.activeElement.name);
    while (/^r/.test(await name())) await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
}

part('star: 28 telephones answer; nobody sees figures before they are revealed', async () => {
  await untilPhase('trin 1 af 3');
  await each(phones, async (phone) => {
    await phone.page.locator('#score-form').waitFor();
    await (phone.i === USES_KEYBOARD ? answerByKeyboard : answerByTouch)(phone);
    await phone.page.locator('#score-form [data-saved]', { hasText: 'Gemt' }).waitFor();
  });
  assert.equal(await site.sql('SELECT count(*) FROM answer'), String(PHONES));
  await seen(screen.page, /28\s+af 28 har svaret/);
  await seen(leader.page, /28/);
  for (const { page } of [screen, leader, phones[0]]) assert.ok(!(await page.content()).includes('radar-chart'));
});

part('the web is on the big screen as soon as the leader reveals it, with the medians that were entered', async () => {
  const began = Date.now();
  await next();
  await each(phones, ({ page }) => page.locator('.task').filter({ hasText: 'Dit eget net' }).waitFor());
  console.log(`# all telephones had their own web ${Date.now() - began} ms after the leader pressed`);
  const shown = Date.now();
  await next();
  await screen.page.locator('.radar-figure svg.chart').filter({ visible: true }).first().waitFor();
  console.log(`# the web was on the big screen ${Date.now() - shown} ms after the leader pressed`);
  assert.deepEqual(await mediansOn(screen.page), medians);
});

async function mediansOn(page) {
  await page.locator('.radar-table').first().waitFor({ state: 'attached' });
  return page.locator('.radar-table').first().evaluate((table) => {
    const heads = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
    return [...table.querySelectorAll('tbody tr:not(.table-group)')].map((row) =>
      Number(row.children[heads.indexOf('Midterste svar')].textContent.trim().replace(',', '.')));
  });
}

/* ---- the end ---- */

part('the meeting is closed with a promise; the minutes hold people, endings, medians and the promise, also printed', async () => {
  const { page } = leader;
  for (let i = 0; i < 8 && await page.locator('#next').count(); i++) await next();
  await page.locator('.lead-next a', { hasText: 'Afslut mødet' }).click();
  await page.fill('[name=text]', 'Vi samler det på én side og prøver det i en måned.');
  await page.fill('[name=who]', 'Anna Prøvesen');
  await page.fill('[name=at]', '2099-05-04');
  await page.getByRole('button', { name: 'Afslut mødet' }).click();
  await page.waitForURL((url) => url.pathname === `${path}/after`);
  await each(phones, ({ page: phone }) => phone.waitForURL((url) => url.pathname === `${path}/after`));
  await seen(screen.page, 'Mødet er slut');
  await page.getByRole('link', { name: 'Referat til print' }).click();
  await page.waitForURL((url) => url.pathname === `${path}/minutes`);
  assert.deepEqual(await mediansOn(page), medians);
  const file = joinPath(site.home, 'minutes.pdf');
  writeFileSync(file, await page.pdf({ format: 'A4' }));
  const printed = execFileSync('pdftotext', ['-layout', file, '-']).toString().replace(/\s+/g, ' ');
  const text = (await words(page, 'article.minutes')).replace(/\s+/g, ' ');
  for (const where of [text, printed]) {
    for (const fact of ['Naboerne på Engen', 'prøver det i en måned', 'Anna Prøvesen', '4. maj 2099']) {
      assert.ok(where.includes(fact), `${fact} in ${where}`);
    }
    for (const ending of endings.values()) assert.ok(where.includes(ending), ending);
  }
  assert.match(text, /Antal deltagere 28\b/);
});

part('after the end nothing in the database ties an answer or a note to a telephone', async () => {
  assert.equal(await site.sql('SELECT count(*) FROM answer WHERE tag IS NOT NULL'), '0');
  assert.equal(await site.sql('SELECT count(*) FROM note WHERE tag IS NOT NULL'), '0');
});

part('no window saw an error, a refused address or a third party', () => {
  for (const window of [leader, screen, ...phones]) {
    // The network that was taken away is reported by the browser, as it should.
    const problems = window.problems.filter((line) => window.i !== LOSES_NETWORK || !/ERR_INTERNET_DISCONNECTED/.test(line));
    assert.deepEqual(problems, [], window.name);
  }
});
