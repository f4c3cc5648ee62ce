// The bank of ideas and the newsletter: entering, finding, changing, trying, telling, printing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { engine, siteForFile } from '../lib/server.mjs';
import { firstAdministrator, person } from '../lib/people.mjs';

const site = await siteForFile();
const administrator = await firstAdministrator(site);
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
const visitor = site.client();
const contact = { contact_name: 'Anna Prøvesen', contact_phone: '12 34 56 78' };
const DAY = 24 * 3600 * 1000;

async function organisation(client, name, kind = 'association', from = '/o/new') {
  const page = await (await client.open(from)).form('/o/new').fill({ ...contact, kind, name }).submit();
  assert.equal(page.heading, name, page.words);
  return page.url.pathname;
}
const club = await organisation(anna, 'Strikkeklubben');
const friends = await organisation(bo, 'Gode Naboer');

const facts = { category: 'neighbours', stage: 'idea', body: 'Vi banker på hos naboerne og siger goddag.' };
// Enters an idea and answers its path, "/ideas/…".
async function enter(client, place, more) {
  const page = await (await client.open(`${place}/ideas/new`)).form('title').fill({ ...facts, ...more }).submit();
  assert.equal(page.status, 200, page.words);
  return page.url.pathname;
}
const own = (place, idea) => `${place}/ideas/${idea.split('/').pop()}`;
// A public id as addresses have it: 13 digits of base 32 without i, l, o and u.
const publicId = (number) => Array.from({ length: 13 }, (_, i) =>
  '0123456789abcdefghjkmnpqrstvwxyz'[Number((BigInt.asUintN(64, BigInt(number)) >> BigInt(5 * (12 - i))) & 31n)]).join('');
const tokenOf = async (client) => (await client.open('/me')).form('phone').value('token');
const titles = (page) => page.all('li').map((li) => /<h2><a[^>]*>([^<]*)</.exec(li.inner)?.[1]).filter(Boolean);

const knocking = await enter(anna, club, { title: 'Bank på hos naboen', place: 'Åvej', hours: '8', kroner: '1200',
  needs: 'En seddel', source: 'Et besøg', told_by: 'en beboer', story_url: 'https://example.dk/historie' });

test('everybody reads an idea with its facts, who told it and whom to ask', async () => {
  const page = await visitor.open(knocking);
  assert.equal(page.heading, 'Bank på hos naboen');
  for (const words of ['Lokalsamfund og naboer', 'En idé', 'Åvej', '8 timer', '1.200 kr.', 'En seddel', 'Et besøg',
    'Fortalt af en beboer, skrevet ned af Strikkeklubben.', 'Anna Prøvesen', '12 34 56 78', 'Strikkeklubben'])
    assert.ok(page.words.includes(words), `${words} in ${page.words}`);
  assert.equal(page.link('Læs historien'), 'https://example.dk/historie');
  assert.ok(page.words.includes('Log ind'));
  assert.equal((await visitor.get('/ideas/0123456789abc')).status, 404);
  assert.equal((await visitor.get('/ideas/ud')).status, 404);
});

test('whoever enters an idea chooses for whom; a bad form keeps its input', async () => {
  assert.equal((await visitor.get('/ideas/new')).status, 303);
  const cay = await person(site, { name: 'Cay Alene', mail: 'cay@example.dk' });
  assert.ok((await cay.open('/ideas/new')).words.includes('Du er ikke medlem'));
  assert.equal((await anna.open('/ideas/new')).link('Strikkeklubben'), `${club}/ideas/new`);
  const wrong = async (more, words) => {
    const page = await (await anna.open(`${club}/ideas/new`)).form('title')
      .fill({ ...facts, title: 'Noget nyt', ...more }).send();
    assert.equal(page.status, 422, JSON.stringify(more));
    assert.equal(page.form('title').value('body').trim(), (more.body ?? facts.body));
    assert.ok(page.words.includes(words), `${words} in ${page.words}`);
  };
  await wrong({ story_url: 'javascript:alert(1)' }, 'begynder med https://');
  await wrong({ story_url: 'mailto:anna@example.dk' }, 'begynder med https://');
  await wrong({ hours: '-3' }, 'Timers arbejde');
  await wrong({ kroner: 'mange' }, 'Kroner');
  await wrong({ body: 'Kort' }, 'Idéen i ét afsnit');
  const token = await tokenOf(anna);
  const all = { ...facts, title: 'Noget nyt', place: '', hours: '', kroner: '', needs: '', source: '', told_by: '',
    story_url: '', token };
  assert.equal((await anna.post(`${club}/ideas/new`, { ...all, category: 'party' })).status, 422);
  assert.equal((await anna.post(`${club}/ideas/new`, { ...all, extra: '1' })).status, 422);
  assert.equal((await anna.post(`${club}/ideas/new`, { ...all, token: '' })).status, 403);
});

test('only those who belong to an organisation enter and change its ideas', async () => {
  const token = await tokenOf(bo);
  const path = own(club, knocking);
  for (const page of [`${club}/ideas/new`, `${path}/edit`, `${path}/experience`]) {
    assert.equal((await bo.get(page)).status, 403, page);
    assert.equal((await visitor.get(page)).status, 303, page);
  }
  for (const end of ['edit', 'confirm', 'withdraw', 'restore', 'interest', 'interest/end', 'experience', 'try'])
    assert.equal((await bo.post(`${path}/${end}`, { token })).status, 403, end);
  const other = own(friends, knocking); // his own organisation, somebody else's idea
  assert.equal((await bo.get(`${other}/edit`)).status, 404);
  for (const end of ['confirm', 'withdraw', 'restore'])
    assert.equal((await bo.post(`${other}/${end}`, { token })).status, 404, end);
  assert.equal((await visitor.open(knocking)).heading, 'Bank på hos naboen');
});

test('the page of an organisation shows its ideas, and its members where to enter one', async () => {
  const page = await visitor.open(club);
  assert.equal(page.link('Bank på hos naboen'), knocking);
  assert.ok(!page.text.includes(`${club}/ideas/new`));
  assert.ok((await anna.open(club)).text.includes(`${club}/ideas/new`));
  assert.ok(!(await visitor.open(friends)).text.includes('id="ideas-title"'), 'nothing where there is none');
});

test('markup in an idea is shown as text', async () => {
  const idea = await enter(anna, club, { title: '<b>Fed</b> & "citat"', body: '<script>alert(1)</script> og lidt mere.',
    told_by: "<img src=x onerror=alert(1)>", needs: '{{title}}', category: 'firms', stage: 'ended' });
  for (const path of [idea, '/ideas', '/ideas/print']) {
    const page = await visitor.open(path);
    assert.ok(!page.text.includes('<script>alert') && !page.text.includes('<img src=x') && !page.text.includes('<b>Fed'), path);
  }
  const { text } = await visitor.get('/ideas/ideas.csv?category=firms');
  assert.ok(text.includes('"<b>Fed</b> & ""citat"""'), text);
  await (await anna.open(idea)).form('/withdraw').submit();
});

test('Ideas: filter category and stage give the right subset', async () => {
  const made = {};
  for (const [title, category, stage] of [['Kor på tværs', 'citizens', 'running'], ['Havedag', 'citizens', 'idea'],
    ['Festudvalget', 'relatives', 'running'], ['Spilaften', 'relatives', 'idea']])
    made[title] = await enter(anna, club, { title, category, stage, body: `Om ${title.toLowerCase()} i huset.` });
  const list = async (query) => titles(await visitor.open(`/ideas?${query}`));
  assert.deepEqual(await list('category=citizens&stage=running'), ['Kor på tværs']);
  assert.deepEqual(await list('category=citizens'), ['Havedag', 'Kor på tværs']);
  assert.deepEqual(await list('stage=running'), ['Festudvalget', 'Kor på tværs']);
  assert.deepEqual(await list('category=relatives&stage=ended'), []);
  assert.ok((await visitor.open('/ideas?category=relatives&stage=ended')).words.includes('Ingen idé passer'));
  assert.ok((await visitor.open('/ideas?category=citizens')).words.includes('2 idéer'));
  assert.deepEqual(await list('q=havedagen'), ['Havedag'], 'words are folded');
  assert.deepEqual(await list('q=huset&stage=idea'), ['Spilaften', 'Havedag']);
  assert.deepEqual(await list('category=nonsense&stage=9&since=yesterday&after=x'), await list(''));
  for (const file of ['csv', 'json']) {
    const { text } = await visitor.get(`/ideas/ideas.${file}?category=citizens&stage=running`);
    assert.ok(text.includes('Kor på tværs') && !text.includes('Havedag') && !text.includes('Festudvalget'), file);
  }
});

test('the list is paged forwards and backwards, with and without words', async () => {
  for (let i = 0; i < 23; i++)
    await enter(anna, club, { title: `Bålaften ${String.fromCharCode(65 + i)}`, category: 'individuals' });
  for (const query of ['category=individuals', 'q=b%C3%A5laften']) {
    const first = await visitor.open(`/ideas?${query}`);
    assert.equal(titles(first).length, 20);
    assert.ok(first.words.includes('23 idéer'), query);
    const second = await visitor.open(first.link('Næste side'));
    assert.deepEqual(titles(second), ['Bålaften C', 'Bålaften B', 'Bålaften A']);
    const again = await visitor.open(second.link('Forrige side'));
    assert.deepEqual(titles(again), titles(first));
  }
});

test('"new since" shows what was entered from that day on', async () => {
  const past = await enter(anna, club, { title: 'Gammel lygte', category: 'institutions' });
  await enter(anna, club, { title: 'Ny lygte', category: 'institutions' });
  const then = Date.now() - 40 * DAY;
  await site.sql(`UPDATE idea SET created_at = ${then} WHERE title = 'Gammel lygte'`);
  const day = new Date(Date.now() - 10 * DAY).toISOString().slice(0, 10);
  for (const more of ['', '&stage=idea']) {
    const page = await visitor.open(`/ideas?category=institutions&since=${day}${more}`);
    assert.deepEqual(titles(page), ['Ny lygte']);
    assert.ok(page.words.includes('1 idé, skrevet ind siden'));
  }
  assert.ok((await visitor.open(past)).heading.includes('Gammel'));
});

test('an edit that comes too late shows what is saved, with 409, and loses nothing', async () => {
  const idea = await enter(anna, club, { title: 'Lån en hund' });
  const path = `${own(club, idea)}/edit`;
  const first = (await anna.open(path)).form('title');
  const second = (await administrator.open(path)).form('title');
  await first.fill({ body: 'Hunden kommer om onsdagen.' }).submit();
  const conflict = await second.fill({ body: 'Hunden kommer om torsdagen.', kroner: '100' }).send();
  assert.equal(conflict.status, 409);
  assert.ok(conflict.words.includes('Hunden kommer om onsdagen.'));
  assert.equal(conflict.form('title').value('body').trim(), 'Hunden kommer om torsdagen.');
  assert.equal(conflict.form('title').value('kroner'), '100');
  assert.ok((await visitor.open(idea)).words.includes('onsdagen'));
  const saved = await conflict.form('title').submit();
  assert.equal(saved.url.pathname, idea);
  assert.ok(saved.words.includes('torsdagen'));
  const kept = (await anna.open(path)).form('title');
  assert.equal(kept.value('hours'), '', 'what was not said stays unsaid');
});

test('a workplace says that it is interested, and takes it back', async () => {
  const page = await bo.open(knocking);
  assert.ok(page.words.includes('Ingen har sagt det endnu.'));
  const after = await page.form('/interest').submit();
  assert.ok(after.words.includes('1 er interesseret:') && after.words.includes('Gode Naboer'));
  const token = await tokenOf(bo);
  assert.equal((await bo.post(`${own(friends, knocking)}/interest`, { token })).status, 303);
  assert.ok((await visitor.open(knocking)).words.includes('1 er interesseret:'), 'twice is once');
  const ended = await (await bo.open(knocking)).form('/interest/end').submit();
  assert.ok(ended.words.includes('Ingen har sagt det endnu.'));
});

test('"we did this" tells what came of it, dated, and can be removed by those who wrote it', async () => {
  const form = (await bo.open(`${own(friends, knocking)}/experience`)).form('text');
  assert.equal((await form.fill({ text: 'Fint' }).send()).status, 422);
  const words = 'Vi bankede på hos ni, og de fire gav kaffe.';
  const told = await form.fill({ text: words }).submit();
  assert.equal(told.url.pathname, knocking);
  assert.ok(told.words.includes(words) && told.words.includes('Gode Naboer, den '));
  await (await bo.open(`${own(friends, knocking)}/experience`)).form('text').fill({ text: words }).submit();
  const page = await bo.open(knocking);
  assert.equal(page.words.split(words).length, 2, 'sent twice it is there once');
  const remove = /action="([^"]*\/experience\/\w+\/remove)"/.exec(page.text)[1];
  assert.ok(!(await anna.open(knocking)).text.includes('/remove'), 'only its authors are offered it');
  const token = await tokenOf(anna);
  assert.equal((await anna.post(remove.replace(friends, club), { token })).status, 404);
  assert.ok(!(await (await bo.open(knocking)).form('/remove').submit()).words.includes(words));
});

test('an entry nobody has looked at for 18 months is flagged until the organisation says that it holds', async () => {
  const idea = await enter(anna, club, { title: 'Lånecykler' });
  assert.ok(!(await visitor.open(idea)).words.includes('Gælder den stadig?'));
  await site.sql(`UPDATE idea SET confirmed_at = ${Date.now() - 560 * DAY} WHERE title = 'Lånecykler'`);
  assert.ok((await visitor.open(idea)).words.includes('Gælder den stadig?'));
  assert.ok((await visitor.open('/ideas?q=l%C3%A5necykler')).words.includes('Gælder den stadig?'));
  const page = await (await anna.open(idea)).form('/confirm').submit();
  assert.ok(!page.words.includes('Gælder den stadig?'));
  assert.ok(!(await visitor.open(idea)).words.includes('Gælder den stadig?'));
});

test('an idea that is taken back leaves a stub, leaves every list, and can be shown again', async () => {
  const idea = await enter(anna, club, { title: 'Månefest', body: 'Vi fejrer fuldmånen i haven.' });
  const gone = await (await anna.open(idea)).form('/withdraw').submit();
  assert.equal(gone.heading, 'Idéen er trukket tilbage');
  assert.ok(!gone.words.includes('Månefest') && !gone.words.includes('fuldmånen'));
  for (const path of ['/ideas', '/ideas?q=m%C3%A5nefest', '/ideas/print', '/ideas/ideas.csv', '/ideas/ideas.json'])
    assert.ok(!(await visitor.get(path)).text.includes('Månefest'), path);
  const token = await tokenOf(bo);
  assert.equal((await bo.post(`${own(friends, idea)}/interest`, { token })).status, 404);
  assert.equal((await anna.get(`${own(club, idea)}/edit`)).status, 404);
  const back = await (await anna.open(idea)).form('/restore').submit();
  assert.equal(back.heading, 'Månefest');
  assert.deepEqual(titles(await visitor.open('/ideas?q=m%C3%A5nefest')), ['Månefest']);
});

test('Ideas: "try this" carries title and origin to a new poster', async (t) => {
  const offered = (await bo.open(knocking)).text.includes(`${own(friends, knocking)}/try`);
  const tools = await visitor.get('/tools/poster');
  assert.equal(offered, tools.status === 200, 'the button is there when the poster is');
  if (!offered) {
    assert.equal((await bo.post(`${own(friends, knocking)}/try`, { token: await tokenOf(bo) })).status, 404);
    t.skip('there is no poster');
    return;
  }
  const lead = await (await bo.open(knocking)).form('/try').submit();
  assert.match(lead.url.pathname, /^\/m\/\w+\/lead$/);
  assert.ok(lead.words.includes('Bank på hos naboen'), lead.words);
  const note = await site.sql("SELECT text FROM note WHERE text LIKE 'Bank på hos naboen%'");
  assert.ok(note.startsWith('Bank på hos naboen. Vi banker på'), note);
  const exercise = await site.sql("SELECT a.public_id FROM activity a JOIN exercise e ON e.id = a.id ORDER BY a.id DESC LIMIT 1");
  const poster = await bo.open(lead.url.pathname.replace('/lead', `/e/${publicId(exercise)}/board`));
  assert.ok(poster.words.includes('fra Bank på hos naboen, Strikkeklubben'), poster.words);
  assert.equal(poster.link('fra Bank på hos naboen, Strikkeklubben'), knocking);
  const [copy] = (await visitor.open('/ideas?stage=drawn')).all('li')
    .filter((li) => li.text.includes('Gode Naboer')).map((li) => /href="(\/ideas\/\w+)"/.exec(li.inner)[1]);
  const page = await visitor.open(copy);
  assert.ok(page.words.includes('Taget op fra Strikkeklubben'));
  assert.equal(page.link('Strikkeklubben'), knocking);
  const original = await visitor.open(knocking);
  assert.ok(original.words.includes('Hvor idéen er taget op'));
  assert.ok(original.words.includes('Gode Naboer (Ved at blive tegnet), taget op fra Strikkeklubben'));
  const again = await (await bo.open(knocking)).form('/try').submit();
  assert.equal(again.url.pathname, lead.url.pathname, 'pressed again it leads to the same poster');
  assert.equal(await site.sql("SELECT count(*) FROM idea WHERE title = 'Bank på hos naboen'"), '2');
});

test('Ideas: the catalogue prints with a page per category', async () => {
  const page = await visitor.open('/ideas/print');
  const sheets = page.all('section').filter((section) => (section.attributes.class ?? '').includes('idea-sheet'));
  const headings = sheets.map((sheet) => /<h2[^>]*>([^<]*)</.exec(sheet.inner)[1]);
  assert.deepEqual(headings, ['Lokalsamfund og naboer', 'Frivillige enkeltpersoner',
    'Borgere i andre kommunale institutioner', 'Borgerne selv', 'Pårørende og venner']);
  assert.ok(sheets[0].text.includes('Bank på hos naboen') && sheets[0].text.includes('Spørg Anna Prøvesen, 12 34 56 78'));
  assert.ok(!sheets[0].text.includes('Havedag') && sheets[3].text.includes('Havedag'));
  const one = await visitor.open('/ideas/print?category=citizens&stage=running');
  assert.ok(one.words.includes('Kor på tværs') && !one.words.includes('Havedag') && !one.words.includes('Bank på'));
});

test('Ideas: a contact who left is replaced by the current contact person of the workplace', async () => {
  assert.ok((await visitor.open(knocking)).words.includes('Anna Prøvesen, 12 34 56 78'));
  const key = async (name, table = 'person') => site.sql(`SELECT id FROM ${table} WHERE name = '${name}'`);
  const place = await key('Strikkeklubben', 'organisation');
  const [gone, now] = [await person(site, { name: 'Gerda Gået', mail: 'gerda@example.dk' }),
    await person(site, { name: 'Nora Nu', mail: 'nora@example.dk' })];
  assert.ok(gone && now);
  const term = async (id, name, from, to, phone) => site.sql(`INSERT INTO contact_term (public_id, organisation, person,
    from_at, to_at, phone, created_at) VALUES (${id}, ${place}, ${await key(name)}, ${from}, ${to}, '${phone}', ${from})`);
  const today = Date.now();
  await term(11, 'Gerda Gået', today - 90 * DAY, 0, '11 11 11 11');
  assert.ok((await visitor.open(knocking)).words.includes('Gerda Gået (kontaktperson for frivillige nu), 11 11 11 11'));
  await site.sql(`UPDATE contact_term SET to_at = ${today - DAY} WHERE public_id = 11`);
  await term(12, 'Nora Nu', today - DAY, 0, '22 22 22 22');
  for (const path of [knocking, '/ideas/print']) {
    const page = await visitor.open(path);
    assert.ok(page.words.includes('Nora Nu') && page.words.includes('22 22 22 22'), page.words.slice(0, 400));
    assert.ok(!page.words.includes('Gerda'), path);
  }
});

test('the files hold what the list holds, and no formula reaches a spreadsheet', async () => {
  await enter(anna, club, { title: '=1+1 koster ikke noget', category: 'associations' });
  const csv = await visitor.get('/ideas/ideas.csv');
  assert.match(csv.headers['content-type'], /text\/csv/);
  const lines = csv.text.trim().split('\r\n');
  assert.equal(lines[0].split(',').length, 16);
  assert.ok(csv.text.includes(`"'=1+1 koster ikke noget"`));
  const { json } = await visitor.get('/ideas/ideas.json');
  assert.equal(json.format, 'samskab-ideas');
  const knock = json.ideas.find((idea) => `/ideas/${idea.id}` === knocking);
  assert.deepEqual([knock.hours, knock.kroner, knock.told_by], [8, 1200, 'en beboer']);
  assert.equal(json.ideas.find((idea) => idea.title === 'Havedag').hours, null);
});

// ---- newsletters ----

const town = await organisation(administrator, 'Lindsø Kommune', 'municipality');
const itemsOf = (page) => page.all('li').map((li) => /<h3[^>]*><a[^>]*>([^<]*)</.exec(li.inner)?.[1]).filter(Boolean);
const press = (client, page, title, verb) => {
  const li = page.all('li').find((item) => item.inner.includes(`>${title}</a>`));
  const id = /name="item" value="(\d+)"/.exec(li.inner)[1];
  return client.post(`${town}/newsletter/item`, { token: page.form('/publish').value('token'), item: id, verb });
};

test('newsletters are made by administrators and managers of a page that an administrator made', async () => {
  assert.ok((await visitor.open('/newsletters')).words.includes('Der er intet nyhedsbrev endnu'));
  assert.ok(!(await anna.open('/newsletters')).words.includes('Lav næste nummer'));
  const token = await tokenOf(anna);
  assert.equal((await anna.get(`${club}/newsletter`)).status, 403, 'an association anybody may make');
  assert.equal((await anna.post(`${club}/newsletter/start`, { token })).status, 403);
  for (const end of ['', '/start', '/item', '/gather', '/publish', '/drop'])
    assert.equal((await anna.post(`${town}/newsletter${end}`, { token })).status, 403, end);
  assert.equal((await visitor.get(`${town}/newsletter`)).status, 303);
  assert.equal((await administrator.get(`${town}/newsletter`)).status, 404, 'there is no draft yet');
});

test('an issue gathers what is new, is put in order, and is published once', async () => {
  await (await bo.open(`${own(friends, knocking)}/experience`)).form('text')
    .fill({ text: 'Nu kender vi hele opgangen.' }).submit();
  const draft = await (await administrator.open('/newsletters')).form('/newsletter/start').submit();
  assert.equal(draft.url.pathname, `${town}/newsletter`);
  const first = itemsOf(draft);
  assert.ok(first.includes('Havedag') && first.includes('Kor på tværs') && first.includes('Bank på hos naboen'));
  assert.ok(first.indexOf('Kor på tværs') < first.indexOf('Havedag'), 'oldest first');
  const secret = await draft.form('foreword').fill({ title: 'Nyt fra byen', foreword: 'Tak <b>for</b> i år.' }).submit();
  assert.equal((await visitor.open('/newsletters')).words.includes('Nyt fra byen'), false);
  const at = itemsOf(secret).indexOf('Havedag');
  await press(administrator, secret, 'Havedag', 'up');
  const moved = await administrator.open(`${town}/newsletter`);
  assert.equal(itemsOf(moved).indexOf('Havedag'), at - 1);
  await press(administrator, moved, 'Havedag', 'down');
  await press(administrator, moved, 'Kor på tværs', 'out');
  await press(administrator, moved, 'Festudvalget', 'out');
  await press(administrator, await administrator.open(`${town}/newsletter`), 'Festudvalget', 'in');
  assert.equal((await press(administrator, moved, 'Havedag', 'sideways')).status, 400 + 22);
  const wrong = { token: moved.form('/publish').value('token'), item: '999999', verb: 'out' };
  assert.equal((await administrator.post(`${town}/newsletter/item`, wrong)).status, 404);
  const issue = await (await administrator.open(`${town}/newsletter`)).form('/publish').submit();
  assert.equal(issue.heading, 'Nyt fra byen');
  const read = await visitor.open(issue.url.pathname);
  assert.ok(read.words.includes('Tak <b>for</b> i år.') && read.words.includes('Nr. 1 fra'));
  assert.ok(read.words.includes('Havedag') && read.words.includes('Festudvalget') && !read.words.includes('Kor på tværs'));
  assert.ok(read.words.includes('Nu kender vi hele opgangen.'));
  assert.equal((await visitor.open('/newsletters')).link('Nyt fra byen'), issue.url.pathname);
  const token = await tokenOf(administrator);
  assert.equal((await administrator.post(`${town}/newsletter/publish`, { token })).status, 404, 'once');
  const text = await visitor.get(`${issue.url.pathname}/text`);
  assert.match(text.headers['content-type'], /text\/plain/);
  assert.ok(text.text.includes('Nyt fra byen\r\n============') && text.text.includes('Havedag\r\n-------'));
  assert.ok(text.text.includes(`${site.url}/ideas/`) && !text.text.includes('Kor på tværs'));
});

test('what is taken back leaves the archive at once', async () => {
  const path = (await visitor.open('/newsletters')).link('Nyt fra byen');
  const idea = (await visitor.open('/ideas?q=spilaften')).link('Spilaften');
  assert.ok((await visitor.open(path)).words.includes('Spilaften'));
  await (await anna.open(idea)).form('/withdraw').submit();
  const page = await visitor.open(path);
  assert.ok(!page.words.includes('Spilaften') && page.words.includes('Noget, der stod her, er trukket tilbage.'));
  assert.ok(!(await visitor.get(`${path}/text`)).text.includes('Spilaften'));
});

test('the next issue holds only what came after the last, also what comes while it is drafted', async () => {
  const idea = await enter(anna, club, { title: 'Nattevagt med guitar' });
  const draft = await (await administrator.open('/newsletters')).form('/newsletter/start').submit();
  assert.deepEqual(itemsOf(draft), ['Nattevagt med guitar']);
  await enter(anna, club, { title: 'Morgensang' });
  const more = await (await administrator.open(`${town}/newsletter`)).form('/gather').submit();
  assert.deepEqual(itemsOf(more), ['Nattevagt med guitar', 'Morgensang']);
  const late = (await administrator.open(`${town}/newsletter`)).form('foreword');
  await (await administrator.open(`${town}/newsletter`)).form('foreword').fill({ foreword: 'Først' }).submit();
  const conflict = await late.fill({ foreword: 'Sidst' }).send();
  assert.equal(conflict.status, 409);
  assert.ok(conflict.words.includes('Først'));
  assert.equal(conflict.form('foreword').value('foreword').trim(), 'Sidst');
  const dropped = await (await administrator.open(`${town}/newsletter`)).form('/drop').submit();
  assert.equal(dropped.url.pathname, '/newsletters');
  assert.equal((await administrator.get(`${town}/newsletter`)).status, 404);
  assert.ok(idea);
});

test('results of meetings come only from places that everybody may see', async () => {
  const at = Date.now();
  const place = async (table, column, value) => site.sql(`SELECT id FROM ${table} WHERE ${column} = '${value}'`);
  const start = async (title) => {
    const form = (await anna.open('/i/new')).form('title');
    await form.fill({ title, problem: 'Et problem.', contact_phone: '12345678' }).submit();
    return place('initiative', 'title', title);
  };
  const [open, hidden] = [await start('Åbent for alle'), await start('Kun for os')];
  await site.sql(`UPDATE initiative SET visibility = 2 WHERE id = ${hidden}`);
  await site.sql(`UPDATE initiative SET visibility = 0 WHERE id = ${open}`);
  const held = async (id, kind, where, title) => site.sql(`INSERT INTO meeting (public_id, place_kind, place_id, title, purpose,
    where_text, online_url, lang, starts_at, ends_at, minutes, pace, state, takes_signups, version, created_at, opened_at,
    closed_at, next_text, next_at, next_who, erase_at) VALUES (${id}, ${kind}, ${where}, '${title}', '', '', '', 'da', ${at}, 0,
    45, 0, 2, 0, 1, ${at}, ${at}, ${at}, 'Vi prøver det i maj.', ${at}, 'Anna', 0)`);
  await held(901, 3, open, 'Møde i det åbne');
  await held(902, 3, hidden, 'Møde i det skjulte');
  await held(903, 2, await place('organisation', 'name', 'Strikkeklubben'), 'Møde i klubben');
  const draft = await (await administrator.open('/newsletters')).form('/newsletter/start').submit();
  const items = itemsOf(draft);
  assert.ok(items.includes('Møde i det åbne') && items.includes('Møde i klubben') && !items.includes('Møde i det skjulte'), items);
  assert.ok(!draft.text.includes('/m/'), 'the address of a meeting is the key to it');
  const issue = await draft.form('/publish').submit();
  assert.ok(issue.words.includes('Vi prøver det i maj.') && issue.words.includes('Nr. 2 fra'));
  await site.sql(`UPDATE initiative SET visibility = 2 WHERE id = ${open}`);
  assert.ok(!(await visitor.open(issue.url.pathname)).words.includes('Møde i det åbne'), 'what became private is gone');
});

test('a quote from a talk stands in an issue with the consent given, and with the name only when that was agreed', async () => {
  const at = Date.now();
  const place = await site.sql("SELECT id FROM organisation WHERE name = 'Strikkeklubben'");
  const quote = async (id, consent, who, text) => site.sql(`INSERT INTO quote (public_id, interview, organisation, workplace,
    who, kind, text, lang, consent, consent_at, published_at) VALUES (${id}, 1, ${place}, ${place}, '${who}', 0, '${text}',
    'da', ${consent}, ${Date.UTC(2026, 2, 4, 12)}, ${at})`);
  await quote(801, 1, '', 'Vi turde ikke spørge, og så sagde de ja.');
  await quote(802, 2, 'Nora Nu', 'Nu ringer de selv.');
  const draft = await (await administrator.open('/newsletters')).form('/newsletter/start').submit();
  const issue = await draft.form('/publish').submit();
  const read = await visitor.open(issue.url.pathname);
  for (const words of ['Vi turde ikke spørge, og så sagde de ja.', 'Uden navn og med samtykke, givet den 4. marts 2026',
    'Nora Nu', 'Med navn og med samtykke, givet den 4. marts 2026'])
    assert.ok(read.words.includes(words), words);
  const { text } = await visitor.get(`${issue.url.pathname}/text`);
  assert.ok(text.includes('Uden navn og med samtykke, givet den 4. marts 2026'));
  await site.sql('DELETE FROM quote WHERE public_id = 802');
  await quote(803, 1, '', 'Noget helt andet.');
  const later = await visitor.open(issue.url.pathname);
  assert.ok(!later.words.includes('Nu ringer de selv.') && !later.words.includes('Noget helt andet.'));
  assert.ok(later.words.includes('Noget, der stod her, er trukket tilbage.'));
});

test('her own data tells of ideas, interests, experiences and newsletters', async () => {
  assert.ok(engine);
  await (await bo.open(knocking)).form('/interest').submit();
  const { json } = await anna.get('/me/data.json');
  assert.ok(JSON.stringify(json.ideas).includes('Bank på hos naboen'));
  const { json: bos } = await bo.get('/me/data.json');
  assert.ok(JSON.stringify(bos.idea_interests).includes('Gode Naboer'));
  assert.ok(JSON.stringify(bos.idea_experiences).includes('Nu kender vi hele opgangen.'));
  const { json: all } = await administrator.get('/me/data.json');
  assert.ok(JSON.stringify(all.newsletters).includes('Nyt fra byen'));
});
