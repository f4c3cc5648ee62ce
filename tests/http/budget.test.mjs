// A vote comes in by the browser, is counted, explained, and counted again by a stranger.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../lib/run.mjs';
import { program, siteForFile } from '../lib/server.mjs';
import { person } from '../lib/people.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Prøvesen', mail: 'bo@example.dk' });
const wieliczka = readFileSync(new URL('../../assets/demo/wieliczka-2023.pb', import.meta.url));

const small = `META
key;value
description;Små ønsker
country;Denmark
unit;Lindsø
instance;2026
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;10.05.2026
currency;DKK
language;da
PROJECTS
project_id;cost;name
1;600;<script>alert(1)</script>
2;500;"Bænke; ""røde"""
3;400;=HYPERLINK("http://example.org")
VOTES
voter_id;vote;age
a;1,2;44
b;1;50
c;1,3;61
d;2,3;70
`;

async function startInitiative(client, title) {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title, problem: 'Der mangler bænke.', contact_phone: '12 34 56 78' });
  const page = await form.submit();
  assert.equal(page.status, 200, page.words);
  return page.url.pathname;
}

async function upload(client, place, bytes, fields = {}) {
  const form = (await client.open(`${place}/budget/import`)).form('file');
  form.fill({ source: 'Lindsø Kommune', ...fields, file: { name: 'votes.pb', type: 'text/plain', bytes } });
  return form.submit();
}

async function result(client, waiting) {
  for (let i = 0; i < 300; i++) {
    const page = await client.open(waiting.url.pathname);
    assert.equal(page.status, 200, page.words);
    if (page.words.includes('Se resultatet')) return client.open(page.link('Se resultatet'));
    assert.ok(!/ikke gøres færdig/.test(page.words), page.words);
    await new Promise((done) => { setTimeout(done, 100); });
  }
  return assert.fail('the count did not end');
}

const place = await startInitiative(anna, 'Et budget for Lindsø');
const counted = await result(anna, await upload(anna, place, Buffer.from(small)));

test('a result says who won, who did not, and why', () => {
  assert.equal(counted.heading, 'Små ønsker');
  assert.match(counted.words, /4 mennesker stemte om 3 projekter og en pulje på 1\.000 kr\./);
  assert.match(counted.words, /Får penge som nr\. 1/);
  assert.match(counted.words, /var der kun 0 kr\. tilbage i puljen/);
  assert.match(counted.words, /Kilde: Lindsø Kommune/);
  assert.match(counted.words, /samskab recount linds-2026-votes\.pb --rule greedy/);
});

test('the names of projects are shown as text, whatever they are', () => {
  assert.ok(!counted.text.includes('<script>alert'));
  assert.ok(counted.text.includes('&lt;script&gt;alert(1)'));
  assert.ok(counted.words.includes('Bænke; "røde"'));
});

test('a visitor sees the result of a public initiative, in English too', async () => {
  const page = await site.client({ language: 'en' }).open(`/en${counted.url.pathname.replace(/^\/(da|en)\//, '/')}`);
  assert.equal(page.status, 200);
  assert.match(page.words, /4 people voted on 3 projects for a pot of/);
});

test('the file of ballots says nothing about the voters and gives the same result again', async () => {
  const votes = await site.client().get(`${counted.url.pathname}/votes.pb`);
  assert.equal(votes.status, 200);
  assert.match(votes.headers['content-disposition'], /linds-2026-votes\.pb/);
  assert.ok(!/;age/.test(votes.text) && !/;44/.test(votes.text), votes.text);
  const file = path.join(site.folder, 'again.pb');
  writeFileSync(file, votes.text);
  const command = /samskab recount linds-2026-votes\.pb ([a-z0-9 -]+?)(?= [A-ZÆØÅ]|$)/.exec(counted.words)[1];
  const again = await run([program(), 'recount', file, ...command.trim().split(' '), '--format', 'json']);
  assert.equal(again.code, 0, again.output);
  const published = JSON.parse((await site.client().get(`${counted.url.pathname}/result.json`)).text);
  assert.deepEqual(JSON.parse(again.stdout), published);
  assert.deepEqual(published.selected, ['1', '3']);
});

test('a file that states other votes than its ballots hold is counted, and says so', async () => {
  const stated = small.replace('project_id;cost;name', 'project_id;cost;name;votes')
    .replace('alert(1)</script>', 'alert(1)</script>;3').replace('røde"""', 'røde""";9').replace('org")', 'org");2');
  const page = await result(anna, await upload(anna, place, Buffer.from(stated)));
  assert.match(page.words, /For 1 projekt angiver filen et andet antal stemmer/);
});

test('the table of projects is safe to open in a spreadsheet', async () => {
  const table = await site.client().get(`${counted.url.pathname}/projects.csv`);
  assert.equal(table.status, 200);
  assert.match(table.headers['content-type'], /^text\/csv/);
  assert.match(table.text, /"'=HYPERLINK\(""http:/);
  assert.equal(table.text.trim().split('\r\n').length, 4);
});

test('a bad file is refused with line, column and reason, and nothing is saved', async () => {
  const before = await site.sql('SELECT count(*) AS n FROM budget_import');
  const bad = small.replace('a;1,2;44', 'a;1,9;44');
  const form = (await anna.open(`${place}/budget/import`)).form('file');
  form.fill({ source: 'Kilden', title: 'Mit navn', file: { name: 'x.pb', type: 'text/plain', bytes: Buffer.from(bad) } });
  const page = await form.send();
  assert.equal(page.status, 422);
  assert.match(page.words, /Linje 23, tegn \d+: stemmesedlen nævner 9, som ikke er et projekt/);
  assert.equal(page.form('file').fields.find((field) => field.name === 'title').value, 'Mit navn');
  assert.deepEqual(await site.sql('SELECT count(*) AS n FROM budget_import'), before);
});

test('a post without a file asks for it', async () => {
  const form = (await anna.open(`${place}/budget/import`)).form('file');
  form.fill({ source: 'Kilden' });
  const page = await form.send();
  assert.equal(page.status, 422);
  assert.match(page.words, /Vælg den fil, som stemmesedlerne ligger i/);
});

test('options that do not fit the ballots are refused beside their field', async () => {
  const page = await upload(anna, place, Buffer.from(small), { rule: 'equal-shares', utility: 'points' });
  assert.equal(page.status, 422);
  assert.match(page.words, /Stemmesedlerne har ingen point/);
});

test('only those who run an initiative may import into it', async () => {
  assert.equal((await bo.get(`${place}/budget/import`)).status, 403);
  const visitor = await site.client().get(`${place}/budget/import`);
  assert.equal(visitor.status, 303);
  assert.match(visitor.headers.location, /signin/);
});

test('the same ballots twice in one place are counted, with a warning that they are there already', async () => {
  const where = await startInitiative(anna, 'To gange');
  const first = await upload(anna, where, Buffer.from(small), { title: 'Den første' });
  assert.ok(!/allerede talt op/.test(first.words));
  await result(anna, first);
  const again = await upload(anna, where, Buffer.from(small), { title: 'Den anden' });
  assert.match(again.words, /De samme stemmesedler er allerede talt op her: Den første/);
  assert.ok(again.link('Den første'));
  await result(anna, again);
  const elsewhere = await upload(anna, await startInitiative(anna, 'Et andet sted'), Buffer.from(small));
  assert.ok(!/allerede talt op/.test(elsewhere.words), 'another place is another matter');
});

test('a wrong import is withdrawn: ballots and result are gone, the page and the log tell it', async () => {
  const where = await startInitiative(anna, 'Den forkerte fil');
  const page = await result(anna, await upload(anna, where, Buffer.from(small)));
  const files = await site.sql('SELECT count(*) FROM file');
  assert.throws(() => counted.link('Træk noget andet tilbage'));
  const visitor = site.client();
  assert.ok(!(await visitor.open(page.url.pathname)).words.includes('Træk optællingen tilbage'));
  assert.equal((await visitor.get(`${page.url.pathname}/withdraw`)).status, 303);
  assert.equal((await bo.get(`${page.url.pathname}/withdraw`)).status, 403);
  const form = (await anna.open(page.link('Træk optællingen tilbage'))).form('reason');
  assert.equal((await form.fill({ reason: '' }).send()).status, 422);
  const gone = await form.fill({ reason: 'Filen var fra <b>sidste</b> år.' }).submit();
  assert.equal(gone.status, 200);
  assert.equal(gone.heading, 'Små ønsker');
  assert.match(gone.words, /blev trukket tilbage/);
  assert.match(gone.words, /Filen var fra <b>sidste<\/b> år/);
  assert.ok(!gone.words.includes('600 kr.'), 'no figure is left');
  for (const file of ['votes.pb', 'projects.csv', 'result.json'])
    assert.equal((await visitor.get(`${page.url.pathname}/${file}`)).status, 404, file);
  assert.equal((await anna.get(`${page.url.pathname}/withdraw`)).status, 404, 'only once');
  assert.equal(Number(await site.sql('SELECT count(*) FROM file')), Number(files) - 2);
  assert.equal(await site.sql(`SELECT count(*) FROM file_chunk c LEFT JOIN file f ON f.id = c.file_id
    WHERE f.id IS NULL`), '0');
  assert.match((await visitor.open(`${where}/log`)).words, /Anna Prøvesen trak resultatet af »Små ønsker« tilbage/);
  assert.match((await visitor.open(where)).words, /Trukket tilbage/);
  const id = page.url.pathname.split('/').pop();
  await (await anna.open(`${where}/activities/${id}`)).form('title').fill({ done: true }).submit();
  assert.match((await visitor.open(page.url.pathname)).words, /blev trukket tilbage/, 'for good');
  const mine = (await anna.get('/me/data.json')).json;
  assert.equal(mine.budget_withdrawals[0].reason, 'Filen var fra <b>sidste</b> år.');
});

test('a result is not found below an initiative that it does not belong to', async () => {
  const other = await startInitiative(bo, 'Noget helt andet');
  const page = await bo.get(counted.url.pathname.replace(place, other));
  assert.equal(page.status, 404);
});

test('the real election of Wieliczka is counted with progress and explained', async () => {
  const page = await result(anna, await upload(anna, place, wieliczka, {
    title: 'Wieliczka 2023', source: 'Pabulib', rule: 'equal-shares', completion: 'add1', stop: 'overspend',
  }));
  assert.equal(page.heading, 'Wieliczka 2023');
  assert.match(page.words, /6\.586 mennesker stemte om 64 projekter/);
  assert.match(page.words, /30 projekter får penge/);
  assert.match(page.words, /995\.079/);
  assert.match(page.words, /1\.615 vælgere får flere af deres projekter/);
  assert.match(page.words, /Her blev den hævet med 164 zł til 315,84 zł/);
});

test('an organisation can hold a budget too', async () => {
  const form = (await anna.open('/o/new')).form('name');
  form.fill({ kind: 'association', name: 'Lindsø Beboerforening', contact_name: 'Anna Prøvesen', contact_phone: '12 34 56 78' });
  const organisation = await form.submit();
  assert.equal(organisation.status, 200, organisation.words);
  const page = await result(anna, await upload(anna, organisation.url.pathname, Buffer.from(small)));
  assert.equal(page.heading, 'Små ønsker');
  for (const file of ['votes.pb', 'projects.csv', 'result.json'])
    assert.equal((await site.client().get(`${page.url.pathname}/${file}`)).status, 200);
  const form2 = (await anna.open(page.link('Træk optællingen tilbage'))).form('reason');
  assert.match((await form2.fill({ reason: 'Den hørte til et andet sted.' }).submit()).words, /trukket tilbage/);
});
