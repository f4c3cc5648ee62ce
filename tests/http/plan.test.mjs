// One person's own space: owned by the person, who decides who sees and who helps.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const ellen = await person(site, { name: 'Ellen Egenby', mail: 'ellen@example.dk' });
const poul = await person(site, { name: 'Poul Paaroerende', mail: 'poul@example.dk' });
const marker = 'Zebradrømmen om sommerhuset';

const linkOn = (page) => new URL(page.all('output')[0].text.trim()).pathname;
const begin = async (client, title) =>
  (await (await client.open('/me/plans')).form('title').fill({ title }).submit()).url.pathname.replace('/edit', '');
const invite = async (path, name, may) =>
  linkOn(await (await ellen.open(path)).form('name').fill({ name, may }).submit());
// The first form whose address has this in it.
const formAt = (page, part) => page.form(new RegExp(`${part}\\w{13}`).exec(page.text)[0]);
const opened = async (client, link) => (await client.open(link)).form('/open').submit();

const plan = await begin(ellen, 'Ud at rejse');

test('a person writes her plan: the dream, the solution, who can help, and parts of her own', async () => {
  const edit = (await ellen.open(`${plan}/edit`)).form('title');
  const page = await edit.fill({ dream: `${marker}.\nMed havudsigt.`, solution: 'Tage toget', who: 'Min <søster>',
    free_title: 'Penge', free_text: 'Spare op', more_text: 'Uden overskrift' }).submit();
  assert.equal(page.status, 200, page.words);
  for (const words of [marker, 'Tage toget', 'Min <søster>', 'Penge', 'Spare op', 'Uden overskrift', 'Ingen andre end dig']) {
    assert.ok(page.words.includes(words), words);
  }
  assert.ok(page.text.includes('Min &lt;søster&gt;'));
  const late = await edit.fill({ title: 'Fra en gammel side' }).submit();
  assert.equal(late.status, 422);
  assert.ok(late.words.includes('ændret et andet sted imens'));
  for (const wrong of [{ title: '' }, { title: 'x'.repeat(101) }, { dream: 'x'.repeat(4001) }]) {
    assert.equal((await (await ellen.open(`${plan}/edit`)).form('title').fill(wrong).submit()).status, 422);
  }
});

test('nobody else finds it: no administrator, no relative, no list, no search, no export', async () => {
  for (const [who, client] of Object.entries({ administrator, poul })) {
    for (const rest of ['', '/edit']) assert.equal((await client.get(`${plan}${rest}`)).status, 404, who);
    const from = await client.open('/me/plans');
    const token = from.form('title').value('token');
    for (const [rest, body] of Object.entries({ '/edit': { title: 'x', version: '1' }, '/delete': {}, '/helpers': { name: 'x', may: 'see' },
      '/entries': { kind: 'task', text: 'x' }, '/helpers/0123456789abc': { may: 'none' }, '/entries/0123456789abc': { what: 'delete' } })) {
      const answer = await client.post(new URL(`${plan}${rest}`, site.url), { token, ...body }, { from: from.url });
      assert.equal(answer.status, 404, `${who} ${rest}`);
    }
    assert.ok(!from.words.includes('Ud at rejse'));
    for (const path of ['/', '/i?q=Zebradrømmen', '/o?q=Zebradrømmen', '/i', '/o', '/me/data']) {
      assert.ok(!(await client.open(path)).text.replace(/q=[^"&]*|value="[^"]*"/g, '').includes('Zebradrømmen'), `${who} ${path}`);
    }
  }
  assert.equal((await site.client().get(plan)).status, 303);
  assert.ok((await administrator.open('/people')).words.includes('Ellen Egenby'), 'the list of people is there');
  for (const words of [['export'], ['export', '--all']]) {
    assert.ok(!(await site.command(...words)).output.includes('Zebradrømmen'), words.join(' '));
  }
  assert.equal(await site.sql("SELECT count(*) FROM log_entry WHERE verb LIKE '%plan-%'"), '0');
});

test('a helper who may see opens the plan by the link, is seen to have opened it, and cannot write', async () => {
  const link = await invite(plan, 'Søster', 'see');
  const helper = site.client();
  const before = await helper.open(link);
  assert.ok(before.words.includes('Ellen Egenby vil dele en plan med dig'));
  assert.ok(!before.text.includes('Zebradrømmen'), 'nothing is shown before it is opened');
  assert.ok((await ellen.open(plan)).words.includes('har ikke åbnet den'));
  const page = await opened(helper, link);
  assert.ok(page.words.includes(marker), page.words);
  assert.ok(!page.text.includes('name="text"'));
  assert.match((await ellen.open(plan)).words, /åbnede den første gang den \d/);
  assert.match(page.text, /noindex/);
  const token = before.form('/open').value('token');
  const answer = await helper.post(new URL(`${link}/entries`, site.url), { token, text: 'Smuglet ind' }, { from: page.url });
  assert.equal(answer.status, 403);
  assert.equal(await site.sql('SELECT count(*) FROM plan_entry'), '0');
});

test('a helper who may help comments and takes a task, once; withdrawn, the link shows nothing', async () => {
  const link = await invite(plan, 'Naboen', 'help');
  const friend = await invite(plan, 'Vennen', 'help');
  const write = (kind, text) => ellen.open(plan).then((page) => page.form('/entries').fill({ kind, text }).submit());
  await write('task', 'Finde togtider');
  await write('comment', 'Hvad siger I?');
  const helper = site.client();
  const other = site.client();
  const page = await opened(helper, link);
  const stale = await opened(other, friend);
  const said = await page.form('text').fill({ text: 'Jeg kan <b>køre</b> jer.' }).submit();
  assert.ok(said.text.includes('Jeg kan &lt;b&gt;køre&lt;/b&gt; jer.') && said.words.includes('Naboen,'));
  assert.ok((await formAt(said, '/take/').submit()).words.includes('Naboen gør det'));
  assert.ok((await formAt(stale, '/take/').submit()).words.includes('Naboen gør det'), 'a task is taken once');
  const own = await ellen.open(plan);
  assert.ok(own.words.includes('Jeg kan <b>køre</b> jer.'));
  const form = formAt(own, '/entries/');
  assert.ok((await form.send({ button: 'what=done' })).status === 303);
  assert.ok((await ellen.open(plan)).words.includes('er gjort'));
  const [, address] = /action="([^"]*\/helpers\/\w{13})"[^>]*>(?:(?!<\/form>)[\s\S])*Naboen/.exec((await ellen.open(plan)).text);
  const token = own.form('name').value('token');
  assert.equal((await ellen.post(new URL(address, site.url), { token, may: 'none' }, { from: own.url })).status, 303);
  const gone = await helper.open(link);
  assert.equal(gone.status, 404);
  assert.ok(gone.words.includes('Linket virker ikke mere'));
  assert.equal((await other.get(friend)).status, 200, 'the others keep theirs');
  assert.equal((await ellen.post(new URL(address, site.url), { token, may: 'see' }, { from: own.url })).status, 303);
  const seeing = await helper.open(link);
  assert.ok(seeing.words.includes(marker) && !seeing.text.includes('name="text"'), 'let see again, but not help');
  for (const wrong of [{ may: 'alt' }, {}]) {
    assert.equal((await ellen.post(new URL(address, site.url), { token, ...wrong }, { from: own.url })).status, 422);
  }
  for (const bad of ['/plan/zzz', `/plan/${'0'.repeat(48)}`, '/plan/%00', `/plan/for/${'0'.repeat(48)}`]) {
    assert.ok([400, 404].includes((await site.client().get(bad)).status), bad);
  }
});

test('one who offers a plan to somebody writes nothing about her, and sees it only if she says so', async () => {
  const offer = async () => linkOn(await (await poul.open('/me/plans')).form('/offer').submit());
  const link = await offer();
  const columns = await site.sql('SELECT count(*) FROM plan_offer');
  assert.equal(columns, '1');
  assert.ok((await poul.open(link)).words.includes('Kun en anden kan sige ja'));
  const visitor = await site.client().open(link);
  assert.ok(visitor.words.includes('Poul Paaroerende foreslår') && visitor.words.includes('Log ind for at sige ja'));
  const done = await (await ellen.open(link)).form('may').fill({ may: 'none' }).submit();
  assert.ok(done.url.pathname.endsWith('/edit'), done.words);
  const hers = done.url.pathname.replace('/edit', '');
  assert.equal((await poul.get(hers)).status, 404);
  assert.equal((await ellen.get(link)).status, 404, 'an offer works once');
  const second = await offer();
  const shared = await (await ellen.open(second)).form('may').fill({ may: 'see' }).submit();
  const helping = await opened(poul, linkOn(shared));
  assert.ok(helping.words.includes('Der står ikke noget i planen endnu'), helping.words);
  assert.equal((await (await ellen.open(await offer())).form('may').submit()).status, 422, 'a choice must be made');
  assert.equal((await (await ellen.open(hers)).form('/delete').submit()).status, 200);
  assert.equal((await ellen.get(hers)).status, 404);
});

test('there are limits, told in the form', async () => {
  const token = (await poul.open('/me/plans')).form('title').value('token');
  let last;
  for (let i = 0; i < 21; i++) {
    last = await poul.post(new URL('/me/plans', site.url), { token, title: `Plan ${i}` }, { from: new URL('/me/plans', site.url) });
  }
  assert.equal(last.status, 422);
  assert.ok(last.words.includes('Der er for mange'));
});

test('her own data has all of it, and erasing her leaves nothing of it', async () => {
  const data = JSON.parse((await ellen.get('/me/data.json')).text);
  const text = JSON.stringify(data.plans);
  for (const words of [marker, 'Tage toget', 'Min <søster>', 'Søster', 'Naboen', 'Finde togtider', 'Jeg kan <b>køre</b> jer.', 'Spare op']) {
    assert.ok(text.includes(words), words);
  }
  assert.equal(JSON.parse((await poul.get('/me/data.json')).text).plan_offers.length, 1, 'the one that was not taken');
  assert.equal((await (await ellen.open('/me/erase')).form('confirm').fill({ confirm: true }).send()).status, 303);
  assert.equal((await (await poul.open('/me/erase')).form('confirm').fill({ confirm: true }).send()).status, 303);
  for (const table of ['plan', 'plan_helper', 'plan_entry', 'plan_offer']) {
    assert.equal(await site.sql(`SELECT count(*) FROM ${table}`), '0', table);
  }
});
