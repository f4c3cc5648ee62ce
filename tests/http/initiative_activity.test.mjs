// Activities as every kind of them shares it: renaming, finishing, moving with their history.
import assert from 'node:assert/strict';
import test from 'node:test';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bent = await person(site, { name: 'Bent Borgersen', mail: 'bent@example.dk' });
const visitor = site.client();
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

async function start(client, title) {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title, problem: 'Et problem.', contact_name: 'Anna', contact_phone: '12345678' });
  return new URL((await form.send()).location, site.url).pathname;
}

// A public id as it stands in addresses: thirteen digits of base 32.
function idText(number) {
  let text = '';
  for (let rest = BigInt(number), i = 0; i < 13; i++, rest >>= 5n) text = digits[Number(rest & 31n)] + text;
  return text;
}

// An activity of a tool, put into the initiative of this title or the organisation of this name.
let last = 7000000n;
async function activity(kind, table, column, name) {
  const publicId = ++last;
  const id = await site.sql(`SELECT id FROM ${table} WHERE ${column} = '${name}'`);
  await site.sql(`INSERT INTO activity (public_id, kind, title, place_kind, place_id, state, created_at, created_by)
    VALUES (${publicId}, 'budget', 'Afstemning om parken', ${kind}, ${id}, 0, 1, NULL)`);
  return idText(publicId);
}
const ofInitiative = (title) => activity(3, 'initiative', 'title', title);

test('an activity is renamed and finished by those who coordinate, and the log tells', async () => {
  const path = await start(anna, 'Omdøb');
  const id = await ofInitiative('Omdøb');
  const form = (await anna.open(`${path}/activities/${id}`)).form('title');
  const page = await form.fill({ title: 'Afstemning om <b>haven</b>', done: true }).submit();
  assert.match(page.words, /Afstemning om <b>haven<\/b>/);
  assert.match(page.words, /Slut/);
  assert.doesNotMatch(page.text, /<b>haven/);
  const log = (await visitor.open(`${path}/log`)).words;
  assert.match(log, /gav en aktivitet det nye navn/);
  assert.match(log, /afsluttede aktiviteten/);
  const empty = (await anna.open(`${path}/activities/${id}`)).form('title');
  assert.equal((await empty.fill({ title: '' }).send()).status, 422);
});

test('it moves with its history, and only where the mover has a say', async () => {
  const from = await start(anna, 'Herfra');
  const to = await start(anna, 'Hertil');
  const bents = await start(bent, 'Bents sted');
  const id = await ofInitiative('Herfra');
  const page = await anna.open(`${from}/activities/${id}`);
  const target = page.form('title');
  assert.throws(() => target.fill({ to: bents.split('/').pop() }), /offers/);
  await target.fill({ to: to.split('/').pop() }).submit();
  assert.doesNotMatch((await visitor.open(from)).words, /Afstemning om parken Borgerbudget/);
  assert.match((await visitor.open(to)).words, /Afstemning om parken Borgerbudget/);
  assert.match((await visitor.open(`${from}/log`)).words, /til et andet sted/);
  assert.match((await visitor.open(`${to}/log`)).words, /flyttede aktiviteten »Afstemning om parken« hertil/);
  const old = await visitor.get(`${from}/budget/${id}/votes.pb`);
  assert.equal(old.status, 303);
  assert.equal(new URL(old.location, site.url).pathname, `${to}/budget/${id}/votes.pb`);
  const settings = await anna.get(`${from}/activities/${id}`);
  assert.equal(new URL(settings.location, site.url).pathname, `${to}/activities/${id}`);
  const english = await site.client({ language: 'en' }).get(`/en${from}/budget/${id}`);
  assert.equal(new URL(english.location, site.url).pathname, `/en${to}/budget/${id}`);
  assert.equal((await visitor.get(`${bents}/budget/${id}`)).status, 404, 'where it never was');
  const token = (await anna.open(`${to}/activities/${id}`)).form('title').value('token');
  assert.equal((await anna.post(`${from}/activities/${id}`, { token, title: 'x' })).status, 404, 'only for reading');
  const forged = (await anna.open(`${to}/activities/${id}`)).form('title');
  forged.fields.find((field) => field.name === 'to').value = bents.split('/').pop();
  const refused = await forged.send();
  assert.equal(refused.status, 422);
  assert.match(refused.words, /Du kan ikke flytte den dertil/);
  assert.match((await visitor.open(to)).words, /Afstemning om parken/);
  await (await anna.open(`${to}/settings`)).form('/visibility').fill({ visibility: 'private' }).submit();
  assert.equal((await visitor.get(`${from}/budget/${id}`)).status, 404, 'no word of a private place');
  assert.equal((await bent.get(`${from}/budget/${id}`)).status, 404);
});

test('strangers cannot touch it, and it hides with a private initiative', async () => {
  const path = await start(anna, 'Min egen');
  const id = await ofInitiative('Min egen');
  assert.equal((await bent.get(`${path}/activities/${id}`)).status, 403);
  assert.equal((await visitor.get(`${path}/activities/${id}`)).status, 303);
  const form = (await anna.open(`${path}/activities/${id}`)).form('title');
  const token = (await bent.open('/i/new')).form('title').fields.find((field) => field.type === 'hidden');
  const answer = await bent.post(`${path}/activities/${id}`, { type: 'application/x-www-form-urlencoded',
    bytes: new URLSearchParams([...form.pairs().filter(([name]) => name !== token.name),
      [token.name, token.value]]).toString() }, { from: new URL(path, site.url) });
  assert.equal(answer.status, 403);
  await (await anna.open(`${path}/settings`)).form('/visibility').fill({ visibility: 'private' }).submit();
  assert.equal((await bent.get(`${path}/activities/${id}`)).status, 404);
  const other = await start(bent, 'Bents eget');
  assert.equal((await bent.get(`${other}/activities/${id}`)).status, 404, 'not by another way in');
});

test('an organisation\'s activity can go to an initiative', async () => {
  const form = (await anna.open('/o/new')).form('name');
  form.fill({ name: 'Parkens Venner', kind: 'association', contact_name: 'Anna', contact_phone: '12345678' });
  const organisation = (await form.submit()).url.pathname;
  const path = await start(anna, 'Parken');
  const id = await activity(2, 'organisation', 'name', 'Parkens Venner');
  assert.equal((await bent.get(`${organisation}/activities/${id}`)).status, 403);
  const move = (await anna.open(`${organisation}/activities/${id}`)).form('title');
  const page = await move.fill({ to: path.split('/').pop() }).submit();
  assert.equal(page.heading, 'Parken');
  assert.match(page.words, /Afstemning om parken/);
});
