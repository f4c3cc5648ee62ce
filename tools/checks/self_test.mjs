// Each check must find the fault planted for it, and nothing in the same tree without the fault.

const filler = (n, line) => Array.from({ length: n }, () => line).join('\n');

const good = {
  'src/base/a.h': '/* Good. */\n#ifndef BASE_A_H\n#define BASE_A_H\n#endif\n',
  'src/core/b.c': '/* Good. */\n#include "base/a.h"\n\nint b(int x) {\n    return x;\n}\n',
  'src/core/meson.build': "sources += files('b.c')\n",
};

// check -> faults: [what it is, path, text, extra files]
const planted = {
  floors: [
    ['a higher floor', 'src/base/a.h', '/* Bad. */\n#ifndef BASE_A_H\n#define BASE_A_H\n#include "app/x.h"\n#endif\n'],
    ['a sibling feature', 'src/feature/one/p.c', '/* Bad. */\n#include "feature/two/two.h"\n'],
    ['a path from nowhere', 'src/core/b.c', '/* Bad. */\n#include "b.h"\n'],
  ],
  bannedFunctions: [
    ['strcpy', 'src/core/b.c', '/* Bad. */\nvoid b(char *t) {\n    strcpy(t, "x");\n}\n'],
    ['malloc above base', 'src/kit/k.c', '/* Bad. */\nvoid *k(void) {\n    return malloc(3);\n}\n'],
    ['the clock in a feature', 'src/feature/one/p.c', '/* Bad. */\nlong p(void) {\n    return time(0);\n}\n'],
    ['rand', 'src/app/r.c', '/* Bad. */\nint r(void) {\n    return rand();\n}\n'],
  ],
  noGoto: [['goto', 'src/core/b.c', '/* Bad. */\nvoid b(void) {\nagain:\n    goto again;\n}\n']],
  fileLength: [['a long file', 'src/core/b.c', `/* Bad. */\n${filler(501, 'int x;')}\n`]],
  functionShape: [
    ['a long function', 'src/core/b.c', `/* Bad. */\nvoid b(void) {\n${filler(61, '    b();')}\n}\n`],
    ['a branchy function', 'src/core/b.c', `/* Bad. */\nvoid b(int x) {\n${filler(16, '    if (x) b(x);')}\n}\n`],
    ['many parameters', 'src/core/b.c', '/* Bad. */\nvoid b(int p, int q, int r, int s, int t, int u) {\n}\n'],
  ],
  fileComment: [['no comment', 'src/core/b.c', '#include "base/a.h"\n']],
  includeGuard: [['a wrong guard', 'src/base/a.h', '/* Bad. */\n#ifndef A_H\n#define A_H\n#endif\n']],
  inBuild: [['a file outside the build', 'src/core/lost.c', '/* Bad. */\n']],
  queriesListed: [['an unlisted statement', 'src/core/b.c',
    '/* Bad. */\nstatic const struct db_query one = {"a", "b", ""};\nstatic const struct db_query two = {"a", "b", ""};\n' +
    'static const struct db_query *const all[] = {&one};\n']],
  stepsOnlyInKit: [
    ['a step called by a feature', 'src/feature/one/p.c', '/* Bad. */\nvoid p(struct request *r) {\n    r->route->apply(r);\n}\n'],
    ['a kit without token check', 'src/kit/walk.c', '/* Bad. */\nvoid walk(void) {\n}\n'],
  ],
  words: [
    ['unfinished work', 'src/core/b.c', `/* Bad. ${'TO'}${'DO'}: more. */\n`],
    ['a machine path', 'docs/x.md', `see /${'wo'}rk/x\n`],
    ['a registry', 'package-lock.json', `{"resol${'ved'}": "x"}\n`],
  ],
  documentLinks: [['a link to nowhere', 'docs/x.md', 'see [that](gone.md)\n']],
  whiteSpace: [
    ['trailing blanks', 'docs/x.md', 'x \n'],
    ['a tab', 'src/core/b.c', '/* Bad. */\n\tint x;\n'],
  ],
  rulesArePure: [['a hidden clock', null, ['memcpy', 'time']]],
};

export function selfTest(checks) {
  let failed = 0;
  const say = (fine, text) => {
    process.stdout.write(`${fine ? 'ok' : 'not ok'} - ${text}\n`);
    if (!fine) failed++;
  };
  for (const [name, check] of Object.entries(checks)) {
    const clean = { files: new Map(Object.entries(good)), undefinedSymbols: ['memcpy'] };
    say(check(clean).length === 0, `${name}: lets good files pass`);
    if (!planted[name]) say(false, `${name}: has no planted fault`);
    for (const [what, path, content] of planted[name] ?? []) {
      const tree = { files: new Map(Object.entries(good)) };
      if (path) tree.files.set(path, content);
      else tree.undefinedSymbols = content;
      const found = check(tree).filter((f) => !f.warning);
      say(found.length > 0, `${name}: finds ${what}`);
    }
  }
  return failed ? 1 : 0;
}
