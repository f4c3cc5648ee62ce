// What a page costs: CPU per request of the public initiative page with 100 log entries and of its
// neighbours, start to first answered page, memory after load, and durable POSTs with 64 clients,
// beside a static file and SQLite alone in the same run. Usage: node bench/pages.mjs OUT.json
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = process.env.BENCH_BUILD ?? path.join(root, 'build/release');
process.env.SAMSKAB ??= path.join(build, 'samskab');
process.env.SAMSKAB_ENGINE = 'sqlite';
const { startSite, program } = await import('../tests/lib/server.mjs');
const { firstAdministrator } = await import('../tests/lib/people.mjs');

const CONNECTIONS = 4;
const WARM = 400;
const REQUESTS = 6000;
const CLIENTS = 64;
const POST_SECONDS = 5;
const TICK = 1000 / 100; // milliseconds of one tick of /proc/PID/stat

/** One connection that sends what request() gives, again and again, while more() says so. */
function keepAsking(port, request, wanted, more) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let got = Buffer.alloc(0);
    const ask = () => (more() ? socket.write(request()) : socket.end());
    socket.on('connect', ask);
    socket.on('error', reject);
    socket.on('close', resolve);
    socket.on('data', (piece) => {
      got = got.length ? Buffer.concat([got, piece]) : piece;
      const head = got.indexOf('\r\n\r\n');
      if (head < 0) return;
      const text = got.toString('latin1', 0, head);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
      if (got.length < head + 4 + length) return;
      if (!text.startsWith(`HTTP/1.1 ${wanted}`)) {
        socket.destroy();
        reject(new Error(`${text.split('\r\n')[0]} for ${request().split('\r\n')[0]}`));
        return;
      }
      got = got.subarray(head + 4 + length);
      ask();
    });
  });
}

const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
};
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / 1024;

const getRequest = (address) => `GET ${address} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: da\r\n\r\n`;

async function askMany(site, address, n) {
  let left = n;
  const more = () => left-- > 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, () =>
    keepAsking(site.port, () => getRequest(address), 200, more)));
}

/** Milliseconds of CPU of the program per answered GET. */
async function costOf(site, address) {
  await askMany(site, address, WARM);
  const before = cpu(site.child.pid);
  await askMany(site, address, REQUESTS);
  return (cpu(site.child.pid) - before) / REQUESTS;
}

/** From the start of the process to the first whole page, in milliseconds. */
async function startTime(site) {
  const began = process.hrtime.bigint();
  const child = spawn(program(), ['serve', ...site.where, '--port', String(site.port), ...site.options.args],
    { stdio: 'ignore' });
  for (;;) {
    let once = true;
    const answered = await keepAsking(site.port, () => getRequest('/i'), 200,
      () => once && !(once = false)).then(() => true, () => false);
    if (answered) break;
    await sleep(1);
  }
  const took = Number(process.hrtime.bigint() - began) / 1e6;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  return took;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const raw = (...words) => Number(execFileSync(path.join(build, 'bench/pages-raw'), words.map(String)).toString());

/** An initiative with a hundred log entries, and 64 open invitations to it. */
async function prepare(site) {
  const administrator = await firstAdministrator(site);
  const form = (await administrator.open('/i/new')).form('title');
  form.fill({ title: 'Bænke langs stien', problem: 'Der er **ingen** steder at sidde.\n\n- ved åen\n- ved skolen',
    contact_name: 'Karen Eksempel', contact_phone: '12345678' });
  const address = new URL((await form.send()).location, site.url).pathname;
  const [id, publicId, person] = (await site.sql(
    'SELECT id, public_id, started_by FROM initiative ORDER BY id DESC LIMIT 1')).split('|').map(String);
  const verbs = ['text-changed', 'party-joined', 'stage-changed', 'invited', 'invitation-yes'];
  const rows = Array.from({ length: 99 }, (_, i) => `(${1.75e12 + i * 1e7}, ${person}, NULL,
    '${verbs[i % verbs.length]}', 3, ${id}, ${i % 5 === 1 ? `1, ${person}` : '0, 0'}, 0, 1)`);
  await site.sql(`INSERT INTO log_entry (at, actor_id, acting_id, verb, place_kind, place_id, target_kind,
    target_id, value_before, value_after) VALUES ${rows.join(',')}`);
  const links = [];
  for (let i = 0; i < CLIENTS; i++) {
    const invite = (await administrator.open(`${address}/invite`)).form('name');
    const page = await invite.fill({ name: `Part ${i}`, sector: 'citizen' }).send();
    links.push(new URL(page.all('output')[0].text.trim()).pathname);
  }
  await site.sql(`DELETE FROM log_entry WHERE place_kind = 3 AND place_id = ${id} AND verb = 'invited'
    AND id > (SELECT min(id) + 99 FROM log_entry WHERE place_kind = 3 AND place_id = ${id})`);
  const entries = await site.sql(`SELECT count(*) FROM log_entry WHERE place_kind = 3 AND place_id = ${id}`);
  if (entries !== '100') throw new Error(`${entries} log entries instead of 100`);
  for (let i = 0; i < 11; i++) await answer(site, links[i], 'yes');
  await site.sql(`DELETE FROM log_entry WHERE place_kind = 3 AND place_id = ${id} AND verb = 'invitation-yes'
    AND id > (SELECT min(id) + 99 FROM log_entry WHERE place_kind = 3 AND place_id = ${id})`);
  return { address, publicId, links };
}

async function answer(site, link, word) {
  const form = (await site.client().open(link)).form('answer');
  return form.fill({ answer: word, condition: 'Der er et toilet' }).send();
}

/** Durable POSTs per second: each client answers its own invitation, turn by turn differently. */
async function postRate(site, links) {
  const requests = await Promise.all(links.map(async (link) => {
    const form = (await site.client().open(link)).form('answer');
    return ['no', 'only-if'].map((word) => {
      form.fill({ answer: word, condition: 'Der er et toilet' });
      const body = new URLSearchParams(form.pairs()).toString();
      return `POST ${link} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nOrigin: ${site.url}\r\n`
        + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    });
  }));
  const end = Date.now() + POST_SECONDS * 1000;
  let posts = 0;
  const began = process.hrtime.bigint();
  await Promise.all(requests.map((pair) => {
    let turn = 0;
    return keepAsking(site.port, () => pair[turn++ % 2], 303, () => Date.now() < end && ++posts);
  }));
  return posts / (Number(process.hrtime.bigint() - began) / 1e9);
}

const figures = [];
const add = (name, value, unit, baseline = null, ratio = baseline ? value / baseline : null) => {
  figures.push({ name, value, unit, baseline, ratio });
  console.log(name, value.toPrecision(3), unit, baseline?.toPrecision(3) ?? '', ratio?.toPrecision(3) ?? '');
};

if (!existsSync(path.join(build, 'bench/pages-raw')) || !process.env.BENCH_BUILD)
  execFileSync('ninja', ['-C', build, 'bench/pages-raw', 'samskab'], { stdio: ['ignore', 'ignore', 'inherit'] });
const site = await startSite({ demo: true, args: ['--threads', '1', '--rate-limits=no'] });
try {
  const { address, publicId, links } = await prepare(site);
  const database = path.join(site.folder, 'samskab.db');
  const front = await site.client().open('/');
  const styles = front.all('link').find((link) => /\.css/.test(link.attributes.href)).attributes.href;
  const staticCost = await costOf(site, styles);
  add('a static file (the style sheet), CPU per request', staticCost, 'ms');
  const pageCost = await costOf(site, address);
  add('initiative page with 100 log entries, CPU per request', pageCost, 'ms',
    raw(database, 'read', publicId, 5000));
  add('log page that shows 100 entries, CPU per request', await costOf(site, `${address}/log`), 'ms',
    raw(database, 'log', publicId, 3000));
  add('list of initiatives, CPU per request', await costOf(site, '/i'), 'ms');
  const budget = await findBudget(site);
  if (budget) add('budget result page, CPU per request', await costOf(site, budget), 'ms');
  add('front page, CPU per request', await costOf(site, '/'), 'ms');
  add('memory after load', memory(site.child.pid), 'MB');

  const rate = await postRate(site, links);
  add('memory after POSTs from 64 clients', memory(site.child.pid), 'MB');
  await site.halt();
  const starts = [];
  for (let i = 0; i < 5; i++) starts.push(await startTime(site));
  add('start to first answered page, median of 5', median(starts), 'ms');
  const invitation = (await site.sql('SELECT min(id) FROM invitation')).trim();
  const batched = raw(database, 'write', invitation, CLIENTS, 3);
  add('durable POSTs with 64 clients', rate, '1/s', batched);
  const single = raw(database, 'write', invitation, 1, 3);
  add('SQLite alone, a commit for each', single, '1/s', batched);
} finally {
  await site.stop();
}
if (process.argv[2]) writeFileSync(process.argv[2], JSON.stringify(figures, null, 1));

/** The result page of the demonstration's counted election, found as a visitor finds it. */
async function findBudget(from) {
  const client = from.client();
  const page = await client.open('/');
  const found = page.all('a').map((link) => link.attributes.href).find((href) => /\/budget\//.test(href));
  return found;
}
