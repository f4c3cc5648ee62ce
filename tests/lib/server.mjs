// Starts the real program for a test: on a free port, with a data folder of its own and an empty
// database on the engine that SAMSKAB_ENGINE names, and stops it the way an operator does. A test
// that used it has also tested a clean stop and that the sanitisers had nothing to say.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { after } from 'node:test';
import { Client } from './http.mjs';
import { postgresDatabase, postgresEnd } from './postgres.mjs';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

// The program under test: SAMSKAB, else what `make test` or `make build` has left.
export function program() {
  const candidates = [process.env.SAMSKAB, 'build/sanitised/samskab', 'build/samskab'];
  const found = candidates.filter(Boolean).map((path) => join(path.startsWith('/') ? '' : root, path))
    .find(existsSync);
  if (!found) throw new Error('no samskab program: run make build, or set SAMSKAB');
  return found;
}

export const engine = process.env.SAMSKAB_ENGINE ?? 'sqlite';

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const strict = {
  ASAN_OPTIONS: 'abort_on_error=0:exitcode=99:detect_leaks=1',
  UBSAN_OPTIONS: 'halt_on_error=1:exitcode=99:print_stacktrace=1',
};

export class Site {
  constructor(options) {
    this.options = options;
    this.stderr = '';
    this.stdout = '';
  }

  get url() { return `http://127.0.0.1:${this.port}`; }

  // Where the data is, as every command that needs it wants to hear it.
  get where() {
    const database = this.database ? ['--database', this.database.url] : [];
    return ['--data', this.folder, ...database];
  }

  // A new visitor, or with a language: site.client({ language: 'en' }).
  client(options) {
    const client = new Client(this.url, options);
    this.clients.push(client);
    return client;
  }

  // Runs a command of the program on this site's data: site.command('user', 'create', …).
  command(...words) {
    return run([program(), ...words, ...this.where], { env: strict, seconds: 120 });
  }

  // Runs SQL on the site's database behind its back, to see what is really there.
  async sql(text) {
    const result = this.database ? await this.database.sql(text)
      : await run(['sqlite3', '-batch', '-noheader', '-separator', '|',
        '-cmd', '.timeout 5000', join(this.folder, 'samskab.db'), text]);
    assert.equal(result.code, 0, result.output);
    return result.stdout.trimEnd();
  }

  async start() {
    const words = ['serve', ...this.where, '--port', String(this.port), ...this.options.args];
    const child = spawn(program(), words, { env: { ...process.env, ...strict },
      stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (piece) => { this.stdout += piece; });
    child.stderr.on('data', (piece) => { this.stderr += piece; });
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    this.child = child;
    process.once('exit', this.killAtExit = () => child.kill('SIGKILL'));
    // It greets (with the one-time link, if there is one) when it is ready, and then must answer.
    const ready = async () => /^Stop it with/m.test(this.stdout) && accepts(this.port);
    this.stdout = '';
    for (let tries = 0; !(await ready()); tries++) {
      if (child.exitCode !== null || tries > 1500) {
        throw new Error(`samskab serve does not answer:\n${this.stderr}${this.stdout}`);
      }
      await sleep(20);
    }
  }

  // Stops by SIGTERM and expects what is promised: code 0, soon, and silent sanitisers.
  async halt() {
    if (!this.child) return;
    const child = this.child;
    this.child = undefined;
    process.off('exit', this.killAtExit);
    for (const client of this.clients) client.close();
    if (child.exitCode === null) child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 20000);
    const { code, signal } = await this.ended;
    clearTimeout(late);
    const trouble = /(AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|Assertion).*/.exec(
      this.stderr);
    assert.equal(trouble?.[0], undefined, this.stderr);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `a clean stop\n${this.stderr}`);
  }

  // What a power cut or the kernel does.
  async kill() {
    process.off('exit', this.killAtExit);
    this.child.kill('SIGKILL');
    await this.ended;
    this.child = undefined;
    for (const client of this.clients) client.close();
  }

  async stop() {
    try {
      await this.halt();
    } finally {
      await this.database?.drop();
      rmSync(this.home, { recursive: true, force: true });
    }
  }
}

async function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

// Prepares and starts a site. options: args (more flags for serve), demo: true (the demonstration
// content instead of an empty site), prepare (async (site) => …, before serve), start: false.
export async function startSite(options = {}) {
  const site = new Site({ args: [], ...options });
  site.clients = [];
  site.home = mkdtempSync(join(tmpdir(), 'samskab-test-'));
  site.folder = join(site.home, 'data');
  site.database = engine === 'postgresql' ? await postgresDatabase() : undefined;
  site.port = await freePort();
  try {
    const made = await site.command(options.demo ? 'demo' : 'init');
    assert.equal(made.code, 0, made.output);
    await options.prepare?.(site);
    if (options.start !== false) await site.start();
  } catch (error) {
    site.child?.kill('SIGKILL');
    await site.database?.drop();
    rmSync(site.home, { recursive: true, force: true });
    throw error;
  }
  return site;
}

// The usual way in a test file: one site for all its tests, stopped when they have ended.
export async function siteForFile(options) {
  const site = await startSite(options);
  after(async () => {
    await site.stop();
    await postgresEnd();
  });
  return site;
}
