// What a hostile client may try over a raw socket: requests that two parsers could read in two ways,
// sizes beyond every limit, bad encodings. The rule for all: one request gets at most one answer, the
// answer is a refusal, and the server goes on as if nothing had been.
import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { raw } from '../lib/http.mjs';

const site = await siteForFile();

// After every attack somebody else must be served as always.
afterEach(async () => {
  const page = await site.client().get('/');
  assert.equal(page.status, 200);
  assert.match(page.words, /Samskab/);
});

const crlf = (...lines) => lines.join('\r\n');
const host = `Host: 127.0.0.1:${site.port}`;
const hidden = crlf('GET /health HTTP/1.1', host, '', ''); // what a smuggler hides behind a request
const get = (...headers) => crlf('GET / HTTP/1.1', host, ...headers, '', '');
const post = (headers, body) => crlf('POST /signin HTTP/1.1', host,
  'Content-Type: application/x-www-form-urlencoded', ...headers, '', body);

const ambiguous = {
  'Content-Length and Transfer-Encoding':
    post(['Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`),
  'Transfer-Encoding and Content-Length':
    post(['Transfer-Encoding: chunked', 'Content-Length: 4'], `0\r\n\r\n${hidden}`),
  'two different Content-Lengths': post(['Content-Length: 4', 'Content-Length: 60'], `a=b&${hidden}`),
  'two equal Content-Lengths': post(['Content-Length: 3', 'Content-Length: 3'], `a=b${hidden}`),
  'a list of Content-Lengths': post(['Content-Length: 3, 3'], `a=b${hidden}`),
  'Content-Length +3': post(['Content-Length: +3'], `a=b${hidden}`),
  'Content-Length -1': post(['Content-Length: -1'], hidden),
  'Content-Length 0x3': post(['Content-Length: 0x3'], `a=b${hidden}`),
  'Content-Length 3 with a blank inside': post(['Content-Length: 3 0'], `a=b${hidden}`),
  'Content-Length beyond 64 bits': post(['Content-Length: 18446744073709551617'], hidden),
  'Transfer-Encoding twice': post(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
    `0\r\n\r\n${hidden}`),
  'Transfer-Encoding chunked, identity': post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`),
  'Transfer-Encoding xchunked': post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`),
  'Transfer-Encoding in HTTP/1.0': post(['Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`)
    .replace('HTTP/1.1', 'HTTP/1.0'),
  'Transfer-Encoding with a vertical tab': post(['Transfer-Encoding: \x0bchunked'], `0\r\n\r\n${hidden}`),
  'a blank before the colon': post(['Content-Length : 3'], `a=b${hidden}`),
  'a header folded over two lines': get('X-Folded: one', ' two'),
  'two Hosts': get('Host: evil.example'),
  'no Host': crlf('GET / HTTP/1.1', 'Accept: */*', '', ''),
  'a Host that is no host': crlf('GET / HTTP/1.1', 'Host: a b/c@d', '', ''),
  'an empty Host': crlf('GET / HTTP/1.1', 'Host:', '', ''),
  'NUL in a value': get('X-Nul: a\0b'),
  'NUL in a name': get('X-N\0ul: a'),
  'a control byte in a value': get('X-Bell: a\x07b'),
  'a name with a parenthesis': get('X(y): z'),
  'a name beyond ASCII': get('X-\xe6: z'),
  'no name': get(': z'),
  'a line without a colon': get('no colon here'),
  'HTTP/1.9': get().replace('HTTP/1.1', 'HTTP/1.9'),
  'HTTP/2.0': get().replace('HTTP/1.1', 'HTTP/2.0'),
  'no version': crlf('GET /', host, '', ''),
  'bare LF as line end': get('X: y').replaceAll('\r\n', '\n'),
  'bare CR as line end': get('X: y\rContent-Length: 5'),
  'a request line with two blanks': get().replace('GET /', 'GET  /  x'),
  'an unknown method': get().replace('GET', 'BREW'),
  'CONNECT': crlf(`CONNECT evil.example:443 HTTP/1.1`, host, '', ''),
  'TRACE': get().replace('GET', 'TRACE'),
  'a TLS hello': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + 'x'.repeat(200),
  'a chunk size that is no number': post(['Transfer-Encoding: chunked'], `zz\r\na=b\r\n0\r\n\r\n${hidden}`),
  'a negative chunk size': post(['Transfer-Encoding: chunked'], `-1\r\na=b\r\n0\r\n\r\n${hidden}`),
  'a chunk size beyond 64 bits': post(['Transfer-Encoding: chunked'],
    `ffffffffffffffffff\r\na=b\r\n0\r\n\r\n${hidden}`),
  'a chunk longer than it says': post(['Transfer-Encoding: chunked'], `1\r\na=b\r\n0\r\n\r\n${hidden}`),
};

// libmicrohttpd 0.9.75 writes the head of its own refusals (a bad Content-Length, no Host) twice in a
// row and then closes. Whoever reads that sees one refusal and rubbish; it is counted as one.
const doubled = /^(HTTP\/1\.1 4\d\d [^\r]*\r\n(?:[^\r]+\r\n)*Connection: close\r\n(?:[^\r]+\r\n)*\r\n)\1/;

for (const [name, bytes] of Object.entries(ambiguous)) {
  test(`an ambiguous request is refused, once: ${name}`, async () => {
    const answer = await raw(site.port, bytes);
    const { text } = answer;
    const statuses = doubled.test(text) && answer.closed ? answer.statuses.slice(1) : answer.statuses;
    assert.ok(statuses.length <= 1, `two answers to one request:\n${text}`);
    for (const status of statuses) {
      assert.ok((status >= 400 && status < 500) || status === 501 || status === 505, text.slice(0, 300));
    }
    assert.doesNotMatch(text, /Skab det sammen/);
  });
}

const large = {
  'a header of 1 MB': get(`X-Large: ${'a'.repeat(1 << 20)}`),
  'a header of 20 KB': get(`X-Large: ${'a'.repeat(20 << 10)}`),
  'a hundred headers': get(...Array.from({ length: 100 }, (_, n) => `X-${n}: a`)),
  'ten thousand headers': get(...Array.from({ length: 10000 }, (_, n) => `X-${n}: a`)),
  'a path of 3 KB': get().replace('GET /', `GET /${'a'.repeat(3000)}`),
  'a path of 100 KB': get().replace('GET /', `GET /${'a'.repeat(100000)}`),
  'a query of 5 KB': get().replace('GET /', `GET /?q=${'a'.repeat(5000)}`),
  'a declared body of 1 GB': post(['Content-Length: 1073741824'], 'a=b'),
  'a chunked body of 2 MB': post(['Transfer-Encoding: chunked'],
    `${'10000\r\n'.concat('a'.repeat(65536), '\r\n').repeat(32)}0\r\n\r\n`),
};

for (const [name, bytes] of Object.entries(large)) {
  test(`too much is refused: ${name}`, async () => {
    const { statuses, closed, text } = await raw(site.port, bytes, { quiet: 800 });
    assert.ok(statuses.length <= 1, text.slice(0, 600));
    if (statuses.length === 0) assert.ok(closed, 'neither an answer nor the end of the connection');
    else assert.ok([400, 403, 404, 413, 414, 415, 431].includes(statuses[0]), text.slice(0, 300));
  });
}

const targets = {
  'a lone percent': '/%', 'percent and one digit': '/a%2', 'percent and no digits': '/%zz',
  'NUL': '/a%00b', 'an encoded slash': '/i%2fnew', 'an overlong slash': '/%c0%af',
  'bytes that are not UTF-8': '/%ff%fe', 'a surrogate': '/%ed%a0%80', 'dots upwards': '/../../etc/passwd',
  'encoded dots upwards': '/%2e%2e/%2e%2e/etc/passwd', 'dots below static': '/static/../../../etc/passwd',
  'a backslash': '/..\\..\\etc', 'a lone percent in the query': '/?q=%',
  'not UTF-8 in the query': '/i?q=%ff', 'NUL in the query': '/i?q=%00', 'a fragment': '/#x',
  'another site': 'http://evil.example/', 'a star': '*', 'no slash': 'i/new',
};

for (const [name, target] of Object.entries(targets)) {
  test(`a bad address is refused: ${name}`, async () => {
    const { statuses, text } = await raw(site.port, get().replace('GET / ', `GET ${target} `));
    assert.equal(statuses.length, 1, text.slice(0, 300));
    assert.ok(statuses[0] >= 400 && statuses[0] < 500, text.slice(0, 300));
    assert.doesNotMatch(text, /root:/);
  });
}

test('a parameter that comes twice does not count as either', async () => {
  const page = await site.client().get('/i?page=1&page=2');
  assert.ok(page.status < 500);
});

test('requests in a row on one connection get an answer each, in order', async () => {
  const three = [get(), get().replace('GET /', 'GET /findes-ikke'),
    get('Connection: close').replace('GET /', 'GET /was')];
  const { statuses } = await raw(site.port, three.join(''), { quiet: 1500 });
  assert.deepEqual(statuses, [200, 404, 200]);
});

test('a request that arrives byte by byte is answered all the same', async () => {
  const { statuses } = await raw(site.port, [...get('Connection: close')], { delay: 2, quiet: 1500 });
  assert.deepEqual(statuses, [200]);
});

test('HEAD answers the head of the page and no body', async () => {
  const { text, statuses } = await raw(site.port, get('Connection: close').replace('GET', 'HEAD'));
  assert.deepEqual(statuses, [200]);
  assert.equal(text.split('\r\n\r\n')[1], '');
});

test('every answer, also a refusal and a static file, carries the strict headers', async () => {
  const client = site.client();
  const front = await client.get('/');
  const sheet = front.all('link').find((link) => link.attributes.rel === 'stylesheet').attributes.href;
  for (const path of ['/', '/findes-ikke', '/me', '/i%2fnew', '/health', sheet]) {
    const { headers, status } = await client.get(path);
    const where = `${status} ${path}`;
    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/, where);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe-/, where);
    assert.equal(headers['x-content-type-options'], 'nosniff', where);
    assert.ok(headers['referrer-policy'], where);
    assert.equal(headers.server, undefined, where);
  }
});

test('a visitor who only looks gets no cookie', async () => {
  const client = site.client();
  for (const path of ['/', '/i', '/o', '/signin', '/signup', '/was', '/privacy', '/findes-ikke']) {
    assert.equal((await client.get(path)).headers['set-cookie'], undefined, path);
  }
});
