// The co-creation poster: its steps, what a theme and a contributor say, the picture and the history.
// The lines of acceptance of the poster have their names here.
import assert from 'node:assert/strict';
import test from 'node:test';
import { boardOf, noteWith, notesOn, act, say } from '../lib/board.mjs';
import { begin, close, joinAs, write } from '../lib/meeting.mjs';
import { person } from '../lib/people.mjs';
import { siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const staff = (n) => Array.from({ length: n }, () => ({ sector: 'employee' }));
const poster = (people = staff(3), settings) => begin(site, anna, { tool: 'poster', people, settings });

// Until the leader's page says these words, pressing "next".
const contributors = ['Formand i sportsklubben, K.L.', 'Bibliotekaren', 'Nabo med hest', 'Præsten', 'Kioskejeren'];

async function upToContributors(meeting, phone) {
  await write(phone, meeting, 'Beboere over 80, der bor alene', 'who');
  await meeting.next();
  await write(phone, meeting, 'Søndagene er lange', 'theme');
  const board = await boardOf(phone, meeting.path);
  await meeting.next();
  await meeting.next();
  await say(phone, board, 'Søndagene er lange', 'chosen', '1');
  await meeting.next();
  return board;
}

test('poster: a step opens when the one before has something, and the leader may go on all the same', async () => {
  const { meeting, phones: [phone] } = await poster();
  const stopped = await meeting.next();
  assert.ok(stopped.words.includes('Skriv, hvad I ved om de mennesker'), stopped.words);
  assert.ok(stopped.words.includes('Det første felt er tomt: Skriv, hvem målgruppen er.'), stopped.words);
  await write(phone, meeting, 'Unge, der er flyttet hertil alene', 'who');
  const gone = await meeting.next();
  assert.ok(gone.words.includes('Foreslå temaer'), gone.words);
  const held = await meeting.next();
  assert.ok(held.words.includes('Skriv mindst ét tema.'), held.words);
  const anyway = held.all('form').find((form) => form.inner.includes('name="anyway"'));
  const hidden = Object.fromEntries([...anyway.inner.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, a, b]) => [a, b]));
  assert.equal((await anna.post(anyway.attributes.action, hidden)).status, 303);
  assert.ok((await meeting.lead()).words.includes('Sæt dine mærker ved de temaer'));
});

test('poster: exactly one theme is chosen before step 3; a second tick is refused with the reason', async () => {
  const { meeting, phones: [phone] } = await poster();
  await write(phone, meeting, 'Beboere', 'who');
  await meeting.next();
  await write(phone, meeting, 'Lange søndage', 'theme');
  await write(phone, meeting, 'Ingen at spise med', 'theme');
  const board = await boardOf(phone, meeting.path);
  await meeting.next();
  await meeting.next();
  await meeting.next();
  assert.ok((await meeting.lead()).words.includes('sæt kryds ved ét tema'), 'no theme, no step 3');
  assert.equal((await say(phone, board, 'Lange søndage', 'chosen', '1')).status, 303);
  const second = await say(phone, board, 'Ingen at spise med', 'chosen', '1');
  assert.equal(second.status, 422);
  assert.ok(second.words.includes('En plakat har ét tema'), second.words);
  await meeting.next();
  assert.ok((await meeting.lead()).words.includes('Hvem kan hjælpe jer med at tænke nyt'));
});

test('poster: picking a fifth person for the rehearsal is refused with reason, with 2 it cannot start; ten people can be invited all the same', async () => {
  const { meeting, phones: [phone] } = await poster();
  const board = await upToContributors(meeting, phone);
  const all = [...contributors, 'Spejderlederen', 'Frisøren', 'En pårørende', 'Skolelederen', 'Landmanden'];
  for (const text of all) await write(phone, meeting, text, 'contributor');
  for (const text of all.slice(0, 2)) assert.equal((await say(phone, board, text, 'rehearsed', '1')).status, 303);
  const held = await meeting.next();
  assert.ok((await meeting.lead()).words.includes('Hvem kan hjælpe jer med at tænke nyt'), 'two are too few');
  assert.ok(held.words.includes('Vælg tre eller fire til prøven, før I går videre'), held.words);
  for (const text of all.slice(2, 4)) assert.equal((await say(phone, board, text, 'rehearsed', '1')).status, 303);
  const fifth = await say(phone, board, all[4], 'rehearsed', '1');
  assert.equal(fifth.status, 422);
  assert.ok(fifth.words.includes('Der er plads til fire i prøven'), fifth.words);
  await meeting.next();
  assert.ok((await meeting.lead()).words.includes('Sæt jer i stedet for hver af dem'));
  for (const text of all) assert.equal((await say(phone, board, text, 'invited', '1')).status, 303, text);
  await say(phone, board, all[0], 'invitation', 'met');
  await say(phone, board, all[1], 'invitation', 'yes');
  await say(phone, board, all[0], 'worried', 'At det bliver for meget');
  const screen = await (async () => {
    for (let i = 0; i < 4; i++) {
      const page = await site.client().open(`${meeting.path}/screen`);
      if (page.words.includes('Det tror vi, de ville sige')) return page;
      await meeting.next();
    }
    throw new Error('the poster is never shown');
  })();
  assert.ok(screen.words.includes('At det bliver for meget'), 'the small matrix');
  await close(meeting);
  const record = await anna.open(`${meeting.path}/after`);
  const result = await anna.open(record.text.match(/href="([^"]*\/board\/print)"/)[1]);
  assert.ok(result.words.includes('10 inviteret, 2 har sagt ja, 1 kom.'), result.words);
  assert.ok(result.words.includes('Kære Landmanden. Vi prøver at tænke nyt om det her: Søndagene er lange.'), result.words);
});

test('poster: a theme failing "real" is still choosable and the printout shows the failed test', async () => {
  const { meeting, phones: [phone] } = await poster();
  await write(phone, meeting, 'Beboere', 'who');
  await meeting.next();
  await write(phone, meeting, 'Alle savner en svømmehal', 'theme');
  const board = await boardOf(phone, meeting.path);
  await say(phone, board, 'Alle savner en svømmehal', 'real', 'no');
  await say(phone, board, 'Alle savner en svømmehal', 'energy', 'partly');
  await meeting.next();
  await meeting.next();
  assert.equal((await say(phone, board, 'Alle savner en svømmehal', 'chosen', '1')).status, 303);
  await meeting.next();
  assert.ok((await meeting.lead()).words.includes('Hvem kan hjælpe jer med at tænke nyt'));
  const print = await phone.open(`${board}/print`);
  assert.equal(print.status, 200);
  assert.ok(print.words.includes('Alle savner en svømmehal'), print.words);
  assert.ok(/Nej til: Det er virkeligt|Det er virkeligt: Nej/.test(print.words), print.words);
});

test('poster: after an external contributor edits step 1, the history shows both texts, author sector and date', async () => {
  const { meeting, phones: [phone] } = await poster();
  await write(phone, meeting, 'De vil helst være i fred', 'who');
  const board = await boardOf(phone, meeting.path);
  await meeting.next();
  assert.ok((await meeting.lead()).words.includes('Foreslå temaer'));
  await meeting.press('/lead/back');
  assert.ok((await meeting.lead()).words.includes('Skriv, hvad I ved'), 'step 1 is open for change again');
  const invited = await joinAs(site, meeting, { nickname: 'Gæst', sector: 'citizen' });
  const changed = await act(invited, board, 'De vil helst være i fred', { verb: 'text', text: 'De vil gerne spørges først' });
  assert.equal(changed.status, 303, changed.words);
  const note = await noteWith(phone, board, 'De vil gerne spørges først');
  const history = await phone.open(`${board}?history=${note.id}`);
  assert.ok(history.words.includes('De vil helst være i fred'), history.words);
  assert.ok(history.words.includes('De vil gerne spørges først'));
  assert.ok(/borger/i.test(history.words), `the sector of who changed it: ${history.words}`);
  const day = new Intl.DateTimeFormat('da-DK', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date());
  assert.ok(history.words.includes(day), `${day}: ${history.words}`);
});

test('poster: without a citizen in the room the poster says that the target group is described by others', async () => {
  const band = 'Målgruppen er beskrevet af andre';
  const shown = async (people) => {
    const { meeting, phones: [phone] } = await poster(people);
    await upToContributors(meeting, phone);
    const board = await boardOf(phone, meeting.path);
    for (const text of contributors.slice(0, 3)) {
      await write(phone, meeting, text, 'contributor');
      await say(phone, board, text, 'rehearsed', '1');
    }
    await meeting.next();
    await meeting.next();
    return site.client().open(`${meeting.path}/screen`);
  };
  assert.ok((await shown(staff(3))).words.includes(band));
  assert.ok(!(await shown([...staff(2), { sector: 'citizen' }])).words.includes(band));
});

test('poster: every table has its own poster', async () => {
  const { meeting, phones } = await poster(staff(8));
  for (const [i, phone] of phones.entries()) await write(phone, meeting, `Fra ${i + 1}`, 'who');
  const seen = [];
  for (const phone of phones) {
    const page = await phone.open(meeting.path);
    seen.push(phones.map((_, i) => `Fra ${i + 1}`).filter((text) => page.words.includes(text)).join());
  }
  assert.equal(new Set(seen).size, 2, seen.join(' | '));
  for (const one of seen) assert.equal(one.split(',').length, 4, one);
});

test('poster: when the theme was wrong, version 2 carries the notes with their origin, and version 1 stays', async () => {
  const { meeting, phones: [phone] } = await poster();
  await upToContributors(meeting, phone);
  await close(meeting);
  const record = await anna.open(`${meeting.path}/after`);
  const place = record.text.match(/href="\/o\/(\w{13})"/)[1];
  const again = await begin(site, anna, { tool: 'poster', people: staff(3), facts: { place: `o-${place}`, group: '' } });
  const board = await boardOf(again.phones[0], again.meeting.path);
  const list = await anna.open(`${board}/fetch`);
  const source = list.text.match(/href="([^"]*\/fetch\?[^"]*)"/)[1].replaceAll('&amp;', '&');
  const form = (await anna.open(source)).form('/fetch');
  const box = form.page.all('li').find((li) => li.text.includes('Beboere over 80')).inner.match(/name="(n-\w+)"/)[1];
  const page = await form.fill({ [box]: true, region: 'who' }).submit();
  assert.equal(page.status, 200, page.words);
  const note = await noteWith(again.phones[0], board, 'Beboere over 80, der bor alene');
  assert.ok(/fra Samskabelsesplakaten/.test(note.words), note.words);
  assert.ok((await anna.open(`${meeting.path}/after`)).words.includes('Beboere over 80, der bor alene'), 'version 1 is as it was');
});
