// The site's own pages: front page, accessibility statement, privacy, about, and the sign of life
// for a proxy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSite, siteForFile } from '../lib/server.mjs';

const site = await siteForFile({ demo: true });

test('the front page shows public initiatives only, the latest first, and the counted budget', async () => {
  const visitor = site.client({ language: 'da' });
  const page = await visitor.get('/');
  assert.equal(page.status, 200);
  assert.match(page.text, /Skab det sammen/);
  assert.match(page.text, /Borgerbudget i Lindsø: hvordan vil vi tælle\?/);
  assert.doesNotMatch(page.text, /Fælles køkken i kulturhuset/, 'for members only');
  const times = [...page.text.matchAll(/<time datetime="([^"]+)"/g)].map((m) => Date.parse(m[1]));
  assert.equal(times.length, 6);
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
  const [budget] = /\/i\/[a-z0-9]+\/budget\/[a-z0-9]+/.exec(page.text);
  assert.equal((await visitor.get(budget)).status, 200);
});

test('an empty site says so on its front page, and offers no example', async () => {
  const empty = await startSite();
  try {
    const page = await empty.client({ language: 'en' }).get('/');
    assert.equal(page.status, 200);
    assert.match(page.text, /There are no public initiatives yet/);
    assert.doesNotMatch(page.text, /participatory budget counted/);
  } finally {
    await empty.stop();
  }
});

test('a visitor gets no cookie on any of these pages, in either language', async () => {
  for (const language of ['da', 'en']) {
    for (const path of ['/', '/was', '/privacy', '/about', '/health', `/${language}/`, `/${language}/privacy`]) {
      const page = await site.client({ language }).get(path);
      assert.equal(page.status, 200, path);
      assert.equal(page.headers['set-cookie'], undefined, path);
    }
  }
});

test('the accessibility statement and the privacy page name the contact person with telephone and mail', async () => {
  for (const path of ['/was', '/privacy']) {
    const page = await site.client({ language: 'da' }).get(path);
    assert.match(page.text, /Karla Kornblomst/);
    assert.match(page.text, /href="tel:\+?0+10"/);
    assert.match(page.text, /href="mailto:karla@lindsoe\.example"/);
  }
});

// Starts a site with these flags for one look at it.
async function lookAt(args, look) {
  const other = await startSite({ args });
  try {
    await look(other.client({ language: 'da' }));
  } finally {
    await other.stop();
  }
}

test('a statement at was.digst.dk comes from the configuration', async () => {
  await lookAt(['--accessibility-url', 'https://was.digst.dk/lindsoe'], async (visitor) => {
    const moved = await visitor.get('/was');
    assert.equal(moved.status, 303);
    assert.equal(moved.headers.location, 'https://was.digst.dk/lindsoe');
  });
});

test('the day of assessment comes from the configuration, and a missing contact is said', async () => {
  await lookAt(['--accessibility-date', '2026-09-04'], async (visitor) => {
    const own = await visitor.get('/was');
    assert.match(own.text, /4\. september 2026/);
    assert.match(own.text, /har ikke nævnt en kontaktperson/);
  });
});

test('about tells version and licence', async () => {
  const page = await site.client({ language: 'da' }).get('/about');
  assert.match(page.text, /0\.1\.0/);
  assert.match(page.text, /EUPL/);
});

test('health answers ok and is never stored', async () => {
  const answer = await site.client().get('/health');
  assert.equal(answer.text, 'ok\n');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.match(answer.headers['content-type'], /^text\/plain/);
});
