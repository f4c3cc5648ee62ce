// Parties and invitations: asking somebody in by link, answers without an account, and handing over.
import assert from 'node:assert/strict';
import test from 'node:test';
import { urlencoded } from '../lib/http.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bent = await person(site, { name: 'Bent Borgersen', mail: 'bent@example.dk' });
const visitor = site.client();
const hostile = '<script>alert(1)</script>"><svg onload=alert(2)>';

async function start(client = anna, title = 'Fælles have') {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title, problem: 'Ingen passer haven.', contact_name: 'Anna', contact_phone: '12345678' });
  return new URL((await form.send()).location, site.url).pathname;
}

// The path of the link that inviting gave.
async function invite(path, values = {}) {
  const form = (await anna.open(`${path}/invite`)).form('name');
  const page = await form.fill({ name: 'Foreningen Grøn', sector: 'association', ...values }).send();
  assert.equal(page.status, 200, page.words);
  const link = page.all('output')[0].text.trim();
  assert.match(link, /^http.*\/invitation\/[0-9a-f]{48}$/);
  return { page, link: new URL(link).pathname };
}

const count = (table, where) => site.sql(`SELECT count(*) FROM ${table} WHERE ${where}`);

test('the link is shown once, as words and as a QR code, and only its hash is kept', async () => {
  const { page, link } = await invite(await start());
  assert.match(page.text, /<svg class="qr" viewBox="0 0 \d+ \d+"/);
  const token = link.split('/').pop();
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.equal(await count('invitation', `token_hash IS NOT NULL`), '1');
  const dump = await site.sql('SELECT * FROM invitation');
  assert.doesNotMatch(dump, new RegExp(token));
});

test('opening the link changes nothing and shows what it is about', async () => {
  const path = await start();
  const { link } = await invite(path);
  const page = await visitor.open(link);
  assert.equal(page.heading, 'Fælles have');
  assert.match(page.words, /Anna Prøvesen inviterer dig/);
  assert.match(page.words, /Ingen passer haven/);
  assert.ok(page.form('answer').fields.filter((f) => f.name === 'answer').every((f) => !f.checked));
  assert.equal(await count('invitation', 'answer <> 0'), '0');
});

test('a yes without an account makes a guest party, and another answer takes it back', async () => {
  const path = await start();
  const { link } = await invite(path);
  const thanks = await (await visitor.open(link)).form('answer').fill({ answer: 'yes' }).submit();
  assert.match(thanks.words, /Du sagde ja/);
  assert.match(thanks.words, /Log ind, eller opret en konto/);
  assert.match((await visitor.open(`${path}/parties`)).words, /Foreningen Grøn Forening .* Gæst uden konto/);
  await (await visitor.open(link)).form('answer').fill({ answer: 'no' }).submit();
  assert.doesNotMatch((await visitor.open(`${path}/parties`)).words, /Foreningen Grøn/);
  assert.match((await anna.open(`${path}/parties`)).words, /Foreningen Grøn Sagde nej/);
  const log = (await visitor.open(`${path}/log`)).words;
  assert.equal(log.match(/En inviteret har svaret/g).length, 2);
  assert.doesNotMatch(log, /sagde (ja|nej)|kun hvis/, 'which answer is between the invited and the coordinators');
  assert.match(log, /Anna Prøvesen inviterede en part/);
});

test('"only if" needs a condition, which only coordinators read', async () => {
  const path = await start();
  const { link } = await invite(path);
  const empty = await (await visitor.open(link)).form('answer').fill({ answer: 'only-if' }).send();
  assert.equal(empty.status, 422);
  assert.match(empty.words, /Skriv, hvad der skal være på plads/);
  const form = (await visitor.open(link)).form('answer');
  await form.fill({ answer: 'only-if', condition: `Der er toilet ${hostile}` }).submit();
  const seen = await anna.open(`${path}/parties`);
  assert.match(seen.words, /Der er toilet/);
  assert.doesNotMatch(seen.text, /<script>alert|<svg onload/);
  assert.doesNotMatch((await visitor.open(`${path}/parties`)).text, /Der er toilet/);
  assert.doesNotMatch((await bent.open(`${path}/parties`)).text, /Der er toilet/);
  assert.equal(await count('initiative_party', 'invitation_id IS NOT NULL'), '0');
});

test('what is written beside a yes or a no is kept, for the coordinators', async () => {
  const path = await start();
  const { link } = await invite(path);
  for (const answer of ['yes', 'no']) {
    const form = (await visitor.open(link)).form('answer');
    const thanks = await form.fill({ answer, condition: `Ring efter fem (${answer})` }).submit();
    assert.match(thanks.words, new RegExp(`Du skrev: Ring efter fem \\(${answer}\\)`));
    assert.match((await anna.open(`${path}/parties`)).words, new RegExp(`Ring efter fem \\(${answer}\\)`));
    assert.doesNotMatch((await visitor.open(`${path}/parties`)).text, /Ring efter fem/);
  }
});

test('a yes can be tied to an account, once; then the link is spent', async () => {
  const path = await start();
  const { link } = await invite(path, { name: 'Bent', sector: 'citizen' });
  const early = await (await bent.open(link)).form('answer').fill({ answer: 'no' }).submit();
  assert.throws(() => early.form('/join'));
  const yes = await (await bent.open(link)).form('answer').fill({ answer: 'yes', sector: 'company' }).submit();
  const joined = await yes.form('/join').submit();
  assert.equal(joined.heading, 'Fælles have');
  const parties = await visitor.open(`${path}/parties`);
  assert.match(parties.words, /Bent Borgersen Virksomhed/);
  assert.equal(await count('initiative_party', 'invitation_id IS NOT NULL'), '0');
  assert.equal((await visitor.get(link)).status, 404, 'spent');
  assert.equal((await bent.get(`${path}/edit`)).status, 200, 'a party may edit');
  assert.equal((await bent.get(`${path}/settings`)).status, 403, 'but not manage');
  const second = await invite(path, { name: 'Bent igen', sector: 'citizen' });
  await (await bent.open(second.link)).form('answer').fill({ answer: 'yes' }).submit();
  await (await bent.open(second.link)).form('/join').submit();
  assert.equal((await (await visitor.open(`${path}/parties`)).words.match(/Bent Borgersen/g)).length, 1);
});

test('joining needs a yes and an account', async () => {
  const { link } = await invite(await start());
  const page = await bent.open(link);
  const token = page.form('answer').fields.find((field) => field.type === 'hidden');
  const body = { type: 'application/x-www-form-urlencoded', bytes: urlencoded({ [token.name]: token.value }) };
  assert.equal((await bent.post(`${link}/join`, body, { from: new URL(link, site.url) })).status, 403);
  const asVisitor = await visitor.open(link);
  const own = asVisitor.form('answer').fields.find((field) => field.type === 'hidden');
  const answer = await visitor.post(`${link}/join`, { type: body.type,
    bytes: urlencoded({ [own.name]: own.value }) }, { from: new URL(link, site.url) });
  assert.equal(answer.status, 403);
});

test('expired, revoked, wrong and closed invitations are gone alike', async () => {
  const path = await start(anna, 'Udløbet');
  const expired = (await invite(path)).link;
  await site.sql("UPDATE invitation SET expires_at = created_at + 1 WHERE initiative_id = (SELECT id FROM initiative WHERE title = 'Udløbet')");
  const revoked = (await invite(path, { name: 'Trukket' })).link;
  const open = (await visitor.open(revoked)).form('answer').fill({ answer: 'yes' });
  await (await anna.open(`${path}/parties`)).form('/revoke').submit();
  assert.equal((await open.send()).status, 404, 'a form that was open when it was revoked');
  const closed = (await invite(path, { name: 'Lukket' })).link;
  await (await anna.open(`${path}/settings`)).form('/close').submit();
  for (const link of [expired, revoked, closed, '/invitation/0000', `/invitation/${'0'.repeat(48)}`]) {
    const page = await visitor.get(link);
    assert.equal(page.status, 404, link);
    assert.equal(page.heading, 'Invitationen virker ikke længere');
    assert.match(page.words, /Invitationen er udløbet, trukket tilbage eller brugt/);
    assert.doesNotMatch(page.words, /Siden findes ikke/);
  }
  assert.equal(await count('initiative_party', 'invitation_id IS NOT NULL'), '0', 'nobody came in by one');
});

test('an invitation by mail waits in the outbox', async () => {
  const { page, link } = await invite(await start(), { mail: 'gron@example.dk' });
  assert.match(page.words, /Siden sender ikke selv mail\. Et brev til gron@example\.dk ligger hos administratorerne/);
  assert.ok(Number(await count('outbox', "address = 'gron@example.dk'")) >= 1);
  const kept = await site.sql("SELECT path FROM outbox WHERE address = 'gron@example.dk'");
  assert.ok(kept.length > 20 && !link.includes(kept), 'what waits opens nothing by itself');
  const boss = await person(site, { name: 'Berit Bestyrer', mail: 'boss@example.dk', administrator: true });
  const letters = await boss.open('/people/letters');
  assert.ok(letters.text.includes(link), 'the administrator hands over the same link');
});

test('names of the invited are text', async () => {
  const path = await start();
  const { page, link } = await invite(path, { name: hostile });
  for (const seen of [page, await visitor.open(link), await anna.open(`${path}/parties`)])
    assert.doesNotMatch(seen.text, /<script>alert|<svg onload/);
});

test('an empty invitation is shown again with its input', async () => {
  const form = (await anna.open(`${await start()}/invite`)).form('name');
  const answer = await form.fill({ mail: 'ikke en adresse' }).send();
  assert.equal(answer.status, 422);
  assert.equal(answer.form('name').value('mail'), 'ikke en adresse');
});

test('there is always a coordinator, and the task can be handed over', async () => {
  const path = await start();
  const { link } = await invite(path, { name: 'Bent', sector: 'citizen' });
  const alone = await anna.open(`${path}/parties`);
  assert.match(alone.words, /Du er den eneste tovholder/);
  assert.throws(() => alone.form('/leave'));
  const token = alone.form().fields.find((field) => field.type === 'hidden');
  const forced = await anna.post(`${path}/leave`, { type: 'application/x-www-form-urlencoded',
    bytes: urlencoded({ [token.name]: token.value }) }, { from: new URL(path, site.url) });
  assert.equal(forced.status, 409);
  assert.match(forced.words, /Gør først en anden til tovholder/);
  await (await bent.open(link)).form('answer').fill({ answer: 'yes' }).submit();
  await (await bent.open(link)).form('/join').submit();
  await (await anna.open(`${path}/parties`)).form('/coordinator').submit();
  assert.equal((await bent.get(`${path}/settings`)).status, 200);
  await (await bent.open(`${path}/parties`)).form('/member').submit();
  const mine = (await anna.open(`${path}/parties`));
  await mine.form('/leave').submit();
  const words = (await visitor.open(`${path}/log`)).words;
  assert.match(words, /gjorde Bent Borgersen til tovholder/);
  assert.match(words, /Anna Prøvesen forlod initiativet/);
  assert.equal((await anna.get(`${path}/edit`)).status, 403);
});

test('a coordinator can remove a party, and a party can leave', async () => {
  const path = await start();
  const { link } = await invite(path, { name: 'Gæsten' });
  await (await visitor.open(link)).form('answer').fill({ answer: 'yes' }).submit();
  await (await anna.open(`${path}/parties`)).form('/remove').submit();
  assert.doesNotMatch((await visitor.open(`${path}/parties`)).words, /Gæsten/);
  const other = await invite(path, { name: 'Bent', sector: 'citizen' });
  await (await bent.open(other.link)).form('answer').fill({ answer: 'yes' }).submit();
  await (await bent.open(other.link)).form('/join').submit();
  const gone = await (await bent.open(`${path}/parties`)).form('/leave').submit();
  assert.match(gone.words, /Du har forladt initiativet/);
  assert.equal((await bent.get(`${path}/edit`)).status, 403);
});

test('an organisation is a party of its own, and its people act for it', async () => {
  const form = (await anna.open('/o/new')).form('name');
  form.fill({ name: 'Grøn Forening', kind: 'association', contact_name: 'Anna', contact_phone: '12345678' });
  const made = await form.submit();
  assert.equal(made.status, 200, made.words);
  const organisation = await site.sql("SELECT id FROM organisation WHERE name = 'Grøn Forening'");
  assert.notEqual(organisation, '');
  await site.sql(`UPDATE membership SET may_act = 1 WHERE organisation = ${organisation}`);
  await site.sql(`UPDATE session SET acting = ${organisation} WHERE person = (SELECT id FROM person WHERE mail = 'anna@example.dk')`);
  const path = await start(anna, 'Foreningens initiativ');
  assert.match((await visitor.open(path)).words, /Grøn Forening .* Tovholder/);
  assert.match((await visitor.open(path)).words, /Anna Prøvesen for Grøn Forening startede initiativet/);
  assert.match((await anna.open('/i?mine=1')).words, /Foreningens initiativ/);
  await site.sql(`UPDATE session SET acting = NULL WHERE person = (SELECT id FROM person WHERE mail = 'anna@example.dk')`);
  assert.equal((await anna.get(`${path}/edit`)).status, 200, 'a member takes part');
  assert.equal((await anna.get(`${path}/settings`)).status, 403, 'but coordinates only when acting');
});
