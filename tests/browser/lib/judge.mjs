// What is demanded of every page in every way of looking at it: axe-core finds nothing, the console
// stays empty, nobody else is contacted, nothing has to be scrolled sideways, the markup is valid.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function describe(violation) {
  const where = violation.nodes.slice(0, 5).map((node) =>
    `      ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`);
  return `axe ${violation.id}: ${violation.help}\n${where.join('\n')}`;
}

async function axeProblems(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
  }), axeTags);
  return violations.map(describe);
}

// Everything that sticks out of the window to the right, named by its element.
async function sidewaysProblems(page) {
  const found = await page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return undefined;
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(0, 4).map((element) => element.outerHTML.slice(0, 120));
    return { scroll: root.scrollWidth, client: root.clientWidth, wide };
  });
  return found ? [`scrolls sideways: ${found.scroll} > ${found.client} px: ${found.wide.join(' | ')}`] : [];
}

const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off',   // templates indent; compression does not care
    'doctype-style': 'off',
    'void-style': 'off',
    'no-implicit-button-type': 'off',  // a button in a form sends it, which is what is meant
    'tel-non-breaking': 'off',         // numbers are shown as people wrote them
    'long-title': 'off',               // an initiative may have a long name
    'require-sri': 'off',              // everything comes from our own origin
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'no-inline-style': 'error',      // the CSP forbids it
    'prefer-native-element': ['error', { exclude: ['status', 'alert', 'region', 'list', 'img'] }],
  },
}));

export async function htmlProblems(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages)
    .map(({ line, column, message, ruleId }) => {
      const text = html.split('\n')[line - 1]?.trim().slice(0, 120);
      return `html ${line}:${column} ${message} (${ruleId}): ${text}`;
    });
}

// All problems of the page that the window shows now; an empty list is a good page.
export async function judge(window, status = 200) {
  const { page, problems } = window;
  const answer = await window.answer();
  await window.allowScripts(); // the harness's own: the page has been built without
  const wrong = answer.status === status ? [] : [`status ${answer.status}, expected ${status}`];
  return [...wrong, ...problems, ...await sidewaysProblems(page), ...await axeProblems(page),
    ...await htmlProblems(answer.html)];
}
