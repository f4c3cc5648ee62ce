// Whole meetings for scenarios: many telephones, the leader's buttons, answers, notes, the end. On
// top of room.mjs, which holds a meeting and joins one telephone.
import assert from 'node:assert/strict';
import { elements, forms, textOf } from './html.mjs';
import { Form } from './http.mjs';
import { holdMeeting } from './room.mjs';

export { holdMeeting };

// What the pages say, in the places that scenarios look at.
export const says = {
  phase: /trin \d+ af \d+/,
  talk: /Du taler med|I er tre, du taler med/,
};

// A telephone joins: {nickname, sector, subgroup, table}. Answers its client, with its number.
export async function joinAs(site, meeting, facts = {}, client = site.client()) {
  const { table, ...rest } = facts;
  const form = (await client.open(`${meeting.path}/join`)).form('nickname');
  const page = await form.fill({ ...rest, ...(table ? { table: true } : {}) }).submit();
  assert.equal(page.status, 200, page.words);
  assert.equal(page.url.pathname, meeting.path);
  return Object.assign(client, { nickname: facts.nickname });
}

// As many as there are facts, or n called "Navn 1" and on; each at once knows its place.
export async function joinMany(site, meeting, people) {
  const list = typeof people === 'number' ? Array.from({ length: people }, () => ({})) : people;
  const phones = [];
  for (const [i, facts] of list.entries()) {
    phones.push(await joinAs(site, meeting, { nickname: `Navn${i + 1}`, ...facts }));
  }
  return phones;
}

export const times = (n, facts) => Array.from({ length: n }, () => ({ ...facts }));

// A meeting with one tool and its telephones, in the tool's first phase. settings: what the leader
// changes in the point of the agenda; subgroups: the groups that people choose among.
export async function begin(site, leader, { tool, people, settings, subgroups, facts }) {
  const meeting = await holdMeeting(leader, tool, facts);
  if (subgroups) {
    await (await leader.open(`${meeting.path}/settings`)).form('title').fill({ subgroups }).submit();
  }
  if (settings) {
    const plan = await leader.open(`${meeting.path}/plan`);
    const [, address] = plan.text.match(/href="([^"]*\/plan\/\w{13})"/);
    const page = await (await leader.open(address)).form('title').fill(settings).submit();
    assert.equal(page.status, 200, page.words);
  }
  const phones = await joinMany(site, meeting, people);
  for (let i = 0; !says.phase.test((await meeting.lead()).words); i++) {
    assert.ok(i < 5, 'the exercise never begins');
    await meeting.next();
  }
  return { meeting, phones };
}

// The number that the database has for the exercise that was made last.
export const lastExercise = async (site) => Number(await site.sql('SELECT max(id) FROM exercise'));

// Fills in a sheet: self, guess and reach are lists of values, '?' among them.
export async function answer(client, meeting, { self, guess = [], reach = [] }) {
  const form = (await client.open(meeting.path)).form('/answer');
  const values = {};
  for (const [kind, list] of Object.entries({ s: self, c: guess, r: reach })) {
    for (const [i, value] of list.entries()) values[`${kind}${i}`] = String(value);
  }
  const page = await form.fill(values).submit();
  assert.equal(page.status, 200, page.words);
  return page;
}

// Sends an answer as somebody who changes the page would. Answers the status.
export async function force(client, meeting, values) {
  const form = (await client.open(meeting.path)).form('/answer');
  return client.post(new URL(form.action, form.page.url), { token: form.value('token'), ...values });
}

// The form that writes a note in that region, or the first one on the page.
export function writing(page, region) {
  const all = forms(page.text).filter((form) => form.action.includes('/note')
    && (!region || form.fields.some((field) => field.name === 'region' && field.value === region)));
  assert.ok(all.length > 0, `no note ${region ?? ''} to write on ${page.path}: ${page.words}`);
  return new Form(page, all[0]);
}

export async function write(client, meeting, text, region) {
  const page = await writing(await client.open(meeting.path), region).fill({ text }).submit();
  assert.equal(page.status, 200, page.words);
  return page;
}

// With whom a telephone talks now: the nicknames of its partners.
export function partnersOn(page) {
  const list = page.all('ul').find((ul) => ul.attributes.class === 'partners');
  if (!list) return [];
  return elements(list.inner).filter((li) => li.tag === 'li').map((li) => li.text.replace(/,? nr\. \d+$/, ''));
}

// Who talks with whom, read from the telephones: sorted groups of nicknames, each once.
export async function groupsNow(phones, meeting) {
  const groups = new Set();
  for (const phone of phones) {
    const partners = partnersOn(await phone.open(meeting.path));
    assert.ok(partners.length > 0, `${phone.nickname} talks with nobody`);
    groups.add([phone.nickname, ...partners].sort().join(' '));
  }
  return [...groups].sort().map((group) => group.split(' '));
}

// The clock on a page: when it ends, its digits and its words.
export function clockOn(page) {
  const clock = page.all('div').find((div) => div.attributes.id === 'clock');
  if (!clock) return undefined;
  const part = (name) => elements(clock.inner).find((span) => span.attributes.class === name)?.text;
  return { ends: Number(clock.attributes['data-ends']), look: clock.attributes.class,
    digits: part('clock-digits'), words: part('clock-words') };
}

// The rows of the table (of the last one with such a caption), as lists of words.
export function rowsOf(page, caption) {
  const fits = page.all('table').filter((table) => {
    const found = elements(table.inner).find((element) => element.tag === 'caption');
    return (found?.text ?? '').includes(caption);
  });
  assert.ok(fits.length > 0, `no table "${caption}" on ${page.path}`);
  return elements(fits[fits.length - 1].inner).filter((element) => element.tag === 'tr')
    .map((row) => elements(row.inner).filter(({ tag }) => tag === 'td' || tag === 'th')
      .map((cell) => textOf(cell.inner)));
}

// Goes on until the big screen shows these words; answers that screen.
export async function screenWith(site, meeting, words) {
  const visitor = site.client();
  for (let i = 0; i < 12; i++) {
    const page = await visitor.open(`${meeting.path}/screen`);
    if (page.words.includes(words)) return page;
    await meeting.next();
  }
  throw new Error(`the screen never shows "${words}"`);
}

export const promise = { text: 'Vi skriver det sammen og prøver det i en måned.', who: 'Anna Prøvesen',
  at: '2099-05-04' };

// The leader closes the meeting; answers the page that stays.
export async function close(meeting, facts = {}) {
  const form = (await meeting.leader.open(`${meeting.path}/close`)).form('/close');
  const page = await form.fill({ ...promise, ...facts }).submit();
  assert.equal(page.url.pathname, `${meeting.path}/after`, page.words);
  return page;
}

// The counted result of a closed meeting's exercise: what its file says.
export async function resultOf(site, meeting) {
  const page = await site.client().open(`${meeting.path}/after`);
  const file = page.text.match(/(\/m\/\w+\/files\/\w+\/result\.json)/);
  assert.ok(file, `no result on ${page.path}`);
  const { json } = await site.client().get(file[1]);
  return json.result ?? json;
}
