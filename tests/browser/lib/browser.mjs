// Debian's Chromium, driven by playwright-core: it looks at pages of one site and writes down
// everything that a well-behaved page must not do while it is looked at.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none'];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no ${executablePath}; run tools/install test`);
  const start = (more) => chromium.launch({ executablePath, headless: true, args: [...flags, ...more] });
  if (process.getuid() === 0) return start(['--no-sandbox']);
  // Where a machine gives ordinary users no namespaces, Chromium has no sandbox to offer.
  return start([]).catch(() => start(['--no-sandbox']));
}

export const sizes = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
};

const optionsOf = (site, { language = 'da', theme = 'light', width = 'desktop' }) => ({
  baseURL: site.url,
  locale: language === 'da' ? 'da-DK' : 'en-GB',
  timezoneId: 'Europe/Copenhagen',
  colorScheme: theme,
  viewport: sizes[width],
  reducedMotion: 'reduce',
  serviceWorkers: 'block',
});

const addCookies = (context, site, cookies) =>
  context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site.url })));

// Opens a window as the combination says. cookies: those of a tests/lib Client, so that a person
// signs in once and is then met in every window. Returns {page, problems, html, close}.
export async function openWindow(browser, site, combination, cookies = new Map()) {
  const { script = 'on' } = combination;
  const context = await browser.newContext(optionsOf(site, combination));
  await addCookies(context, site, cookies);
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const allowScripts = script === 'off' ? await forbidScripts(context, page) : async () => {};
  return { page, ...watch(page, site), allowScripts, close: () => context.close() };
}

// Windows for looking at one page after the other: opening one, and reading axe-core in it, takes
// longer than looking. A window is used by one look at a time, and begins empty: no cookies but
// those given, nothing stored.
export function windowPool(browser, site) {
  const idle = new Map();
  const fresh = async (key, combination) => {
    const context = await browser.newContext(optionsOf(site, combination));
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    const devtools = await context.newCDPSession(page);
    return { key, context, page, devtools, ...watch(page, site) };
  };
  const empty = async ({ context, page, devtools, problems }) => {
    await page.goto('about:blank');
    await context.clearCookies();
    await devtools.send('Storage.clearDataForOrigin', { origin: site.url, storageTypes: 'local_storage' });
    problems.length = 0;
  };
  const open = async (combination, cookies = new Map()) => {
    const { language, theme, width, script = 'on' } = combination;
    const key = `${language} ${theme} ${width}`;
    const window = idle.get(key)?.pop() ?? await fresh(key, combination);
    const forbid = (value) => window.devtools.send('Emulation.setScriptExecutionDisabled', { value });
    await empty(window);
    await addCookies(window.context, site, cookies);
    await forbid(script === 'off');
    const close = async (isGood) => {
      if (!isGood) return window.context.close();
      idle.set(key, [...idle.get(key) ?? [], window]);
    };
    return { ...window, allowScripts: () => forbid(false), close };
  };
  return { open };
}

// Not by playwright's own javaScriptEnabled: axe needs timers, which a window without scripts does
// not have. What this returns lets scripts run again, when the page has been built without them.
async function forbidScripts(context, page) {
  const devtools = await context.newCDPSession(page);
  const forbid = (value) => devtools.send('Emulation.setScriptExecutionDisabled', { value });
  await forbid(true);
  return () => forbid(false);
}

// Collects console errors (CSP violations are among them), exceptions and foreign requests, and
// keeps the last document that the server sent for the main frame.
function watch(page, site) {
  const problems = [];
  let document;
  page.on('console', (message) => {
    if (message.type() !== 'error' && !/Content Security Policy/i.test(message.text())) return;
    const at = message.location().url;
    // Chromium also reports an error page as an error; the page's expected status is checked instead.
    const isDocument = document && at === document.url()
      && /Failed to load resource.*status of [45]/.test(message.text());
    if (!isDocument) problems.push(`console: ${message.text()} (${at})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== new URL(site.url).origin) {
      problems.push(`request to a third party: ${request.url()}`);
    }
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (!/ERR_ABORTED/.test(reason)) problems.push(`failed request: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) document = response;
    else if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  const answer = async () => ({ status: document?.status(), html: await document?.text().catch(() => '') });
  return { problems, answer };
}
