// What a leader can still do with a meeting's record: show a hidden note again, say or change what
// happens next, take the pictures along; and the ways of a card exercise that a leader chooses.
import test from 'node:test';
import assert from 'node:assert/strict';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

const score = async (client, meeting, value) => {
  const form = (await client.open(meeting.path)).form('/answer');
  for (const { name } of form.fields) if (/^s\d+$/.test(name)) form.fill({ [name]: String(value) });
  await form.submit();
};
async function closeMeeting(meeting, text = 'Vi prøver det i en måned.') {
  const form = (await anna.open(`${meeting.path}/close`)).form('/close');
  await form.fill({ text, who: 'Anna Prøvesen', at: '2099-05-04' }).submit();
}
// The settings of the meeting's only exercise, changed before it begins.
async function settle(meeting, values) {
  const plan = await anna.open(`${meeting.path}/plan`);
  const item = plan.text.match(new RegExp(`${meeting.path}/plan/(\\w{13})"`))[1];
  await (await anna.open(`${meeting.path}/plan/${item}`)).form('title').fill(values).submit();
}

/* ---- a card exercise as the leader chose it ---- */

test('ready mode: a pair that says so waits, and gets new partners when another pair is ready too', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  await settle(meeting, { ready: true });
  const phones = [];
  for (let i = 0; i < 4; i++) phones.push(await join(site, meeting, { nickname: `R${i}` }));
  await meeting.until('trin 1 af 3');
  const partner = async (i) => (await phones[i].open(meeting.path)).text.match(/class="partners"><li>([^<]+)/)?.[1];
  const first = await partner(0);
  assert.ok(first);
  const ready = async (i) => (await phones[i].open(meeting.path)).form('/ready').submit();
  const told = await ready(0);
  assert.ok(told.words.includes('I er klar. I får nye makkere, så snart andre også er klar.'), told.words);
  for (let i = 1; i < 4; i++) {
    const page = await phones[i].open(meeting.path);
    if (/action="[^"]*\/ready"/.test(page.text)) await page.form('/ready').submit();
  }
  const second = await partner(0);
  assert.ok(second && second !== first, `${first}, then ${second}`);
});

test('"what I heard" is asked for when the leader wants it, saved beside the ending, and one\'s own until shared', async () => {
  const plain = await holdMeeting(anna, 'cards');
  const meeting = await holdMeeting(anna, 'cards');
  await settle(meeting, { heard: true });
  const one = await join(site, meeting, { nickname: 'Lytter' });
  const two = await join(site, meeting, { nickname: 'Fortæller' });
  await meeting.until('trin 1 af 3');
  const page = await one.open(meeting.path);
  assert.ok(page.words.includes('Hvad hørte du?'), page.words);
  const forms = [...page.text.matchAll(/<form[^>]*action="([^"]*\/note[^"]*)"[\s\S]*?<\/form>/g)];
  assert.equal(forms.length, 2, 'the ending and what was heard');
  const value = (name) => forms[1][0].match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  const answer = await one.post(forms[1][1].replaceAll('&amp;', '&'), { token: page.form('/leave').value('token'), id: value('id'),
    region: value('region'), text: 'at tillid kommer af at holde aftaler' });
  assert.equal(answer.status, 303, answer.words);
  assert.ok((await one.open(meeting.path)).words.includes('at tillid kommer af at holde aftaler'));
  assert.ok(!(await two.open(meeting.path)).words.includes('at tillid kommer af at holde aftaler'));
  await meeting.until('trin 3 af 3');
  const wall = await two.open(meeting.path);
  assert.ok(wall.words.includes('Hørt i samtalen: at tillid kommer af at holde aftaler'), wall.words);
  await join(site, plain, { nickname: 'En' });
  const other = await join(site, plain, { nickname: 'To' });
  await plain.until('trin 1 af 3');
  assert.ok(!(await other.open(plain.path)).words.includes('Hvad hørte du?'));
});

test('a group\'s own clock: more time for one table, and the others keep theirs', async () => {
  const meeting = await holdMeeting(anna, 'coherence');
  const phones = [];
  for (let i = 0; i < 8; i++) phones.push(await join(site, meeting, { nickname: `G${i}` }));
  const page = await meeting.until('Hvem sidder med hvem');
  const group = page.text.match(/name="group" value="([1-9]\d*)"/)[1];
  const before = await Promise.all(phones.map(async (phone) => (await phone.open(meeting.path)).text.match(/data-ends="(\d+)"/)[1]));
  const form = page.text.match(new RegExp(`<form[^>]*action="([^"]*/lead/clock)"[^>]*>(?:(?!</form>)[\\s\\S])*name="group" value="${group}"`));
  const hidden = (name) => form[0].match(new RegExp(`name="${name}" value="([^"]*)"[^>]*>(?![\\s\\S]*name="${name}")`))[1];
  const answer = await anna.post(form[1], { token: page.form('/lead/next').value('token'), item: hidden('item'),
    version: hidden('version'), group, verb: 'add5' });
  assert.equal(answer.status, 303, answer.words);
  const after = await Promise.all(phones.map(async (phone) => (await phone.open(meeting.path)).text.match(/data-ends="(\d+)"/)[1]));
  const moved = after.map((ends, i) => Number(ends) - Number(before[i]));
  assert.deepEqual([...new Set(moved)].sort((a, b) => a - b), [0, 5 * 60 * 1000], moved.join());
});

/* ---- notes that were hidden ---- */

test('a note hidden by mistake is shown again from the leader\'s page, and only she reads it meanwhile', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  const phones = [await join(site, meeting, { nickname: 'Asta' }), await join(site, meeting, { nickname: 'Bo' })];
  await meeting.until('trin 1 af 3');
  await (await phones[0].open(meeting.path)).form('/note').fill({ text: 'vi spiser sammen om tirsdagen' }).submit();
  await meeting.until('trin 3 af 3');
  const notes = () => anna.open(`${meeting.path}/notes`);
  assert.equal((await (await notes()).form('/notes').send({ button: 'reason=personal' })).status, 303);
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE hidden = 1"), '1');
  const wall = await phones[1].open(meeting.path);
  assert.ok(!wall.words.includes('vi spiser sammen'), wall.words);
  const page = await notes();
  assert.ok(page.words.includes('Vis en skjult seddel igen') && page.words.includes('vi spiser sammen om tirsdagen'), page.words);
  await page.form('/notes').submit();
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE hidden = 1"), '0');
  assert.ok((await phones[1].open(meeting.path)).words.includes('vi spiser sammen om tirsdagen'));
  assert.ok(!(await notes()).words.includes('Vis en skjult seddel igen'));
});

/* ---- afterwards ---- */

const star = await holdMeeting(anna, 'star');

test('pictures of a result can be taken along as SVG, with colours and words inside', async () => {
  const phones = [];
  for (let i = 0; i < 6; i++) phones.push(await join(site, star, { nickname: `S${i}`, sector: 'employee' }));
  await star.until('trin 1 af 3');
  for (const [i, phone] of phones.entries()) await score(phone, star, i % 6);
  const exercise = (await phones[0].open(star.path)).text.match(/\/e\/(\w{13})\/answer/)[1];
  const file = `${star.path}/files/${exercise}/picture.svg`;
  assert.equal((await anna.get(`${file}?n=1`)).status, 404, 'not before the exercise is closed');
  await closeMeeting(star);
  const after = await site.client().open(`${star.path}/after`);
  const links = [...after.text.matchAll(/href="([^"]*picture\.svg\?n=\d+)"/g)].map(([, link]) => link);
  assert.equal(links.length, 2, 'the web and the strips');
  for (const link of links) {
    const svg = await site.client().get(link.replaceAll('&amp;', '&'));
    assert.equal(svg.status, 200);
    assert.match(svg.headers['content-type'], /^image\/svg\+xml/);
    assert.match(svg.headers['content-disposition'], /^attachment; .*star-\d{4}-\d\d-\d\d-\d\.svg/);
    assert.match(svg.headers['content-security-policy'], /default-src 'none'/);
    assert.match(svg.text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.ok(svg.text.includes('<style>') && svg.text.includes('<title') && svg.text.includes('Tillid'), link);
    assert.equal((svg.text.match(/<svg\b/g) ?? []).length, (svg.text.match(/<\/svg>/g) ?? []).length);
    assert.equal((svg.text.match(/<g\b/g) ?? []).length, (svg.text.match(/<\/g>/g) ?? []).length);
  }
  for (const n of ['0', '99', '-1', 'x', '']) assert.equal((await anna.get(`${file}?n=${n}`)).status, 404, n);
});

test('what happens next can be changed afterwards, and a meeting that closed by itself asks for it', async () => {
  const visitor = site.client();
  const form = (await anna.open(`${star.path}/next`)).form('/next');
  assert.equal(form.value('text').trim(), 'Vi prøver det i en måned.');
  assert.equal(form.value('at'), '2099-05-04');
  assert.equal((await form.fill({ text: '' }).send()).status, 422);
  const page = await form.fill({ text: 'Vi holder et møde mere til foråret.' }).submit();
  assert.equal(page.url.pathname, `${star.path}/after`);
  assert.ok((await visitor.open(`${star.path}/after`)).words.includes('Vi holder et møde mere til foråret.'));
  assert.ok([303, 403, 404].includes((await visitor.get(`${star.path}/next`)).status));
  const open = await holdMeeting(anna, 'cards');
  assert.equal((await anna.get(`${open.path}/next`)).headers.location, `${open.path}/close`);
  // As the nightly job leaves it.
  await site.sql("UPDATE meeting SET next_text = '', next_who = '', next_at = 0");
  const asked = await anna.open(`${star.path}/after`);
  assert.ok(asked.words.includes('Mødet lukkede af sig selv, og ingen har skrevet det endnu.'), asked.words);
  assert.ok(asked.link('Skriv, hvad der sker nu').endsWith('/next'));
  assert.ok(!(await visitor.open(`${star.path}/after`)).words.includes('Skriv, hvad der sker nu'));
});

/* ---- documents ---- */

const pdf = Buffer.from('%PDF-1.4\n% et lille bilag\n%%EOF\n');

test('leaders lay documents before a meeting; everybody with its address downloads them, and nothing runs', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  const form = () => anna.open(`${meeting.path}/documents`).then((page) => page.form('file'));
  const added = await (await form()).fill({ file: { name: '../../Læs først.pdf', type: 'text/html', bytes: pdf } }).submit();
  assert.ok(added.words.includes('Bilaget er lagt frem') && added.words.includes('Læs først.pdf'), added.words);
  const visitor = site.client();
  const after = await visitor.open(`${meeting.path}/after`);
  assert.ok(after.words.includes('Bilag Læs først.pdf 1 kB'), after.words);
  assert.ok((await anna.open(`${meeting.path}/plan`)).words.includes('Bilag Læs først.pdf 1 kB'), 'also beside the agenda');
  const address = after.text.match(/href="([^"]*\/documents\/\w{13})"/)[1];
  const file = await visitor.get(address);
  assert.equal(file.status, 200);
  assert.equal(file.headers['content-type'], 'application/pdf', 'by what is in it, not by what was said');
  assert.match(file.headers['content-disposition'], /^attachment; /);
  assert.doesNotMatch(file.headers['content-disposition'], /\.\.\//);
  assert.equal(file.headers['x-content-type-options'], 'nosniff');
  assert.equal(file.text, pdf.toString());
  const other = await holdMeeting(anna, 'cards');
  assert.equal((await visitor.get(address.replace(meeting.path, other.path))).status, 404, 'only below its own meeting');
  assert.ok([303, 403].includes((await visitor.get(`${meeting.path}/documents`)).status));
  const page = await anna.open(`${meeting.path}/documents`);
  const token = (await visitor.open('/join')).form('code').value('token');
  assert.ok([303, 403].includes((await visitor.post(`${address}/remove`, { token })).status));
  await page.form('/remove').submit();
  assert.equal((await visitor.get(address)).status, 404);
  assert.equal(await site.sql('SELECT count(*) FROM meeting_document'), '0');
  assert.equal(await site.sql("SELECT count(*) FROM file WHERE type = 'application/pdf'"), '0', 'the bytes are gone too');
});

test('what may not be a document is refused with a reason: nothing, a program, a page, too much', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  const send = async (file) => {
    const form = (await anna.open(`${meeting.path}/documents`)).form('file');
    return (file ? form.fill({ file }) : form).send();
  };
  const missing = await send(null);
  assert.equal(missing.status, 422);
  assert.ok(missing.words.includes('Vælg først en fil.'), missing.words);
  const program = await send({ name: 'brev.pdf', type: 'application/pdf', bytes: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff]) });
  assert.equal(program.status, 422);
  assert.ok(program.words.includes('Den slags fil kan ikke lægges frem her'), program.words);
  const page = await send({ name: 'side.html', type: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') });
  assert.equal(page.status, 303);
  const address = (await anna.open(`${meeting.path}/documents`)).text.match(/href="([^"]*\/documents\/\w{13})"/)[1];
  assert.match((await anna.get(address)).headers['content-type'], /^text\/plain/);
  const large = await send({ name: 'stor.txt', type: 'text/plain', bytes: Buffer.alloc(5 * 1024 * 1024 + 1, 'a') });
  assert.equal(large.status, 413);
});
