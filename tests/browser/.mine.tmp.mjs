import { mkdirSync } from 'node:fs';
import { launch, openWindow } from './lib/browser.mjs';
import { judge } from './lib/judge.mjs';
import { startSite } from '../lib/server.mjs';
import { signIn, person } from '../lib/people.mjs';
const site = await startSite({ demo: true });
const mail = process.argv[2];
const inger = await signIn(site, mail);
const act = (await inger.open('/me')).form('/me/acting');
const field = act.fields.find((f) => f.type === 'radio' && f.value && f.value !== '0' ) ?? act.fields.find((f) => f.name === 'organisation');
const org = (await inger.open('/o?q=Solg%C3%A5rden')).link('Plejecenter').split('/').pop();
act.fill({ organisation: org }); await act.submit();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const visitor = site.client();
const id = async (title) => {
  const list = await visitor.open('/i?q=' + encodeURIComponent(title));
  return list.link(title);
};
const dinner = await id('Spis sammen');
const vote = await id('Borgerbudget');
const invite = (await inger.open(dinner + '/invite')).form('name');
const invited = await invite.fill({ name: 'Foreningen Åben Dør', sector: 'association' }).send();
const link = new URL(invited.all('output')[0].text.trim()).pathname;
const invite2 = (await inger.open(dinner + '/invite')).form('name');
const link2 = new URL((await invite2.fill({ name: 'Karl', sector: 'citizen' }).send()).all('output')[0].text.trim()).pathname;
await (await visitor.open(link2)).form('answer').fill({ answer: 'only-if', condition: 'Der skal være en rampe ved døren.' }).submit();
const shots = [
  ['list', '/i'], ['list-none', '/i?q=findesikke'], ['show', dinner], ['show-inger', dinner, inger], ['vote', vote],
  ['log', dinner + '/log'], ['parties', dinner + '/parties'], ['parties-inger', dinner + '/parties', inger],
  ['new', '/i/new', anna], ['edit', dinner + '/edit', inger], ['links', dinner + '/links', inger],
  ['settings', dinner + '/settings', inger], ['invite', dinner + '/invite', inger],
  ['invited', dinner + '/invite', inger, async (page) => { await page.fill('#name', 'Naboforeningen'); await page.click('main form button'); await page.waitForLoadState('networkidle'); }],
  ['invitation', link], ['invitation-if', link2],
  ['new-errors', '/i/new', anna, async (page) => { await page.locator('main form[method=post]').evaluate((f) => { f.noValidate = true; }); await page.click('main form button'); await page.waitForLoadState('networkidle'); }, 422],
  ['conflict', dinner + '/edit', inger, async (page) => {
    const other = (await inger.open(dinner + '/edit')).form('title');
    await other.fill({ title: 'Spis sammen på Solgården hver torsdag', area: 'Solgården og omegn' + Math.random() }).send();
    await page.fill('#problem', 'Mange beboere spiser alene.\n\nVi vil gerne gøre noget ved det.');
    await page.click('main form button'); await page.waitForLoadState('networkidle'); }, 409],
];
mkdirSync('/tmp/shots', { recursive: true });
const only = process.argv.slice(3);
const browser = await launch();
for (const [name, path, who, then, status] of shots) {
  if (only.length && !only.includes(name)) continue;
  for (const [v, o] of Object.entries({ desktop: {}, phone: { width: 'phone' } })) {
    const w = await openWindow(browser, site, o, (who ?? visitor).cookies);
    await w.page.goto(path, { waitUntil: 'networkidle' });
    if (then) await then(w.page);
    const problems = await judge(w, status);
    if (problems.length) console.log(name, v, problems.join('\n').slice(0, 1500));
    await w.page.screenshot({ path: `/tmp/shots/${name}-${v}.png`, fullPage: true });
    await w.close();
  }
}
await browser.close();
await site.stop();
