// The leader's side of a meeting, from the first question to the page that stays.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { person } from '../lib/people.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });

// Holds a meeting and answers the path of it, "/m/…".
async function hold(client, facts = {}, from = '/meetings/new') {
  const form = (await client.open(from)).form('/meetings/new');
  const page = await form.fill({ place: 'new', group: 'Naboerne på Engen', length: '45', when: 'now',
    ...facts }).submit();
  assert.equal(page.status, 200, page.words);
  assert.match(page.url.pathname, /^\/m\/\w{13}\/lead$/);
  return page.url.pathname.replace('/lead', '');
}

const press = async (client, path, end) => {
  const page = await client.open(`${path}/lead`);
  return page.form(end).submit();
};

// Presses the big button until the page no longer has it.
async function runThrough(client, path, each = async () => {}) {
  for (let i = 0; i < 40; i++) {
    const page = await client.open(`${path}/lead`);
    await each(page);
    if (!/action="[^"]*\/lead\/next"/.test(page.text)) return i;
    await page.form('/lead/next').submit();
  }
  throw new Error('the meeting never ends');
}

async function close(client, path, facts = {}) {
  const form = (await client.open(`${path}/close`)).form('/close');
  return form.fill({ text: 'Vi skriver det sammen og prøver det i en måned.', who: 'Anna Prøvesen',
    at: '2099-05-04', ...facts }).submit();
}

const meeting = await hold(anna, { purpose: 'meet' });

test('a visitor signs in first; a wrong answer keeps what was typed', async () => {
  assert.equal((await site.client().get('/meetings/new')).status, 303);
  const form = (await bo.open('/meetings/new')).form('/meetings/new');
  const page = await form.fill({ place: 'new', group: '', purpose: 'where', length: '90', when: 'days' }).send();
  assert.equal(page.status, 422);
  assert.ok(page.words.includes('Giv gruppen et navn'), page.words);
  const again = page.form('/meetings/new');
  const chosen = (name) => again.fields.find((field) => field.name === name && field.checked)?.value;
  assert.equal(chosen('purpose'), 'where');
  assert.equal(chosen('length'), '90');
  const late = await again.fill({ group: 'Bos gruppe', ends: '2001-01-01' }).send();
  assert.equal(late.status, 422);
  assert.ok(late.words.includes('Den må ikke være gået'), late.words);
});

test('nobody makes a meeting at a place she does not arrange for', async () => {
  const group = (await anna.open('/o')).link('Naboerne på Engen').split('/').pop();
  const form = (await bo.open(`/meetings/new?place=o-${group}`)).form('/meetings/new');
  assert.deepEqual(form.fields.filter((f) => f.name === 'place').map((f) => f.value), ['new']);
  const forged = await bo.post('/meetings/new', { token: form.value('token'), place: `o-${group}`, group: '',
    purpose: 'meet', length: '15', when: 'now', starts: '', ends: '' });
  assert.equal(forged.status, 422, forged.words);
});

test('the purpose and the minutes suggest an agenda; a tool in hand is the agenda', async () => {
  const page = await anna.open(`${meeting}/plan`);
  assert.ok(page.words.includes('Velkomst') && page.words.includes('Samtalekort'), page.words);
  const star = await hold(anna, {}, '/meetings/new?tool=star');
  const other = await anna.open(`${star}/plan`);
  assert.equal([...other.text.matchAll(/\/plan\/\w{13}\/remove/g)].length, 1, other.words);
});

test('before it starts: code, QR code, and an honest word about the address', async () => {
  const page = await anna.open(`${meeting}/lead`);
  assert.match(page.words, /[A-Z0-9]{3} [A-Z0-9]{3}/);
  assert.ok(page.text.includes('class="qr"'));
  assert.ok(page.words.includes('Telefoner kan ikke nå denne adresse'), page.words);
  assert.ok(/\b0 er med/.test(page.words), page.words);
});

test('only those who lead it see the pages of the leader', async () => {
  for (const end of ['/lead', '/plan', '/settings', '/leaders', '/seats', '/paper', '/pairs', '/notes', '/close',
    '/actions']) {
    assert.equal((await bo.get(meeting + end)).status, 403, end);
    assert.equal((await site.client().get(meeting + end)).status, 303, end);
    assert.equal((await anna.get(meeting + end)).status, 200, end);
  }
  assert.equal((await bo.get('/m/0123456789abc/lead')).status, 404);
});

test('points of the agenda are added, moved, changed and taken out', async () => {
  const path = await hold(anna, { purpose: 'other', length: '15' });
  const form = (await anna.open(`${path}/plan`)).form('tool');
  await form.fill({ tool: 'star' }).submit();
  const refused = await (await anna.open(`${path}/plan`)).form('/plan/plain').fill({ title: '', minutes: '5' }).send();
  assert.equal(refused.status, 422);
  await (await anna.open(`${path}/plan`)).form('/plan/plain').fill({ title: 'Pause med kage', minutes: '10' }).submit();
  const names = async () => (await anna.open(`${path}/plan`)).all('h2').slice(0, 3).map((h) => h.text.trim());
  assert.deepEqual((await names())[2], 'Pause med kage');
  const page = await anna.open(`${path}/plan`);
  const ids = [...page.text.matchAll(/\/plan\/(\w{13})\/move/g)].map((m) => m[1]);
  const cake = ids[ids.length - 1];
  await page.form(`/plan/${cake}/move`).submit();
  assert.equal((await names())[1], 'Pause med kage');
  const item = (await anna.open(`${path}/plan/${cake}`)).form('title');
  await item.fill({ title: 'Pause med frugt', minutes: '12' }).submit();
  assert.equal((await names())[1], 'Pause med frugt');
  await (await anna.open(`${path}/plan`)).form(`/plan/${cake}/remove`).submit();
  assert.ok(!(await anna.open(`${path}/plan`)).words.includes('Pause med frugt'));
});

test('the settings of an exercise are changed in its place of the agenda', async () => {
  const path = await hold(anna, { purpose: 'where', length: '45' });
  const plan = await anna.open(`${path}/plan`);
  const star = plan.link('Samskabelsesstjernen');
  const form = (await anna.open(star)).form('title');
  await form.fill({ title: 'Stjernen for os', form: 'full', k: '7', minutes: '20' }).submit();
  const names = (await anna.open(`${path}/plan`)).all('h2').map((h) => h.text.trim());
  assert.equal(names[1], 'Stjernen for os');
  const short = await hold(anna, { purpose: 'meet', length: '15' });
  const cards = async () => (await anna.open((await anna.open(`${short}/plan`)).link('Samtalekort'))).form('title');
  const refused = await (await cards()).fill({ seconds: '5' }).send();
  assert.equal(refused.status, 422);
  assert.equal(refused.form('title').value('seconds'), '5');
  await (await cards()).fill({ seconds: '240' }).submit();
  assert.equal((await cards()).value('seconds'), '240');
  await press(anna, short, '/lead/next');
  assert.match((await anna.open(`${short}/lead`)).words, /4:00|3:59/);
  const again = (await anna.open((await anna.open(`${path}/plan`)).link('Stjernen for os'))).form('title');
  assert.equal(again.value('k'), '7');
  assert.equal(again.value('form'), 'full');
});

test('title, time and place; what somebody else saved meanwhile is not overwritten unseen', async () => {
  const path = await hold(anna, { purpose: 'meet', length: '15' });
  const form = (await anna.open(`${path}/settings`)).form('title');
  const wrong = await form.fill({ online: 'javascript:alert(1)', subgroups: 'Dag\nAften' }).send();
  assert.equal(wrong.status, 422);
  assert.equal(wrong.form('title').value('subgroups').trim().split(/\s+/).join(' '), 'Dag Aften');
  const late = (await anna.open(`${path}/settings`)).form('title').fill({ title: 'Min titel' });
  await (await anna.open(`${path}/settings`)).form('title').fill({ title: 'Kaffe og kort', where: 'Salen',
    online: 'https://video.example/1' }).submit();
  assert.equal((await late.send()).status, 409);
  assert.equal((await anna.open(`${path}/lead`)).heading, 'Kaffe og kort');
});

test('two lead it together, and the last one cannot be removed', async () => {
  const path = await hold(anna, { purpose: 'meet', length: '15' });
  const form = async () => (await anna.open(`${path}/leaders`)).form('mail');
  assert.equal((await (await form()).fill({ mail: 'ingen@example.dk' }).send()).status, 422);
  await (await form()).fill({ mail: 'bo@example.dk' }).submit();
  assert.equal((await bo.get(`${path}/lead`)).status, 200);
  const page = await anna.open(`${path}/leaders`);
  const remove = [...page.text.matchAll(/(\/leaders\/\w{13}\/remove)/g)].map((m) => m[1]);
  assert.equal(remove.length, 2);
  await page.form(remove[1]).submit();
  assert.ok(!/\/leaders\/\w{13}\/remove/.test((await anna.open(`${path}/leaders`)).text));
});

test('a second leader who presses next at once goes on once', async () => {
  const path = await hold(anna, { purpose: 'meet', length: '45' });
  await (await anna.open(`${path}/leaders`)).form('mail').fill({ mail: 'bo@example.dk' }).submit();
  await press(anna, path, '/lead/next');
  const one = (await anna.open(`${path}/lead`)).form('/lead/next');
  const two = (await bo.open(`${path}/lead`)).form('/lead/next');
  const [, second] = [await one.submit(), await two.submit()];
  assert.ok(second.words.includes('Mødet er allerede gået videre'), second.words);
  const first = (await anna.open(`${path}/lead`)).all('h2')[0].text;
  assert.match(first, /Samtalekort/, 'the second point, not the third');
  const both = [(await anna.open(`${path}/lead`)).form('/lead/next'), (await bo.open(`${path}/lead`)).form('/lead/next')];
  const phase = (await anna.open(`${path}/lead`)).words;
  await Promise.all(both.map((form) => form.send()));
  assert.notEqual((await anna.open(`${path}/lead`)).words, phase);
  const versions = await site.sql('SELECT max(version) FROM exercise');
  assert.ok(Number(versions) <= 3, `started, and one step: ${versions}`);
});

test('a meeting is held: started, run, closed, and its page stays', async () => {
  const path = await hold(anna, { purpose: 'where', length: '45' });
  await (await anna.open(`${path}/seats`)).form('count').fill({ device: 'proxy', count: '6' }).submit();
  const list = await anna.open(`${path}/seats`);
  assert.ok(list.words.includes('6 er med'), list.words);
  await press(anna, path, '/lead/next');
  await press(anna, path, '/lead/next'); // from the welcome to the star
  const running = await anna.open(`${path}/lead`);
  assert.ok(running.words.includes('har svaret') && /\b0\b/.test(running.words), running.words);
  const seats = [...(await anna.open(`${path}/seats`)).text.matchAll(/(\/m\/\w+\/enter\/\w{13})/g)].map((m) => m[1]);
  assert.equal(seats.length, 6);
  const form = (await anna.open(seats[0])).form('s0');
  const missing = await form.fill({ s0: '3' }).send();
  assert.equal(missing.status, 422);
  for (const [i, seat] of seats.entries()) {
    const sheet = (await anna.open(seat)).form('s0');
    const values = {};
    for (let axis = 0; axis < 6; axis++) values[`s${axis}`] = String((axis + i) % 6);
    await sheet.fill(values).submit();
  }
  assert.match((await anna.open(`${path}/lead`)).words, /6 (har svaret|.*har svaret)|har svaret 6/);
  await runThrough(anna, path);
  const action = (await anna.open(`${path}/actions`)).form('owner');
  assert.equal((await action.fill({ text: '', owner: 'Anna' }).send()).status, 422);
  await (await anna.open(`${path}/actions`)).form('owner').fill({ text: 'Vi spørger de pårørende', owner: 'Teamet',
    due: '2099-03-01' }).submit();
  const empty = await close(anna, path, { text: '' }).catch((error) => error);
  assert.ok(String(empty.status ?? empty).match(/422/), String(empty));
  const page = await close(anna, path);
  assert.equal(page.url.pathname, `${path}/after`);
  for (const words of ['prøver det i en måned', '4. maj 2099', 'Vi spørger de pårørende', 'Teamet'])
    assert.ok(page.words.includes(words), words);
  const visitor = await site.client().open(`${path}/after`);
  assert.ok(visitor.words.includes('prøver det i en måned'));
  assert.ok(!visitor.text.includes('/actions/'), 'others change nothing');
  assert.equal((await anna.get(`${path}/lead`)).status, 303);
  assert.equal((await anna.get(`${path}/plan`)).status, 403);
  const minutes = await site.client().open(`${path}/minutes`);
  assert.ok(minutes.words.includes('Vi spørger de pårørende'));
  const text = await site.client().get(`${path}/minutes.txt`);
  assert.match(text.headers.get?.('content-type') ?? text.headers['content-type'], /text\/plain/);
  assert.ok(text.text.includes('Vi spørger de pårørende'));
  assert.match(text.text, /Tillid: [\d,]+ \(n = 6\)/);
  const files = [...page.text.matchAll(/(\/m\/\w+\/files\/\w+\/[a-z.]+)/g)].map((m) => m[1]);
  const get = async (end) => (await site.client().get(files.find((f) => f.endsWith(end)))).text;
  assert.match(await get('scores.csv'), /^group,axis,label/);
  assert.ok((await get('scores.csv')).includes('"all"'));
  assert.match(await get('notes.csv'), /^region,heading,note/);
  const json = JSON.parse(await get('result.json'));
  assert.equal(json.tool, 'star');
  assert.equal(json.result.n ?? json.result.result?.n ?? 6, 6);
  const edit = (await anna.open(page.text.match(/(\/m\/\w+\/actions\/\w{13})/)[1])).form('outcome');
  await edit.fill({ state: 'done', outcome: 'Vi har spurgt alle' }).submit();
  assert.ok((await site.client().open(`${path}/after`)).words.includes('Vi har spurgt alle'));
  const grown = await page.form('/initiative').submit();
  assert.match(grown.url.pathname, /^\/i\/\w+\/edit$/);
});

test('notes are read and hidden with a reason that everybody sees', async () => {
  const path = await hold(anna, { purpose: 'meet', length: '15' });
  await (await anna.open(`${path}/seats`)).form('count').fill({ device: 'paper', count: '2' }).submit();
  await press(anna, path, '/lead/next');
  const seat = (await anna.open(`${path}/seats`)).text.match(/(\/m\/\w+\/enter\/\w{13})/)[1];
  const writing = (await anna.open(seat)).form('region');
  const saved = await writing.fill({ text: 'at vi lytter til naboen' }).submit();
  assert.ok(saved.words.includes('Indtastet'), saved.words);
  await runThrough(anna, path);
  const notes = await anna.open(`${path}/notes`);
  assert.ok(notes.words.includes('at vi lytter til naboen'), notes.words);
  await notes.form('reason').send({ button: 'reason=personal' });
  const [shown, away] = (await anna.open(`${path}/notes`)).words.split('Vis en skjult seddel igen');
  assert.ok(!shown.includes('at vi lytter til naboen') && away.includes('at vi lytter til naboen'));
  await close(anna, path);
  const page = await site.client().open(`${path}/after`);
  assert.match(page.words, /1 seddel er skjult/);
  assert.ok(!page.words.includes('at vi lytter til naboen'));
});

test('back, the clock, another point, paper and pairs', async () => {
  const path = await hold(anna, { purpose: 'meet', length: '45' });
  await (await anna.open(`${path}/seats`)).form('count').fill({ device: 'paper', count: '4' }).submit();
  await press(anna, path, '/lead/next');
  const cards = (await anna.open(`${path}/lead`)).all('li').find((li) => li.text.includes('Samtalekort'));
  assert.ok(cards.inner.includes('/lead/item'));
  await (await anna.open(`${path}/lead`)).form('/lead/item').submit();
  const now = await anna.open(`${path}/lead`);
  assert.match(now.all('h2')[0].text, /Samtalekort/);
  const clock = now.form('/lead/clock');
  await clock.send({ button: 'verb=add5' });
  await (await anna.open(`${path}/lead`)).form('/lead/clock').send({ button: 'verb=pause' });
  assert.ok((await anna.open(`${path}/lead`)).text.includes('value="resume"'));
  assert.ok((await anna.open(`${path}/pairs`)).words.includes('Runde 1'), 'the pairs of paper');
  assert.ok((await anna.open(`${path}/paper`)).words.includes('Samtalekort'));
  await press(anna, path, '/lead/next');
  await press(anna, path, '/lead/back');
  assert.ok((await anna.open(`${path}/pairs`)).words.includes('Runde 1'));
});

test('a result is read at its place, by those whom it concerns, and the page of the place tells of it', async () => {
  const path = await hold(anna, { purpose: 'where', length: '15', group: 'Kredsen ved åen' });
  await (await anna.open(`${path}/seats`)).form('count').fill({ device: 'proxy', count: '5' }).submit();
  await press(anna, path, '/lead/next');
  const seats = [...(await anna.open(`${path}/seats`)).text.matchAll(/(\/m\/\w+\/enter\/\w{13})/g)].map((m) => m[1]);
  for (const seat of seats) {
    const sheet = (await anna.open(seat)).form('s0');
    await sheet.fill(Object.fromEntries([0, 1, 2, 3, 4, 5].map((axis) => [`s${axis}`, '4']))).submit();
  }
  await runThrough(anna, path);
  await close(anna, path);
  const place = (await anna.open('/o')).link('Kredsen ved åen');
  const mine = await anna.open(place);
  assert.ok(mine.words.includes('Lovet: Vi skriver det sammen'), mine.words);
  const result = mine.link('Samskabelsesstjernen');
  assert.match(result, /^\/o\/\w+\/exercise\/\w+$/);
  assert.ok((await anna.open(result)).text.includes('<svg'));
  assert.equal((await bo.get(result)).status, 403, 'members only');
  const other = await site.client().open(place);
  assert.ok(other.words.includes('Lovet: Vi skriver det sammen'));
  assert.ok(!other.text.includes('/after') && !other.text.includes('/exercise/'), 'no key to what was written');
});

test('an initiative holds meetings too, and everybody who sees it sees the result', async () => {
  const made = await (await anna.open('/i/new')).form('title').fill({ title: 'Bænken ved åen',
    problem: 'Der er ingen steder at sidde.', contact_name: 'Anna Prøvesen', contact_phone: '12345678' }).submit();
  const id = made.url.pathname.split('/')[2];
  const path = await hold(anna, { place: `i-${id}`, group: '', purpose: 'where', length: '15' });
  await press(anna, path, '/lead/next');
  await runThrough(anna, path);
  await close(anna, path);
  const page = await anna.open(`/i/${id}`);
  const result = page.link('Samskabelsesstjernen');
  assert.match(result, /^\/i\/\w+\/exercise\/\w+$/);
  assert.equal((await bo.get(result)).status, 200);
  assert.equal((await site.client().get(`/i/${id}/exercise/0123456789abc`)).status, 404);
});

test('over some days each answers in their own time, until the last day', async () => {
  const path = await hold(anna, { purpose: 'where', length: '15', when: 'days', ends: '2099-01-01' });
  const page = await anna.open(`${path}/lead`);
  assert.ok(page.words.includes('åbent til og med den 1. januar 2099'), page.words);
});

test('an action tells because of which note, and two who change it do not overwrite each other', async () => {
  const path = await hold(bo, { purpose: 'meet', length: '15' });
  await (await bo.open(`${path}/seats`)).form('count').fill({ device: 'paper', count: '2' }).submit();
  await press(bo, path, '/lead/next');
  const seat = (await bo.open(`${path}/seats`)).text.match(/(\/m\/\w+\/enter\/\w{13})/)[1];
  await (await bo.open(seat)).form('region').fill({ text: 'at vi spiser sammen' }).submit();
  await runThrough(bo, path);
  const note = (await bo.open(`${path}/notes`)).text.match(/name="id" value="(\w{13})"/)[1];
  const form = (await bo.open(`${path}/actions?note=${note}`)).form('owner');
  await form.fill({ text: 'Fællesspisning om torsdagen', owner: 'Bo' }).submit();
  const page = await bo.open(`${path}/actions`);
  assert.match(page.words, /Fordi en skrev: at vi spiser sammen/);
  const action = page.text.match(/(\/m\/\w+\/actions\/\w{13})/)[1];
  const late = (await bo.open(action)).form('outcome').fill({ outcome: 'Min' });
  await (await bo.open(action)).form('outcome').fill({ state: 'started' }).submit();
  const again = await late.send();
  assert.equal(again.status, 409);
  assert.equal(again.form('outcome').value('outcome').trim(), 'Min');
});

test('people sign up before, and the leader notes who came', async () => {
  const path = await hold(bo, { purpose: 'meet', length: '15', when: 'planned', starts: '2099-03-04T14:30' });
  assert.equal((await site.client().get(`${path}/signup`)).status, 404, 'not opened yet');
  await (await bo.open(`${path}/settings`)).form('title').fill({ signups: true }).submit();
  const visitor = site.client();
  const wrong = await (await visitor.open(`${path}/signup`)).form('name').fill({ name: 'Karen', mail: 'ikke en adresse',
    sector: 'citizen' }).send();
  assert.equal(wrong.status, 422);
  assert.equal(wrong.form('name').value('name'), 'Karen');
  for (const mail of ['karen@example.dk', 'karen@example.dk', '', '']) {
    const page = await (await visitor.open(`${path}/signup`)).form('name').fill({ name: 'Karen', mail, sector: 'citizen' }).submit();
    assert.ok(page.words.includes('Du er tilmeldt'), page.words);
  }
  assert.equal((await visitor.get(`${path}/signups`)).status, 303);
  const list = await bo.open(`${path}/signups`);
  assert.ok(list.words.includes('3 har tilmeldt sig'), list.words);
  const one = /(\/m\/\w+\/signups\/\w{13})/.exec(list.text)[1];
  await list.form(one).send({ button: 'verb=came' });
  assert.ok((await bo.open(`${path}/signups`)).words.includes('1 kom'));
  await (await bo.open(`${path}/signups`)).form(one).send({ button: 'verb=remove' });
  assert.ok((await bo.open(`${path}/signups`)).words.includes('2 har tilmeldt sig'));
});
