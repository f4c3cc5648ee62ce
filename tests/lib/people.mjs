// People for scenarios: made on the command line as an operator would, signed in by a one-time link
// as a person would.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

// The address in what a command or the server printed: the path of the one-time link.
export function linkIn(text) {
  const found = /https?:\/\/\S+?(\/\S*link\/[A-Za-z0-9_-]+)/.exec(text);
  assert.ok(found, `no one-time link in: ${text}`);
  return found[1];
}

// Opens a one-time link and presses its button. Returns the client, now signed in.
export async function useLink(client, path) {
  const page = await client.open(path);
  assert.equal(page.status, 200, page.words);
  const arrived = await page.form().submit();
  assert.ok(arrived.status < 400, `${arrived.status} ${arrived.words}`);
  assert.ok(client.cookies.size > 0, 'the link signs in');
  return client;
}

// The first administrator, by the link that the server printed when it started.
export async function firstAdministrator(site, options) {
  for (let tries = 0; !site.stdout.includes('/link/') && tries < 1500; tries++) await sleep(20);
  return useLink(site.client(options), linkIn(site.stdout));
}

// Makes a person: {name, mail, administrator}. Returns a client that is signed in as her.
export async function person(site, { name, mail, administrator = false }, options) {
  const flags = administrator ? ['--administrator'] : [];
  const made = await site.command('user', 'create', ...flags, mail, name);
  assert.equal(made.code, 0, made.output);
  const client = await useLink(site.client(options), linkIn(made.stdout));
  return Object.assign(client, { mail, person: name });
}

// Signs in somebody who exists already (in the demonstration content, say).
export async function signIn(site, mail, options) {
  const made = await site.command('user', 'link', mail);
  assert.equal(made.code, 0, made.output);
  return Object.assign(await useLink(site.client(options), linkIn(made.stdout)), { mail });
}
