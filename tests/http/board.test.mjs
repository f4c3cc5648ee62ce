// The pages of boards: one address, every power as a form, who sees and may do what, two who write at
// once, typing in, votes, print, and what never leaves the server before it is shared.
import test from 'node:test';
import assert from 'node:assert/strict';
import { forms } from '../lib/html.mjs';
import { Form } from '../lib/http.mjs';
import { begin } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const visitor = site.client();

// "/m/ID/e/EXERCISE/board", from a telephone's page.
const boardOf = (page) => page.text.match(/href="(\/(?:da\/)?m\/\w{13}\/e\/\w{13}\/board)"/)?.[1];
const idOf = (page, text) => {
  const at = page.text.indexOf(text);
  assert.ok(at > 0, `${text} is not on the page: ${page.words}`);
  return [...page.text.slice(0, at).matchAll(/id="n-(\w{13})"/g)].at(-1)[1];
};
const tools = (client, board, id) => client.open(`${board}?note=${id}`);
// The form on the page that does that.
const doing = (page, what) => {
  const form = forms(page.text).find((one) => one.fields.some(({ name, value }) => name === 'do' && value === what));
  assert.ok(form, `no form does ${what}: ${page.words}`);
  return new Form(page, form);
};
const act = async (client, board, id, what, values = {}) => (
  doing(await tools(client, board, id), what).fill(values).submit());
// A telephone writes a new note in a field of its task.
const write = async (client, path, text, at = 0) => {
  const page = await client.open(path);
  const form = forms(page.text).filter((one) => (one.action ?? '').includes('/note')
    && !one.fields.some(({ name }) => name === 'remove'))[at];
  assert.ok(form, `no form for notes: ${page.words}`);
  const answer = await new Form(page, form).fill({ text }).submit();
  assert.equal(answer.status, 200, answer.words);
  return answer;
};

/* ---- a map that everybody writes on ---- */

const map = await begin(site, anna, { tool: 'partners', people: 2 });
const [bo, ida] = map.phones;
const { path } = map.meeting;
await write(bo, path, 'Ældre Sagen i Prøvekøbing');
await write(ida, path, 'Spejderne ved søen');
const board = boardOf(await bo.open(path));
const elder = idOf(await bo.open(board), 'Ældre Sagen i Prøvekøbing');
const scouts = idOf(await ida.open(board), 'Spejderne ved søen');

test('a telephone has the form for notes, and leads to the whole board; layers are a shape and a word', async () => {
  const page = await bo.open(board);
  assert.equal(page.status, 200);
  assert.ok(page.words.includes('Ældre Sagen i Prøvekøbing') && page.words.includes('Spejderne ved søen'), page.words);
  assert.match(page.text, /<p class="slip-layer"><svg class="shape"[^]*?<path d="M8 1/);
  const phone = await bo.open(path);
  assert.ok(phone.text.includes(`data-board="m/`), 'the telephone keeps up with the board');
});

test('outline and board have the same notes, counts and powers', async () => {
  for (const [client, query] of [[bo, ''], [anna, ''], [bo, `note=${elder}`], [anna, `note=${elder}`]]) {
    const read = async (view) => {
      const page = await client.open(`${board}?${[view, query].filter(Boolean).join('&')}`);
      const notes = [...page.text.matchAll(/id="n-(\w{13})"/g)].map((found) => found[1]);
      const counts = [...page.text.matchAll(/class="board-n">(\d+)</g)].map((found) => found[1]);
      const powers = forms(page.text).map((form) => form.fields.filter(({ name }) => name !== 'token' && name !== 'note')
        .map(({ name, value }) => `${name}=${name === 'do' ? value : ''}`).join());
      const links = page.all('a').map((link) => link.text).filter((words) => words.startsWith('Gør noget'));
      return { notes, counts, powers, links };
    };
    const outline = await read('');
    assert.deepEqual(await read('view=board'), outline);
    assert.ok(outline.notes.length >= 2);
  }
});

test('each power is a form without script: text, field, pile, link, details, and each says what it did', async () => {
  const saved = await act(bo, board, elder, 'text', { text: 'Ældre Sagen, Prøvekøbing' });
  assert.ok(saved.words.includes('Sedlen er gemt.') && saved.words.includes('Ældre Sagen, Prøvekøbing'), saved.words);
  assert.match(saved.text, /role="status"/);
  const piled = await act(ida, board, elder, 'gather', { 'pile-name': 'Foreninger' });
  assert.ok(piled.words.includes('Sedlen ligger i bunken.') && piled.words.includes('Foreninger'), piled.words);
  const chosen = await act(bo, board, scouts, 'gather', { pile: 'Foreninger' });
  assert.match(chosen.text, /Foreninger<\/h\d>[^]*Spejderne/);
  const loose = await act(bo, board, scouts, 'loose');
  assert.ok(loose.words.includes('Sedlen er taget ud af bunken.'));
  const linked = await act(bo, board, elder, 'link', { other: scouts, kind: 'idea', words: 'fælles tur' });
  assert.ok(linked.words.includes('Forbindelser mellem sedler') && linked.words.includes('fælles tur'), linked.words);
  const page = await tools(bo, board, elder);
  const detail = forms(page.text).find((one) => one.fields.some(({ name, value }) => name === 'key' && value === 'what'));
  const detailed = await new Form(page, detail).fill({ value: 'Besøgsvenner hver torsdag' }).submit();
  assert.ok(detailed.words.includes('Besøgsvenner hver torsdag'), detailed.words);
  const target = page.all('option').map((option) => option.attributes.value).find((value) => value?.startsWith('partner:')
    && !saved.text.includes(`value="${value}" selected`));
  const moved = await act(bo, board, scouts, 'move', { region: target });
  assert.ok(moved.words.includes('Sedlen er flyttet.'), moved.words);
});

test('merged texts stay as a trace and can be taken apart', async () => {
  await write(bo, path, 'Røde Kors');
  await write(ida, path, 'Røde Kors, lokalt');
  const page = await bo.open(board);
  const [a, b] = [idOf(page, 'Røde Kors<'), idOf(page, 'Røde Kors, lokalt')];
  const merged = await act(bo, board, a, 'merge', { into: b });
  assert.ok(merged.words.includes('1 seddel er lagt sammen med denne'), merged.words);
  assert.equal([...merged.text.matchAll(/id="n-/g)].length, [...page.text.matchAll(/id="n-/g)].length - 1);
  const inside = await tools(bo, board, b);
  const apart = await doing(inside, 'split').submit();
  assert.ok(apart.words.includes('Sedlerne er skilt ad igen.'), apart.words);
});

test('two who change one note at once see both texts, and nothing is lost whatever they choose', async () => {
  for (const [button, stays] of [['Behold min', ['Bos ord']], ['both', ['Bos ord', 'Idas ord']]]) {
    await act(bo, board, elder, 'text', { text: `Fra begyndelsen, ${button}` });
    const [one, two] = [await tools(bo, board, elder), await tools(ida, board, elder)];
    await doing(two, 'text').fill({ text: 'Idas ord' }).submit();
    const refused = await doing(one, 'text').fill({ text: 'Bos ord' }).send();
    assert.equal(refused.status, 409, refused.words);
    assert.ok(refused.words.includes('Bos ord') && refused.words.includes('Idas ord'), refused.words);
    const all = forms(refused.text).filter((one2) => one2.fields.some(({ name, value }) => name === 'do' && value === 'text'));
    const form = all.find((one2) => (button === 'both') === one2.fields.some(({ name }) => name === 'region'));
    const after = await new Form(refused, form).submit();
    for (const words of stays) assert.ok(after.words.includes(words), `${words}: ${after.words}`);
  }
});

test('a note that was taken away while somebody wrote keeps the words', async () => {
  await write(bo, path, 'Kortvarig seddel');
  const id = idOf(await bo.open(board), 'Kortvarig seddel');
  const [one, two] = [await tools(bo, board, id), await tools(ida, board, id)];
  await doing(one, 'text').fill({ text: '' }).submit();
  const refused = await doing(two, 'text').fill({ text: 'Ord, der ikke må forsvinde' }).send();
  assert.equal(refused.status, 409, refused.words);
  assert.ok(refused.words.includes('Ord, der ikke må forsvinde'));
});

test('more than 280 characters and other wrong things come back with what was typed', async () => {
  const long = 'å'.repeat(281);
  const refused = await doing(await tools(bo, board, elder), 'text').fill({ text: long }).send();
  assert.equal(refused.status, 422);
  assert.ok(refused.text.includes(long), 'the text is kept');
  const page = await tools(bo, board, elder);
  const token = doing(page, 'text').value('token');
  for (const body of [{}, { do: 'nonsense' }, { do: 'text' }, { do: 'text', note: 'nonsense', text: 'x' },
    { do: 'move', note: elder, version: '-1', region: 'partner:a' }, { do: 'link', note: elder, other: elder, kind: 'idea' },
    { do: 'merge', note: elder, into: elder, version: '1' }, { do: 'detail', note: elder, key: 'made-up', value: 'x' },
    { do: 'text', note: elder, text: '\u0000', region: '../../x' }]) {
    const answer = await bo.post(board, { token, ...body });
    assert.ok(answer.status >= 300 && answer.status < 500, `${JSON.stringify(body)}: ${answer.status}`);
  }
  for (const query of ['note=%00', 'note=1', 'group=99999999999', 'view=%3Cscript%3E', 'history=x', 'add=%3Cb%3E', 'undo=%22%3E%3Cscript%3E'])
    assert.ok((await anna.get(`${board}?${query}`)).status < 500, query);
});

test('who only leads may hide, change kinds and agree actions; a hidden note leaves a counted trace', async () => {
  const token = doing(await tools(bo, board, elder), 'text').value('token');
  assert.equal((await bo.post(board, { token, do: 'hide', note: elder, reason: 'personal' })).status, 403);
  assert.equal((await bo.post(board, { token, do: 'layer', note: elder, layer: '1', version: '1' })).status, 403);
  await write(bo, path, 'Fru Prøvesen fra nummer tolv');
  const id = idOf(await bo.open(board), 'Fru Prøvesen');
  const reported = await act(ida, board, id, 'report');
  assert.ok(reported.words.includes('Mødelederen har fået besked.'), reported.words);
  const hidden = await act(anna, board, id, 'hide', { reason: 'personal' });
  assert.ok(!hidden.text.includes('Fru Prøvesen'), 'nobody sees it');
  for (const [client, address] of [[bo, board], [visitor, board], [visitor, `${path}/screen`], [bo, path], [visitor, `${board}/print`]])
    assert.ok(!(await client.open(address)).text.includes('Fru Prøvesen'), address);
  assert.equal((await bo.get(`${board}/note?id=${id}`)).status, 404);
  assert.match((await visitor.open(board)).words, /1 seddel er skjult: [Pp]erson/);
  const shown = await doing(hidden, 'show').submit();
  assert.ok(shown.words.includes('Fru Prøvesen'), shown.words);
  const layered = await act(anna, board, id, 'layer', { layer: '1' });
  assert.ok(layered.words.includes('Sedlens slags er ændret.'), layered.words);
  const action = (await tools(anna, board, id)).link('Aftal en handling');
  assert.ok((await anna.open(action)).text.includes('Fru Prøvesen'), 'the action knows its note');
});

test('an update is one note alone, in the page\'s language, and never a form token', async () => {
  const part = await bo.get(`${board}/note?id=${elder}`);
  assert.equal(part.status, 200);
  assert.equal(part.headers['cache-control'], 'no-store');
  assert.equal([...part.text.matchAll(/<li class="slip/g)].length, 1);
  assert.ok(!part.text.includes('name="token"') && part.bytes.length < 3000, part.text);
  const whole = (await bo.open(board)).text;
  const place = part.text.match(/data-place="([^"]+)"/)[1];
  assert.ok(whole.includes(`<ul class="slips" data-place="${place}"`), 'it fits a list of the page');
  for (const id of ['', 'x', '0000000000000']) assert.equal((await bo.get(`${board}/note?id=${id}`)).status, 404);
});

test('a visitor reads and does nothing; a seat of another meeting is a visitor', async () => {
  const page = await visitor.open(board);
  assert.ok(page.words.includes('Spejderne ved søen'));
  assert.ok(!page.words.includes('Gør noget med den'), page.words);
  const token = (await visitor.open('/join')).form('code').value('token');
  assert.ok([303, 403].includes((await visitor.post(board, { token, do: 'text', note: elder, text: 'x' })).status));
  const other = await begin(site, anna, { tool: 'partners', people: 1 });
  const stranger = other.phones[0];
  assert.ok(!(await stranger.open(board)).words.includes('Gør noget med den'));
  const its = doing(await tools(bo, board, elder), 'text').value('token');
  assert.ok([303, 403].includes((await stranger.post(board, { token: its, do: 'text', note: elder, text: 'x' })).status));
  assert.ok(!(await visitor.open(board)).words.includes('Gør noget'), 'nothing was done');
  const [, , meeting, , exercise] = board.split('/');
  const mixed = `${other.meeting.path}/e/${exercise}/board`;
  for (const address of [mixed, `${mixed}/note?id=${elder}`, `${mixed}/print`, `/m/${meeting}/e/0000000000000/board`])
    assert.equal((await visitor.get(address)).status, 404, address);
});

/* ---- typing in ---- */

test('paper is typed in with text and Enter: the choice stays, the count runs, the last can be taken back', async () => {
  const first = await anna.open(`${board}/type`);
  const region = first.all('option').map((option) => option.attributes.value).find((value) => value?.startsWith('partner'));
  let page = first;
  for (const text of ['Fra papir et', 'Fra papir to', 'Fra papir tre']) {
    const form = page.form('typing');
    if (page === first) form.fill({ region, layer: '1', origin: 'paper' });
    assert.equal(form.value('region'), region);
    page = await form.fill({ text }).submit();
    assert.ok(page.words.includes('Gemt. Skriv den næste.') && page.words.includes(text), page.words);
    assert.equal(page.url.hash, '#text');
  }
  assert.equal(await site.sql("SELECT count(*) FROM note WHERE origin = 3 AND layer = 1 AND text LIKE 'Fra papir%'"), '3');
  const undo = forms(page.text).filter((one) => one.fields.some(({ name }) => name === 'undo'));
  assert.equal(undo.length, 3);
  const back = await new Form(page, undo[0]).submit();
  assert.ok(back.words.includes('Sedlen er taget tilbage.') && !back.words.includes('Fra papir tre'), back.words);
  assert.ok([303, 403].includes((await bo.get(`${board}/type`)).status));
  const empty = await back.form('typing').fill({ text: ' ' }).send();
  assert.equal(empty.status, 422);
});

/* ---- print, and the end ---- */

test('the poster and the blank sheets have the code, the fields and the kinds, in three sizes', async () => {
  for (const size of ['a3', 'a2', 'a1']) {
    const poster = await visitor.open(`${board}/print?size=${size}`);
    assert.ok(poster.text.includes(`sheet-${size}`) && poster.words.includes('Spejderne ved søen'), poster.words);
    assert.ok(poster.words.includes(map.meeting.code), poster.words);
    const blank = await visitor.open(`${board}/print?size=${size}&what=blank`);
    assert.ok(blank.text.includes('blank-lines') && !blank.words.includes('Spejderne ved søen'));
    assert.ok(blank.words.includes(map.meeting.code));
  }
  assert.equal((await visitor.get(`${board}/print?size=%22%3E&what=x`)).status, 200);
});

test('a note is carried on to a later exercise and keeps where it came from', async () => {
  const plan = await anna.open(`${path}/plan`);
  await plan.form('tool').fill({ tool: 'partners' }).submit();
  const carried = await act(anna, board, scouts, 'carry', { target: (await tools(anna, board, scouts)).all('option')
    .map((option) => option.attributes.value).find((value) => /^\w{13} partner/.test(value ?? '')) });
  assert.ok(carried.words.includes('Sedlen er taget med videre.'), carried.words);
  assert.equal(await site.sql('SELECT count(*) FROM note_origin'), '1');
});

test('a closed exercise keeps its board for reading, and takes nothing more', async () => {
  const before = await tools(bo, board, elder);
  for (let i = 0; i < 8 && (await visitor.open(board)).words.includes('Øvelsen er afsluttet') === false; i++) await map.meeting.next();
  const page = await bo.open(board);
  assert.ok(page.words.includes('Øvelsen er afsluttet. Tavlen bliver stående') && page.words.includes('Spejderne ved søen'), page.words);
  assert.ok(!page.words.includes('Gør noget med den'));
  assert.equal((await doing(before, 'text').fill({ text: 'for sent' }).send()).status, 403);
});

test('the record has the board: on the follow-up page, in the minutes, as CSV without seats and as JSON', async () => {
  const [, , meeting, , exercise] = board.split('/');
  const files = `/m/${meeting}/files/${exercise}`;
  const csv = (await visitor.open(`${files}/notes.csv`)).text;
  assert.ok(csv.startsWith('region,heading,note,language,name,table,kind,pile,dots,from,details,merged'), csv.slice(0, 200));
  const line = csv.split('\r\n').find((row) => row.includes('Besøgsvenner hver torsdag'));
  assert.ok(line.includes('"Foreninger"') && line.includes('"har"'), line);
  assert.ok(!/Navn[12]/.test(csv), 'nobody is named');
  const json = JSON.parse((await visitor.open(`${files}/result.json`)).text);
  assert.ok(json.notes.some((note) => note.text === 'Spejderne ved søen'));
  for (const address of ['after', 'minutes', 'minutes.txt'])
    assert.ok((await visitor.open(`${path}/${address}`)).text.includes('Spejderne ved søen'), address);
});

/* ---- own until it is shared ---- */

const flow = await begin(site, anna, { tool: 'onetwofour', people: 4 });
test('what is written alone is nobody else\'s to read by any address until it is shared', async () => {
  const [one, two] = flow.phones;
  const secret = 'Min egen uforstyrrede tanke';
  const page = await write(one, flow.meeting.path, secret);
  const address = boardOf(page);
  const id = idOf(await one.open(address), secret);
  assert.ok((await one.open(address)).words.includes(secret));
  for (const client of [two, anna, visitor]) {
    for (const where of [address, `${address}?view=board`, `${address}?note=${id}`, `${address}?history=${id}`, `${address}/print`,
      `${flow.meeting.path}/screen`, `${flow.meeting.path}/watch`]) {
      assert.ok(!(await client.open(where)).text.includes(secret), where);
    }
    assert.equal((await client.get(`${address}/note?id=${id}`)).status, 404);
  }
  assert.ok((await two.open(address)).words.includes('1 seddel fra andre er ikke delt endnu.'));
  assert.ok(!(await anna.open(`${address}/type`)).text.includes(secret));
  const token = doing(await tools(one, address, id), 'text').value('token');
  for (const what of [{ do: 'report' }, { do: 'move', region: 'own', version: '1' }, { do: 'text', text: 'overtaget', version: '1' }])
    await two.post(address, { token, note: id, ...what });
  assert.ok((await one.open(address)).words.includes(secret));
});

/* ---- a vote ---- */

test('dots are hidden until the leader goes on, more than one has are refused, then counts stand sorted', async () => {
  const harvest = await begin(site, anna, { tool: 'harvest', people: 4 });
  for (let i = 0; i < 4 && !(await harvest.phones[0].open(harvest.meeting.path)).text.includes('name="text"'); i++) await harvest.meeting.next();
  for (const [i, phone] of harvest.phones.slice(0, 3).entries()) await write(phone, harvest.meeting.path, `Godt råd nummer ${i + 1}`);
  for (let i = 0; i < 5 && !(await harvest.phones[0].open(harvest.meeting.path)).text.includes('id="dots"'); i++) await harvest.meeting.next();
  const [one, two] = harvest.phones;
  const ballot = await one.open(harvest.meeting.path);
  const options = [...ballot.text.matchAll(/name="(dot-\w{13})"/g)].map((found) => found[1]);
  assert.equal(options.length, 3);
  const many = await ballot.form('dots').fill(Object.fromEntries(options.map((name) => [name, true]))).send();
  assert.equal(many.status, 422, many.words);
  for (const phone of [one, two]) {
    const sent = await (await phone.open(harvest.meeting.path)).form('dots').fill({ [options[2]]: true }).submit();
    assert.ok(sent.words.includes('Dine prikker er gemt.'), sent.words);
  }
  const address = boardOf(ballot);
  for (const client of [one, visitor, anna]) assert.ok(!(await client.open(address)).words.includes('2 prikker'));
  assert.ok(!(await visitor.open(`${harvest.meeting.path}/screen`)).words.includes('2 prikker'));
  await harvest.meeting.next();
  const told = await visitor.open(address);
  assert.ok(told.words.includes('2 prikker') && told.words.includes('2 personer har stemt.'), told.words);
});

/* ---- over days ---- */

test('over days a board stays open by its link: whoever has a seat writes on it, and others see it when they have written', async () => {
  const meeting = await holdMeeting(anna, 'partners', { when: 'days', ends: '2099-01-01' });
  await meeting.next();
  const one = await join(site, meeting, { nickname: 'En' });
  const two = await join(site, meeting, { nickname: 'To' });
  const page = await one.open(meeting.path);
  const address = boardOf(page);
  assert.ok(address, page.words);
  const region = (await one.open(address)).link('Skriv en seddel her');
  const form = (await one.open(region)).form('board-writing');
  const sent = await form.fill({ text: 'Skrevet en aften hjemme' }).submit();
  assert.ok(sent.words.includes('Sedlen er gemt.') && sent.words.includes('Skrevet en aften hjemme'), sent.words);
  assert.ok(!(await two.open(address)).words.includes('Skrevet en aften'), 'first one writes oneself');
  const its = (await two.open((await two.open(address)).link('Skriv en seddel her'))).form('board-writing');
  await its.fill({ text: 'Skrevet om morgenen' }).submit();
  assert.ok((await two.open(address)).words.includes('Skrevet en aften'));
});
