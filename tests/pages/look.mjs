// Looks at the frame and the shared pieces in a browser: axe-core, sideways scrolling, target sizes,
// and the contrast of every pair of colour tokens, in light, dark, forced colours and print, at
// desktop, phone and 320 px.
//
//   node tests/pages/look.mjs BUILD [--shots DIR]
//
// BUILD holds the program page-sample and the folder tools/static. Ends with "N passed, M failed".

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import axe from 'axe-core';

const PAGES = ['start', 'list', 'form', 'stars', 'strips', 'conditions', '403', '404', '500'];
const WIDTHS = { desktop: 1280, phone: 390, narrow: 320 };
const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

// [foreground, background, least ratio]: text pairs 4.5:1, marks and borders of controls 3:1.
const TOKEN_PAIRS = ['page', 'paper', 'shade'].flatMap((ground) => [
  ...['ink', 'ink-soft', 'link', 'link-visited', 'bad'].map((text) => [text, ground, 4.5]),
  ...['line-strong', 'accent', 'focus', 'info', 'warn', 'good', 'chart-1', 'chart-2', 'chart-3',
    'chart-4', 'chart-5'].map((mark) => [mark, ground, 3]),
]).concat([
  ['on-accent', 'accent', 4.5], ['on-accent', 'strong', 4.5], ['on-accent', 'bad', 4.5],
  ['ink', 'shade-strong', 4.5], ['ink', 'accent-soft', 4.5], ['link', 'accent-soft', 4.5],
  ...['bad', 'warn', 'info', 'good'].flatMap((kind) => [['ink', `${kind}-soft`, 4.5], [kind, `${kind}-soft`, 3]]),
]);

// What axe cannot judge and a person has: text in charts takes the tokens that are computed above.
const REVIEWED = ['class="chart-text'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { shots: { type: 'string' } } });
const build = positionals[0];
let passed = 0;
const failures = [];
function check(name, good, detail) {
  if (good) passed++;
  else failures.push(`${name}: ${detail}`);
}

function sample(path) {
  const [, lang, name] = path.split('/');
  const run = spawnSync(join(build, 'tests/pages/page-sample'), [lang, name], { maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(`page-sample ${lang} ${name}: ${run.stderr}`);
  return run.stdout;
}

const server = createServer((request, response) => {
  const file = request.url.startsWith('/static/') && join(build, 'tools/static', request.url.slice(8));
  if (file && existsSync(file)) {
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' });
    return response.end(readFileSync(file));
  }
  if (!/^\/(da|en)\/\w+$/.test(request.url)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP });
  return response.end(sample(request.url));
});
await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// Runs in the page: WCAG contrast of two tokens as they are computed now.
function contrasts(pairs) {
  const probe = document.body.appendChild(document.createElement('i'));
  const light = (token) => {
    probe.setAttribute('class', '');
    const value = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
    const hex = value.length === 4 ? value.replace(/[0-9a-f]/gi, '$&$&') : value;
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const result = pairs.map(([a, b, least]) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return { a, b, least, ratio: (high + 0.05) / (low + 0.05) };
  });
  probe.remove();
  return result;
}

// Runs in the page: controls smaller than 24 by 24 px, links in running text excepted (WCAG 2.5.8).
function smallTargets() {
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((e) => !e.matches('.skip') && !(e.tagName === 'A' && e.closest('p, dd, td, .alert li')))
    .map((e) => ({ e, box: e.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(({ e, box }) => `${e.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
}

async function look(lang, name, scheme, [size, width]) {
  const label = `${lang}/${name} ${scheme} ${size}`;
  const forced = scheme === 'forced';
  const context = await browser.newContext({
    viewport: { width, height: width > 600 ? 900 : 800 },
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    forcedColors: forced ? 'active' : 'none',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (m) => { if (m.type() === 'error') problems.push(m.text()); });
  page.on('requestfailed', (r) => problems.push(r.url()));
  await page.goto(`${origin}/${lang}/${name}`);
  await page.evaluate(() => document.fonts.ready);
  check(`${label} loads cleanly`, problems.length === 0, problems.join('; '));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(`${label} has no sideways scroll`, wide <= 0, `${wide} px too wide`);
  const small = await page.evaluate(smallTargets);
  check(`${label} has targets of 24 px`, small.length === 0, small.join('\n  '));
  if (values.shots) {
    mkdirSync(values.shots, { recursive: true });
    await page.screenshot({ path: join(values.shots, `${name}-${lang}-${scheme}-${size}.png`), fullPage: true });
  }
  if (!forced) {
    const found = await page.evaluate(contrasts, TOKEN_PAIRS);
    for (const { a, b, least, ratio } of found)
      check(`${scheme} --${a} on --${b}`, ratio >= least, `${ratio.toFixed(2)} is below ${least}`);
  }
  await page.evaluate(axe.source);
  const report = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const lines = (list) => list.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`).join('\n  ');
  check(`${label} axe`, report.violations.length === 0, lines(report.violations));
  const unsure = forced ? [] : report.incomplete
    .map((v) => ({ ...v, nodes: v.nodes.filter((n) => !REVIEWED.some((r) => n.html.includes(r))) }))
    .filter((v) => v.nodes.length);
  check(`${label} axe is sure`, unsure.length === 0, lines(unsure));
  await context.close();
}

async function print(name) {
  const page = await browser.newPage();
  await page.goto(`${origin}/da/${name}`);
  await page.emulateMedia({ media: 'print' });
  const hidden = await page.evaluate(() => getComputedStyle(document.querySelector('.site-nav')).display);
  check(`${name} print hides the menu`, hidden === 'none', hidden);
  if (values.shots) await page.pdf({ path: join(values.shots, `${name}.pdf`), preferCSSPageSize: true });
  await page.close();
}

for (const name of PAGES) {
  for (const scheme of ['light', 'dark']) {
    for (const size of Object.entries(WIDTHS)) await look('da', name, scheme, size);
  }
}
await look('en', 'list', 'light', ['desktop', 1280]);
await look('en', 'form', 'forced', ['desktop', 1280]);
await look('da', 'start', 'forced', ['narrow', 320]);
for (const name of ['start', 'list']) await print(name);
await browser.close();
server.close();
for (const failure of failures) process.stdout.write(`not ok: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length ? 1 : 0);
