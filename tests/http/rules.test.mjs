// The fourteen rules that all live tools obey, one test for each, against the real program.
import test from 'node:test';
import assert from 'node:assert/strict';
import { elements } from '../lib/html.mjs';
import { answer, begin, clockOn, close, force, holdMeeting, joinAs, lastExercise, partnersOn, promise, resultOf,
  screenWith, times, write, writing } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { engine, siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
// Two lead, since nobody sends as much in a few seconds as these tests do.
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const eva = await person(site, { name: 'Eva Prøvesen', mail: 'eva@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });

const open = (client, meeting, end = '') => client.open(meeting.path + end);
const press = async (meeting, verb, group = -1) => {
  const page = await meeting.lead();
  const form = page.form('/lead/clock');
  const pairs = { ...Object.fromEntries(form.pairs()), group: String(group), verb };
  const sent = await page.client.post(new URL(form.action, page.url), pairs);
  assert.equal(sent.status, 303, sent.words);
};
const tables = async () => (await site.sql(engine === 'postgresql'
  ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
  : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")).split('\n');

test('rule 1: one joins in one step by QR or code, without account or mail address, and a device comes back to its seat', async () => {
  const meeting = await holdMeeting(anna, 'star');
  assert.match(meeting.code, /^[A-HJ-NP-Z2-9]{6}$/, 'six characters, none that look alike');
  const screen = await open(site.client(), meeting, '/screen');
  assert.ok(screen.all('svg').some(({ attributes }) => attributes.class === 'qr'));
  assert.equal((await site.client().get(`/j/${meeting.code}`)).headers.location, `${meeting.path}/join`);
  const phone = site.client();
  const form = await (await phone.open('/join')).form('code').fill({ code: meeting.code.toLowerCase() }).submit();
  assert.equal(form.url.pathname, `${meeting.path}/join`);
  assert.ok(!/type="(email|password|tel)"/.test(form.text) && !/\brequired\b/.test(form.text), 'nothing must be said');
  const joined = await form.form('nickname').submit();
  assert.equal(joined.url.pathname, meeting.path);
  const [who] = /nr\. \d+/.exec(joined.words);
  assert.ok((await open(phone, meeting)).words.includes(who));
  assert.equal((await open(phone, meeting, '/join')).url.pathname, meeting.path, 'joining again is coming back');
  assert.ok((await open(phone, meeting)).words.includes(who));
  assert.equal(await site.sql('SELECT count(*) FROM seat WHERE meeting_id = (SELECT max(id) FROM meeting)'), '1');
  const others = site.client();
  for (let i = 0; i < 120; i++) {
    const page = await (await others.open('/join')).form('code').fill({ code: 'ZZZZZZ' }).send();
    if (page.status === 429) return;
    assert.equal(page.status, 422);
  }
  assert.fail('guessing codes is never stopped');
});

test('rule 2: the server owns the clock; pause, more time, skip and back; 15 seconds for what was being typed', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 4 });
  const exercise = await lastExercise(site);
  const see = async () => clockOn(await open(phones[0], meeting));
  const stored = async () => Number(await site.sql(`SELECT clock_ends_at FROM exercise WHERE id = ${exercise}`));
  const ends = await stored();
  assert.ok(ends > Date.now() + 180000 && ends < Date.now() + 211000);
  assert.equal((await see()).ends, ends, 'a telephone gets the end and shows the difference');
  assert.equal(clockOn(await open(site.client(), meeting, '/screen')).ends, ends);
  await press(meeting, 'add1');
  assert.equal(await stored(), ends + 60000);
  await press(meeting, 'add5');
  assert.equal(await stored(), ends + 360000);
  await press(meeting, 'pause');
  const paused = await see();
  assert.equal(paused.words, 'Pause');
  await new Promise((done) => setTimeout(done, 1100));
  assert.equal((await see()).digits, paused.digits, 'it stands still');
  await press(meeting, 'resume');
  assert.ok(await stored() > ends + 361000, 'what was left is left');
  const before = partnersOn(await open(phones[0], meeting));
  await press(meeting, 'skip');
  assert.notDeepEqual(partnersOn(await open(phones[0], meeting)), before);
  await meeting.next();
  assert.match((await meeting.lead()).words, /trin 2 af 3/);
  await meeting.press('/lead/back');
  assert.match((await meeting.lead()).words, /trin 1 af 3/);
  await meeting.next();
  // Little time left is said in words and digits, not only by a colour.
  const leave = (share) => site.sql(`UPDATE exercise SET clock_ends_at = ${Date.now() + share * 3000} WHERE id = ${exercise}`);
  for (const [share, look, words] of [[50, 'clock', 'tilbage'], [15, 'clock is-low', 'Tiden er snart gået'],
    [4, 'clock is-low is-last', 'Nu er der kun et øjeblik']]) {
    await leave(share);
    const clock = await see();
    assert.equal(clock.words, words);
    assert.equal(clock.look.includes('is-last'), look.includes('is-last'), clock.look);
    assert.equal(/is-low|is-last/.test(clock.look), /is-low|is-last/.test(look), clock.look);
    assert.match(clock.digits, /^\d+:\d\d$/);
  }
  const late = writing(await open(phones[0], meeting)).fill({ text: 'skrevet, da tiden gik' });
  const later = writing(await open(phones[1], meeting)).fill({ text: 'skrevet for sent' });
  await site.sql(`UPDATE exercise SET phase_left_at = phase_left_at - 60000 WHERE id = ${exercise}`);
  await leave(-10 / 3);
  assert.equal((await late.send()).status, 303, 'ten seconds late');
  await leave(-17 / 3);
  const refused = await later.send();
  assert.ok([409, 422].includes(refused.status), `17 seconds late: ${refused.status}`);
  assert.ok(refused.text.includes('skrevet for sent'), 'and even then the words are kept on the page');
  assert.equal(await site.sql(`SELECT count(*) FROM note WHERE exercise_id = ${exercise}`), '1');
});

test('rule 2: parallel groups may each run their own clock', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'coherence', people: 12 });
  await meeting.until('trin 3 af 5');
  const ends = async () => Promise.all(phones.map(async (phone) => clockOn(await open(phone, meeting)).ends));
  const before = await ends();
  assert.equal(new Set(before).size, 1);
  await press(meeting, 'add5', 1);
  const after = await ends();
  const longer = after.filter((end, i) => end === before[i] + 300000).length;
  assert.ok(longer >= 3 && longer <= 6, `${longer} of 12 sit at the table that got five minutes more`);
  assert.equal(after.filter((end, i) => end === before[i]).length, 12 - longer);
});

test('rule 3: what people write is their own until it is revealed', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 3 });
  const everywhere = async () => {
    const seen = [];
    for (const [client, end] of [[phones[1], ''], [phones[1], '/watch'], [site.client(), '/screen'], [site.client(), '/watch'],
      [anna, '/lead'], [anna, '/notes'], [anna, '/after'], [anna, '/minutes'], [anna, '/minutes.txt']]) {
      const page = await open(client, meeting, end);
      assert.equal(page.status, 200, end);
      if (page.text.includes('det hemmelige ord')) seen.push(end);
    }
    return seen;
  };
  await meeting.until('trin 2 af 3');
  await write(phones[0], meeting, 'det hemmelige ord');
  assert.deepEqual(await everywhere(), []);
  assert.ok((await open(phones[0], meeting)).words.includes('det hemmelige ord'), 'she sees her own');
  await meeting.until('trin 3 af 3');
  const seen = await everywhere();
  for (const end of ['', '/watch', '/screen', '/notes']) assert.ok(seen.includes(end), end);
});

test('rule 4: scores and votes are hidden until revealed', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'star', people: 6, settings: { form: 'short' } });
  for (const phone of phones) await answer(phone, meeting, { self: [5, 4, 3, 2, 1, 0] });
  const exercise = await site.sql('SELECT public_id FROM activity WHERE id = (SELECT max(id) FROM exercise)');
  const places = [[anna, '/lead'], [anna, '/notes'], [anna, '/after'], [anna, '/minutes'], [anna, '/seats'],
    [phones[0], '/watch'], [site.client(), '/screen'], [site.client(), '/after']];
  const figures = (page) => /radar-chart|class="strip"|<th[^>]*>Median/.test(page.text);
  for (const [client, end] of places) assert.ok(!figures(await open(client, meeting, end)), end);
  const stranger = await joinAs(site, meeting, {});
  assert.ok(!/value="\d" checked/.test((await open(stranger, meeting)).text));
  for (const end of ['scores.csv', 'result.json', 'notes.csv']) {
    for (const client of [anna, phones[0], site.client()]) {
      const page = await client.get(`${meeting.path}/files/${exercise}/${end}`);
      assert.ok(page.status >= 400 || !/\d,\d/.test(page.text), `${end}: ${page.text.slice(0, 200)}`);
    }
  }
  assert.ok((await open(site.client(), meeting, '/screen')).words.includes('6 af 7 har svaret'), 'only how many');
  const screen = await screenWith(site, meeting, 'Alles net');
  assert.ok(figures(screen));
  const late = await force(phones[0], meeting, {}).catch((error) => error);
  assert.ok(late instanceof Error || late.status >= 400, 'nobody changes it after that');
});

// Every text in a list or a table of one page, for comparison with another.
const listed = (page) => page.all('li').map(({ text }) => text);

test('rule 5: there is a text outline of everything, with the same rights, and nothing needs dragging', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'cards', people: 3 });
  await meeting.until('trin 2 af 3');
  for (const [i, phone] of phones.entries()) await write(phone, meeting, `slutning nummer ${i}`);
  await meeting.until('trin 3 af 3');
  const [screen, watch] = [await open(site.client(), meeting, '/screen'), await open(site.client(), meeting, '/watch')];
  assert.equal(new URL(screen.link('Som tekst'), screen.url).pathname, `${meeting.path}/watch`);
  assert.equal(new URL(watch.link('Den store skærm'), watch.url).pathname, `${meeting.path}/screen`);
  for (let i = 0; i < 3; i++) {
    assert.ok(screen.words.includes(`slutning nummer ${i}`));
    assert.ok(listed(watch).some((text) => text.includes(`slutning nummer ${i}`)), 'in a list');
  }
  const levels = watch.all('h1').length + watch.all('h2').length;
  assert.ok(levels >= 3 && watch.all('h1').length === 1, 'under headings');
  const star = await begin(site, anna, { tool: 'star', people: 5, settings: { form: 'short' } });
  for (const phone of star.phones) await answer(phone, star.meeting, { self: [5, 4, 3, 2, 1, 0] });
  await screenWith(site, star.meeting, 'Alles net');
  for (const end of ['/screen', '/watch']) {
    const page = await open(site.client(), star.meeting, end);
    for (const svg of page.all('svg').filter(({ attributes }) => attributes.role === 'img' && attributes['aria-labelledby'])) {
      for (const id of svg.attributes['aria-labelledby'].split(' ')) {
        const name = elements(page.text).find(({ attributes }) => attributes.id === id);
        assert.match(name?.inner ?? '', /\S/, `${id} says what the picture shows`);
      }
    }
    const rows = page.all('table').flatMap((table) => elements(table.inner)).filter(({ tag }) => tag === 'tr');
    assert.ok(rows.some(({ text }) => /Ligeværd.*\b3\b/.test(text)), 'the figures stand in a table beside the picture');
    assert.ok(!/draggable|ondrag|<canvas/.test(page.text));
  }
});

test('rule 6: every phase has a paper twin with the code, and what stands on paper counts the same, with its origin', async () => {
  const { meeting, phones } = await begin(site, anna, { tool: 'coherence', people: 5 });
  const exercise = await lastExercise(site);
  const paper = await open(anna, meeting, '/paper');
  assert.ok(paper.words.includes(`${meeting.code.slice(0, 3)} ${meeting.code.slice(3)}`) || paper.words.includes(meeting.code));
  const sheets = await anna.open(paper.all('a').find(({ attributes }) => /\/print/.test(attributes.href ?? '')).attributes.href);
  assert.ok(sheets.words.includes(meeting.code) || sheets.words.includes(`${meeting.code.slice(0, 3)} ${meeting.code.slice(3)}`),
    'the code stands on the sheets');
  for (const words of ['Jeg forstår det', 'Jeg kan klare det', 'Det giver mening for mig', 'Hvad kunne løfte det?',
    'Hvordan står det til med de tre hos os?', 'Hvordan kan vi styrke dem over tid?', 'Hvad kræver det?']) {
    assert.ok(sheets.words.includes(words), `the sheets have no place for "${words}"`);
  }
  for (const tool of ['cards', 'quadrille', 'star', 'readiness', 'coherence']) {
    const page = await site.client().open(`/tools/${tool}/print?code=${meeting.code}`);
    assert.ok(page.all('section').some(({ attributes }) => /\bsheet\b/.test(attributes.class ?? '')), tool);
    assert.ok(page.text.includes(meeting.code) || page.words.includes(`${meeting.code.slice(0, 3)} ${meeting.code.slice(3)}`), tool);
  }
  await (await open(anna, meeting, '/seats')).form('count').fill({ device: 'paper', count: '1' }).submit();
  await (await open(anna, meeting, '/seats')).form('count').fill({ device: 'proxy', count: '1' }).submit();
  const seats = [...(await open(anna, meeting, '/seats')).text.matchAll(/(\/m\/\w+\/enter\/\w{13})/g)].map((m) => m[1]);
  assert.equal(seats.length, 2);
  const six = { s0: '8', s1: '8', s2: '8', c0: '8', c1: '8', c2: '8' };
  for (const seat of seats) await (await anna.open(seat)).form('s0').fill(six).submit();
  for (const phone of phones) await answer(phone, meeting, { self: [2, 2, 2], guess: [2, 2, 2] });
  const origins = await site.sql(`SELECT origin, count(*) FROM answer WHERE exercise_id = ${exercise} GROUP BY origin ORDER BY 1`);
  assert.equal(origins.split('\n').length, 3, `telephone, proxy and paper: ${origins}`);
  await close(meeting);
  const { parts: [all] } = await resultOf(site, meeting);
  assert.equal(all.n, 7);
  assert.deepEqual([all.axes[0].counts[1], all.axes[0].counts[7]], [5, 2], 'two eights beside five twos');
});

test('rule 7: no figure for fewer than k, k is never under 3, and fewer than k people agree on one answer', async () => {
  const few = await begin(site, anna, { tool: 'star', people: 6, settings: { form: 'short' } });
  assert.equal(await site.sql(`SELECT k FROM exercise WHERE id = ${await lastExercise(site)}`), '5', 'unless the leader says otherwise');
  for (const phone of few.phones.slice(0, 4)) await answer(phone, few.meeting, { self: [1, 1, 1, 1, 1, 1] });
  const screen = await screenWith(site, few.meeting, 'Alles net');
  assert.ok(!/radar-chart/.test(screen.text));
  assert.match(screen.words, /Der vises ingen tal: 4 har svaret, og med færre end 5/);
  await close(few.meeting);
  const result = await resultOf(site, few.meeting);
  assert.deepEqual(result.parts.filter((part) => part.axes.length > 0), []);
  const plan = await holdMeeting(anna, 'star');
  const page = await open(anna, plan, '/plan');
  const item = await anna.open(page.text.match(/href="([^"]*\/plan\/\w{13})"/)[1]);
  const form = item.form('k');
  assert.deepEqual(form.fields.find(({ name }) => name === 'k').options.map(({ value }) => Number(value))[0], 3);
  for (const k of ['2', '1', '0', '-5', 'x']) {
    const pairs = Object.fromEntries([...form.pairs().filter(([name]) => name !== 'k'), ['k', k]]);
    await anna.post(new URL(form.action, item.url), pairs);
    assert.ok(Number(await site.sql('SELECT min(k) FROM exercise')) >= 3, k);
  }
  const small = await begin(site, anna, { tool: 'star', people: [{ table: true }, ...times(3, {})], settings: { form: 'short' } });
  const exercise = await lastExercise(site);
  assert.equal(await site.sql(`SELECT is_consensus, was_small FROM exercise WHERE id = ${exercise}`), '1|1');
  assert.match((await open(small.phones[0], small.meeting)).words, /I er færre end 5/);
  await answer(small.phones[0], small.meeting, { self: [1, 2, 3, 4, 5, 0] });
  assert.equal(await site.sql(`SELECT count(*) FROM answer WHERE exercise_id = ${exercise}`), '1');
});

test('rule 8: equal voice: 280 characters, no titles on notes, and the leader alone sees which sector is silent', async () => {
  const people = [{ nickname: 'Direktør', sector: 'employee' }, { nickname: 'Nabo', sector: 'citizen' },
    { nickname: 'Formand', sector: 'association' }];
  const { meeting, phones } = await begin(site, eva, { tool: 'cards', people });
  await meeting.until('trin 2 af 3');
  const long = await writing(await open(phones[0], meeting)).fill({ text: 'å'.repeat(281) }).send();
  assert.equal(long.status, 422);
  await write(phones[0], meeting, 'å'.repeat(280));
  await write(phones[1], meeting, 'naboens egne ord');
  const lead = await meeting.lead();
  assert.match(lead.words, /Ansat[^:]*: 1 seddel|[^:]*: 1 seddel/);
  const silent = lead.all('li').filter(({ text }) => text.includes('ingen har skrevet i denne fase'));
  assert.equal(silent.length, 1, lead.words);
  assert.match(silent[0].text, /[Ff]orening/);
  const voice = lead.all('ul').find(({ attributes }) => attributes.class === 'voice').text;
  for (const { nickname } of people) assert.ok(!voice.includes(nickname), 'sectors, never names');
  for (const [client, end] of [[phones[2], ''], [phones[2], '/watch'], [site.client(), '/screen']]) {
    assert.ok(!(await open(client, meeting, end)).words.includes('ingen har skrevet'), end);
  }
  await meeting.until('trin 3 af 3');
  const wall = (await open(phones[2], meeting)).all('div').find(({ attributes }) => attributes.class === 'wall').text;
  assert.ok(wall.includes('naboens egne ord'));
  for (const { nickname } of people) assert.ok(!wall.includes(nickname), `${nickname} stands on the wall`);
});

test('rule 9: a note is hidden only with a reason, and leaves a counted trace that everybody sees', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'cards', people: 3 });
  await meeting.until('trin 2 af 3');
  for (const [i, phone] of phones.entries()) await write(phone, meeting, `Fru Hansen på stue ${i}`);
  await meeting.until('trin 3 af 3');
  const notes = async () => (await open(eva, meeting, '/notes'));
  const form = (await notes()).form('reason');
  for (const values of [{}, { reason: '' }, { reason: 'kedelig' }]) {
    const page = await eva.post(new URL(form.action, form.page.url),
      { token: form.value('token'), id: form.value('id'), exercise: form.value('exercise'), ...values });
    assert.ok([400, 422].includes(page.status), `${JSON.stringify(values)}: ${page.status}`);
  }
  const count = async (page) => page.words.match(/Fru Hansen/g)?.length ?? 0;
  assert.equal(await count(await open(phones[0], meeting, '/watch')), 3);
  for (let i = 0; i < 2; i++) await (await notes()).form('reason').send({ button: 'reason=personal' });
  for (const [client, end] of [[phones[0], ''], [site.client(), '/screen'], [site.client(), '/watch'], [eva, '/notes']]) {
    const page = await open(client, meeting, end);
    // The leader alone may show one again: the hidden texts stand in a part of their own.
    const [shown, away = ''] = page.words.split('Vis en skjult seddel igen');
    assert.equal(await count({ words: shown }), 1, end);
    assert.equal(await count({ words: away }), client === eva ? 2 : 0, end);
    assert.match(page.words, /2 sedler er skjult: \S*person/i, end);
  }
  const after = await close(meeting);
  assert.match(after.words, /2 sedler er skjult: \S*person/i);
});

test('rule 10: without "what happens next" no meeting is closed, what was typed is kept, and results leave the room at once', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'star', people: 5, settings: { form: 'short' } });
  for (const phone of phones) await answer(phone, meeting, { self: [5, 4, 3, 2, 1, 0] });
  const state = () => site.sql('SELECT state FROM meeting WHERE id = (SELECT max(id) FROM meeting)');
  for (const name of ['text', 'who', 'at']) {
    const form = (await open(eva, meeting, '/close')).form('/close').fill({ ...promise, [name]: '' });
    const page = await form.send();
    assert.equal(page.status, 422, name);
    for (const other of ['text', 'who', 'at'].filter((each) => each !== name)) {
      assert.equal(page.form('/close').value(other).trim(), promise[other], `${other} is kept`);
    }
    assert.equal(await state(), '1');
  }
  const past = await (await open(eva, meeting, '/close')).form('/close').fill({ ...promise, at: '2001-01-01' }).send();
  assert.equal(past.status, 422);
  await close(meeting);
  assert.equal(await state(), '2');
  for (const client of [...phones, site.client()]) {
    const page = await open(client, meeting);
    assert.equal(page.url.pathname, `${meeting.path}/after`);
    for (const words of [promise.text, promise.who, '4. maj 2099']) assert.ok(page.words.includes(words), words);
    assert.match(page.text, /radar-chart/);
  }
});

test('rule 11: an action points to the notes that caused it, on one page with one address for all', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'cards', people: 3 });
  await meeting.until('trin 2 af 3');
  await write(phones[0], meeting, 'at nogen låser op om søndagen');
  await meeting.until('trin 3 af 3');
  const make = (await open(eva, meeting, '/after')).all('a').find(({ attributes }) => /actions\?note=/.test(attributes.href ?? ''));
  assert.ok(make, 'a note becomes an action');
  const form = (await eva.open(make.attributes.href)).form('owner');
  await form.fill({ text: 'Vi laver en nøgleaftale', owner: 'Bestyrelsen', due: '2099-03-01' }).submit();
  await close(meeting);
  const pages = await Promise.all([...phones, site.client()].map((client) => open(client, meeting)));
  for (const page of pages) {
    assert.equal(page.url.href, pages[0].url.href, 'the same address for all');
    const action = page.all('li').find(({ text }) => text.includes('Vi laver en nøgleaftale'));
    assert.match(action.text, /Fordi en skrev: at nogen låser op om søndagen/);
  }
  assert.equal(pages[0].text.replace(/[\w-]{20,}/g, ''), pages[3].text.replace(/[\w-]{20,}/g, ''),
    'and nothing in it tells who looks');
  const edit = (await open(eva, meeting, '/after')).all('a').find(({ attributes }) => /\/actions\/\w{13}$/.test(attributes.href ?? ''));
  const change = (await eva.open(edit.attributes.href)).form('outcome');
  await change.fill({ state: 'done', outcome: 'Nøglen hænger i kiosken' }).submit();
  assert.ok((await open(phones[0], meeting)).words.includes('Nøglen hænger i kiosken'));
});

// What a program can see of WCAG in a page as the server sends it; the browser tests do the rest.
function flaws(page) {
  const all = elements(page.text);
  const ids = all.map(({ attributes }) => attributes.id).filter(Boolean);
  const labels = new Set(all.filter(({ tag }) => tag === 'label').map(({ attributes }) => attributes.for));
  const inLabel = all.filter(({ tag }) => tag === 'label').flatMap(({ inner }) => elements(inner)).map(({ attributes }) => JSON.stringify(attributes));
  const found = [];
  const need = (good, words) => { if (!good) found.push(`${page.path}: ${words}`); };
  need(/<html[^>]* lang="da"/.test(page.text), 'no language');
  need(page.title.length > 3, 'no title');
  need(page.all('h1').length === 1, `${page.all('h1').length} h1`);
  need(page.all('main').length === 1, 'no main');
  need(all.some(({ tag, attributes }) => tag === 'a' && attributes.href === '#main'), 'no way past the head');
  need(!/user-scalable\s*=\s*no|maximum-scale/.test(page.text), 'cannot be enlarged');
  need(new Set(ids).size === ids.length, `an id twice: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  for (const { tag, attributes, text, inner } of all) {
    const what = `${tag} ${attributes.name ?? attributes.id ?? ''}`;
    const hasField = ['input', 'select', 'textarea'].includes(tag) && attributes.type !== 'hidden';
    if (hasField) need(labels.has(attributes.id) || inLabel.includes(JSON.stringify(attributes)) || attributes['aria-label'], `${what} has no label`);
    if (tag === 'button' || (tag === 'a' && attributes.href)) need(text || attributes['aria-label'], `${what} has no words`);
    if (tag === 'img') need('alt' in attributes, `${what} has no alt`);
    if (tag === 'svg') need(attributes['aria-hidden'] === 'true' || attributes['aria-label'] || attributes['aria-labelledby'], `${what}: neither named nor hidden ${inner.slice(0, 60)}`);
    if (tag === 'fieldset') need(/<legend/.test(inner), `${what} has no legend`);
    if (attributes.tabindex) need(Number(attributes.tabindex) <= 0, `${what} changes the order`);
    if (attributes['aria-labelledby']) {
      for (const id of attributes['aria-labelledby'].split(' ')) need(ids.includes(id), `${what} is named by ${id}, which is not there`);
    }
  }
  return found;
}

test('rule 12: every page of a meeting is accessible as far as its text tells, and the statement is linked', async () => {
  const found = [];
  for (const tool of ['star', 'coherence', 'readiness', 'cards']) {
    const { meeting, phones } = await begin(site, eva, { tool, people: 5 });
    for (let i = 0; i < 12; i++) {
      for (const [client, end] of [[phones[0], ''], [site.client(), '/screen'], [site.client(), '/watch'], [eva, '/lead']]) {
        found.push(...flaws(await open(client, meeting, end)));
      }
      const page = await meeting.lead();
      if (!/\/lead\/next"/.test(page.text)) break;
      await meeting.next();
    }
    for (const end of ['/plan', '/settings', '/seats', '/paper', '/pairs', '/notes', '/actions', '/close', '/leaders']) {
      found.push(...flaws(await open(eva, meeting, end)));
    }
    await close(meeting);
    for (const end of ['/after', '/minutes']) found.push(...flaws(await open(site.client(), meeting, end)));
    found.push(...flaws(await site.client().open(`/tools/${tool}`)), ...flaws(await site.client().open(`/tools/${tool}/try`)));
  }
  assert.deepEqual([...new Set(found.map((words) => words.replace(/\/m\/\w{13}/, '/m/…')))], []);
  const statement = await site.client().open((await site.client().open('/')).link('Tilgængelighedserklæring'));
  assert.equal(statement.heading, 'Tilgængelighedserklæring');
});

test('rule 13: anonymity is real: after closing nothing in the database ties an answer or a note to a seat or a time', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'readiness', people: 6 });
  const exercise = await lastExercise(site);
  const join = await open(site.client(), meeting, '/join');
  assert.match(join.words, /Hvem ser hvad\? \S[^?]*\./, 'one sentence on who can see what');
  for (const phone of phones) await answer(phone, meeting, { self: [3, 1, 3, 2], reach: ['0', '0', '1', '2'] });
  await meeting.until('trin 3 af 4');
  for (const [i, phone] of phones.entries()) await write(phone, meeting, `eksempel ${i}`, 'evidence:basis');
  const keys = (table) => site.sql(`SELECT id FROM ${table} WHERE exercise_id = ${exercise}`);
  const before = [await keys('answer'), await keys('note')].join('\n').split('\n');
  const tags = (table) => site.sql(`SELECT count(*) FROM ${table} WHERE exercise_id = ${exercise} AND tag IS NOT NULL`);
  assert.deepEqual([await tags('answer'), await tags('note')], ['6', '6'], 'until then people can correct themselves');
  const columns = async (table) => (await site.sql(engine === 'postgresql'
    ? `SELECT column_name FROM information_schema.columns WHERE table_name = '${table}'`
    : `SELECT name FROM pragma_table_info('${table}')`)).split('\n');
  for (const table of ['answer', 'note']) {
    assert.deepEqual((await columns(table)).filter((name) => /_at$|time|seq|seat_number/.test(name)), [], table);
  }
  await close(meeting);
  assert.deepEqual([await tags('answer'), await tags('note')], ['0', '0']);
  const after = [await keys('answer'), await keys('note')].join('\n').split('\n');
  assert.equal(after.length, 12);
  assert.deepEqual(after.filter((key) => before.includes(key)), [], 'new keys, so that an old copy does not help');
  assert.equal(await site.sql(`SELECT count(*) FROM note WHERE exercise_id = ${exercise} AND (seat_id IS NOT NULL AND seat_id <> 0)`), '0');
  assert.equal(await site.sql(`SELECT count(*) FROM note WHERE exercise_id = ${exercise} AND (round <> 0 OR group_number <> 0)`), '0');
  for (const table of ['exercise_round', 'exercise_pair', 'exercise_clock']) {
    assert.equal(await site.sql(`SELECT count(*) FROM ${table} WHERE exercise_id = ${exercise}`), '0', table);
  }
  assert.equal(await site.sql('SELECT count(*) FROM seat WHERE token_hash IS NOT NULL AND meeting_id = (SELECT max(id) FROM meeting)'), '0');
  for (const table of (await tables()).filter((name) => /replay|idempot|hit|once/.test(name))) {
    const rows = await site.sql(`SELECT * FROM ${table}`);
    assert.ok(!rows.includes(`/m/${meeting.path.split('/').pop()}`), table);
  }
  const [, old] = /(.*)/.exec(before[0]);
  const gone = await open(phones[0], meeting);
  assert.ok(!gone.text.includes(old), 'and no page knows whose was whose');
});

test('rule 14: every field warns, personal data is reported with one tap, and what people gave is exported and erased', async () => {
  const { meeting, phones } = await begin(site, eva, { tool: 'cards', people: 3 });
  const exercise = await lastExercise(site);
  for (const phone of phones) {
    const page = await open(phone, meeting);
    for (const area of page.all('textarea')) assert.match(area.attributes.placeholder, /uden at nævne .* bestemt person/);
  }
  await meeting.until('trin 2 af 3');
  await write(phones[0], meeting, 'Fru Jensen er syg');
  await meeting.until('trin 3 af 3');
  const told = await (await open(phones[1], meeting)).form('/report').submit();
  assert.ok(told.words.includes('Mødelederen har fået besked'), told.words);
  assert.match((await meeting.lead()).words + (await open(eva, meeting, '/notes')).words, /[Mm]eldt som personoplysning/);
  await close(meeting);
  const id = await site.sql('SELECT max(id) FROM meeting');
  const [closed, erase] = (await site.sql(`SELECT closed_at, erase_at FROM meeting WHERE id = ${id}`)).split('|').map(Number);
  const months = (erase - closed) / (30.4375 * 24 * 3600 * 1000);
  assert.ok(months > 23.9 && months < 24.1, `${months} months`);
  const after = await open(eva, meeting, '/after');
  for (const end of ['notes.csv', 'result.json']) {
    const file = after.text.match(new RegExp(`(/m/\\w+/files/\\w+/${end.replace('.', '\\.')})`))[1];
    assert.equal((await site.client().get(file)).status, 200);
  }
  assert.equal((await bo.get(`${meeting.path}/erase`)).status, 403, 'not everybody erases');
  const form = (await open(eva, meeting, '/erase')).form('/erase');
  const page = await form.fill({ sure: true }).submit();
  assert.equal(page.url.pathname, `${meeting.path}/after`, page.words);
  assert.ok(!page.words.includes('Fru Jensen'));
  assert.equal(await site.sql(`SELECT count(*) FROM note WHERE exercise_id = ${exercise}`), '0');
  assert.equal(await site.sql(`SELECT count(*) FROM seat WHERE meeting_id = ${id}`), '0');
  assert.ok(page.words.includes(promise.text), 'the promise stays');
});
