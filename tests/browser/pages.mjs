// Every page and state of the product, one entry each. Three things read this list: the browser test
// (axe, console, reflow, markup, in all combinations), `make screens`, and the reader who wants to
// know what there is.
//
//   name    file name of the pictures, and the test's name
//   path    where it is; or a function of the world (lib/world.mjs) that finds out
//   as      who looks: visitor (default), administrator, anna (new here), inger (runs Solgården and
//           its initiative), karla (the municipality) or signe (a citizen)
//   then    what to do there: async (page, world) with playwright's page; must work without scripts
//   status  what the server answers in the end, if not 200
import { linkIn } from '../lib/people.mjs';
import { holdMeeting, join } from '../lib/room.mjs';
import { boardPages } from './pages_board.mjs';
import { ideas } from './pages_idea.mjs';
import { leading } from './pages_lead.mjs';
import { courses } from './pages_course.mjs';
import { tools1 } from './pages_tools.mjs';
import { tools2 } from './pages_tools2.mjs';
import { network } from './pages_network.mjs';

// Sends the form of the page, past the browser's own checks, to see the server's.
async function send(page, form = 'main form[method=post]') {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} [type=submit], ${form} button:not([type])`).first().click();
  await answered;
}

const dinner = (world) => world.initiative('Spis sammen på Solgården');
const road = (world) => world.initiative('Sikker vej til Åskolen');
const vote = (world) => world.initiative('Borgerbudget i Lindsø');
const result = async (world) => world.find(await vote(world), 'Wieliczka 2023');
const below = (find, rest) => async (world) => `${await find(world)}${rest}`;
const solgaarden = (world) => world.organisation('Plejecenter Solgården');

// The link of somebody who has never signed in.
const newLink = async (world) => linkIn((await world.site.command('user', 'create',
  `${Math.random().toString(36).slice(2)}@example.dk`, 'Karen Ny Eksempel')).stdout);

// The link of a new invitation to the road.
async function invitation(world) {
  const form = (await world.people.signe.open(`${await road(world)}/invite`)).form('name');
  const page = await form.fill({ name: 'Grundejerforeningen Solsikken', sector: 'association' }).send();
  return new URL(page.all('output')[0].text.trim()).pathname;
}

async function answered(world, values) {
  const link = await invitation(world);
  await (await world.people.visitor.open(link)).form('answer').fill(values).submit();
  return link;
}

const small = `META
key;value
description;Tre ønsker
country;Denmark
unit;Lindsø
instance;2026
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
currency;DKK
language;da
PROJECTS
project_id;cost;name
1;600;Lys på stien
2;500;Bænke ved åen
3;400;Frugttræer
VOTES
voter_id;vote
a;1,2
b;1
c;1,3
d;2,3
`;

// Done once for a world, however many windows look at it: uploads are rationed.
const done = new WeakMap();
function once(world, name, make) {
  if (!done.has(world)) done.set(world, {});
  return done.get(world)[name] ??= make();
}

// The page that follows the count of an import by the municipality.
const imported = (world, name) => once(world, name, async () => {
  const form = (await world.people.karla.open(`${await vote(world)}/budget/import`)).form('file');
  const page = await form.fill({ title: 'Tre ønsker', source: 'Lindsø Kommune',
    file: { name: 'votes.pb', type: 'text/plain', bytes: Buffer.from(small) } }).submit();
  return page.url.pathname;
});

async function counted(world, name) {
  const waiting = await imported(world, name);
  for (let i = 0; i < 300; i++) {
    const page = await world.people.karla.open(waiting);
    if (page.words.includes('Se resultatet')) return page.link('Se resultatet').replace(/[?#].*/, '');
    await new Promise((done) => { setTimeout(done, 50); });
  }
  throw new Error('the count did not end');
}

const withdrawn = (world) => once(world, 'gone', async () => {
  const path = await counted(world, 'mistake');
  const form = (await world.people.karla.open(`${path}/withdraw`)).form('reason');
  await form.fill({ reason: 'Filen var fra sidste år.' }).submit();
  return path;
});

// An initiative of its own for each window: saving it makes the forms of others out of date.
async function ownInitiative(world) {
  const form = (await world.people.signe.open('/i/new')).form('title');
  const page = await form.fill({ title: 'Lys på stien', problem: 'Stien er mørk om vinteren.',
    contact_name: 'Signe Eksempel', contact_phone: '12 34 56 78' }).submit();
  return page.url.pathname;
}

// Somebody else saves while the page is open.
async function meanwhile(page, world) {
  const other = (await world.people.signe.open(new URL(page.url()).pathname)).form('title');
  await other.fill({ area: 'Lindsø Vest' }).send();
  await page.fill('#problem', 'Bilerne kører stærkt, når børnene skal over vejen.\n\nVi vil finde en løsning sammen.');
  await send(page);
}

const site = [
  { name: 'front', path: '/' },
  { name: 'front-signed-in', path: '/', as: 'inger' },
  { name: 'about', path: '/about' },
  { name: 'accessibility', path: '/was' },
  { name: 'privacy', path: '/privacy' },
  { name: 'not-found', path: '/findes-ikke', status: 404 },
  { name: 'denied', path: below(dinner, '/settings'), as: 'anna', status: 403 },
  { name: 'not-readable', path: '/signout', status: 405 },
];

const people = [
  { name: 'sign-in', path: '/signin' },
  { name: 'sign-in-errors', path: '/signin', then: (page) => send(page), status: 422 },
  { name: 'sign-in-first', path: '/me', status: 200 },
  { name: 'sign-in-wrong', path: '/signin', status: 422,
    then: async (page) => {
      await page.fill('#mail', `${Math.random().toString(36).slice(2)}@example.dk`);
      await page.fill('#password', 'forkert kode');
      await send(page);
    } },
  { name: 'sign-up', path: '/signup' },
  { name: 'sign-up-errors', path: '/signup', then: (page) => send(page), status: 422 },
  { name: 'link', path: '/link' },
  { name: 'link-errors', path: '/link', then: (page) => send(page), status: 422 },
  { name: 'link-sent', path: '/link/sent' },
  { name: 'link-welcome', path: newLink },
  { name: 'link-useless', path: `/link/${'0'.repeat(64)}`, status: 404 },
  { name: 'me', path: '/me', as: 'inger' },
  { name: 'me-errors', path: '/me', as: 'anna', status: 422,
    then: async (page) => {
      await page.fill('#name', ' ');
      await send(page, 'main form[action$="/me"]');
    } },
  { name: 'me-password', path: '/me/password', as: 'inger' },
  { name: 'me-password-errors', path: '/me/password', as: 'inger', then: (page) => send(page), status: 422 },
  { name: 'me-sessions', path: '/me/sessions', as: 'inger' },
  { name: 'me-data', path: '/me/data', as: 'inger' },
  { name: 'me-erase', path: '/me/erase', as: 'anna' },
  { name: 'people', path: '/people', as: 'administrator' },
  { name: 'people-none', path: '/people?q=findesikke', as: 'administrator' },
  { name: 'people-new', path: '/people/new', as: 'administrator' },
  { name: 'people-new-errors', path: '/people/new', as: 'administrator', then: (page) => send(page), status: 422 },
  { name: 'people-letters', path: '/people/letters', as: 'administrator' },
  { name: 'person', path: (world) => world.find('/people', 'Inger Isfugl', 'administrator'), as: 'administrator' },
];

const organisations = [
  { name: 'organisations', path: '/o' },
  { name: 'organisations-none', path: '/o?q=findesikke&kind=any' },
  { name: 'organisation', path: solgaarden },
  { name: 'organisation-as-manager', path: solgaarden, as: 'inger' },
  { name: 'organisation-new', path: '/o/new', as: 'anna' },
  { name: 'organisation-new-errors', path: '/o/new', as: 'anna', then: (page) => send(page), status: 422 },
  { name: 'organisation-edit', path: below(solgaarden, '/edit'), as: 'inger' },
  { name: 'organisation-members', path: below(solgaarden, '/members'), as: 'inger' },
  { name: 'organisation-member', as: 'inger',
    path: async (world) => world.find(`${await solgaarden(world)}/members`, /^Ret /, 'inger') },
  { name: 'organisation-import', path: below(solgaarden, '/budget/import'), as: 'inger' },
];

const initiatives = [
  { name: 'initiatives', path: '/i' },
  { name: 'initiatives-found', path: '/i?q=solg%C3%A5rden' },
  { name: 'initiatives-none', path: '/i?q=findesikke' },
  { name: 'initiative', path: dinner },
  { name: 'initiative-as-coordinator', path: dinner, as: 'inger' },
  { name: 'initiative-log', path: below(dinner, '/log') },
  { name: 'initiative-parties', path: below(dinner, '/parties') },
  { name: 'initiative-parties-as-coordinator', path: below(dinner, '/parties'), as: 'inger' },
  { name: 'initiative-new', path: '/i/new', as: 'anna' },
  { name: 'initiative-new-errors', path: '/i/new', as: 'anna', then: (page) => send(page), status: 422 },
  { name: 'initiative-edit', path: below(dinner, '/edit'), as: 'inger' },
  { name: 'initiative-links', path: below(dinner, '/links'), as: 'inger' },
  { name: 'initiative-settings', path: below(road, '/settings'), as: 'signe' },
  { name: 'initiative-invite', path: below(road, '/invite'), as: 'signe' },
  { name: 'initiative-invite-errors', path: below(road, '/invite'), as: 'signe', then: (page) => send(page), status: 422 },
  { name: 'initiative-invited', path: below(road, '/invite'), as: 'signe',
    then: async (page) => {
      await page.fill('#name', 'Fodboldklubben');
      await send(page);
    } },
  { name: 'initiative-edit-errors', path: below(road, '/edit'), as: 'signe', status: 422,
    then: async (page) => {
      await page.fill('#title', ' ');
      await send(page);
    } },
  { name: 'initiative-edit-conflict', path: below(ownInitiative, '/edit'), as: 'signe', then: meanwhile, status: 409 },
  { name: 'initiative-links-errors', path: below(road, '/links'), as: 'signe', then: (page) => send(page), status: 422 },
  { name: 'initiative-activity', as: 'karla', path: async (world) => (await result(world)).replace('/budget/', '/activities/') },
  { name: 'initiative-activity-errors', as: 'karla', status: 422,
    path: async (world) => (await result(world)).replace('/budget/', '/activities/'),
    then: async (page) => {
      await page.fill('#title', ' ');
      await send(page);
    } },
  { name: 'initiative-parties-invited', as: 'signe', // with an invitation that is open
    path: async (world) => { await invitation(world); return `${await road(world)}/parties`; } },
  { name: 'invitation', path: invitation },
  { name: 'invitation-errors', path: invitation, then: (page) => send(page), status: 422 },
  { name: 'invitation-yes', path: (world) => answered(world, { answer: 'yes' }) },
  { name: 'invitation-yes-signed-in', path: (world) => answered(world, { answer: 'yes' }), as: 'anna' },
  { name: 'invitation-only-if', path: (world) => answered(world, { answer: 'only-if', condition: 'Der skal være lys på stien.' }) },
  { name: 'invitation-gone', path: `/invitation/${'0'.repeat(48)}`, status: 404 },
];

const budgets = [
  { name: 'budget-result', path: result },
  { name: 'budget-result-as-manager', path: result, as: 'karla' },
  { name: 'budget-import', path: below(vote, '/budget/import'), as: 'karla' },
  { name: 'budget-import-refused', path: below(vote, '/budget/import'), as: 'karla', status: 422,
    then: async (page) => {
      await page.setInputFiles('#file', { name: 'x.pb', mimeType: 'text/plain', buffer: Buffer.from(small.replace('a;1,2', 'a;1,9')) });
      await page.fill('#source', 'Kilden');
      await send(page);
    } },
  { name: 'budget-waiting', path: (world) => imported(world, 'kept'), as: 'karla' },
  { name: 'budget-counted', as: 'karla',
    path: async (world) => { await counted(world, 'kept'); return imported(world, 'kept'); } },
  { name: 'budget-withdraw', as: 'karla', path: async (world) => `${await counted(world, 'kept')}/withdraw` },
  { name: 'budget-withdraw-errors', as: 'karla', status: 422, then: (page) => send(page),
    path: async (world) => `${await counted(world, 'kept')}/withdraw` },
  { name: 'budget-withdrawn', path: withdrawn },
  { name: 'budget-import-errors', path: below(vote, '/budget/import'), as: 'karla', then: (page) => send(page), status: 422 },
];

// A telephone in a meeting of its own: joins by the form of the page, as somebody without a script
// does, with six others; the leader goes on so many times, the others answer on the way.
const answers = { text: 'vi lytter til hinanden, også når det er svært' };
async function inRoom(page, world, { tool, next = 0, others = 6, own = true, then, to }) {
  const meeting = await holdMeeting(world.people.anna, tool);
  const rest = [];
  for (let i = 0; i < others; i++) rest.push(await join(world.site, meeting, { nickname: `Nabo ${i + 1}`, sector: 'citizen' }));
  if (own) {
    await page.goto(`${meeting.path}/join`);
    await page.fill('#nickname', 'Bo');
    await page.locator('.join-form button').click();
    await page.waitForURL(`**${meeting.path}*`);
  }
  for (let i = 0; i < next; i++) {
    await meeting.next();
    for (const client of rest) await answerFor(client, meeting);
  }
  await page.goto(to ? `${meeting.path}${to}` : meeting.path, { waitUntil: 'load' });
  await then?.(page);
}
async function answerFor(client, meeting) {
  const page = await client.open(meeting.path);
  if (/\/note"/.test(page.text)) await page.form('/note').fill(answers).submit();
  if (!/\/answer"/.test(page.text)) return;
  const form = page.form('/answer');
  const values = {};
  for (const { name } of form.fields) if (/^[scr]\d+$/.test(name)) values[name] = name[0] === 'r' ? '1' : '3';
  await form.fill(values).submit();
}
const room = (name, options, more = {}) => ({ name: `room-${name}`, path: '/join', then: (page, world) => inRoom(page, world, options), ...more });

const rooms = [
  { name: 'room-code', path: '/join' },
  { name: 'room-code-wrong', path: '/join', status: 422,
    then: async (page) => { await page.fill('#code', 'BBB BBB'); await send(page); } },
  room('join', { tool: 'cards', own: false, to: '/join' }),
  room('between', { tool: 'cards' }),
  room('card', { tool: 'cards', next: 1 }),
  room('endings', { tool: 'cards', next: 2 }),
  room('wall', { tool: 'cards', next: 3 }),
  room('score', { tool: 'star', next: 1 }),
  room('score-errors', { tool: 'star', next: 1, then: async (page) => {
    const answered = page.waitForNavigation({ waitUntil: 'load' });
    await page.locator('#score-form').evaluate((form) => form.submit()); // past the script
    await answered;
  } }, { status: 422 }),
  room('score-consensus', { tool: 'star', next: 1, others: 1 }),
  room('star', { tool: 'star', next: 3 }),
  room('two-parts', { tool: 'coherence', next: 1 }),
  room('reach', { tool: 'readiness', next: 1 }),
  room('screen', { tool: 'cards', next: 1, own: false, to: '/screen' }),
  room('screen-star', { tool: 'star', next: 3, own: false, to: '/screen' }),
  room('screen-gap', { tool: 'coherence', next: 3, own: false, to: '/screen' }),
  room('screen-conditions', { tool: 'readiness', next: 3, own: false, to: '/screen' }),
  room('screen-wall', { tool: 'cards', next: 3, own: false, to: '/screen' }),
  room('watch', { tool: 'cards', next: 1, own: false, to: '/watch' }),
];

const tools = [
  { name: 'tools', path: '/tools' },
  { name: 'tool-star', path: '/tools/star' },
  { name: 'tool-cards', path: '/tools/cards' },
  { name: 'tool-try-score', path: '/tools/readiness/try' },
  { name: 'tool-try-web', path: '/tools/star/try?step=2&s0=4' },
  { name: 'tool-try-card', path: '/tools/cards/try' },
  { name: 'tool-try-notes', path: '/tools/coherence/try?step=4' },
  { name: 'tool-try-gap', path: '/tools/coherence/try?step=3&s0=2' },
  { name: 'tool-try-end', path: '/tools/star/try?step=5' },
  { name: 'tool-print-cards', path: '/tools/cards/print?code=ABC234' },
  { name: 'tool-print-star', path: '/tools/star/print' },
  { name: 'tool-print-coherence', path: '/tools/coherence/print' },
  { name: 'tool-print-readiness', path: '/tools/readiness/print' },
  { name: 'tool-own', path: below(solgaarden, '/tools'), as: 'inger' },
  { name: 'tool-own-edit', path: below(solgaarden, '/tools/new?tool=star'), as: 'inger' },
];

export const pages = [...site, ...people, ...organisations, ...initiatives, ...budgets, ...tools, ...rooms, ...ideas, ...boardPages,
  ...leading, ...courses, ...tools1, ...tools2, ...network];
