// Every page and state of pages.mjs is looked at in the combinations of language, theme, width and
// script: axe-core finds nothing, the console is silent, nothing scrolls sideways, markup is valid.
import test, { after, before, describe } from 'node:test';
import assert from 'node:assert/strict';
import { launch, windowPool } from './lib/browser.mjs';
import { combinations, nameOf } from './lib/combinations.mjs';
import { judge } from './lib/judge.mjs';
import { cookiesOf, reach, startWorld } from './lib/world.mjs';
import { postgresEnd } from '../lib/postgres.mjs';
import { pages } from './pages.mjs';

let browser;
let windows;
let world;

before(async () => {
  [browser, world] = await Promise.all([launch(), startWorld()]);
  windows = windowPool(browser, world.site);
});

after(async () => {
  await browser?.close();
  await world?.site.stop();
  await postgresEnd();
});

describe('pages', { concurrency: 2 }, () => {
  for (const [turn, entry] of pages.entries()) {
    for (const combination of combinations(turn)) {
      test(`${entry.name}: ${nameOf(combination)}`, { timeout: 120000 }, async () => {
        const window = await windows.open(combination, cookiesOf(world, entry));
        let isGood = false;
        try {
          await reach(window, world, entry);
          assert.deepEqual(await judge(window, entry.status), []);
          isGood = true;
        } finally {
          await window.close(isGood);
        }
      });
    }
  }
});

test('no two pages have the same name', () => {
  assert.equal(new Set(pages.map(({ name }) => name)).size, pages.length);
});
