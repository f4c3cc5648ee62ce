// Fuzzes the template compiler: mutated templates either are refused with file and line, or the page
// they make keeps hostile values where they are harmless, judged by a tokenizer of its own.
//
//   node tests/fuzz/templates.mjs [--seconds N] [--runs N] [--seed N]      ends with "N passed, N failed"

import { mkdtempSync, mkdirSync, writeFileSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Faults, Catalogue } from '../../tools/texts.mjs';
import { Structs } from '../../tools/templates/structs.mjs';
import { Template } from '../../tools/templates/compiler.mjs';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' } },
});
const here = dirname(fileURLToPath(import.meta.url));

// A small generator (mulberry32), so that a run can be repeated from its seed.
function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}
const random = generator(Number(options.seed ?? 1));
const pick = (list) => list[random(list.length)];

const HEADER = `struct item { struct str name; struct url url; bool on; };
struct view { struct str title; struct html body; struct url url; int count; bool open;
  enum text_id stage; struct when closes; const struct item *best; LIST(struct item) items; LIST(struct str) words; };`;

const PIECES = ['{{title}}', '{{body}}', '{{url}}', '{{count}}', '{{stage}}', '{{closes.date}}', '{{#open}}',
  '{{/open}}', '{{^open}}', '{{#items}}', '{{/items}}', '{{name}}', '{{#words}}', '{{.}}', '{{/words}}', '{{#t}}',
  '{{/t}}', '||', '{{> tag}}', '{{> row}}', '{{#best}}', '{{/best}}', '{{form_token}}', '{{page_lang}}',
  '{{asset:a.css}}', '{{items.n}}', '{{!x}}', '{{{title}}}', '{{', '}}', '<a href="', '<a href=', '<p title="', "<p title='", '">',
  "'>", '"', "'", '>', '<', '</', '/>', '<p>', '</p>', '<script>', '<script src="/x">', '</script>', '<style>',
  '<textarea>', '</textarea>', '<title>', '</title>', '<!--', '-->', '<pre>', '</pre>', ' class="', ' on', ' onclick="',
  'click="x"', ' style="', '=', ' ', '\n', '/', '/x/', '//', '?q=', '#', 'https://', 'javascript:', 'data:', '&', '&quot;',
  '<svg>', '<use href="', '<img src="', '<form action="', '<![CDATA[', '<?x', '<!doctype html>', 'é', '\\', '\0'];
const NEVER = new Set(['style', 'iframe', 'object', 'embed', 'base']);
const ADDRESSES = new Set(['href', 'src', 'action', 'formaction', 'poster', 'cite', 'xlink:href']);

// ---- a tokenizer after the HTML standard, simplified; throws when a value (M) stands unsafely ----

function judge(html) {
  const bad = (why, at) => { throw new Error(`${why} near ${JSON.stringify(html.slice(Math.max(0, at - 40), at + 40))}`); };
  let i = 0;
  while (i < html.length) {
    if (html.startsWith('<!--', i)) bad('a comment reached the page', i);
    const tag = /^<(\/?)([a-z][^\s/>]*)/i.exec(html.slice(i, i + 200));
    if (!tag) {
      if (/^<[!?/]/.test(html.slice(i)) && !/^<!doctype html>/i.test(html.slice(i))) bad('a bogus comment', i);
      i++;
      continue;
    }
    const element = tag[2].toLowerCase();
    if (element.includes('m"') || /[^a-z0-9-]/.test(element)) bad(`element ${element}`, i);
    if (NEVER.has(element)) bad(`<${element}>`, i);
    i += tag[0].length;
    i = attributes(html, i, bad);
    if (tag[1]) continue;
    if (['script', 'textarea', 'title'].includes(element)) {
      const end = html.toLowerCase().indexOf(`</${element}`, i);
      const inside = html.slice(i, end < 0 ? html.length : end);
      if (element === 'script' && inside.trim()) bad('inline script', i);
      if (inside.includes('<b>')) bad(`raw HTML inside <${element}>`, i);
      i += inside.length;
    }
  }
}

function attributes(html, from, bad) {
  let i = from;
  for (;;) {
    while (/[\s/]/.test(html[i] ?? 'x')) i++;
    if (i >= html.length) bad('a tag without end', from);
    if (html[i] === '>') return i + 1;
    const name = /^[^\s/>=]*=?/.exec(html.slice(i))[0];
    if (name === '' || /["'<M]/.test(name)) bad(`attribute name ${name}`, i);
    i += name.length;
    if (!name.endsWith('=')) {
      if (/^on|^style$/i.test(name)) bad(`attribute ${name}`, i);
      continue;
    }
    const attribute = name.slice(0, -1).toLowerCase();
    if (/^on|^style$/.test(attribute)) bad(`attribute ${attribute}`, i);
    const quote = html[i];
    if (quote !== '"' && quote !== "'") bad(`unquoted ${attribute}`, i);
    const end = html.indexOf(quote, i + 1);
    if (end < 0) bad(`${attribute} without end`, i);
    const value = html.slice(i + 1, end);
    if (value.includes('<b>')) bad(`raw HTML in ${attribute}`, i);
    if (ADDRESSES.has(attribute) && (!/^(\/|#|\?|https:\/\/[a-z0-9]|mailto:|tel:)/.test(value) || value.startsWith('//')))
      bad(`address ${value}`, i);
    i = end + 1;
  }
}

// ---- runs the generated C by reading it ----

const HOSTILE = 'M&quot;&#39;&gt;&lt;M onx=';
const REPLACED = [
  [/^page_raw\(page, (".*"), (\d+)\);$/, (m) => `raw(${JSON.stringify(m[1])}, ${m[2]});`],
  [/^page_prefix\(page\);$/, () => 'out += "/da";'],
  [/^page_form_token\(page\);$/, () => 'out += "<input>";'],
  [/^page_put_url\(/, () => 'out += "/M&amp;";'],
  [/^page_put_part\(/, () => 'out += "M%22%3E";'],
  [/^PAGE_PUT\(page, .*body\);$/, () => 'out += "<b>M</b>";'],
  [/^(PAGE_PUT|page_put_str|page_put_text|page_put_when|page_put_count)\(/, () => `out += ${JSON.stringify(HOSTILE)};`],
  [/^(if \(.*\) )?tag_html\(/, () => 'out += " class=\\"M\\"";'],
  [/^(if \(.*\) )?(row|t)_html\(/, () => 'out += "<i>M</i>";'],
  [/^for \(.*\{$/, () => 'for (let k = coin() + coin(); k > 0; k--) {'],
  [/^if \(.*\{$/, () => 'if (coin()) {'],
  [/^switch \(page->lang\) \{$/, () => 'switch (lang) {'],
  [/^switch \(text_plural.*\{$/, () => 'switch (coin()) {'],
  [/^case LANG_(DA|EN):/, (m) => `case "${m[1]}":`],
  [/^(case \d+|default):$/, (m) => m[0]],
  [/^(break;|\})$/, (m) => m[0]],
  [/^(const struct|\(void\))/, () => ''],
];

function runnable(c) {
  const lines = c.slice(c.indexOf('(void)page;') + 11, c.lastIndexOf('}')).split('\n').map((l) => l.trim()).filter(Boolean);
  const js = lines.map((line) => {
    const found = REPLACED.map(([pattern, write]) => [pattern.exec(line), write]).find(([m]) => m);
    if (!found) throw new Error(`unknown line of C: ${line}`);
    return found[1](found[0]);
  });
  return new Function('coin', 'lang', 'raw_', `let out = ""; const raw = (s, n) => { out += raw_(s, n); };\n${js.join('\n')}\nreturn out;`);
}

function cText(literal, n) {
  const bytes = [];
  const inside = literal.slice(1, -1);
  for (const [, octal, escaped, plain] of inside.matchAll(/\\([0-7]{3})|\\(.)|([^\\])/gs))
    bytes.push(octal ? parseInt(octal, 8) : (escaped ?? plain).charCodeAt(0));
  if (bytes.length !== n) throw new Error(`the length of ${literal} is not ${n}`);
  return Buffer.from(bytes).toString('utf8');
}

// ---- the loop ----

const root = mkdtempSync(join(tmpdir(), 'fuzz-templates-'));
mkdirSync(join(root, 'src'));
writeFileSync(join(root, 'src/view.h'), HEADER);
const structs = new Structs(join(root, 'src'));
structs.read('view.h');
const view = { struct: 'view', header: 'view.h' };
const templates = new Map([['t', { view }], ['tag', { view: { ...view, insideTag: true } }],
  ['row', { view: { struct: 'item', header: 'view.h' } }]]);

function check(source) {
  const faults = new Faults(true);
  faults.unfinished = () => {};
  const world = { structs, catalogue: new Catalogue(join(root, 'po'), faults), assets: { 'a.css': '/static/a.css' }, templates, faults };
  const c = new Template('t.html', 't', 't', source, world).compile();
  if (c === null) {
    if (faults.list.length === 0 || !faults.list.every((f) => /^t\.html:\d+: error: ./s.test(f)))
      throw new Error(`refused without a place: ${faults.list}`);
    return false;
  }
  const run = runnable(c);
  for (let i = 0; i < 6; i++) judge(run(() => random(2), i % 2 ? 'DA' : 'EN', cText));
  return true;
}

function mutate(source) {
  let text = source;
  for (let n = 1 + random(6); n > 0; n--) {
    const at = random(text.length + 1);
    const how = random(4);
    if (how === 0) text = text.slice(0, at) + pick(PIECES) + text.slice(at);
    else if (how === 1) text = text.slice(0, at) + text.slice(at + 1 + random(12));
    else if (how === 2) text = text.slice(0, at) + pick(PIECES) + text.slice(at + 1 + random(6));
    else {
      const other = random(text.length + 1);
      text = text.slice(0, at) + text.slice(other, other + random(40)) + text.slice(at);
    }
  }
  return text.slice(0, 4000);
}

const corpus = join(here, 'corpus/templates');
const seeds = existsSync(corpus) ? readdirSync(corpus).sort().map((f) => readFileSync(join(corpus, f), 'utf8')) : [];
let runs = 0;
let accepted = 0;
const failures = [];
const attempt = (source) => {
  runs++;
  try {
    if (check(source)) accepted++;
    return true;
  } catch (error) {
    failures.push(`${error.message}\n  template: ${JSON.stringify(source)}`);
    return false;
  }
};
for (const seed of seeds) attempt(seed);
const pool = [...seeds, ''];
const end = Date.now() + 1000 * Number(options.seconds ?? 15);
while (Date.now() < end && runs < Number(options.runs ?? Infinity) && failures.length < 5) {
  const before = accepted;
  const source = mutate(pick(pool));
  attempt(source);
  if (accepted > before && pool.length < 3000) pool.push(source); // only what compiles breeds
}
rmSync(root, { recursive: true });
for (const failure of failures) process.stdout.write(`not ok: ${failure}\n`);
process.stdout.write(`${accepted} of ${runs} templates compiled\n${runs - failures.length} passed, ${failures.length} failed\n`);
process.exit(failures.length || accepted < 5 ? 1 : 0);
