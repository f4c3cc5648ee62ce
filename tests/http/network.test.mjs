// Contact persons and their network: terms and handovers, the directory, news and visits, talks with
// consent and what is quoted of them. The day itself is crossed in src/core/contact_test.c.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile, startSite } from '../lib/server.mjs';
import { firstAdministrator, person, signIn } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const mona = await person(site, { name: 'Mona Leder', mail: 'mona@example.dk' });
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
const root = await person(site, { name: 'Ruth Drift', mail: 'ruth@example.dk', administrator: true });
const cleo = await person(site, { name: 'Cleo Udenfor', mail: 'cleo@example.dk' });
const visitor = site.client();

const contact = { contact_name: 'Mona Leder', contact_phone: '12 34 56 78' };
const day = (offset) => new Date(Date.now() + offset * 86400000)
  .toLocaleDateString('sv-SE', { timeZone: 'Europe/Copenhagen' });

async function make(client, facts, from = '/o/new') {
  const page = await (await client.open(from)).form('/o/new').fill({ ...contact, ...facts }).submit();
  assert.equal(page.status, 200, page.words);
  return page.url.pathname;
}

async function join(client, path, role) {
  const page = await (await administrator.open(`${path}/members`)).form('mail').fill({ mail: client.mail, role }).submit();
  assert.equal(page.status, 200, page.words);
  const letters = await administrator.open('/people/letters');
  const item = letters.all('li').find((li) => li.text.includes(client.mail) && li.inner.includes('/link/'));
  const [, link] = /(\/link\/[0-9a-f]{64})/.exec(item.inner);
  await (await client.open(link)).form(link).submit();
}

const town = await make(administrator, { kind: 'municipality', name: 'Lindsø Kommune' });
const below = `/o/new?parent=${town.slice(3)}`;
const home = await make(administrator, { kind: 'workplace', name: 'Havestuen' }, below);
const kitchen = await make(administrator, { kind: 'workplace', name: 'Køkkenet' }, below);
const laundry = await make(administrator, { kind: 'workplace', name: 'Vaskeriet' }, below);
await join(mona, town, 'manager');
await join(anna, home, 'member');
await join(bo, home, 'member');

const option = (page, field, name) => {
  const form = page.form('person');
  const select = form.fields.find((one) => one.name === field);
  const found = page.all('option').find((one) => one.text === name
    && select.options.some((o) => o.value === one.attributes.value));
  assert.ok(found, `${name} can be chosen`);
  return found.attributes.value;
};

// Names somebody; answers the page that follows.
async function name(client, path, who, from, more = {}) {
  const page = await client.open(`${path}/contact`);
  const form = page.form('person').fill({ person: option(page, 'person', who), from });
  if (more.deputy) form.fill({ deputy: option(page, 'deputy', more.deputy) });
  if (more.last) form.fill({ last: more.last });
  return form.submit();
}

const holds = async (client, path) => {
  const page = await client.open(path);
  return page.all('a').some((link) => (link.attributes.href ?? '').includes('/meetings/new?place='));
};

test('a manager of the municipality names the contact person, and everybody sees who it is', async () => {
  const page = await name(mona, home, 'Anna Prøvesen', day(-30), { deputy: 'Bo Eksempel' });
  assert.equal(page.status, 200, page.words);
  const seen = await visitor.open(home);
  assert.ok(seen.words.includes('Kontaktperson for frivillige'));
  assert.ok(seen.words.includes('Anna Prøvesen') && seen.words.includes('Stedfortræder: Bo Eksempel'));
  assert.ok((await visitor.open('/network')).words.includes('Anna Prøvesen'));
});

test('her telephone is shown only when she herself writes it', async () => {
  const own = await anna.open(`${home}/contact`);
  const saved = await own.form('/contact/show').fill({ phone: '00 11 22 33', mail: '' }).submit();
  assert.equal(saved.status, 200, saved.words);
  assert.ok((await visitor.open(home)).words.includes('00 11 22 33'));
  const token = (await mona.open('/me')).form('phone').value('token');
  const refused = await mona.post(`${home}/contact/show`, { token, phone: '99 99 99 99', mail: '' });
  assert.equal(refused.status, 403, 'not even the manager writes it for her');
  const taken = await (await anna.open(`${home}/contact`)).form('/contact/show').fill({ phone: '' }).submit();
  assert.ok(!taken.words.includes('00 11 22 33'));
});

test('network: all rights move on the handover date', async () => {
  assert.ok(await holds(anna, home) && await holds(bo, home), 'contact person and deputy may hold meetings');
  const tomorrow = await name(mona, home, 'Bo Eksempel', day(1));
  assert.ok(tomorrow.words.includes('Planlagt'));
  assert.ok(await holds(anna, home), 'until that day nothing changes');
  await tomorrow.form('/cancel').submit();
  const moved = await name(mona, home, 'Bo Eksempel', day(0));
  assert.equal(moved.status, 200, moved.words);
  assert.ok(await holds(bo, home));
  assert.ok(!await holds(anna, home), 'whoever handed over no longer may');
  assert.ok(!(await anna.open(`/meetings/new?place=o-${home.slice(3)}`)).text.includes(`"o-${home.slice(3)}"`));
  assert.equal((await anna.get(`${home}/interviews`)).status, 403);
  const list = await administrator.open('/people/letters');
  assert.ok(list.all('li').some((li) => li.text.includes('anna@example.dk') && li.text.includes('Overdragelse')),
    'whoever leaves gets a letter');
  assert.ok((await anna.open(`${home}/contact`)).words.includes('Overdraget'), 'and sees what was handed over');
});

test('open actions with the name of whoever leaves go on to the next one, and are told', async () => {
  await join(anna, kitchen, 'member');
  await join(bo, kitchen, 'member');
  await name(mona, kitchen, 'Anna Prøvesen', day(-10));
  const planned = await (await anna.open(`/meetings/new?place=o-${kitchen.slice(3)}`)).form('length')
    .fill({ purpose: 'where', length: '45', when: 'now' }).submit();
  const meeting = planned.url.pathname.replace(/^(\/m\/\w+).*/, '$1');
  await (await anna.open(`${meeting}/actions`)).form('owner').fill({ text: 'Ring til koret', owner: 'Anna Prøvesen', due: '' }).submit();
  await name(mona, kitchen, 'Bo Eksempel', day(0));
  const place = await bo.open(kitchen);
  assert.match(place.words, /Ring til koret \(Bo Eksempel/);
  assert.ok((await anna.open(`${kitchen}/contact`)).words.includes('Ring til koret'));
  assert.ok(!(await cleo.open(`${kitchen}/contact`)).words.includes('Ring til koret'), 'not for others');
});

test('network: a vacancy of more than 14 days is visible to the coordinator', async () => {
  await join(anna, laundry, 'member');
  await name(mona, laundry, 'Anna Prøvesen', day(-40));
  const before = await mona.open(town);
  assert.ok(!before.words.includes('ikke haft en kontaktperson'), before.words);
  const form = (await mona.open(`${laundry}/contact`)).form('end');
  const short = await form.fill({ end: day(-10) }).submit();
  assert.ok(short.words.includes('Der har ikke været en kontaktperson siden'), short.words);
  assert.ok(!(await mona.open(town)).words.includes('ikke haft en kontaktperson'), 'ten days are no warning');
  await name(mona, laundry, 'Anna Prøvesen', day(-9), { last: day(-9) });
  await site.sql(`UPDATE contact_term SET to_at = to_at - 20 * 86400000, from_at = from_at - 20 * 86400000
    WHERE organisation = (SELECT id FROM organisation WHERE name = 'Vaskeriet')`);
  const warned = await mona.open(town);
  assert.ok(warned.words.includes('1 arbejdsplads har ikke haft en kontaktperson i mere end 14 dage'), warned.words);
  assert.equal(warned.link('Vaskeriet'), `${laundry}/contact`, 'and it leads to where one names somebody');
  assert.ok((await mona.open('/network')).words.includes('Ingen i mere end 14 dage'));
  assert.ok(!(await cleo.open(town)).words.includes('ikke haft en kontaktperson'), 'on the page of the parent for its managers');
});

test('bad days and strangers are refused with a reason', async () => {
  const page = await mona.open(`${home}/contact`);
  const bad = async (values) => {
    const form = (await mona.open(`${home}/contact`)).form('person')
      .fill({ person: option(page, 'person', 'Anna Prøvesen'), from: day(1), ...values });
    return form.send();
  };
  const wrong = await bad({ from: 'i morgen' });
  assert.ok(wrong.words.includes('Skriv en dag'), wrong.words);
  const early = await bad({ from: day(-200) });
  assert.ok(early.words.includes('Vælg en senere dag'), early.words);
  const back = await bad({ from: day(3), last: day(2) });
  assert.ok(back.words.includes('før første dag'), back.words);
  assert.ok((await bad({ deputy: option(page, 'deputy', 'Anna Prøvesen') })).words.includes('en anden'));
  assert.ok((await bad({ from: day(900) })).words.includes('to år frem'));
  const token = page.form('person').value('token');
  const stranger = await mona.post(`${home}/contact`, { token, person: '0123456789abc', deputy: '', from: day(1), last: '' });
  assert.equal(stranger.status, 422);
  assert.equal((await bo.post(`${home}/contact`, { token: 'x', person: '', deputy: '', from: '', last: '' })).status, 403);
  assert.equal((await mona.post(`${home}/contact/0123456789abc/cancel`, { token })).status, 404);
});

test('the directory is filtered, downloaded by managers only, and prints', async () => {
  const page = await mona.open('/network');
  const shown = await page.form('parent').fill({ parent: town.slice(3) }).submit();
  assert.ok(shown.words.includes('Havestuen') && shown.words.includes('Vaskeriet'));
  const file = await mona.get('/network/directory.csv');
  assert.equal(file.status, 200);
  assert.match(file.text, /"Havestuen","Lindsø Kommune","Bo Eksempel"/);
  assert.equal((await bo.get('/network/directory.csv')).status, 403);
  assert.equal((await visitor.get('/network/directory.csv')).status, 303);
  assert.equal((await visitor.get('/network?parent=%27%20OR%201')).status, 200);
});

test('an association is taken in by the municipality, with a contact person of its own', async () => {
  const club = await make(cleo, { kind: 'association', name: 'Gode Naboer' });
  assert.equal((await cleo.get('/network/posts')).status, 403, 'an association is not in it by itself');
  assert.ok(!(await visitor.open('/network')).words.includes('Gode Naboer'));
  const token = (await cleo.open('/me')).form('phone').value('token');
  assert.equal((await cleo.post(`${club}/network`, { token, member: '1' })).status, 403);
  await (await mona.open(club)).form('/network').submit();
  await name(cleo, club, 'Cleo Udenfor', day(-1));
  assert.ok((await visitor.open('/network')).words.includes('Gode Naboer'));
  assert.equal((await cleo.get('/network/posts')).status, 200);
});

test('one person may be contact for three houses', async () => {
  await join(bo, laundry, 'member');
  await name(mona, laundry, 'Bo Eksempel', day(0));
  for (const path of [home, kitchen, laundry]) assert.ok((await visitor.open(path)).words.includes('Bo Eksempel'), path);
});

const write = async (client, values) =>
  (await client.open('/network/posts')).form('text').fill({ kind: 'news', ...values }).submit();

test('contact persons and managers write news, and members reply', async () => {
  assert.equal((await visitor.get('/network/posts')).status, 303);
  const page = await write(bo, { text: 'Vi prøver <b>kaffe</b> kl. 10.', link: `https://x.dk${home}?a=1` });
  assert.equal(page.status, 200, page.words);
  assert.ok(page.words.includes('Vi prøver <b>kaffe</b> kl. 10.'), 'as text, never as HTML');
  assert.equal(page.link('Se organisationen'), home);
  const thread = await mona.open(page.link('Læs og svar'));
  await thread.form('/reply').fill({ text: 'Godt set.' }).submit();
  assert.ok((await bo.open('/network/posts')).words.includes('1 svar'));
  const read = await anna.open('/network/posts');
  assert.equal(read.status, 200, 'members read');
  assert.ok(!read.words.includes('Skriv et opslag'), 'and do not write');
  const token = (await anna.open('/me')).form('phone').value('token');
  assert.equal((await anna.post('/network/posts', { token, kind: 'news', text: 'Hej', link: '', visit: '', host: '' })).status, 403);
  for (const link of ['javascript:alert(1)', 'https://ond.example/', '/o/kort', '/people'])
    assert.equal((await (await bo.open('/network/posts')).form('text').fill({ text: 'Hej', link }).send()).status, 422, link);
  assert.equal((await (await bo.open('/network/posts')).form('text').fill({ text: 'x'.repeat(1001) }).send()).status, 422);
});

test('one changes and deletes what one wrote, and nobody else does', async () => {
  const page = await write(bo, { text: 'Slåfejl her' });
  const edit = page.link('Ret det');
  await (await bo.open(edit)).form('/edit').fill({ text: 'Uden slåfejl' }).submit();
  assert.ok((await mona.open('/network/posts')).words.includes('Uden slåfejl'));
  assert.equal((await mona.get(edit)).status, 403);
  const gone = await (await bo.open(edit)).form('/delete').submit();
  assert.ok(!gone.words.includes('Uden slåfejl'));
  assert.equal((await bo.get(edit)).status, 404);
});

test('hiding needs a reason and leaves a trace that everybody counts', async () => {
  const page = await write(bo, { text: 'Fru Hansens knæ' });
  assert.equal((await bo.get(page.link('Ret det').replace('edit', 'hide'))).status, 403);
  const hide = (await mona.open('/network/posts')).link(/^Skjul det/);
  const form = (await mona.open(hide)).form('reason');
  await form.fill({ reason: 'personal' }).submit();
  const seen = await bo.open('/network/posts');
  assert.ok(!seen.words.includes('Fru Hansens knæ') && seen.words.includes('Skjult: Personoplysninger'));
  assert.ok(seen.words.includes('1 opslag eller svar er skjult'));
});

test('a site visit: come and see it work, sign up with a name', async () => {
  const hosts = (await bo.open('/network/posts')).all('option').find((one) => one.text === 'Havestuen');
  const missing = await (await bo.open('/network/posts')).form('text').fill({ kind: 'visit', text: 'Kom og se' }).send();
  assert.equal(missing.status, 422);
  const page = await write(bo, { kind: 'visit', text: 'Kom og se', visit: `${day(5)}T10:00`, host: hosts.attributes.value });
  assert.ok(page.words.includes('Kom og se det virke'));
  const post = page.link('Læs og svar');
  const coming = await (await anna.open(post)).form('/come').fill({ name: 'Anna og en kollega' }).submit();
  assert.ok(coming.words.includes('Anna og en kollega'));
  const twice = await coming.form('/come').fill({ name: 'Anna og en kollega' }).send();
  assert.equal(twice.status, 422);
  const other = await bo.open(post);
  assert.ok(!other.words.includes('Tag Anna og en kollega af listen'), 'only her own');
  const off = await (await anna.open(post)).form('/remove').submit();
  assert.ok(!off.words.includes('Anna og en kollega'));
});

async function talk(client, values, count = 2) {
  const page = await client.open(`${town}/interviews/new`);
  const workplace = page.all('option').find((one) => one.text === 'Havestuen').attributes.value;
  const answers = Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, `Svar ${i + 1}`]));
  return page.form('workplace').fill({ workplace, who: 'Bo Eksempel', held: day(0), ...answers, ...values }).submit();
}
const quote = async (page, text) => page.form('/quote').fill({ kind: 'words', text }).send();

test('network: an interview quoted in the catalogue shows consent', async () => {
  const list = await talk(mona, { consent: 'anonymous' });
  assert.equal(list.status, 200, list.words);
  const one = await mona.open(list.link('Bo Eksempel, Havestuen'));
  assert.ok(one.words.includes('Vores forslag'), 'the built-in guide is marked as ours');
  assert.equal((await quote(one, 'Vi siger goddag til hinanden.')).status, 303);
  const named = await mona.open((await talk(mona, { consent: 'named' })).link('Bo Eksempel, Havestuen'));
  await quote(named, 'Ring til én, du kender.');
  const catalogue = await visitor.open('/network/quotes');
  const items = catalogue.all('li').map((li) => li.text);
  const anonymous = items.find((text) => text.includes('Vi siger goddag'));
  assert.match(anonymous, /Brugt med samtykke givet .*, uden navn/);
  assert.ok(!anonymous.includes('Bo Eksempel'), anonymous);
  assert.match(items.find((text) => text.includes('Ring til én')), /Bo Eksempel.*Brugt med samtykke givet .*, med navn/s);
  await (await mona.open(named.path)).form('/withdraw').submit();
  assert.ok(!(await visitor.open('/network/quotes')).words.includes('Ring til én'), 'and can be taken back');
});

test('network: without consent quoting is refused with the reason', async () => {
  const one = await mona.open((await talk(mona, { consent: 'none', who: 'Anna Prøvesen' })).link('Anna Prøvesen, Havestuen'));
  assert.ok(one.words.includes('Intet må citeres'));
  const token = one.form('/erase').value('token');
  const refused = await mona.post(`${one.path}/quote`, { token, kind: 'words', text: 'Hemmeligt citat' });
  assert.equal(refused.status, 422);
  assert.ok(refused.words.includes('ikke givet samtykke'), refused.words);
  assert.ok(!(await visitor.open('/network/quotes')).words.includes('Hemmeligt citat'));
});

test('talks are read by callers and managers of the top organisation only', async () => {
  await join(cleo, town, 'contact');
  await talk(cleo, { consent: 'none', who: 'Dorte Hemmelig' });
  assert.ok((await cleo.open(`${town}/interviews`)).words.includes('Dorte Hemmelig'));
  assert.ok(!(await cleo.open(`${town}/interviews`)).words.includes('Bo Eksempel'), 'a caller reads her own');
  const all = await mona.open(`${town}/interviews`);
  assert.ok(all.words.includes('Dorte Hemmelig') && all.words.includes('Bo Eksempel'));
  const address = all.link('Bo Eksempel, Havestuen');
  assert.equal((await cleo.get(address)).status, 404);
  for (const client of [bo, anna, root]) assert.equal((await client.get(address)).status, 403, client.person);
  assert.equal((await visitor.get(address)).status, 303);
  assert.equal((await mona.get(`${home}/interviews`)).status, 403, 'only where nothing stands above');
});

test('a changed guide is a new version, and earlier talks keep their questions', async () => {
  const guide = await mona.open(`${town}/interviews/guide`);
  const saved = await guide.form('questions').fill({ questions: 'Hvad gjorde I?\nHvem manglede?' }).submit();
  assert.ok(saved.words.includes('udgave 1'));
  const form = await mona.open(`${town}/interviews/new`);
  assert.ok(form.words.includes('Hvem manglede?') && !form.words.includes('Hvad overraskede dig?'));
  const list = await talk(mona, { consent: 'none', who: 'Ny Samtale' });
  assert.ok((await mona.open(list.link('Ny Samtale, Havestuen'))).words.includes('Hvem manglede?'));
  assert.ok((await mona.open(list.link('Bo Eksempel, Havestuen'))).words.includes('Hvad har I og frivillige gjort'));
  const many = await (await mona.open(`${town}/interviews/guide`)).form('questions')
    .fill({ questions: Array(16).fill('Hvad?').join('\n') }).send();
  assert.equal(many.status, 422);
  const token = form.form('workplace').value('token');
  assert.equal((await cleo.post(`${town}/interviews/guide`, { token, questions: 'Mit' })).status, 403);
  const erased = await (await mona.open(list.link('Ny Samtale, Havestuen'))).form('/erase').submit();
  assert.ok(!erased.words.includes('Ny Samtale'));
});

test('what a person wrote is hers to read and goes with her account', async () => {
  await write(bo, { text: 'Bos sidste opslag' });
  const data = await bo.open('/me/data');
  for (const words of ['Bos sidste opslag', 'Svar 1']) assert.ok(data.words.includes(words), words);
  assert.ok(data.words.includes('Kontaktperson for frivillige'));
});

test('the page of a workplace shows members where it stands: measures beside the ones before, actions, who to call', async () => {
  const demo = await startSite({ demo: true });
  try {
    const inger = await signIn(demo, 'inger@lindsoe.example');
    const place = (await inger.open('/o?q=Havestuen')).link('Havestuen');
    const page = await inger.open(place);
    assert.ok(page.words.includes('Her er vi nu'));
    assert.match(page.words, /Samskabelsesstjernen den .*? Siden den .*?: 9 højere, 0 lavere, 3 som før/);
    assert.match(page.words, /Aftalt, men ikke gjort endnu 3 \(datoen er gået for 1\)/);
    assert.ok(page.words.includes('Lone Lærkesang'));
    assert.ok(!(await demo.client().open(place)).words.includes('Her er vi nu'), 'results are for members');
    const karla = await signIn(demo, 'karla@lindsoe.example');
    const town = (await karla.open('/o?kind=municipality')).link(/^Lindsø Kommune$/);
    assert.ok((await karla.open(town)).words.includes('1 arbejdsplads har ikke haft en kontaktperson'));
    assert.ok((await demo.client().open('/network/quotes')).words.includes('Lone Lærkesang, Havestuen'));
  } finally {
    await demo.stop();
  }
});
