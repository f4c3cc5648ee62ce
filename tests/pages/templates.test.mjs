// Tests of the template compiler, the catalogues and the asset builder, on small trees of their own.

import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, writeFileSync, rmSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { compileAll } from '../../tools/templates.mjs';
import { parsePo, pluralRule, cString } from '../../tools/texts.mjs';
import { filterCss, wordsOf, tokenise } from '../../tools/assets/dkfds.mjs';
import { buildAssets } from '../../tools/assets.mjs';

const ROOT = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '../..');

const HEADER = `
#include "x/other.h"
/* struct commented { int gone; }; */
struct item { struct str name; struct url url; int64_t votes; bool chosen; };
struct view {
    struct str title, lang; // a comment; with a semicolon
    struct html body;
    struct url url;
    struct when closes;
    struct number total;
    struct money left;
    enum text_id stage;
    bool open;
    int count;
    const char *bare;
    struct { int inner; } unnamed;
    enum colour colour;
    const struct item *best;
    struct item first;
    struct far far;
    LIST(struct item) items;
    LIST(struct str) words;
    LIST(int) numbers;
};
`;
const PO_HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n';

// Compiles templates {name: source} with catalogues {area: po} in a tree of its own.
function compile(templates, po = {}, { draft = false, c = '' } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    const put = (name, text) => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
      return join(root, name);
    };
    put('src/x/view.h', HEADER);
    put('src/x/other.h', 'struct far { struct str place; };');
    put('src/x/code.c', c);
    for (const [area, text] of Object.entries(po)) put(`po/da/${area}.po`, PO_HEAD + text);
    const files = Object.entries(templates).map(([name, text]) => put(`src/x/${name}.html`, text));
    const result = compileAll({ root, files, assets: { 'css/a.css': '/static/a.1.css' }, draft });
    return { ...result, errors: result.faults.list.map((e) => e.replaceAll(`${root}/`, '')) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const VIEW = '{{! view struct view from x/view.h }}\n';
const one = (body, ...rest) => compile({ t: VIEW + body }, ...rest);

// The generated body without its frame, one statement a line.
function statements(body, ...rest) {
  const { outputs, errors } = one(body, ...rest);
  assert.deepEqual(errors, []);
  return outputs.get('t.html.c').split('\n').slice(8, -2).map((l) => l.trim())
    .filter((l) => l && l !== 'page_raw(page, "\\012", 1);');
}

const REFUSED = [
  // [template, what the message says]
  ['{{nothing}}', 'no member "nothing" in struct view'],
  ['{{first.nothing}}', 'struct item has no member "nothing"'],
  ['{{title.n}}', '"title.n" has no "n"'],
  ['{{closes.century}}', 'has no "century"'],
  ['{{bare}}', 'cannot be written'],
  ['{{colour}}', 'cannot be written'],
  ['{{open}}', 'a bool, which cannot be written'],
  ['{{items}}', 'a LIST, which cannot be written'],
  ['{{best}}', 'cannot be written'],
  ['{{#bare}}x{{/bare}}', 'a section cannot test'],
  ['{{^first}}x{{/first}}', 'never empty'],
  ['{{{title}}}', 'raw output'],
  ['{{&title}}', 'raw output'],
  ['{{=<% %>=}}', 'delimiters'],
  ['<a href={{url}}>x</a>', 'must be quoted'],
  ['<a href=x>y</a>', 'is not quoted'],
  ['<div{{title}}>', 'inside a tag'],
  ['<a {{title}}>x</a>', 'inside a tag'],
  ['<{{title}}>', '"<" in text'],
  ['<p onclick="x()">', 'onclick= is not allowed'],
  ['<p ONLOAD="{{title}}">', 'onload= is not allowed'],
  ['<p style="color:red">', 'style= is not allowed'],
  ['<style>p{}</style>', '<style> is not allowed'],
  ['<iframe src="/x"></iframe>', '<iframe> is not allowed'],
  ['<base href="/x">', '<base> is not allowed'],
  ['<script>let x;</script>', 'belongs in a file'],
  ['<script>{{title}}</script>', 'no values inside <script>'],
  ['<a href="{{title}}">x</a>', 'must be a struct url'],
  ['<a href="{{page_lang}}">x</a>', 'cannot begin with the language'],
  ['<a href="">x</a>', 'is empty'],
  ['<a href="javascript:x">x</a>', 'an address begins with'],
  ['<a href="//evil.example">x</a>', 'an address begins with'],
  ['<a href="page">x</a>', 'an address begins with'],
  ['<a href="/{{title}}">x</a>', "another site's address"],
  ['<a href="/i/{{url}}">x</a>', 'only strings and integers'],
  ['<a href="/i/{{body}}">x</a>', 'only strings and integers'],
  ['<p title="{{url}}">', 'belongs in href'],
  ['<p title="{{body}}">', 'HTML cannot stand'],
  ['<textarea>{{body}}</textarea>', 'HTML cannot stand'],
  ['<img srcset="{{title}}">', 'no values in srcset='],
  ['<form action="/i"><p title="{{form_token}}"></form>', 'stands inside a <form>'],
  ['<a {{#open}}href="/x{{/open}}">x</a>', 'begins in the tag <a> and ends in the value'],
  ['{{#open}}<b{{/open}}>', 'begins in text and ends in the'],
  ['<a href="{{#open}}/x{{/open}}">y</a>', 'cannot begin inside a section'],
  ['<p {{#open}}o{{/open}}nclick="x">', 'need a space'],
  ['<p title="x"class="y">', 'need a space'],
  ['<p {{#open}}on{{/open}}>', 'is not allowed'],
  ['<a href="/x', 'ends inside the value of href='],
  ['{{#open}}x', 'Unclosed section'],
  ['{{> missing}}', 'no template missing'],
  ['<p title="{{> t}}">', 'cannot stand in the value'],
  ['{{asset:css/b.css}}', 'no asset css/b.css'],
  ['{{asset:css/a.css}}', 'belongs in an attribute'],
  ['{{#t}}{{/t}}', 'no text to translate'],
  ['{{#t}}a || b{{/t}}', 'a plural needs'],
  ['{{#t}}{{title}} a || {{title}} b{{/t}}', 'the plural goes by'],
  ['{{#t}}a {{#open}}b{{/open}}{{/t}}', 'only text, HTML'],
  ['{{#t}}a {b}{{/t}}', 'no braces'],
  ['a < b', '"<" in text'],
];

test('what is unsafe or unknown is refused with file and line', () => {
  for (const [body, message] of REFUSED) {
    const { errors } = one(`<p>first</p>\n${body}`, {}, { draft: true });
    assert.equal(errors.length, 1, `${body} gave ${errors.join('\n') || 'no error'}`);
    assert.match(errors[0], /^src\/x\/t\.html:[234]: error: /, body);
    assert.ok(errors[0].includes(message), `${body}: ${errors[0]}`);
  }
});

test('a template says which view it shows, and the view must exist', () => {
  assert.match(compile({ t: '<p>' }).errors[0], /t\.html:1: error: begin with/);
  assert.match(compile({ t: '{{! view struct view from x/gone.h }}' }).errors[0], /no header/);
  assert.match(compile({ t: '{{! view struct gone from x/view.h }}' }).errors[0], /no struct gone/);
  assert.match(compile({ 'T-x': VIEW }).errors[0], /not a C name/);
});

test('the type of a member decides how it is written', () => {
  assert.deepEqual(statements('{{title}}{{lang}}{{body}}{{count}}{{closes}}{{closes.date}}{{stage}}{{left}}'), [
    'PAGE_PUT(page, view->title);', 'PAGE_PUT(page, view->lang);', 'PAGE_PUT(page, view->body);',
    'PAGE_PUT(page, view->count);', 'PAGE_PUT(page, view->closes);',
    'page_put_when(page, view->closes, WHEN_DATE);', 'page_put_text(page, view->stage);',
    'PAGE_PUT(page, view->left);']);
});

test('addresses get the language prefix, and values inside them are encoded', () => {
  assert.deepEqual(statements('<a href="/i/{{title}}?n={{count}}">'), [
    'page_raw(page, "<a href=\\"", 9);', 'page_prefix(page);', 'page_raw(page, "/i/", 3);',
    'page_put_part(page, URL_PART(view->title));', 'page_raw(page, "\\?n=", 3);',
    'page_put_part(page, URL_PART(view->count));', 'page_raw(page, "\\">", 2);']);
  assert.ok(statements('<a href="{{url}}">').includes('page_put_url(page, view->url);'));
  assert.ok(!statements('<img src="/static/x.png">').includes('page_prefix(page);'));
  assert.ok(!statements('<a href="https://a.example">').includes('page_prefix(page);'));
  assert.ok(statements('<link href="{{asset:css/a.css}}">').join().includes('/static/a.1.css'));
});

test('sections loop, test and go inside, and names are looked up outwards', () => {
  const loop = statements('{{#items}}{{name}}{{title}}{{/items}}');
  assert.ok(loop.includes('for (size_t i1 = 0; i1 < view->items.n; i1++) {'));
  assert.ok(loop.includes('PAGE_PUT(page, item1->name);'));
  assert.ok(loop.includes('PAGE_PUT(page, view->title);'));
  assert.ok(statements('{{#words}}{{.}}{{/words}}').includes('PAGE_PUT(page, view->words.v[i1]);'));
  assert.ok(statements('{{#best}}{{votes}}{{/best}}').includes('if (view->best != NULL) {'));
  assert.ok(statements('{{^items}}x{{/items}}').includes('if (!(view->items.n != 0)) {'));
  assert.ok(statements('{{#title}}x{{/title}}').includes('if (view->title.n != 0) {'));
  assert.ok(statements('{{items.n}}{{first.name}}{{far.place}}').includes('PAGE_PUT(page, view->far.place);'));
});

test('a template shows another with the item of its type or a member', () => {
  const row = '{{! view struct item from x/view.h }}{{name}}';
  const { outputs, errors } = compile({
    t: `${VIEW}{{#items}}{{> row}}{{/items}}{{> row first}}{{> row best}}`, row });
  assert.deepEqual(errors, []);
  const c = outputs.get('t.html.c');
  assert.match(c, /row_html\(page, item1\);/);
  assert.match(c, /row_html\(page, &view->first\);/);
  assert.match(c, /if \(view->best\) row_html\(page, view->best\);/);
  assert.match(compile({ t: `${VIEW}{{> row}}`, row }).errors[0], /no struct item here/);
  assert.match(compile({ t: `${VIEW}{{> row far}}`, row }).errors[0], /template row shows struct item/);
});

test('a template inside a tag writes attributes and nothing else', () => {
  const view = '{{! view struct view from x/view.h inside a tag }}\n';
  const good = compile({ a: `${view} class="{{title}}"{{#open}} checked{{/open}}`, t: `${VIEW}<input{{> a}}>` });
  assert.deepEqual(good.errors, []);
  assert.match(compile({ a: `${view}><script src="/x">` }).errors[0], /ends inside/);
  assert.match(compile({ a: view, t: `${VIEW}{{> a}}` }).errors[0], /cannot stand in text/);
});

test('indentation and comments stay behind, but not in pre and textarea', () => {
  const all = statements('<div>\n    <b>x</b>\n\n\n  y  z</div><!-- {no} --><pre>a\n   b</pre><textarea>\n  c</textarea>').join('');
  assert.ok(all.includes('<div>\\012<b>x</b>\\012y z</div><pre>a\\012   b</pre><textarea>\\012  c</textarea>'), all);
});

const texts = (id, ...strings) => `msgid "${id}"\n${strings.join('\n')}\n`;

test('translated text is compiled in every language, with its values and tags', () => {
  const { outputs, errors } = one('{{#t}}Open  until {{closes.date}}, <strong>{{count}}</strong> left{{/t}}', {
    x: texts('Open until {closes.date}, <strong>{count}</strong> left',
      'msgstr "<strong>{count}</strong> tilbage til {closes.date}"') });
  assert.deepEqual(errors, []);
  const c = outputs.get('t.html.c');
  assert.match(c, /case LANG_DA:\n\s+page_raw\(page, "<strong>", 8\);\n\s+page_put_count\(page, \(int64_t\)view->count\);/);
  assert.match(c, /case LANG_EN: case LANG__N:\n\s+page_raw\(page, "Open until ", 11\);/);
});

test('a plural goes by the first value and the rule of the language', () => {
  const { outputs, errors } = one('{{#t}}{{items.n}} project||{{items.n}} projects{{/t}}', {
    x: texts('{items.n} project', 'msgid_plural "{items.n} projects"', 'msgstr[0] "ét projekt"',
      'msgstr[1] "{items.n} projekter"').replace('ét', '{items.n}') });
  assert.deepEqual(errors, []);
  assert.equal(outputs.get('t.html.c').match(/switch \(text_plural\(page->lang, \(int64_t\)view->items.n\)\)/g).length, 2);
});

test('a missing, different or idle translation stops the build', () => {
  const body = '<p>\n{{#t}}Hi <b>{{title}}</b>{{/t}}';
  const cases = [
    [{}, /t\.html:3: error: no translation to da; add to po\/da\/x\.po:\nmsgid "Hi <b>\{title\}<\/b>"\nmsgstr ""/],
    [{ x: texts('Hi <b>{title}</b>', 'msgstr ""') }, /x\.po:5: error: has no translation/],
    [{ x: texts('Hi <b>{title}</b>', 'msgstr "Hej <b></b>"') }, /x\.po:5: error: the translation leaves out \{title\}/],
    [{ x: texts('Hi <b>{title}</b>', 'msgstr "Hej <b>{title} {x}</b>"') }, /x\.po:5: error: the text has no \{x\}/],
    [{ x: texts('Hi <b>{title}</b>', 'msgstr "Hej {title}"') }, /x\.po:5: error: HTML tags differ/],
    [{ x: texts('Hi <b>{title}</b>', 'msgstr "Hej <b>{title}</b>"') + '\n' + texts('Bye', 'msgstr "Farvel"') },
      /x\.po:8: error: nobody uses "Bye"/],
    [{ y: texts('Hi <b>{title}</b>', 'msgstr "A <b>{title}</b>"'), z: texts('Hi <b>{title}</b>', 'msgstr "B <b>{title}</b>"') },
      /translated differently in po\/da\/y\.po:5 and po\/da\/z\.po:5/],
  ];
  for (const [po, message] of cases) assert.match(one(body, po).errors.join('\n'), message);
});

test("a template's own area wins over another with the same words", () => {
  const { outputs, errors } = one('{{#t}}Close{{/t}}', {
    x: texts('Close', 'msgstr "Luk"'), y: texts('Close', 'msgstr "Tæt på"') });
  assert.match(errors.join(), /y\.po:5: error: nobody uses/);
  assert.match(outputs.get('t.html.c'), /"Luk"/);
});

test('entries with a context become names for C, and idle ones are found', () => {
  const po = { x: `msgctxt "greet"\n${texts('Hi {name}', 'msgstr "Hej {name}"')}` };
  const used = one('', po, { c: 'text_of(lang, T_greet);' });
  assert.deepEqual(used.errors, []);
  assert.match(used.outputs.get('texts.h'), /T_greet,/);
  assert.match(used.outputs.get('texts.c'), /\[LANG_DA\] = \{"Hej \{name\}"\}/);
  assert.match(one('', po).errors.join(), /x\.po:6: error: nobody uses "Hi \{name\}"/);
  const twice = { x: po.x, y: po.x };
  assert.match(one('', twice, { c: 'T_greet' }).errors.join(), /is also in/);
});

test('catalogues are read as gettext writes them', () => {
  const { header, entries } = parsePo(`${PO_HEAD}# note\n#: a.c:1\nmsgctxt "c"\nmsgid "a "\n"\\"b\\"\\\\"\nmsgstr ""\n"x"\n`, 'f.po');
  assert.equal(header['plural-forms'], 'nplurals=2; plural=(n != 1);');
  assert.deepEqual(entries.map((e) => [e.context, e.id, e.texts]), [['c', 'a "b"\\', ['x']]]);
  for (const [bad, message] of [
    ['#, fuzzy\nmsgid "a"\nmsgstr "b"', /f\.po:1: error: fuzzy/], ['msgid a', /f\.po:1: error/],
    ['msgstr "a"', /before any msgid/], ['#~ msgid "a"', /obsolete/], ['msgid "a\\q"', /unknown escape/],
    ['msgid "a"\nmsgstr "b"\nmsgstr "c"', /twice/]]) assert.throws(() => parsePo(bad, 'f.po'), message);
});

test("plural rules are gettext's own, and nothing but arithmetic", () => {
  assert.equal(pluralRule('nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 ? 1 : 2);', 'p').count, 3);
  for (const bad of ['', 'nplurals=1; plural=(n != 1);', 'nplurals=2; plural=process.exit(1);',
    'nplurals=2; plural=n;']) assert.throws(() => pluralRule(bad, 'p'));
});

test('C strings hold every byte', () => {
  assert.equal(cString('a"\\?\n\0é1'), '"a\\"\\\\\\?\\012\\000\\303\\2511"');
});

test('generated pages compile, and a char * in a view does not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compile-'));
  try {
    const flags = ['-std=c17', '-Wall', '-Wextra', '-Wconversion', '-Werror', '-fsyntax-only', '-D_GNU_SOURCE',
      `-I${ROOT}/src`, `-I${folder}`];
    writeFileSync(join(folder, 'texts.h'), 'enum text_id { T_none, T__N };\n');
    const header = HEADER.replace('#include "x/other.h"', '#include "platform/page.h"\nstruct far { struct str place; };\nenum colour { RED };');
    mkdirSync(join(folder, 'x'));
    writeFileSync(join(folder, 'x/view.h'), header);
    const { outputs } = one('<a href="/i/{{title}}" title="{{total}}">{{#items}}{{name}}{{votes}}{{/items}}</a>{{closes.ago}}{{left}}');
    writeFileSync(join(folder, 'templates.h'), outputs.get('templates.h'));
    const run = (c) => {
      writeFileSync(join(folder, 't.c'), c);
      return spawnSync('cc', [...flags, join(folder, 't.c')], { encoding: 'utf8' });
    };
    const good = run(outputs.get('t.html.c'));
    assert.equal(good.status, 0, good.stderr);
    const bad = run(outputs.get('t.html.c').replace('PAGE_PUT(page, item1->name)', 'PAGE_PUT(page, view->bare)'));
    assert.notEqual(bad.status, 0);
    assert.match(bad.stderr, /_Generic/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('style rules that no page uses fall away, and colours become tokens', () => {
  const words = wordsOf(['<p class="card big">']);
  assert.equal(filterCss('.card{color:#1a1a1a}.gone{color:#fff}', words), '.card{color:var(--ink)}');
  assert.equal(filterCss('.card.gone,.big:not(.gone){margin:0}', words), '.big:not(.gone){margin:0}');
  assert.equal(filterCss('@media print{.gone{margin:0}}@font-face{src:url(x)}', words), '');
  assert.equal(filterCss('.big{background:url(x.svg);margin:0}', words), '.big{margin:0}');
  assert.equal(tokenise('outline', '3px solid #454545'), '3px solid var(--focus)');
  assert.throws(() => tokenise('color', '#123456'), /colour without a token/);
});

test('assets are named after their content and packed smaller, and no colour of dkfds is left', () => {
  const templates = ['layout', 'form_field', 'notice'].map((n) => join(ROOT, `src/kit/${n}.html`));
  const { assets, addresses } = buildAssets(ROOT, templates);
  assert.match(addresses['css/site.css'], /^\/static\/site\.[0-9a-f]{12}\.css$/);
  const css = assets.find((a) => a.name === 'css/site.css');
  assert.ok(css.brotli.length < css.gzip.length && css.gzip.length < css.bytes.length / 2);
  const text = css.bytes.toString();
  assert.ok(!/asset:/.test(text));
  const rules = text.slice(text.indexOf('box-sizing'));
  for (const colour of ['#1a1a1a', '#454545', '#bfbfbf', '#004d99']) assert.ok(!rules.includes(colour), colour);
  // The Latin-2 halves are fetched only by pages with such letters.
  const fonts = assets.filter((a) => a.file.endsWith('.woff2') && !a.file.includes('-2.'));
  assert.ok(fonts.reduce((sum, f) => sum + f.bytes.length, 0) <= 68 * 1024);
  for (const url of text.matchAll(/url\(([^)]+)\)/g))
    assert.ok(Object.values(addresses).includes(url[1]), url[1]);
  assert.ok(readFileSync(join(ROOT, 'assets/css/tokens.css'), 'utf8').includes('prefers-color-scheme: dark'));
});
