// The site that the browser looks at: the demonstration content, with somebody signed in for every
// name that pages.mjs uses.
import { firstAdministrator, person } from '../../lib/people.mjs';
import { startSite } from '../../lib/server.mjs';

const others = {
  anna: { name: 'Anna Prøvesen', mail: 'anna@example.dk' },
  bo: { name: 'Bo Eksempel', mail: 'bo@example.dk' },
};

export async function startWorld() {
  const site = await startSite({ demo: true });
  const world = { site, people: { visitor: site.client() } };
  world.people.administrator = await firstAdministrator(site);
  for (const [name, facts] of Object.entries(others)) world.people[name] = await person(site, facts);
  // Where a link leads, found as a person finds it: world.find('/initiatives', 'Title').
  world.find = async (path, words, as = 'visitor') =>
    (await world.people[as].open(path)).link(words);
  return world;
}

// Takes a window to the page of this entry.
export async function reach(window, world, entry) {
  const path = typeof entry.path === 'function' ? await entry.path(world) : entry.path;
  await window.page.goto(path, { waitUntil: entry.live ? 'load' : 'networkidle' });
  if (entry.then) await entry.then(window.page, world);
}

export const cookiesOf = (world, entry) => world.people[entry.as ?? 'visitor'].cookies;
