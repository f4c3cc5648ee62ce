// The pages of boards, for pages.mjs: a map that a few people write on right now, made once.
import { begin } from '../lib/meeting.mjs';
import { forms } from '../lib/html.mjs';
import { Form } from '../lib/http.mjs';

const boards = new WeakMap();

async function write(client, path, text, at) {
  const page = await client.open(path);
  const all = forms(page.text).filter((form) => (form.action ?? '').includes('/note'));
  await new Form(page, all[at % all.length]).fill({ text }).submit();
}

async function make(world) {
  const { site, people } = world;
  const { meeting, phones } = await begin(site, people.anna, { tool: 'partners', people: 2 });
  const texts = ['Spejderne ved søen', 'Idrætsforeningen', 'Menighedsrådets besøgstjeneste', 'Naboerne på Skolevej'];
  for (const [i, text] of texts.entries()) await write(phones[i % 2], meeting.path, text, i);
  const board = (await phones[0].open(meeting.path)).text.match(/href="(\/m\/\w{13}\/e\/\w{13}\/board)"/)[1];
  const note = (await phones[0].open(board)).text.match(/id="n-(\w{13})"/)[1];
  people.seated = phones[0];
  return { meeting, board, note };
}
export function boardOf(world) {
  if (!boards.has(world)) boards.set(world, make(world));
  return boards.get(world);
}
const at = (end) => async (world) => { const { board, note } = await boardOf(world); return board + end.replace('NOTE', note); };

// Somebody else changes the note while its tools stand open.
const conflict = async (page, world) => {
  const { board, note } = await boardOf(world);
  const other = await world.people.anna.open(`${board}?note=${note}`);
  const form = forms(other.text).find((one) => one.fields.some(({ name, value }) => name === 'do' && value === 'text'));
  await new Form(other, form).fill({ text: `Spejderne ved søen, nr. ${Date.now() % 1000}` }).submit();
  await page.locator('#text').fill('Mine egne ord');
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator('.board-tools form button').first().click();
  await answered;
};

export const boardPages = [
  { name: 'board-outline', path: at('') },
  { name: 'board-grid', path: at('?view=board'), as: 'anna' },
  { name: 'board-tools', path: at('?note=NOTE'), as: 'anna' },
  { name: 'board-conflict', path: at('?note=NOTE'), as: 'anna', status: 409, then: conflict },
  { name: 'board-type', path: at('/type'), as: 'anna' },
  { name: 'board-fetch', path: at('/fetch'), as: 'anna' },
  { name: 'board-print', path: at('/print') },
  { name: 'board-print-blank', path: at('/print?what=blank') },
];
