// The participants' side of a meeting: joining by code, the telephone's one task, what is sent, what
// the whole room sees, and what nobody may see or change by any route.
import test from 'node:test';
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { person } from '../lib/people.mjs';
import { holdMeeting, join, send } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });

const secret = (n) => `hemmelig slutning ${n}`;
const scores = (form, value) => {
  const values = {};
  for (const { name } of form.fields) if (/^[sc]\d+$/.test(name)) values[name] = String(value);
  return values;
};
// Picks cards that have no ending yet and finishes them, as a telephone without a script does.
async function writeEndings(client, meeting, texts) {
  for (const text of texts) {
    const page = await client.open(meeting.path);
    const pick = page.text.match(/href="([^"]*card=[^"]*)"/)[1].replaceAll('&amp;', '&');
    const key = new URL(pick, site.url).searchParams.get('card');
    const chosen = await client.open(pick);
    const action = noteAction(chosen).replaceAll('&amp;', '&');
    const id = chosen.text.match(new RegExp(`name="id" value="(\\d+)">\\s*<input type="hidden" name="region" value="${key}"`))[1];
    const token = chosen.form('/leave').value('token');
    const answer = await client.post(action, { token, id, region: key, text });
    assert.equal(answer.status, 303, answer.words);
  }
}
const noteAction = (page) => page.text.match(/action="([^"]*\/note[^"]*)"/)?.[1];

/* ---- joining ---- */

const cards = await holdMeeting(anna, 'cards');

test('the code opens the meeting however it is typed; a wrong one keeps what was typed and says what to do', async () => {
  const visitor = site.client();
  const form = (await visitor.open('/join')).form('code');
  const wrong = await form.fill({ code: 'BBB BBB' }).send();
  assert.equal(wrong.status, 422);
  assert.ok(wrong.words.includes('Ingen møder har den kode nu'), wrong.words);
  assert.equal(wrong.form('code').value('code'), 'BBB BBB');
  const typed = ` ${cards.code.slice(0, 3).toLowerCase()}-${cards.code.slice(3).toLowerCase()} `;
  const page = await wrong.form('code').fill({ code: typed }).submit();
  assert.equal(page.url.pathname, `${cards.path}/join`);
  const empty = await (await visitor.open('/join')).form('code').fill({ code: '' }).send();
  assert.equal(empty.status, 422);
});

test('the QR code leads to the meeting; an old or invented one says so', async () => {
  const found = await site.client().get(`/j/${cards.code}`);
  assert.equal(found.status, 303);
  assert.equal(found.headers.location, `${cards.path}/join`);
  assert.equal((await site.client().get('/j/ZZZZZZ')).status, 404);
  assert.equal((await site.client().get('/j/%3Cscript%3E')).status, 404);
});

test('joining takes one step without account or mail address, and says who sees what', async () => {
  const visitor = site.client();
  const page = await visitor.open(`${cards.path}/join`);
  assert.ok(page.words.includes('Hvem ser hvad?'), page.words);
  assert.ok(!/type="email"|type="password"/.test(page.text));
  const joined = await page.form('nickname').fill({ nickname: 'Bo', sector: 'citizen' }).submit();
  assert.equal(joined.url.pathname, cards.path);
  assert.ok(joined.words.includes('Bo, nr. '), joined.words);
});

test('a telephone that comes back has its seat, also when it joins again', async () => {
  const phone = await join(site, cards, { nickname: 'Ida' });
  const number = (await phone.open(cards.path)).words.match(/Ida, nr\. (\d+)/)[1];
  const again = await phone.open(`${cards.path}/join`);
  assert.equal(again.url.pathname, cards.path);
  const form = (await phone.open(`${cards.path}/join?rename=1`)).form('nickname');
  const page = await form.fill({ nickname: 'Ida Marie' }).submit();
  assert.ok(page.words.includes(`Ida Marie, nr. ${number}`), page.words);
});

test('leaving gives up the seat; without one the telephone is asked to join', async () => {
  const phone = await join(site, cards, { nickname: 'Per' });
  const left = await (await phone.open(cards.path)).form('/leave').submit();
  assert.equal(left.url.pathname, `${cards.path}/join`);
  assert.equal((await phone.get(cards.path)).status, 303);
  assert.equal((await site.client().get(cards.path)).headers.location, `${cards.path}/join`);
});

test('a nickname that is too long or holds markup does no harm', async () => {
  const visitor = site.client();
  const form = (await visitor.open(`${cards.path}/join`)).form('nickname');
  const refused = await form.fill({ nickname: 'x'.repeat(31) }).send();
  assert.equal(refused.status, 422);
  assert.equal(refused.form('nickname').value('nickname'), 'x'.repeat(31));
  const page = await refused.form('nickname').fill({ nickname: '<b>Mads</b>' }).submit();
  assert.ok(page.text.includes('&lt;b&gt;Mads&lt;/b&gt;') && !page.text.includes('<b>Mads'));
});

test('a meeting weeks ahead says when it begins, and takes no seats yet', async () => {
  const later = await holdMeeting(anna, 'cards', { when: 'planned', starts: '2099-05-04T09:00' });
  const visitor = site.client();
  const page = await visitor.open(`${later.path}/join`);
  assert.ok(page.words.includes('Mødet er ikke åbnet endnu') && page.words.includes('4. maj 2099'), page.words);
  const bilag = { name: 'Læs først.txt', type: 'text/plain', bytes: Buffer.from('Et lille bilag.') };
  await (await anna.open(`${later.path}/documents`)).form('file').fill({ file: bilag }).submit();
  const address = (await visitor.open(`${later.path}/join`)).link('Læs først.txt');
  assert.equal((await visitor.get(address)).text, 'Et lille bilag.', 'one reads while one waits');
  const token = (await visitor.open('/join')).form('code').value('token');
  const forced = await visitor.post(`${later.path}/join`, { token, nickname: 'Tidlig' });
  assert.equal(forced.status, 409);
});

/* ---- cards ---- */

const phones = [];
test('cards: everybody has a partner, a table and a card; the big screen shows the plan and no card', async () => {
  for (const nickname of ['Asta', 'Carl', 'Dorte', 'Emil']) phones.push(await join(site, cards, { nickname, sector: 'employee' }));
  await cards.until('trin 1 af 3');
  const page = await phones[0].open(cards.path);
  assert.ok(/Du taler med|I er tre, du taler med/.test(page.words), page.words);
  assert.match(page.words, /Mød hinanden ved bord \d/);
  assert.match(page.text, /class="clock-digits"[^>]*>3:\d\d</);
  const screen = await site.client().open(`${cards.path}/screen`);
  assert.ok(screen.words.includes('Find dit bord') && screen.words.includes('Asta'), screen.words);
  assert.ok(screen.words.includes(`${cards.code.slice(0, 3)} ${cards.code.slice(3)}`));
  const card = page.text.match(/id="card-stem">([^<]+)</)[1];
  assert.ok(!screen.text.includes(card), 'cards belong to their owners');
});

test('an ending is saved, sent twice it is there once, changed it stays one, emptied it is gone', async () => {
  const [phone] = phones;
  const form = (await phone.open(cards.path)).form('/note');
  form.fill({ text: secret(1) });
  assert.equal((await form.send()).status, 303);
  assert.equal((await form.send()).status, 303);
  assert.equal(await site.sql('SELECT count(*) FROM note'), '1');
  const page = await phone.open(cards.path);
  assert.ok(page.words.includes(secret(1)) && page.words.includes('Gemt'), page.words);
  await page.form('/note').fill({ text: secret(2) }).submit();
  assert.equal(await site.sql('SELECT count(*) FROM note'), '1');
  await (await phone.open(cards.path)).form('/note').fill({ text: '' }).submit();
  assert.equal(await site.sql('SELECT count(*) FROM note'), '0');
  await (await phone.open(cards.path)).form('/note').fill({ text: secret(3) }).submit();
});

test('nobody else sees an ending before it is shared: not a telephone, the screen, the outline or a stranger', async () => {
  const everywhere = [[phones[1], ''], [phones[1], '/screen'], [phones[1], '/watch'], [site.client(), '/screen'],
    [site.client(), '/watch'], [phones[1], '?part=live']];
  for (const [client, end] of everywhere) {
    const page = await client.get(cards.path + end);
    const text = page.headers['content-encoding'] === 'gzip' ? gunzipSync(page.bytes ?? Buffer.from(page.text, 'latin1')).toString() : page.text;
    assert.ok(!text.includes('hemmelig slutning'), end);
  }
});

test('nobody changes or removes the note of another, whatever is sent', async () => {
  const id = (await phones[0].open(cards.path)).form('/note').value('id');
  const page = await phones[1].open(cards.path);
  const form = page.form('/note');
  const region = (await phones[0].open(cards.path)).form('/note').value('region');
  for (const values of [{ text: 'overtaget' }, { text: '' }, { text: 'x', remove: '1' }]) {
    const answer = await phones[1].post(noteAction(page), { token: form.value('token'), id, region, ...values });
    assert.ok([303, 403, 409, 422].includes(answer.status), String(answer.status));
  }
  assert.ok((await phones[0].open(cards.path)).words.includes(secret(3)));
});

test('without a seat, with a seat elsewhere or without a token nothing can be sent', async () => {
  const page = await phones[0].open(cards.path);
  const form = page.form('/note');
  const values = { id: '77', region: form.value('region'), text: 'udefra' };
  const stranger = site.client();
  const token = (await stranger.open('/join')).form('code').value('token');
  for (const verb of ['note', 'answer', 'ready', 'report']) {
    const path = noteAction(page).replace('/note', `/${verb}`);
    const answer = await stranger.post(path, { token, ...values });
    assert.equal(answer.status, 403, verb);
    assert.equal((await phones[0].post(path, values)).status, 403, `${verb} without a token`);
  }
  const other = await holdMeeting(anna, 'cards');
  const guest = await join(site, other, { nickname: 'Gæst' });
  const its = (await guest.open('/join')).form('code').value('token');
  assert.equal((await guest.post(noteAction(page), { token: its, ...values })).status, 403);
  const crossed = noteAction(page).replace(cards.path, other.path);
  assert.equal((await guest.post(crossed, { token: its, ...values })).status, 404);
  assert.ok(!(await site.sql('SELECT text FROM note')).includes('udefra'));
});

test('hostile notes: too long, no id, foreign regions, broken numbers', async () => {
  const page = await phones[1].open(cards.path);
  const form = page.form('/note');
  const sent = (values) => phones[1].post(noteAction(page), { token: form.value('token'), id: form.value('id'),
    region: form.value('region'), text: 'tekst', ...values });
  const long = await sent({ text: 'å'.repeat(281) });
  assert.equal(long.status, 422);
  assert.ok(long.text.includes('å'.repeat(281)), 'the input is kept');
  for (const values of [{ id: '' }, { id: '-1' }, { id: '0' }, { id: '99999999999999999999' }, { id: 'abc' },
    { region: 'findes-ikke' }, { region: 'raise:../../x' }, { region: '' }]) {
    const { status } = await sent(values);
    assert.ok([400, 403, 404, 409, 422].includes(status), `${JSON.stringify(values)}: ${status}`);
  }
  const { status } = await phones[1].post(noteAction(page).replace(/e\/\w+/, 'e/0000000000000'), { token: form.value('token') });
  assert.equal(status, 404);
});

test('the live part is packed, small, carries no token, and is never kept', async () => {
  const part = await phones[0].get(`${cards.path}?part=live`);
  assert.equal(part.status, 200);
  assert.equal(part.headers['content-encoding'], 'gzip');
  assert.match(part.headers['cache-control'], /no-store/);
  const size = Number(part.headers['content-length']);
  assert.ok(size > 200 && size <= 5 * 1024, `${size} bytes`);
});

test('pressing ready in clock mode does no harm; a report tells the leader', async () => {
  const page = await phones[0].open(cards.path);
  const token = page.form('/note').value('token');
  const ready = await phones[0].post(noteAction(page).replace('/note', '/ready'), { token });
  assert.ok([303, 409].includes(ready.status), String(ready.status));
});

test('endings are shared when the leader goes on; anybody in the room can report personal data', async () => {
  await cards.until('trin 3 af 3');
  const wall = await phones[2].open(cards.path);
  assert.ok(wall.words.includes(secret(3)), wall.words);
  for (const end of ['/screen', '/watch']) assert.ok((await site.client().open(cards.path + end)).words.includes(secret(3)), end);
  assert.ok(!/\/report"/.test((await site.client().open(`${cards.path}/watch`)).text), 'only from a seat');
  assert.ok(!/\/report"/.test((await phones[0].open(cards.path)).text), 'nobody reports herself');
  const told = await wall.form('/report').submit();
  assert.ok(told.words.includes('Mødelederen har fået besked'), told.words);
  assert.equal(await site.sql('SELECT is_reported, hidden FROM note'), '1|0');
});

/* ---- scores ---- */

test('a star: answered, changed, hidden from all until revealed, and closed for changes then', async () => {
  const star = await holdMeeting(anna, 'star');
  const people = [];
  for (let i = 0; i < 6; i++) people.push(await join(site, star, { nickname: `P${i}`, sector: 'employee' }));
  await star.until('trin 1 af 3');
  const page = await people[0].open(star.path);
  const form = page.form('/answer');
  const missing = await form.send();
  assert.equal(missing.status, 422);
  assert.ok(missing.words.includes('Der mangler noget'), missing.words);
  for (const value of ['6', '-1', '2.5', '1e0', ' ', '٣']) {
    const bad = await people[0].open(star.path);
    const answer = bad.form('/answer');
    const values = new URLSearchParams({ token: answer.value('token'), ...scores(answer, 3), s0: value });
    const action = bad.text.match(/action="([^"]*\/answer)"/)[1];
    assert.equal((await people[0].post(action, Object.fromEntries(values))).status, 422, value);
  }
  for (const [i, client] of people.entries()) {
    const saved = await send(client, star, '/answer', scores(form, i < 5 ? 0 : 5));
    assert.ok(saved.words.includes('Gemt. Du kan rette, til svarene vises'), saved.words);
  }
  await send(people[0], star, '/answer', { ...scores(form, 5), s1: '?' });
  assert.equal(await site.sql("SELECT count(*) FROM answer"), '6');
  const mine = await people[0].open(star.path);
  assert.match(mine.text, /name="s0" value="5" checked/);
  assert.match(mine.text, /name="s1" value="\?" checked/);
  const screen = await site.client().open(`${star.path}/screen`);
  assert.ok(screen.words.includes('6 af 6 har svaret'), screen.words);
  const part = await people[1].get(`${star.path}?part=live`);
  assert.ok(Number(part.headers['content-length']) <= 5 * 1024, `${part.headers['content-length']} bytes`);

  await star.next();
  const late = await people[0].post(page.text.match(/action="([^"]*\/answer)"/)[1],
    { token: form.value('token'), ...scores(form, 1) });
  assert.ok([409, 422].includes(late.status), String(late.status));
  assert.ok((await people[0].open(star.path)).words.includes('Dit eget net'));
  await star.next();
  assert.ok((await site.client().open(`${star.path}/screen`)).words.includes('Alles net'));
});

test('sense of coherence: both parts are asked, and the sum is told to the person alone', async () => {
  const meeting = await holdMeeting(anna, 'coherence');
  const people = [];
  for (let i = 0; i < 5; i++) people.push(await join(site, meeting, { nickname: `K${i}` }));
  await meeting.until('trin 1 af 5');
  const form = (await people[0].open(meeting.path)).form('/answer');
  assert.equal(Object.keys(scores(form, 1)).length, 6);
  const saved = await send(people[0], meeting, '/answer', { ...scores(form, 7), s1: '4', s2: '8' });
  assert.ok(saved.words.includes('Din egen sum: 19 af 30'), saved.words);
  for (const [client, end] of [[site.client(), '/screen'], [site.client(), '/watch'], [people[1], '']]) {
    const page = await client.open(meeting.path + end);
    assert.ok(!/Din egen sum|19 af 30/.test(page.words), `${end}: ${page.words}`);
  }
  await meeting.until('trin 3 af 5');
  const talk = await people[0].open(meeting.path);
  assert.ok(talk.words.includes('Jeg forstår det: Hvad kunne løfte det?') && !talk.words.includes('?:'), talk.words);
});

test('fewer than five agree aloud: one table telephone types, the others are told so', async () => {
  const meeting = await holdMeeting(anna, 'star');
  const one = await join(site, meeting, { nickname: 'En' });
  const table = await join(site, meeting, { nickname: 'Bordet', table: true });
  await meeting.until('trin 1 af 3');
  const waiting = await one.open(meeting.path);
  assert.ok(!/\/answer"/.test(waiting.text) && waiting.words.includes('I bliver enige om'), waiting.words);
  const page = await table.open(meeting.path);
  assert.ok(page.words.includes('I er færre end 5'), page.words);
  const saved = await send(table, meeting, '/answer', scores(page.form('/answer'), 3));
  assert.ok(saved.words.includes('Gemt'), saved.words);
  const token = waiting.form('/leave').value('token');
  const forced = await one.post(page.text.match(/action="([^"]*\/answer)"/)[1], { token, ...scores(page.form('/answer'), 5) });
  assert.ok([403, 422].includes(forced.status), String(forced.status));
});

/* ---- at one's own pace ---- */

test('over days: three endings of cards one chooses, then the endings of others; no leader, no clock', async () => {
  const meeting = await holdMeeting(anna, 'cards', { when: 'days', ends: '2099-05-04' });
  for (let i = 0; i < 3 && /lead\/next"/.test((await meeting.lead()).text); i++) await meeting.next();
  const one = await join(site, meeting, { nickname: 'Alene' });
  const two = await join(site, meeting, { nickname: 'Også' });
  const first = await one.open(meeting.path);
  assert.ok(first.words.includes('Du har skrevet 0 af 3'), first.words);
  assert.ok(!/clock-digits/.test(first.text));
  await writeEndings(one, meeting, ['en', 'to', 'tre']);
  await writeEndings(two, meeting, ['fire', 'fem']);
  const before = await two.open(meeting.path);
  assert.ok(before.words.includes('Du har skrevet 2 af 3') && !/\btre\b/.test(before.words.replace('Du har skrevet', '')), before.words);
  await writeEndings(two, meeting, ['seks']);
  const after = await two.open(meeting.path);
  assert.ok(/\btre\b/.test(after.words), after.words);
});

/* ---- without a script, in English, afterwards ---- */

test('without a script a page that asks for nothing looks again by itself, and only that one', async () => {
  const meeting = await holdMeeting(anna, 'cards');
  const phone = await join(site, meeting, { nickname: 'Ro' });
  assert.equal((await phone.get(`${meeting.path}?auto=1`)).headers.refresh, '10');
  assert.equal((await phone.get(meeting.path)).headers.refresh, undefined);
  await join(site, meeting, { nickname: 'To' });
  await meeting.until('trin 1 af 3');
  assert.equal((await phone.get(`${meeting.path}?auto=1`)).headers.refresh, undefined, 'typing would be lost');
  assert.ok((await phone.open(meeting.path)).words.includes('Se, om mødet er gået videre'));
});

test('the pages speak English to those who ask', async () => {
  const phone = site.client({ language: 'en' });
  assert.ok((await phone.open('/join')).words.includes('You need no account'));
  await join(site, cards, { nickname: 'Sam' }, phone);
  assert.ok((await phone.open(`${cards.path}/watch`)).words.includes('Agenda'));
});

test('the leader without a seat is led to her own page', async () => {
  assert.equal((await anna.get(cards.path)).headers.location, `${cards.path}/lead`);
});

test('a closed meeting takes nobody in and leads all to one page', async () => {
  const form = (await anna.open(`${cards.path}/close`)).form('/close');
  await form.fill({ text: 'Vi prøver det i en måned.', who: 'Anna Prøvesen', at: '2099-05-04' }).submit();
  for (const client of [phones[0], site.client()]) {
    for (const end of ['', '/join']) assert.equal((await client.get(cards.path + end)).headers.location, `${cards.path}/after`);
  }
  assert.equal((await site.client().get(`/j/${cards.code}`)).status, 404);
  assert.ok((await site.client().open(`${cards.path}/screen`)).words.includes('Mødet er slut'));
  const token = (await phones[0].open('/join')).form('code').value('token');
  assert.ok([403, 409].includes((await phones[0].post(`${cards.path}/join`, { token, nickname: 'Sen' })).status));
});
