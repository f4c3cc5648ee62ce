// A PostgreSQL of the tests' own: made by initdb in a temporary folder, reached by a unix socket
// only, durable as in production, and gone when the tests end. PostgreSQL refuses to run as root,
// so root starts it as the user postgres (Debian makes that user) or nobody.
import { spawn } from 'node:child_process';
import { chownSync, chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './run.mjs';

const programs = '/usr/lib/postgresql/15/bin';
const role = 'samskab';

async function numberOf(flag, user) {
  const { code, stdout } = await run(['id', flag, user]);
  return code === 0 ? Number(stdout) : undefined;
}

// The command words to put before a program so that it runs as an ordinary user, and who that is.
async function ordinaryUser() {
  if (process.getuid() !== 0) return { prefix: [] };
  for (const user of ['postgres', 'nobody']) {
    const uid = await numberOf('-u', user);
    const gid = await numberOf('-g', user);
    if (uid === undefined) continue;
    return { prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'], uid, gid };
  }
  throw new Error('PostgreSQL needs an ordinary user: neither postgres nor nobody exists');
}

async function sql(folder, database, text) {
  const psql = ['psql', '-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', '-h', folder, '-U', role,
    '-d', database, '-c', text];
  return run(psql, { seconds: 60 });
}

// Starts a server. Returns its folder (which holds the socket), and stop().
export async function postgresStart() {
  if (!existsSync(programs)) throw new Error(`no PostgreSQL 15 in ${programs}; run tools/install test`);
  const user = await ordinaryUser();
  const folder = mkdtempSync('/tmp/samskab-pg-'); // short: a socket's path has a limit of 107 bytes
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const made = await run([...user.prefix, `${programs}/initdb`, '-D', data, '-U', role, '-A', 'trust',
    '-E', 'UTF8', '--no-locale', '--no-instructions'], { cwd: folder });
  if (made.code !== 0) throw new Error(`initdb: ${made.output}`);
  const said = [];
  const command = [...user.prefix, `${programs}/postgres`, '-D', data, '-k', folder,
    '-c', 'listen_addresses=', '-c', 'max_connections=200', '-c', 'log_min_messages=warning',
    '-c', 'wal_recycle=off']; // as docs/database.md asks for, so that anonymity can be tested
  const child = spawn(command[0], command.slice(1), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const killAtExit = () => child.kill('SIGINT');
  process.once('exit', killAtExit);
  for (let tries = 0; (await sql(folder, 'postgres', 'SELECT 1')).code !== 0; tries++) {
    if (child.exitCode !== null || tries > 600) {
      throw new Error(`PostgreSQL does not start: ${Buffer.concat(said)}`);
    }
    await sleep(50);
  }
  const stop = async () => {
    process.off('exit', killAtExit);
    if (child.exitCode === null) child.kill('SIGINT'); // fast shutdown
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const log = () => Buffer.concat(said).toString();
  return { folder, pid: child.pid, stop, log };
}

let serial = 0;
let shared; // the server of this process, when nobody gave us one

// A fresh, empty database: { url, name, sql(text), drop() }. On the server that the test run has
// started (SAMSKAB_POSTGRES is its folder), else on one of this process, which ends with it.
export async function postgresDatabase() {
  let folder = process.env.SAMSKAB_POSTGRES;
  if (!folder) {
    shared ??= postgresStart();
    folder = (await shared).folder;
  }
  const name = `t${process.pid}_${++serial}`;
  const made = await sql(folder, 'postgres', `CREATE DATABASE ${name}`);
  if (made.code !== 0) throw new Error(`CREATE DATABASE: ${made.output}`);
  return {
    name,
    url: `postgresql://${role}@/${name}?host=${encodeURIComponent(folder)}`,
    sql: (text) => sql(folder, name, text),
    drop: () => sql(folder, 'postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

// Ends the server that postgresDatabase() may have started in this process.
export async function postgresEnd() {
  if (shared) await (await shared).stop();
  shared = undefined;
}
