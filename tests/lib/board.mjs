// Boards for scenarios: the notes of an exercise, and what one does with each, as a telephone or the
// leader sends it. On top of meeting.mjs.
import assert from 'node:assert/strict';
import { elements } from './html.mjs';
import { write } from './meeting.mjs';

// The address of the running exercise's board, from the telephone's or the leader's page.
export async function boardOf(client, path) {
  const page = await client.open(path);
  const found = page.text.match(/\/m\/\w+\/e\/\w+\/board/);
  assert.ok(found, `no board on ${page.path}: ${page.words}`);
  return found[0];
}

// The notes of a board as a list {id, text, words}.
export async function notesOn(client, board, query = '') {
  const page = await client.open(`${board}${query}`);
  return page.all('li').filter((li) => li.attributes.class?.startsWith('slip') && li.attributes.id?.startsWith('n-'))
    .map((li) => ({ id: li.attributes.id.slice(2), words: li.text,
      text: elements(li.inner).find((e) => e.attributes.class === 'note-text').text }));
}

export async function noteWith(client, board, text, query) {
  const note = (await notesOn(client, board, query)).find((one) => one.text === text);
  assert.ok(note, `no note "${text}"`);
  return note;
}

// The page of a note with its tools open.
const toolsOf = (client, board, note) => client.open(`${board}?note=${note.id}`);

// Sends the form with that "do" (and key) from the tools of a note. Answers what comes back, as sent.
export async function act(client, board, text, { verb, key, ...values }) {
  const note = await noteWith(client, board, text);
  const page = await toolsOf(client, board, note);
  const form = page.all('form').find((one) => one.inner.includes(`name="do" value="${verb}"`)
    && (!key || one.inner.includes(`name="key" value="${key}"`)));
  assert.ok(form, `no ${verb} ${key ?? ''} for "${text}" on ${page.path}: ${page.words}`);
  const hidden = Object.fromEntries([...form.inner.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    .map(([, name, value]) => [name, value]));
  return client.post(form.attributes.action, { ...hidden, ...values });
}

// Says something about a note. Answers the page with what came of it.
export async function say(client, board, text, key, value) {
  return act(client, board, text, { verb: 'detail', key, value });
}

export { write };
