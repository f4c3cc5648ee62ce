// Makes a picture of every page and state in build/screens, and one page that shows them side by
// side. For looking at: a test cannot see that a page is ugly.
//
//   node tests/browser/screens.mjs [WORD…]     only pages whose name contains one of the words
//   VARIANTS=tablet,grey node …                only these variants
//   SCREENS=/some/folder node …                into that folder
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, openWindow } from './lib/browser.mjs';
import { cookiesOf, reach, startWorld } from './lib/world.mjs';
import { postgresEnd } from '../lib/postgres.mjs';
import { pages } from './pages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.SCREENS ?? join(root, 'build/screens');
process.env.SAMSKAB ??= join(root, 'build/samskab');

const a4 = { width: 794, height: 1123 }; // in CSS pixels
const all = {
  desktop: {},
  phone: { width: 'phone' },
  tablet: { size: { width: 768, height: 1024 } },
  dark: { theme: 'dark' },
  print: { print: true },
  grey: { print: true, grey: true },
  projector: { size: { width: 1920, height: 1080 }, only: /-screen/ },
};
const chosen = process.env.VARIANTS?.split(',');
const variants = Object.fromEntries(Object.entries(all).filter(([name]) => !chosen || chosen.includes(name)));

// As on a printer without colours.
const seeGrey = async (page) =>
  (await page.context().newCDPSession(page)).send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' });

async function picture(browser, world, entry, variant) {
  const window = await openWindow(browser, world.site, variants[variant], cookiesOf(world, entry));
  const { size, print, grey } = variants[variant];
  try {
    if (size) await window.page.setViewportSize(size);
    await reach(window, world, entry);
    if (grey) await seeGrey(window.page);
    if (print) {
      await window.page.setViewportSize(a4);
      await window.page.emulateMedia({ media: 'print' });
    }
    await window.page.screenshot({ path: join(folder, `${entry.name}-${variant}.png`), fullPage: true });
  } finally {
    await window.close();
  }
}

function overview(shown) {
  const row = ({ name }) => `<h2>${name}</h2><div>${Object.keys(variants).map((variant) =>
    `<a href="${name}-${variant}.png"><img src="${name}-${variant}.png" alt="${name} ${variant}"></a>`).join('')}</div>`;
  return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Screens</title><style>
    div { display: flex; gap: 1em; align-items: flex-start } img { max-width: 22vw; border: 1px solid #aaa }
    </style>${shown.map(row).join('\n')}</html>\n`;
}

const words = process.argv.slice(2);
const shown = pages.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
mkdirSync(folder, { recursive: true });
const browser = await launch();
const world = await startWorld();
let failures = 0;
for (const entry of shown) {
  for (const variant of Object.keys(variants)) {
    if (variants[variant].only && !variants[variant].only.test(entry.name)) continue;
    await picture(browser, world, entry, variant).catch((error) => {
      failures += 1;
      console.error(`${entry.name}-${variant}: ${error.message.split('\n')[0]}`);
    });
  }
}
writeFileSync(join(folder, 'index.html'), overview(shown));
await browser.close();
await world.site.stop();
await postgresEnd();
console.log(`${shown.length} pages, see build/screens/index.html`);
process.exitCode = failures > 0 ? 1 : 0;
