// The harness itself: it must pass a good page and find each fault that is planted here. A harness
// that finds nothing proves nothing.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { launch, openWindow } from './lib/browser.mjs';
import { judge } from './lib/judge.mjs';
import { combinations, everything } from './lib/combinations.mjs';

const frame = (body) => `<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>Prøve</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
</head><body><main><h1>Prøve</h1>${body}</main></body></html>`;

const pages = {
  good: { body: '<p>En side uden fejl.</p>' },
  image: { body: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">', finds: /axe image-alt/ },
  wide: { body: '<pre>'.concat('bred'.repeat(200), '</pre>'), finds: /scrolls sideways/ },
  inline: { body: '<p id="a">Tekst</p><script>document.title = "x"</script>', finds: /console:.*Content Security/ },
  foreign: { body: '<p>Tekst</p><img alt="" src="http://127.0.0.2:9/x.png">', finds: /third party/ },
  missing: { body: '<p>Tekst</p><img alt="" src="/not-here.png">', finds: /404 for/ },
  markup: { body: '<ul><p>Tekst</p></ul>', finds: /html \d+:\d+/ },
  script: { body: '<script src="/code.js"></script><noscript><p>Uden</p></noscript>' },
  refused: { body: '<p>Tekst</p>', status: 403, finds: /status 403, expected 200/ },
};

let server;
let browser;
let site;

before(async () => {
  server = http.createServer((request, response) => {
    const found = pages[request.url.slice(1)];
    const isCode = request.url === '/code.js';
    response.writeHead(found ? found.status ?? 200 : isCode ? 200 : 404, {
      'content-type': isCode ? 'text/javascript' : 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'self'; img-src * data:" });
    response.end(isCode ? 'document.title = "changed"' : frame(found?.body ?? ''));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  site = { url: `http://127.0.0.1:${server.address().port}` };
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server.close();
});

for (const [name, { finds }] of Object.entries(pages)) {
  const scripts = name === 'inline' ? ['on'] : ['on', 'off'];
  for (const script of scripts) {
    test(`harness ${finds ? 'finds the planted fault' : 'passes the page'}: ${name}, script ${script}`, async () => {
      const window = await openWindow(browser, site, { width: 'narrow', script });
      await window.page.goto(`/${name}`);
      const problems = await judge(window);
      await window.close();
      if (finds) assert.ok(problems.some((problem) => finds.test(problem)), problems.join('\n'));
      else assert.deepEqual(problems, []);
    });
  }
}

test('a window without scripts runs none', async () => {
  const window = await openWindow(browser, site, { script: 'off' });
  await window.page.goto('/script');
  assert.equal(await window.page.title(), 'Prøve');
  await window.close();
  const other = await openWindow(browser, site, { script: 'on' });
  await other.page.goto('/script');
  assert.equal(await other.page.title(), 'changed');
  await other.close();
});

test('two pages beside each other are looked at in every pair of values, each in four looks', () => {
  if (process.env.NIGHTLY === '1') return;
  const pairs = (rows) => new Set(rows.flatMap((row) => Object.entries(row).flatMap((one, at, all) =>
    all.slice(at + 1).map((other) => `${one} ${other}`))));
  assert.deepEqual([...pairs([...combinations(0), ...combinations(1)])].sort(), [...pairs(everything())].sort());
  for (const turn of [0, 1]) {
    const looks = combinations(turn);
    assert.equal(looks.length, 4);
    const sights = looks.map(({ theme, width, script }) => ({ theme, width, script }));
    assert.equal(pairs(sights).size, 12);
  }
});
