// What a board costs: CPU per request of a board with 1,000 notes in six regions, with two details
// each, and of one note of it, which is all that an update fetches; beside SQLite alone reading the
// same rows. Usage: node bench/board.mjs OUT.json
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = process.env.BENCH_BUILD ?? path.join(root, 'build/release');
process.env.SAMSKAB ??= path.join(build, 'samskab');
process.env.SAMSKAB_ENGINE = 'sqlite';
const { startSite } = await import('../tests/lib/server.mjs');
const { firstAdministrator } = await import('../tests/lib/people.mjs');
const { holdMeeting } = await import('../tests/lib/room.mjs');

const NOTES = 1000;
const WARM = 20;
const REQUESTS = 300;
const TICK = 10; // milliseconds of one tick of /proc/PID/stat
const REGIONS = ['neighbours', 'associations', 'individuals', 'institutions', 'citizens', 'relatives'];
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
};

const ask = (site, address) => new Promise((resolve, reject) => {
  http.get({ port: site.port, host: '127.0.0.1', path: address, agent, headers: { 'Accept-Language': 'da' } },
    (answer) => {
      let bytes = 0;
      answer.on('data', (piece) => { bytes += piece.length; });
      answer.on('end', () => (answer.statusCode === 200 ? resolve(bytes)
        : reject(new Error(`${answer.statusCode} for ${address}`))));
    }).on('error', reject);
});

async function costOf(site, address) {
  for (let i = 0; i < WARM; i++) await ask(site, address);
  const before = cpu(site.child.pid);
  let bytes = 0;
  for (let i = 0; i < REQUESTS; i++) bytes = await ask(site, address);
  return { ms: (cpu(site.child.pid) - before) / REQUESTS, bytes };
}

/** A public id as addresses write it: Crockford's base 32, 13 characters. */
function idText(id) {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  let rest = BigInt.asUintN(64, BigInt(id)), text = '';
  for (let i = 0; i < 13; i++, rest >>= 5n) text = letters[Number(rest & 31n)] + text;
  return text;
}

async function prepare(site) {
  const meeting = await holdMeeting(await firstAdministrator(site), 'partners');
  await meeting.press('/lead/start').catch(() => meeting.next());
  const [id, publicId] = (await site.sql('SELECT e.id, a.public_id FROM exercise e JOIN activity a ON a.id = e.id '
    + 'ORDER BY e.id DESC LIMIT 1')).split('|').map(String);
  const rows = Array.from({ length: NOTES }, (_, i) => [(i + 1) * 9000000007, `partner:${REGIONS[i % REGIONS.length]}`,
    `Den lokale forening nummer ${i}, som hjælper til ved fester og følger beboerne på tur`]);
  for (let i = 0; i < NOTES; i += 100) {
    const some = rows.slice(i, i + 100);
    await site.sql('INSERT INTO note (id, exercise_id, phase, round, region, text, lang, group_number, sector, origin, '
      + 'hidden, is_reported) VALUES ' + some.map(([note, region, text]) =>
        `(${note}, ${id}, 0, 0, '${region}', '${text}', 'da', 0, -1, 0, 0, 0)`).join(','));
    await site.sql('INSERT INTO note_detail (exercise_id, note_id, key, value) VALUES ' + some.map(([note]) =>
      `(${id}, ${note}, 'what', 'musik om fredagen'), (${id}, ${note}, 'alive', 'active')`).join(','));
  }
  return { publicId, address: `${meeting.path}/e/${idText(publicId)}/board`, note: idText(rows[500][0]) };
}

const raw = (site, publicId) => Number(execFileSync(path.join(build, 'bench/pages-raw'),
  [path.join(site.folder, 'samskab.db'), 'board', publicId, '300'], { encoding: 'utf8' }));

const figures = [];
const add = (name, value, unit, baseline = null, ratio = baseline ? value / baseline : null) => {
  figures.push({ name, value, unit, baseline, ratio });
  console.log(name, value.toPrecision(3), unit, baseline?.toPrecision(3) ?? '', ratio?.toPrecision(3) ?? '');
};

if (!existsSync(path.join(build, 'bench/pages-raw')) || !process.env.BENCH_BUILD)
  execFileSync('ninja', ['-C', build, 'bench/pages-raw', 'samskab'], { stdio: ['ignore', 'ignore', 'inherit'] });
const site = await startSite({ args: ['--threads', '1', '--rate-limits=no'] });
try {
  const { publicId, address, note } = await prepare(site);
  const whole = await costOf(site, address);
  add(`board with ${NOTES} notes, CPU per request`, whole.ms, 'ms', raw(site, publicId));
  add(`board with ${NOTES} notes, bytes of the page`, whole.bytes, 'B');
  const one = await costOf(site, `${address}/note?id=${note}`);
  add('one changed note of that board, CPU per request', one.ms, 'ms');
  add('one changed note of that board, bytes', one.bytes, 'B');
} finally {
  agent.destroy();
  await site.stop();
}
if (process.argv[2]) writeFileSync(process.argv[2], JSON.stringify(figures, null, 1));
