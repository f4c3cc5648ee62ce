// What an idle listener costs: 10,000 browsers that wait for news of one meeting.
// Beside it as many connections that were kept open after a static file.
// Usage: node bench/listeners.mjs OUT.json
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = process.env.BENCH_BUILD ?? path.join(root, 'build/release');
process.env.SAMSKAB ??= path.join(build, 'samskab');
process.env.SAMSKAB_ENGINE = 'sqlite';
const { startSite } = await import('../tests/lib/server.mjs');

const LISTENERS = 10000;
const AT_ONCE = 100;
const TOPIC = 'm/0000000000001'; // of the one meeting below

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]);

/** A connection that has sent the request and got the first bytes of the answer. */
function connect(port, request) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('error', reject);
    socket.once('data', (piece) => {
      if (!piece.toString('latin1').startsWith('HTTP/1.1 200')) {
        reject(new Error(piece.toString('latin1').split('\r\n')[0]));
        return;
      }
      socket.on('data', () => {});
      resolve(socket);
    });
  });
}

/** A meeting with the public id 1: every column that may not be empty, with nothing in it. */
async function addMeeting(site) {
  const columns = (await site.sql("SELECT name, type FROM pragma_table_info('meeting') WHERE name NOT IN ('id', 'code')"))
    .split('\n').map((line) => line.split('|'));
  const values = columns.map(([name, type]) => (name === 'public_id' ? 1 : type === 'TEXT' ? "''" : 0));
  await site.sql(`INSERT INTO meeting (${columns.map(([name]) => name)}) VALUES (${values})`);
}

/** KiB of the server's memory for each of so many open connections. */
async function costOf(request) {
  const args = ['--rate-limits=no', `--connections=${LISTENERS + 2000}`];
  const site = await startSite({ args });
  const sockets = [];
  try {
    await addMeeting(site);
    for (let i = 0; i < 50; i++) (await connect(site.port, request)).destroy();
    await sleep(500);
    const before = memory(site.child.pid);
    while (sockets.length < LISTENERS) {
      sockets.push(...await Promise.all(
        Array.from({ length: AT_ONCE }, () => connect(site.port, request))));
    }
    await sleep(1000);
    return (memory(site.child.pid) - before) / LISTENERS;
  } finally {
    for (const socket of sockets) socket.destroy();
    await sleep(500);
    await site.stop();
  }
}

const head = (address) => `GET ${address} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: da\r\n\r\n`;
const baseline = await costOf(head('/robots.txt'));
const value = await costOf(head(`/da/live?topic=${encodeURIComponent(TOPIC)}`));
const figures = [{ name: `memory of one of ${LISTENERS} idle listeners`, value, unit: 'KiB', baseline,
  ratio: value / baseline }];
console.log(figures);
if (process.argv[2] && (existsSync(path.dirname(process.argv[2])))) {
  writeFileSync(process.argv[2], JSON.stringify(figures, null, 1));
}
