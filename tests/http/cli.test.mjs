// The command line, from outside: help, exit codes, what is refused, and how the server starts and
// stops. Runs on the engine that SAMSKAB_ENGINE names where that matters.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { postgresEnd } from '../lib/postgres.mjs';
import { run } from '../lib/run.mjs';
import { engine, program, startSite } from '../lib/server.mjs';
import { linkIn, useLink } from '../lib/people.mjs';

const election = fileURLToPath(new URL('../../assets/demo/wieliczka-2023.pb', import.meta.url));
const demonstration = JSON.parse(readFileSync(new URL('../../assets/demo/lindsoe.json', import.meta.url), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'samskab-cli-'));
after(async () => {
  rmSync(home, { recursive: true, force: true });
  await postgresEnd();
});

const strict = {
  ASAN_OPTIONS: 'abort_on_error=0:exitcode=99:detect_leaks=1',
  UBSAN_OPTIONS: 'halt_on_error=1:exitcode=99:print_stacktrace=1',
};
const samskab = (...words) => run([program(), ...words], { env: strict, seconds: 120, cwd: home });
// serve prints its welcome a moment after it answers.
async function said(site, pattern) {
  for (let tries = 0; !pattern.test(site.stdout) && tries < 500; tries++) await sleep(20);
  const found = pattern.exec(site.stdout);
  assert.ok(found, `${pattern} in ${site.stdout}`);
  return found;
}
const COMMANDS = ['serve', 'init', 'demo', 'import', 'recount', 'export', 'user', 'migrate', 'doctor',
  'routes', 'check-queries'];

test('samskab --help lists every command, and each has a --help of its own', async () => {
  const help = await samskab('--help');
  assert.equal(help.code, 0);
  for (const name of COMMANDS) {
    assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
    const own = await samskab(name, '--help');
    assert.equal(own.code, 0, own.output);
    assert.match(own.stdout, new RegExp(`Usage: samskab ${name}`));
    assert.ok(own.stdout.length > 200, own.stdout);
  }
});

test('samskab --version says the version of package.json', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url)));
  const said = await samskab('--version');
  assert.deepEqual([said.code, said.stdout], [0, `samskab ${version}\n`]);
});

test('wrong commands, options, arguments and values end with code 2 and say why', async () => {
  const cases = [
    [[], /Usage: samskab/], [['frobnicate'], /no command "frobnicate"/],
    [['routes', '--frobnicate'], /unrecognized option/], [['routes', '--format', 'xml'], /text or json/],
    [['init', 'something'], /Too many arguments/], [['import'], /Usage: samskab import/],
    [['user'], /Usage: samskab user/], [['user', 'dance'], /user takes/],
    [['serve', '--port', '70000'], /--port must be a whole number from 0 to 65535/],
    [['import', '--rule', 'fair', election], /--rule cannot be fair/],
    [['import', 'there-is-no-such-file.pb'], /No such file/],
    [['serve', '--data', 'nowhere'], /no data folder nowhere/],
  ];
  for (const [words, why] of cases) {
    const result = await samskab(...words);
    assert.equal(result.code, 2, `${words.join(' ')}: ${result.output}`);
    assert.match(result.stderr, why);
    assert.equal(result.stdout, '', words.join(' '));
  }
});

test('routes as JSON is a list of method, path and need, and agrees with the text', async () => {
  const json = await samskab('routes', '--format', 'json');
  const text = await samskab('routes');
  assert.equal(json.code, 0, json.output);
  const routes = JSON.parse(json.stdout);
  assert.equal(routes.length, text.stdout.trimEnd().split('\n').length);
  assert.ok(routes.length > 50);
  for (const route of routes) {
    assert.deepEqual(Object.keys(route), ['method', 'path', 'need']);
    assert.match(route.method, /^(GET|POST)$/);
    assert.match(route.path, /^\/[a-z0-9/:._-]*$/);
    assert.match(route.need, /^(anyone|be-person|see|contribute|edit|manage|arrange|administer)$/);
  }
});

test('init makes a private folder once, and the second time changes nothing', async () => {
  const folder = join(home, 'once');
  const first = await samskab('init', '--data', folder, '--port', '9123', '--site-name', 'Øster Å');
  assert.equal(first.code, 0, first.output);
  for (const [name, mode] of [['', 0o700], ['key', 0o600], ['samskab.conf', 0o600], ['samskab.db', 0o600]])
    assert.equal(statSync(join(folder, name)).mode & 0o777, mode, name);
  const key = readFileSync(join(folder, 'key'));
  const config = readFileSync(join(folder, 'samskab.conf'), 'utf8');
  assert.match(config, /^port = 9123$/m);
  assert.match(config, /^site-name = Øster Å$/m);
  const second = await samskab('init', '--data', folder);
  assert.equal(second.code, 3);
  assert.match(second.stderr, /holds a site already/);
  assert.deepEqual(readFileSync(join(folder, 'key')), key);
});

test('a faulty configuration file stops every command that reads it, with file and line', async () => {
  const folder = join(home, 'faulty');
  assert.equal((await samskab('init', '--data', folder)).code, 0);
  const file = join(folder, 'samskab.conf');
  const lines = readFileSync(file, 'utf8').split('\n').length;
  writeFileSync(file, 'prot = 9000\n', { flag: 'a' });
  for (const command of ['serve', 'doctor', 'migrate', 'export', 'check-queries']) {
    const result = await samskab(command, '--data', folder);
    assert.equal(result.code, 2, result.output);
    assert.match(result.stderr, new RegExp(`faulty/samskab.conf:${lines}: there is no key "prot"; did you mean port`));
  }
});

test('doctor finds nothing bad in a new site and tells where each value comes from', async () => {
  const folder = join(home, 'healthy');
  assert.equal((await samskab('init', '--data', folder, '--port', '9124')).code, 0);
  const result = await samskab('doctor', '--data', folder, '--threads', '3');
  assert.equal(result.code, 0, result.output);
  assert.match(result.stdout, /port = 9124 \(.*samskab\.conf:\d+\)/);
  assert.match(result.stdout, /threads = 3 \(flag\)/);
  assert.match(result.stdout, /lan = no \(default\)/);
  assert.match(result.stdout, /ok +database +SQLite 3\./);
  assert.match(result.stdout, / 0 bad\n$/);
});

test('doctor finds an open key, an open folder, a missing key, a broken database, a contradiction', async () => {
  const broken = [
    ['open-key', (f) => chmodSync(join(f, 'key'), 0o644), [], /bad +key .*chmod 600/],
    ['open-folder', (f) => chmodSync(f, 0o755), [], /bad +folder .*chmod 700/],
    ['no-key', (f) => rmSync(join(f, 'key')), [], /bad +key .*restore/],
    ['no-database', (f) => writeFileSync(join(f, 'samskab.db'), 'this is no database at all\n'.repeat(999)), [],
      /bad +database/],
    ['contradiction', () => {}, ['--base-url', 'https://a.example'], /bad +configuration .*behind-tls/],
    ['mail', () => {}, ['--smtp-url', 'smtp://127.0.0.1:1', '--base-url', 'http://a.example'], /bad +mail .*does not answer/],
  ];
  for (const [name, damage, flags, expected] of broken) {
    const folder = join(home, name);
    assert.equal((await samskab('init', '--data', folder)).code, 0);
    damage(folder);
    const result = await samskab('doctor', '--data', folder, ...flags);
    assert.equal(result.code, 1, `${name}: ${result.output}`);
    assert.match(result.stdout, expected, name);
  }
});

test('a key that others may read, or that is damaged, is refused before anything is served', async () => {
  const folder = join(home, 'refused');
  assert.equal((await samskab('init', '--data', folder)).code, 0);
  chmodSync(join(folder, 'key'), 0o640);
  const open = await samskab('serve', '--data', folder, '--port', '0');
  assert.equal(open.code, 2);
  assert.match(open.stderr, /key may be read by others: chmod 600/);
  chmodSync(join(folder, 'key'), 0o600);
  writeFileSync(join(folder, 'key'), 'short');
  assert.notEqual((await samskab('serve', '--data', folder, '--port', '0')).code, 0);
});

test('base-url takes scheme and host, with or without a slash behind, and no path', async () => {
  const folder = join(home, 'base');
  assert.equal((await samskab('init', '--data', folder)).code, 0);
  const link = async (url) => samskab('user', 'create', '--data', folder, '--base-url', url,
    `${Math.random().toString(36).slice(2)}@example.dk`, 'Somebody');
  assert.match((await link('https://a.example/')).stdout, /^https:\/\/a\.example\/link\/[0-9a-f]+$/m);
  assert.match((await link('https://a.example:8443')).stdout, /^https:\/\/a\.example:8443\/link\//m);
  const path = await link('https://a.example/samskab');
  assert.equal(path.code, 2, path.output);
  assert.match(path.stderr, /without a path/);
});

test('a second SIGTERM ends the server at once', async () => {
  const site = await startSite();
  try {
    const { child } = site;
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    const { code, signal } = await site.ended;
    assert.ok(code === 0 || signal === 'SIGTERM', `${code} ${signal}`);
    site.child = undefined;
  } finally {
    await site.stop();
  }
});

test('demo fills an empty site once', async () => {
  const site = await startSite({ demo: true, start: false });
  try {
    const again = await site.command('demo');
    assert.equal(again.code, 3, again.output);
    assert.match(again.stderr, /has content already/);
    assert.equal(await site.sql('SELECT count(*) FROM initiative'), '10');
    assert.equal(await site.sql("SELECT count(*) FROM activity WHERE kind = 'budget'"), '1');
    const held = demonstration.meetings.filter((meeting) => !meeting.open).flatMap((meeting) => meeting.exercises);
    assert.ok(held.length > 4);
    assert.equal(await site.sql("SELECT count(*) FROM exercise WHERE state = 2"), String(held.length));
    assert.equal(await site.sql('SELECT count(*) FROM meeting WHERE code IS NOT NULL'), '1');
    assert.equal((await site.command('check-queries')).code, 0);
  } finally {
    await site.stop();
  }
});

test('import and user work beside a server through its control socket, and without one by themselves', async () => {
  const site = await startSite({ args: ['--log-level', 'info'] });
  try {
    const made = await site.command('user', 'create', 'Ane@Example.dk', 'Ane Ås', '--administrator');
    assert.equal(made.code, 0, made.output);
    const link = /^(http\S+)$/m.exec(made.stdout)[1];
    assert.ok(link.startsWith(`http://localhost:${site.port}/link/`), `the server's own port: ${link}`);
    assert.equal((await fetch(link.replace('localhost', '127.0.0.1'))).status, 200);
    const twice = await site.command('user', 'create', 'ane@example.dk', 'Another');
    assert.deepEqual([twice.code, /there is an account/.test(twice.stderr)], [3, true], twice.output);
    assert.equal((await site.command('user', 'create', 'no address', 'X')).code, 2);
    assert.equal((await site.command('user', 'link', 'nobody@example.dk')).code, 2);
    assert.match((await site.command('user', 'list')).stdout, /^ane@example\.dk +Ane Ås +administrator$/m);

    const beside = await site.command('import', election, '--title', 'Beside');
    assert.equal(beside.code, 0, beside.output);
    assert.match(beside.stdout, /6586 ballots, 64 projects, 30 funded/);
    const page = await fetch(/^(http\S+)$/m.exec(beside.stdout)[1].replace('localhost', '127.0.0.1'));
    assert.equal(page.status, 200);
    assert.match(site.stderr, /event=control command=import result=ok/);
    assert.doesNotMatch(site.stderr, /ane@example|Ane Ås|\/link\/|Beside/i);
    assert.doesNotMatch(beside.stderr, /\x1b|#/, 'no progress bar on a pipe');

    const refused = await site.command('demo');
    assert.equal(refused.code, 3, refused.output);

    await site.halt();
    const alone = await site.command('import', election, '--title', 'Alone');
    assert.equal(alone.code, 0, alone.output);
    assert.equal(await site.sql('SELECT count(*) FROM activity'), '2');
  } finally {
    await site.stop();
  }
});

test('a bad election is refused with line and reason, beside a server and alone, and nothing is left', async () => {
  const site = await startSite();
  const bad = join(home, 'bad.pb');
  writeFileSync(bad, readFileSync(election, 'utf8').replace('num_projects;64', 'num_projects;sixty'));
  try {
    for (const stopped of [false, true]) {
      if (stopped) await site.halt();
      const result = await site.command('import', bad);
      assert.equal(result.code, 2, result.output);
      assert.match(result.stderr, /line \d+/);
      assert.equal(await site.sql('SELECT count(*) FROM initiative'), '0');
      assert.equal(await site.sql('SELECT count(*) FROM activity'), '0');
    }
  } finally {
    await site.stop();
  }
});

test('a second server on the same folder is refused and the first goes on', { skip: engine !== 'sqlite' }, async () => {
  const site = await startSite();
  try {
    const second = await samskab('serve', ...site.where, '--port', '0');
    assert.equal(second.code, 3, second.output);
    assert.match(second.stderr, /another process has/);
    assert.equal((await fetch(`${site.url}/health`)).status, 200);
  } finally {
    await site.stop();
  }
});

test('a port that is taken ends serve with code 3 and a clear word', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const folder = join(home, 'port');
  assert.equal((await samskab('init', '--data', folder)).code, 0);
  const result = await samskab('serve', '--data', folder, '--port', String(taken.address().port));
  taken.close();
  assert.equal(result.code, 3, result.output);
  assert.match(result.stderr, /port \d+ is taken/);
});

test('serve prints its address and a one-time link once nobody runs the site, and SIGTERM ends it with code 0', async () => {
  const site = await startSite();
  try {
    await said(site, new RegExp(`at http://localhost:${site.port}\\n`));
    const path = new URL((await said(site, /^ +(http\S+\/link\/[0-9a-f]+)$/m))[1]).pathname;
    assert.equal((await fetch(site.url + path)).status, 200);
    assert.doesNotMatch(site.stderr, new RegExp(path.split('/').pop()), 'no token in the log');
    await site.halt();
    assert.match(site.stderr, /event=stopped clean=yes/);
    await site.start();
    await said(site, new RegExp(`/link/(?!${path.split('/').pop()})`));
    assert.equal((await fetch(site.url + path)).status, 404, 'a new start makes a new link');
  } finally {
    await site.stop();
  }
});

test('an administrator who signs in by links only needs no new link after a restart', async () => {
  const site = await startSite();
  try {
    await useLink(site.client(), linkIn(site.stdout));
    await site.sql('DELETE FROM session');
    assert.equal(await site.sql("SELECT count(*) FROM person WHERE password_hash <> ''"), '0');
    await site.halt();
    await site.start();
    assert.doesNotMatch(site.stdout, /\/link\//);
  } finally {
    await site.stop();
  }
});

test('with --lan the printed link is no localhost when the machine has a network', async () => {
  const site = await startSite({ args: ['--lan'] });
  try {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces()).flat().filter((a) => !a.internal && a.family === 'IPv4');
    const host = new URL((await said(site, / at (http\S+)/))[1]).hostname;
    if (outside.length) assert.ok(outside.some((a) => a.address === host), site.stdout);
    else assert.equal(host, 'localhost');
  } finally {
    await site.stop();
  }
});

test('export writes JSON lines of what everyone can see, and all of it with --all', async () => {
  const site = await startSite({ demo: true, start: false });
  try {
    const read = async (...flags) => {
      const result = await site.command('export', ...flags);
      assert.equal(result.code, 0, result.stderr);
      return result.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    };
    const everyone = await read();
    const all = await read('--all');
    const count = (rows, type) => rows.filter((row) => row.type === type).length;
    assert.equal(count(everyone, 'organisation'), 10);
    assert.equal(count(everyone, 'initiative'), 9);
    assert.equal(count(all, 'initiative'), 10);
    const [budget] = everyone.filter((row) => row.type === 'budget');
    const file = join(home, 'exported.pb');
    writeFileSync(file, budget.pb);
    const selected = async (path) =>
      JSON.parse((await samskab('recount', path, '--format', 'json')).stdout).selected;
    assert.deepEqual(await selected(file), await selected(election));
    assert.doesNotMatch(JSON.stringify(everyone), /@/, 'no mail addresses');
  } finally {
    await site.stop();
  }
});
