// Initiatives as people meet them: start, read, change, see who may not; lists and the log.
import assert from 'node:assert/strict';
import test from 'node:test';
import { urlencoded } from '../lib/http.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bent = await person(site, { name: 'Bent Borgersen', mail: 'bent@example.dk' });
const visitor = site.client();
const hostile = '<script>alert(1)</script> "><img src=x onerror=alert(2)> & \' æøå';

// Starts one and returns its address, e.g. /i/0123456789abc.
export async function start(client, values = {}) {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title: 'Bænke i parken', problem: 'Der er *ingen* steder at sidde.',
    contact_name: 'Anna Prøvesen', contact_phone: '12 34 56 78', ...values });
  const answer = await form.send();
  assert.equal(answer.status, 303, answer.words);
  return new URL(answer.location, site.url).pathname.replace(/^\/(da|en)(?=\/)/, '');
}

test('a visitor is sent to sign in before starting, and comes back', async () => {
  const answer = await visitor.get('/i/new');
  assert.equal(answer.status, 303);
  assert.match(answer.location, /next=%2Fi%2Fnew/);
});

test('an empty list says so and offers to start one', async () => {
  const page = await visitor.open('/i');
  assert.equal(page.status, 200);
  assert.match(page.words, /Ingen initiativer endnu/);
});

test('anyone signed in may start one with four answers, and becomes coordinator', async () => {
  const path = await start(anna);
  const page = await visitor.open(path);
  assert.equal(page.status, 200);
  assert.equal(page.heading, 'Bænke i parken');
  assert.match(page.text, /<em>ingen<\/em>/);
  assert.match(page.text, /href="tel:/);
  assert.match(page.words, /Anna Prøvesen/);
  assert.match(page.words, /Tovholder/);
  assert.match(page.words, /Anna Prøvesen startede initiativet/);
  assert.match((await visitor.open('/i')).words, /Bænke i parken/);
  assert.match((await site.client({ language: 'en' }).open(`/en${path}`)).words,
    /Anna Prøvesen started the initiative/);
});

test('what was typed stays when something is missing', async () => {
  const form = (await anna.open('/i/new')).form('title');
  form.fill({ title: 'x', problem: 'En lang tekst, som ikke må gå tabt', contact_phone: 'ikke et nummer' });
  const answer = await form.send();
  assert.equal(answer.status, 422);
  assert.equal(answer.form('title').value('problem').trim(), 'En lang tekst, som ikke må gå tabt');
  assert.match(answer.words, /skal rettes/);
  const before = await site.sql('SELECT count(*) FROM initiative');
  await answer.form('title').send();
  assert.equal(await site.sql('SELECT count(*) FROM initiative'), before);
});

test('people\'s text is text, whatever it looks like', async () => {
  const path = await start(anna, { title: hostile, problem: hostile, contact_name: hostile });
  for (const below of ['', '/log', '/parties', '/edit', '/links', '/settings', '/invite']) {
    const page = await anna.open(path + below);
    assert.equal(page.status, 200, below);
    assert.doesNotMatch(page.text, /<script>alert|<img src=x/, below);
  }
  assert.doesNotMatch((await visitor.open('/i')).text, /<script>alert|<img src=x/);
});

test('a very long title still makes a page', async () => {
  const title = 'Ældreboligkommissionsmedlemmer '.repeat(5).slice(0, 150).trim();
  assert.equal((await visitor.open(await start(anna, { title }))).heading, title);
  const form = (await anna.open('/i/new')).form('title');
  form.fill({ title: 'x'.repeat(151), problem: 'yyy', contact_name: 'A', contact_phone: '12345678' });
  assert.equal((await form.send()).status, 422);
});

test('every page of an initiative refuses those who have no part in it', async () => {
  const path = await start(anna);
  for (const below of ['/edit', '/links', '/settings', '/invite']) {
    assert.equal((await visitor.get(path + below)).status, 303, `${below}: sign in first`);
    assert.equal((await bent.get(path + below)).status, 403, below);
  }
  const visited = await bent.open('/i/new');
  const token = visited.form('title').fields.find((field) => field.type === 'hidden');
  const fields = { title: 'Stjålet', problem: 'Stjålet', version: 1, lang: 'da', theme: 'none', stage: 'idea',
    type: 'none', level: 'none', contact_name: 'B', contact_phone: '12345678', visibility: 'private',
    name: 'X', sector: 'citizen', verb: 'see-also', address: path };
  for (const action of ['edit', 'links', 'links/0000000000001/remove', 'visibility', 'close', 'reopen',
    'invite', 'invite/0000000000001/revoke', 'parties/0000000000001/remove', 'leave',
    'parties/0000000000001/coordinator', 'parties/0000000000001/member']) {
    const answer = await bent.post(`${path}/${action}`, { type: 'application/x-www-form-urlencoded',
      bytes: urlencoded({ ...fields, [token.name]: token.value }) }, { from: new URL(path, site.url) });
    assert.equal(answer.status, 403, action);
  }
  assert.equal(await site.sql(`SELECT count(*) FROM initiative WHERE closed_at <> 0`), '0');
});

test('an address that is none is not found', async () => {
  for (const path of ['/i/0000000000001', '/i/hej', '/i/0000000000001/log'])
    assert.equal((await visitor.get(path)).status, 404, path);
});

test('editing changes facts, writes the log, and closes with the same words', async () => {
  const path = await start(anna);
  const form = (await anna.open(`${path}/edit`)).form('title');
  form.fill({ title: 'Flere bænke', theme: 'town', area: 'Åparken', stage: 'doing',
    level: 'co-creation', type: 'co-production' });
  const page = await form.submit();
  assert.equal(page.heading, 'Flere bænke');
  for (const words of ['By og bolig', 'Åparken', 'Samskabelse', 'Samproduktion'])
    assert.match(page.words, new RegExp(words));
  const log = await visitor.open(`${path}/log`);
  assert.match(log.words, /flyttede initiativet fra Idé til Handling/);
  assert.match(log.words, /ændrede titlen\./);
  assert.match(log.words, /ændrede inddragelsen fra »Ikke valgt endnu« til »Samskabelse«/);
});

test('two who edit at once both keep their words', async () => {
  const path = await start(anna);
  const first = (await anna.open(`${path}/edit`)).form('title');
  const second = (await anna.open(`${path}/edit`)).form('title');
  first.fill({ title: 'Den hurtige titel', area: 'Nord', theme: 'nature' });
  assert.equal((await first.send()).status, 303);
  second.fill({ title: 'Den langsomme titel', problem: 'Min nye tekst' });
  const conflict = await second.send();
  assert.equal(conflict.status, 409);
  assert.match(conflict.words, /En anden har gemt ændringer/);
  assert.match(conflict.words, /Den hurtige titel/);
  assert.deepEqual(conflict.all('td').map((cell) => cell.text.trim()),
    ['Den hurtige titel', 'Den langsomme titel'], 'only what both changed is a conflict');
  assert.equal(conflict.form('title').value('area'), 'Nord', 'what only the other changed is kept');
  assert.equal(conflict.form('title').value('theme'), 'nature');
  assert.equal(conflict.form('title').value('title'), 'Den langsomme titel');
  assert.equal(conflict.form('title').value('problem').trim(), 'Min nye tekst');
  assert.equal((await visitor.open(path)).heading, 'Den hurtige titel', 'nothing is overwritten');
  const saved = await conflict.form('title').submit();
  assert.equal(saved.heading, 'Den langsomme titel');
  assert.match(saved.words, /Nord/);
  assert.match(saved.words, /Min nye tekst/);
});

test('two who change different things lose nothing and have nothing to choose', async () => {
  const path = await start(anna, { problem: 'Linje et\r\n\r\nLinje to' });
  const first = (await anna.open(`${path}/edit`)).form('title');
  const second = (await anna.open(`${path}/edit`)).form('title');
  await first.fill({ title: 'Kun titlen' }).submit();
  const merged = await second.fill({ area: 'Syd', title: '' }).send();
  assert.equal(merged.status, 409, 'also when something else is wrong');
  const page = await merged.form('title').fill({ title: 'Kun titlen' }).send();
  assert.equal(page.status, 303);
  const third = (await anna.open(`${path}/edit`)).form('title');
  const fourth = (await anna.open(`${path}/edit`)).form('title');
  await third.fill({ title: 'Tredje titel' }).submit();
  const fits = await fourth.fill({ area: 'Vest' }).send();
  assert.equal(fits.status, 409);
  assert.match(fits.words, /I har ændret hver sit/);
  assert.equal(fits.all('td').length, 0);
  const saved = await fits.form('title').submit();
  assert.equal(saved.heading, 'Tredje titel');
  assert.match(saved.words, /Vest/);
});

test('a private initiative is not there for others', async () => {
  const path = await start(anna, { title: 'Hemmelig samtale' });
  const settings = (await anna.open(`${path}/settings`)).form('/visibility');
  await settings.fill({ visibility: 'private' }).submit();
  for (const below of ['', '/log', '/parties', '/edit', '/invite']) {
    assert.equal((await bent.get(path + below)).status, 404, below);
    assert.equal((await visitor.get(path + below)).status, 404, below);
  }
  assert.equal((await anna.get(path)).status, 200);
  for (const client of [bent, visitor]) {
    assert.doesNotMatch((await client.open('/i')).words, /Hemmelig samtale/);
    assert.doesNotMatch((await client.open('/i?q=hemmelig')).words, /Hemmelig samtale/);
  }
  assert.match((await anna.open('/i?mine=1')).words, /Hemmelig samtale/);
  await (await anna.open(`${path}/settings`)).form('/visibility').fill({ visibility: 'members' }).submit();
  assert.equal((await bent.get(path)).status, 200);
  assert.equal((await visitor.get(path)).status, 303, 'sign in to see it');
  assert.match((await bent.open('/i?q=hemmelig')).words, /Hemmelig samtale/);
  assert.doesNotMatch((await visitor.open('/i?q=hemmelig')).words, /Hemmelig samtale/);
  const bad = await anna.post(`${path}/visibility`, { type: 'application/x-www-form-urlencoded',
    bytes: new URLSearchParams([...(await anna.open(`${path}/settings`)).form('/visibility').pairs()
      .filter(([name]) => name !== 'visibility'), ['visibility', 'everything']]).toString() },
  { from: new URL(path, site.url) });
  assert.equal(bad.status, 422);
});

test('closing ends changes, and it can be opened again', async () => {
  const path = await start(anna);
  const closed = await (await anna.open(`${path}/settings`)).form('/close').submit();
  assert.match(closed.words, /blev afsluttet/);
  assert.equal((await anna.get(`${path}/edit`)).status, 403);
  assert.equal((await anna.get(`${path}/invite`)).status, 409);
  assert.equal((await visitor.get(path)).status, 200);
  const open = await (await anna.open(`${path}/settings`)).form('/reopen').submit();
  assert.match(open.words, /åbent igen/);
  assert.equal((await anna.get(`${path}/edit`)).status, 200);
});

test('links go both ways, and never to what the reader may not see', async () => {
  const from = await start(anna, { title: 'Efterkommeren' });
  const to = await start(anna, { title: 'Forløberen' });
  const form = (await anna.open(`${from}/links`)).form('address');
  form.fill({ verb: 'grew-out-of', address: `${site.url}${to}`, reason: 'Samme gruppe' });
  const page = await form.submit();
  assert.match(page.words, /Voksede ud af Forløberen/);
  assert.match((await visitor.open(from)).words, /Voksede ud af Forløberen: Samme gruppe/);
  assert.match((await visitor.open(to)).words, /Førte til Efterkommeren/);
  const again = (await anna.open(`${from}/links`)).form('address');
  again.fill({ verb: 'grew-out-of', address: to });
  assert.equal((await again.send()).status, 422);
  for (const address of ['/i/0000000000001', 'hej', from]) {
    const wrong = (await anna.open(`${from}/links`)).form('address');
    assert.equal((await wrong.fill({ address }).send()).status, 422, address);
  }
  await (await anna.open(`${to}/settings`)).form('/visibility').fill({ visibility: 'private' }).submit();
  assert.doesNotMatch((await visitor.open(from)).words, /Forløberen/);
  assert.doesNotMatch((await visitor.open(`${from}/log`)).words, /Forløberen/);
  const secret = (await bent.open('/i/new')).form('title');
  secret.fill({ title: 'Bents', problem: 'Bents problem', contact_name: 'Bent', contact_phone: '12345678' });
  const bents = new URL((await secret.send()).location, site.url).pathname;
  const stolen = (await bent.open(`${bents}/links`)).form('address');
  assert.equal((await stolen.fill({ address: to }).send()).status, 422);
  await (await anna.open(`${from}/links`)).form('/remove').submit();
  assert.doesNotMatch((await anna.open(from)).words, /Voksede ud af/);
});

test('search, filters and paging find the right ones once', async () => {
  for (let i = 0; i < 23; i++)
    await start(anna, { title: `Cykelsti nummer ${i}`, problem: 'Trafikken er farlig for børn.' });
  const seen = new Set();
  let page = await visitor.open('/i?q=cykelstier');
  for (let pages = 0; pages < 5; pages++) {
    for (const row of page.all('h2')) if (/Cykelsti/.test(row.text)) {
      assert.ok(!seen.has(row.text), `${row.text} twice`);
      seen.add(row.text);
    }
    if (!/Næste side/.test(page.words)) break;
    page = await visitor.open(page.link('Næste side'));
  }
  assert.equal(seen.size, 23);
  const form = (await anna.open(`${await start(anna, { title: 'Skolehaven' })}/edit`)).form('title');
  await form.fill({ theme: 'school', stage: 'doing' }).submit();
  for (const query of ['theme=school', 'stage=doing', 'theme=school&stage=doing', 'q=skolehave',
    'q=skolehave&theme=school', 'mine=1&theme=school&stage=doing']) {
    const found = await anna.open(`/i?${query}`);
    assert.match(found.words, /Skolehaven/, query);
    assert.doesNotMatch(found.words, /Cykelsti nummer 1/, query);
  }
  assert.match((await anna.open('/i?theme=health')).words, /Intet passer/);
  assert.equal((await visitor.get('/i?theme=%27;drop&stage=9&after=x.y&mine=1&q=%22%27*')).status, 200);
  const second = await visitor.open((await visitor.open('/i')).link('Næste side'));
  const back = await visitor.open(second.link('Forrige side'));
  assert.deepEqual(back.all('h2').map((h) => h.text),
    (await visitor.open('/i')).all('h2').map((h) => h.text));
});

test('search finds by theme, and one word by its plural', async () => {
  const path = await start(anna, { title: 'Gamle cykler', problem: 'De ruster i skuret.' });
  await (await anna.open(`${path}/edit`)).form('title').fill({ theme: 'elderly' }).submit();
  for (const query of ['cykel', 'cykler', 'ældre', 'older'])
    assert.match((await visitor.open(`/i?q=${query}`)).words, /Gamle cykler/, query);
});

test('the log shows a hundred entries and leads to the older ones', async () => {
  const path = await start(anna, { title: 'Den lange log' });
  const id = await site.sql("SELECT id FROM initiative WHERE title = 'Den lange log'");
  const rows = Array.from({ length: 120 }, (_, i) =>
    `(${1700000000000 + i}, NULL, NULL, 'invited', 3, ${id}, 0, 0, 0, 0)`).join(',');
  await site.sql(`INSERT INTO log_entry (at, actor_id, acting_id, verb, place_kind, place_id,
    target_kind, target_id, value_before, value_after) VALUES ${rows}`);
  const newest = await visitor.open(`${path}/log`);
  assert.equal(newest.all('time').length, 100);
  const older = await visitor.open(newest.link('Ældre'));
  assert.equal(older.all('time').length, 21);
  assert.match(older.words, /startede initiativet/);
  assert.equal((await visitor.get(`${path}/log?older=-1`)).status, 200);
  assert.equal((await visitor.get(`${path}/log?older=hej`)).status, 200);
});

test('a person who was erased is shown as such, and leaves a coordinator behind', async () => {
  const karen = await person(site, { name: 'Karen Slettesen', mail: 'karen@example.dk' });
  const path = await start(karen, { title: 'Karens initiativ', contact_name: 'Karen Slettesen',
    contact_phone: '87654321' });
  const form = (await karen.open(`${path}/invite`)).form('name');
  const link = new URL((await form.fill({ name: 'Bent', sector: 'citizen' }).send())
    .all('output')[0].text.trim(), site.url).pathname;
  await (await bent.open(link)).form('answer').fill({ answer: 'yes' }).submit();
  await (await bent.open(link)).form('/join').submit();
  const karenId = await site.sql("SELECT id FROM person WHERE mail = 'karen@example.dk'");
  const erase = (await karen.open('/me/erase')).form('confirm').fill({ confirm: true });
  assert.equal((await erase.send()).status, 303);
  const page = await visitor.open(path);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /Karen Slettesen|87654321|87 65 43 21/);
  assert.match(page.words, /slettet bruger startede initiativet/);
  assert.equal(await site.sql(`SELECT count(*) FROM initiative_party WHERE person_id = ${karenId}`), '0');
  assert.match((await visitor.open(`${path}/parties`)).words, /Bent Borgersen Tovholder/);
});
