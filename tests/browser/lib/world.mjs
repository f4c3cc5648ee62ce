// The site that the browser looks at: the demonstration content, with somebody signed in for every
// name that pages.mjs uses, and ways to find what is where.
import { linkIn, person, signIn, useLink } from '../../lib/people.mjs';
import { startSite } from '../../lib/server.mjs';

const managers = { inger: 'inger@lindsoe.example', karla: 'karla@lindsoe.example', signe: 'signe@skovmus.example' };

export async function startWorld() {
  const site = await startSite({ demo: true });
  try {
    return await populate(site);
  } catch (error) {
    await site.kill();
    throw error;
  }
}

async function populate(site) {
  const people = { visitor: site.client() };
  const world = { site, people };
  people.administrator = await useLink(site.client(), linkIn(site.stdout));
  people.anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
  for (const [name, mail] of Object.entries(managers)) people[name] = await signIn(site, mail);
  // A page of the visitor (or of somebody), opened once: what it links to by these words.
  world.find = async (path, words, as = 'visitor') => bare((await people[as].open(path)).link(words));
  world.initiative = (title) => world.find('/i', title);
  world.organisation = (name) => world.find('/o', name);
  return world;
}

const bare = (path) => path.replace(/[?#].*/, '');

// Takes a window to the page of this entry.
export async function reach(window, world, entry) {
  const path = typeof entry.path === 'function' ? await entry.path(world) : entry.path;
  await window.page.goto(path, { waitUntil: 'load' });
  if (entry.then) await entry.then(window.page, world);
}

export const cookiesOf = (world, entry) => world.people[entry.as ?? 'visitor'].cookies;
