// Forms that somebody else sends: from another site, without the token or with a foreign one, with
// fields twice, in encodings and types that no page of ours uses. Nothing of it may change anything.
import test from 'node:test';
import assert from 'node:assert/strict';
import { multipart, urlencoded } from '../lib/http.mjs';
import { person } from '../lib/people.mjs';
import { routesOf } from '../lib/routes.mjs';
import { program, siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });

const initiatives = async () => Number(await site.sql('SELECT count(*) FROM initiative'));

// A form that Anna could send as it is.
async function filled(client = anna) {
  const form = (await client.open('/i/new')).form('title');
  return form.fill({ title: 'En bænk i parken', problem: 'Der er ingen steder at sidde.',
    contact_name: 'Anna Prøvesen', contact_phone: '12345678' });
}

async function refused(status, send) {
  const before = await initiatives();
  const page = await send(await filled());
  assert.equal(page.status, status, page.words.slice(0, 300));
  assert.equal(await initiatives(), before, 'nothing was written');
}

// A public id as it stands in addresses: of an initiative that is made for it.
async function anIdentifier() {
  const made = await (await filled()).submit();
  return /\/i\/([^/?]+)/.exec(made.path)[1];
}

const origins = {
  'another site': { origin: 'https://evil.example' },
  'another port': { origin: 'http://127.0.0.1:1' },
  'another scheme': { origin: `https://127.0.0.1:${site.port}` },
  'null': { origin: 'null' },
  'no Origin at all': { origin: null },
  'a page elsewhere, says Sec-Fetch-Site': { 'sec-fetch-site': 'cross-site' },
  'a sibling domain, says Sec-Fetch-Site': { 'sec-fetch-site': 'same-site' },
  'a name that begins like ours': { origin: `${site.url}.evil.example` },
};

for (const [name, headers] of Object.entries(origins)) {
  test(`a POST from elsewhere is refused: ${name}`, () => refused(403, (form) =>
    anna.post('/i/new', form.encode(form.pairs()), { headers })));
}

const replaced = (form, value) => form.pairs().map(([name, old]) => [name, name === 'token' ? value : old]);

const tokens = {
  'none': (form) => form.pairs().filter(([name]) => name !== 'token'),
  'an empty one': (form) => replaced(form, ''),
  'one digit changed': (form) => replaced(form, form.value('token').replace(/.$/, (c) => (c === '0' ? '1' : '0'))),
  'half of it': (form) => replaced(form, form.value('token').slice(0, 10)),
  'the visitor\'s': async (form) => replaced(form, (await site.client().open('/signin')).form('mail').value('token')),
  'another person\'s': async (form) => replaced(form, (await filled(bo)).value('token')),
};

for (const [name, pairs] of Object.entries(tokens)) {
  test(`a form with a wrong token is refused: ${name}`, () => refused(403, async (form) =>
    anna.post('/i/new', { type: 'application/x-www-form-urlencoded', bytes: urlencoded(await pairs(form)) })));
}

test('every POST route refuses a form from another site, before it looks at anything else', async () => {
  const routes = (await routesOf(program())).filter(({ method }) => method === 'POST');
  assert.ok(routes.length > 5);
  const id = await anIdentifier();
  for (const { path } of routes) {
    const page = await anna.post(path.replace(/:[a-z]+/g, id), { a: 'b' },
      { headers: { origin: 'https://evil.example' } });
    assert.equal(page.status, 403, path);
  }
});

test('every POST route without an object in its path refuses a form without a token', async () => {
  const routes = (await routesOf(program())).filter(({ method, path, need }) =>
    method === 'POST' && !path.includes(':') && need !== 'administer');
  for (const { path } of routes) {
    const page = await anna.post(path, { a: 'b' });
    assert.ok([403, 415].includes(page.status), `${page.status} ${path}`);
  }
});

const types = {
  'text/plain': { type: 'text/plain', bytes: 'title=x' },
  'application/json': { type: 'application/json', bytes: '{"title":"x"}' },
  'no type': { type: '', bytes: 'title=x' },
  'XML': { type: 'text/xml', bytes: '<title>x</title>' },
};

for (const [name, body] of Object.entries(types)) {
  test(`a body that is no form is refused: ${name}`, () => refused(415, () => anna.post('/i/new', body)));
}

// Each makes a body of the good pairs that is wrong in one way.
const text = (pairs) => urlencoded(pairs).toString();
const bodies = {
  'a field twice': (pairs) => text([...pairs, ['title', 'Noget andet']]),
  'a field we do not know': (pairs) => text([...pairs, ['is_administrator', '1']]),
  'the token twice': (pairs) => text([...pairs, pairs.find(([name]) => name === 'token')]),
  'a lone percent': (pairs) => `${text(pairs)}%`,
  'a percent without digits': (pairs) => text(pairs).replace('En+', '%zz'),
  'bytes that are not UTF-8': (pairs) => text(pairs).replace('En+', '%ff%fe'),
  'NUL in a title': (pairs) => text(pairs).replace('En+', 'En%00'),
  'a line end in a title': (pairs) => text(pairs).replace('En+', 'En%0aTo'),
  'a thousand fields': (pairs) => text([...pairs, ...Array.from({ length: 1000 }, (_, n) => [`x${n}`, '1'])]),
  'a title of 30 KB': (pairs) => text(pairs).replace('En+', 'a'.repeat(30000)),
};

for (const [name, spoil] of Object.entries(bodies)) {
  test(`a spoiled form changes nothing: ${name}`, async () => {
    const before = await initiatives();
    const form = await filled();
    const page = await anna.post('/i/new', { type: form.enctype, bytes: Buffer.from(spoil(form.pairs())) });
    assert.ok([400, 403, 413, 422].includes(page.status), `${page.status} ${page.words.slice(0, 300)}`);
    assert.equal(await initiatives(), before);
  });
}

const good = multipart([['title', 'x']], 'b');
const parts = {
  'no boundary': { type: 'multipart/form-data', bytes: good.bytes },
  'an empty boundary': { type: 'multipart/form-data; boundary=', bytes: good.bytes },
  'another boundary': { type: 'multipart/form-data; boundary=c', bytes: good.bytes },
  'a boundary of 200 bytes': { type: `multipart/form-data; boundary=${'b'.repeat(200)}`, bytes: good.bytes },
  'cut off in the middle': { type: good.type, bytes: good.bytes.subarray(0, good.bytes.length - 12) },
  'a part without a name': { type: good.type, bytes: Buffer.from('--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n') },
  'a part without a head': { type: good.type, bytes: Buffer.from('--b\r\n\r\nx\r\n--b--\r\n') },
  'a part with a head of 10 KB': { type: good.type, bytes: Buffer.from(`--b\r\nX: ${'y'.repeat(10000)}\r\n\r\nx\r\n--b--\r\n`) },
};

for (const [name, body] of Object.entries(parts)) {
  test(`a broken multipart body is refused: ${name}`, async () => {
    const before = await initiatives();
    const page = await anna.post('/i/new', body);
    assert.ok([400, 403, 413, 415].includes(page.status), `${page.status} ${page.words.slice(0, 200)}`);
    assert.equal(await initiatives(), before);
  });
}

test('the same form, unspoiled, is accepted', async () => {
  const before = await initiatives();
  const page = await (await filled()).submit();
  assert.equal(page.status, 200, page.words.slice(0, 300));
  assert.equal(page.heading, 'En bænk i parken');
  assert.equal(await initiatives(), before + 1);
});
