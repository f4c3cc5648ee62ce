// The pages of a meeting's leader and of its record, for pages.mjs: meetings of the demonstration,
// and one for each window that must run.
import { holdMeeting } from '../lib/room.mjs';

const havestuen = (world) => world.find('/o?q=Havestuen', 'Havestuen');
const half = async (world, end = '/after') =>
  (await world.find(await havestuen(world), 'Et halvt år efter: stjernen igen', 'inger')).replace('/after', end);
const open = async (world, end = '/lead') =>
  (await world.find(await havestuen(world), 'Åbent møde: prøv det selv', 'inger')).replace('/lead', end);
const wellbeing = async (world, end = '/after') =>
  (await world.find(await havestuen(world), 'Trives vi i samarbejdet?', 'inger')).replace('/after', end);

// A meeting of anna's with people on paper; the leader has gone on so many times. Answers its path.
async function running(world, { tool, next = 1, people = 6 }) {
  const { anna } = world.people;
  const meeting = await holdMeeting(anna, tool);
  await (await anna.open(`${meeting.path}/seats`)).form('count').fill({ device: 'proxy', count: String(people) }).submit();
  for (let i = 0; i < next; i++) await meeting.next();
  return meeting.path;
}
const kept = new WeakMap();
const once = (world, name, make) => {
  if (!kept.has(world)) kept.set(world, {});
  return kept.get(world)[name] ??= make();
};
// One meeting for all windows: the pages only look at it.
const run = (name, options, end = '/lead') => async (world) => `${await once(world, name, () => running(world, options))}${end}`;
const cards = (end) => run('cards', { tool: 'cards' }, end);
const star = (end) => run('star', { tool: 'star' }, end);

async function enter(world, path) {
  const page = await world.people.anna.open(`${await path(world)}`);
  return /(\/m\/\w+\/enter\/\w{13})/.exec(page.text)[1];
}
const send = async (page, form) => {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} button`).last().click();
  await answered;
};

export const leading = [
  { name: 'lead-new', path: '/meetings/new', as: 'inger' },
  { name: 'lead-new-tool', path: '/meetings/new?tool=star', as: 'anna' },
  { name: 'lead-new-errors', path: '/meetings/new', as: 'anna', status: 422,
    then: (page) => send(page, 'main form') },
  { name: 'lead-ready', path: open, as: 'inger' },
  { name: 'lead-cards', path: cards('/lead'), as: 'anna' },
  { name: 'lead-star', path: star('/lead'), as: 'anna' },
  { name: 'lead-coherence-groups', as: 'anna', path: run('groups', { tool: 'coherence', next: 6, people: 8 }) },
  { name: 'lead-plan', path: (world) => open(world, '/plan'), as: 'inger' },
  { name: 'lead-plan-errors', path: (world) => open(world, '/plan'), as: 'inger', status: 422,
    then: (page) => send(page, 'form[action$="/plan/plain"]') },
  { name: 'lead-item', as: 'inger', path: async (world) => world.find(await open(world, '/plan'), 'Samtalekort', 'inger') },
  { name: 'lead-settings', path: (world) => open(world, '/settings'), as: 'inger' },
  { name: 'lead-leaders', path: (world) => open(world, '/leaders'), as: 'inger' },
  { name: 'lead-seats', path: cards('/seats'), as: 'anna' },
  { name: 'lead-pairs', path: cards('/pairs'), as: 'anna' },
  { name: 'lead-paper', path: cards('/paper'), as: 'anna' },
  { name: 'lead-enter-score', as: 'anna', path: (world) => enter(world, star('/seats')) },
  { name: 'lead-enter-cards', as: 'anna', path: (world) => enter(world, cards('/seats')) },
  { name: 'lead-notes', path: (world) => wellbeing(world, '/notes'), as: 'inger' },
  { name: 'lead-close', path: cards('/close'), as: 'anna' },
  { name: 'lead-close-errors', path: cards('/close'), as: 'anna', status: 422,
    then: (page) => send(page, 'form[action$="/close"]') },
  { name: 'lead-next', path: (world) => half(world, '/next'), as: 'inger' },
  { name: 'lead-documents', path: (world) => open(world, '/documents'), as: 'inger' },
  { name: 'lead-erase', path: (world) => half(world, '/erase'), as: 'inger' },
  { name: 'lead-actions', path: (world) => half(world, '/actions'), as: 'inger' },
  { name: 'lead-action', as: 'inger', path: async (world) => world.find(await half(world, '/actions'), /^Ret den/, 'inger') },
  { name: 'meeting-after', path: half },
  { name: 'meeting-after-as-leader', path: half, as: 'inger' },
  { name: 'meeting-after-notes', path: wellbeing },
  { name: 'meeting-minutes', path: (world) => half(world, '/minutes') },
  { name: 'meeting-place', path: havestuen, as: 'inger' },
  { name: 'meeting-result', as: 'inger', path: async (world) => world.find(await havestuen(world), 'Samskabelsesstjernen', 'inger') },
];
