// What a full meeting feels like: 300 scripted telephones that behave as assets/js/room.js does (a
// seat, a stream that says "news", a fetch of the live part at most twice a second, spread over 600
// ms), a big screen and a leader. All answer a star, the leader goes on, and what everybody gets is
// timed until it is there and says the right thing. Then 50 meetings with 20 seats at once.
// Beside it: the same seats fetch a static file, spread the same way.
// Usage: node bench/meeting.mjs OUT.json
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = process.env.BENCH_BUILD ?? path.join(root, 'build/release');
process.env.SAMSKAB ??= path.join(build, 'samskab');
process.env.SAMSKAB_ENGINE ??= 'sqlite';
const { startSite } = await import('../tests/lib/server.mjs');
const { firstAdministrator } = await import('../tests/lib/people.mjs');
const { holdMeeting } = await import('../tests/lib/room.mjs');

const ONE_MEETING = 300;
const MEETINGS = 50;
const SEATS_EACH = 20;
const ANSWER_MS = 30000;     // all answers come within this time
const PHONE_SPREAD_MS = 600; // as in room.js
const SCREEN_SPREAD_MS = 60;
const FETCH_EVERY_MS = 500;

const now = () => performance.now();
let reconnects = 0;

/** One kept connection that asks one thing after the other. */
class Connection {
  constructor(port) { Object.assign(this, { port, queue: [], got: Buffer.alloc(0) }); }

  ask(request) {
    return new Promise((resolve, reject) => {
      this.queue.push({ request, resolve, reject });
      if (this.queue.length === 1) this.send();
    });
  }

  send() {
    if (!this.socket || this.socket.destroyed) {
      this.socket = net.connect(this.port, '127.0.0.1').setNoDelay();
      this.socket.on('data', (piece) => this.read(piece));
      this.socket.on('error', (error) => this.queue.shift()?.reject(error));
      // Closed for being idle just when something was sent: sent again, as browsers do.
      this.socket.on('close', () => { if (this.queue.length && !this.isClosed) this.send(); });
    }
    this.socket.write(this.queue[0].request);
  }

  read(piece) {
    this.got = this.got.length ? Buffer.concat([this.got, piece]) : piece;
    const head = this.got.indexOf('\r\n\r\n');
    if (head < 0) return;
    const text = this.got.toString('latin1', 0, head);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
    if (this.got.length < head + 4 + length) return;
    const raw = this.got.subarray(head + 4, head + 4 + length);
    const body = /\r\ncontent-encoding: gzip/i.test(text) && raw.length ? gunzipSync(raw) : raw;
    this.got = this.got.subarray(head + 4 + length);
    const asked = this.queue.shift();
    if (this.queue.length) this.send();
    asked.resolve({ status: Number(text.slice(9, 12)), head: text, text: body.toString(), bytes: raw.length });
  }

  close() {
    this.isClosed = true;
    this.socket?.destroy();
  }
}

/** Somebody in a meeting: a telephone, or (without a seat) the big screen. */
class Listener {
  constructor(site, meeting, { part, topics, spread }) {
    Object.assign(this, { site, meeting, part, topics, spread, cookie: '', last: 0, parts: [], heard: [],
      connection: new Connection(site.port), sources: [] });
  }

  head(method, address, more = '') {
    return `${method} ${address} HTTP/1.1\r\nHost: 127.0.0.1:${this.site.port}\r\nAccept-Language: da\r\n`
      + `Accept-Encoding: gzip\r\n${this.cookie ? `Cookie: ${this.cookie}\r\n` : ''}${more}\r\n`;
  }

  get(address) { return this.connection.ask(this.head('GET', address)); }

  post(address, pairs) {
    const body = new URLSearchParams(pairs).toString();
    const more = `Origin: ${this.site.url}\r\nContent-Type: application/x-www-form-urlencoded\r\n`
      + `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    return this.connection.ask(this.head('POST', address, more) + body);
  }

  async join(name) {
    const { path: at } = this.meeting;
    const page = await this.get(`${at}/join`);
    const token = /name="token" value="([^"]+)"/.exec(page.text)[1];
    const joined = await this.post(`${at}/join`, { token, nickname: name, sector: 'citizen' });
    if (joined.status !== 303) throw new Error(`join: ${joined.status} ${joined.text.slice(0, 300)}`);
    this.cookie = /set-cookie: ([^;]+)/i.exec(joined.head)[1];
    this.token = /name="token" value="([^"]+)"/.exec((await this.get(at)).text)[1];
  }

  listen() { return Promise.all(this.topics.map((topic) => this.follow(topic))); }

  // As EventSource: connects again when the stream ends, with the last number it saw.
  follow(topic, lastId = '') {
    return new Promise((resolve, reject) => {
      const source = net.connect(this.site.port, '127.0.0.1');
      this.sources.push(source);
      const more = lastId && `Last-Event-ID: ${lastId}\r\n`;
      source.write(this.head('GET', `/live?topic=${encodeURIComponent(topic)}`, more));
      let isOpen = false;
      source.on('error', reject);
      source.on('close', () => {
        if (this.isClosed) return;
        reconnects++;
        setTimeout(() => this.follow(topic, lastId), 1000);
      });
      source.on('data', (piece) => {
        const text = piece.toString('latin1');
        if (!isOpen && !text.startsWith('HTTP/1.1 200')) reject(new Error(text.split('\r\n')[0]));
        if (!isOpen) { isOpen = true; resolve(); }
        lastId = [...text.matchAll(/(?:^|\n)id: ?([^\r\n]+)/g)].at(-1)?.[1] ?? lastId;
        if (/(^|\n)data:/.test(text)) { this.heard.push(now()); this.refresh(); }
      });
    });
  }

  // As refresh() and fetchPart() of room.js.
  refresh() {
    this.wanted = true;
    this.running ??= (async () => {
      while (this.wanted) {
        await sleep(Math.max(Math.random() * this.spread, this.last + FETCH_EVERY_MS - now()));
        this.last = now();
        this.wanted = false;
        const { status, text, bytes } = await this.get(this.part);
        if (status !== 200) throw new Error(`part: ${status}`);
        this.parts.push({ at: now(), text, bytes });
      }
      this.running = undefined;
    })();
  }

  close() {
    this.isClosed = true;
    this.connection.close();
    this.sources.forEach((source) => source.destroy());
  }
}

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

const figures = [];
const add = (name, value, unit, baseline = null, ratio = baseline ? value / baseline : null) => {
  figures.push({ name, value, unit, baseline, ratio });
  console.log(name, value.toPrecision(3), unit, baseline?.toPrecision(3) ?? '', ratio?.toPrecision(3) ?? '');
};
const addDelays = (what, list, baseline) => {
  add(`${what}, p50`, quantile(list, 0.5), 'ms', baseline && quantile(baseline, 0.5));
  add(`${what}, p99`, quantile(list, 0.99), 'ms', baseline && quantile(baseline, 0.99));
};

const cpu = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** A meeting with its screen and so many telephones, of which none has joined yet. */
async function fill(site, administrator, seats) {
  const meeting = await holdMeeting(administrator, 'star');
  const topic = `m/${meeting.path.split('/').pop()}`;
  const screen = new Listener(site, meeting, { part: `${meeting.path}/screen?part=live`,
    topics: [topic, `${topic}/room`], spread: SCREEN_SPREAD_MS });
  const phones = Array.from({ length: seats }, () => new Listener(site, meeting, {
    part: `${meeting.path}?part=live`, topics: [topic], spread: PHONE_SPREAD_MS }));
  return { meeting, topic, screen, phones };
}

async function takeSeats({ phones, screen, meeting }) {
  for (let i = 0; i < phones.length; i += 20)
    await Promise.all(phones.slice(i, i + 20).map((phone, j) => phone.join(`Deltager ${i + j + 1}`)));
  await Promise.all([screen, ...phones].map((one) => one.listen()));
  await meeting.next(); // now that enough are there for each to answer alone
  await sleep(100);
  await quiet([screen, ...phones]);
}

const quiet = async (all) => { while (all.some((one) => one.running)) await sleep(50); };

/** Everybody answers at some moment within the time. What is on the screen is counted there. */
async function answerAll({ meeting, phones, screen }, milliseconds) {
  const page = await phones[0].get(meeting.path);
  const action = /action="([^"]*\/answer)"/.exec(page.text)[1];
  const rays = [...new Set(page.text.match(/name="s\d+"/g))].map((text) => text.slice(6, -1));
  const acknowledged = [];
  await Promise.all(phones.map(async (phone, i) => {
    await sleep(Math.random() * milliseconds);
    const values = Object.fromEntries(rays.map((name, ray) => [name, String((i + ray) % 6)]));
    const sent = now();
    const answer = await phone.post(`${action}?part=live`, { token: phone.token, ...values });
    if (answer.status !== 200 && answer.status !== 303) throw new Error(`answer: ${answer.status} ${answer.text.slice(0, 400)}`);
    acknowledged.push({ sent, done: now() });
  }));
  await sleep(1500);
  await quiet([screen]);
  acknowledged.sort((a, b) => a.done - b.done);
  const counts = screen.parts.map(({ at, text }) => ({ at,
    n: Number(/class="tally"><strong>(\d+)/.exec(text)?.[1] ?? -1) }));
  const seen = acknowledged.map(({ sent, done }, i) => {
    const shown = counts.find(({ at, n }) => n >= i + 1 && at >= sent);
    if (!shown) throw new Error(`answer ${i + 1} never came to the screen: ${counts.at(-1)?.n}`);
    return shown.at - sent;
  });
  return { seen, posts: acknowledged.map(({ sent, done }) => done - sent) };
}

const keyOf = (text) => /data-key="([^"]+)"/.exec(text)?.[1];

/** The leader presses next: when each telephone heard of it, and when it had the new task. */
async function goOn({ meeting, phones, screen }, verb = '/lead/next') {
  await quiet([...phones, screen]);
  const before = keyOf((await phones[0].get(phones[0].part)).text);
  for (const one of [...phones, screen]) { one.parts.length = 0; one.heard.length = 0; }
  const form = (await meeting.lead()).form(verb);
  const began = now();
  const answer = await form.send();
  if (answer.status !== 303) throw new Error(`${verb}: ${answer.status}`);
  const finished = (one) => one.parts.find(({ text }) => keyOf(text) && keyOf(text) !== before);
  for (let tries = 0; tries < 400 && !phones.every(finished); tries++) await sleep(25);
  const late = phones.filter((one) => !finished(one)).length;
  if (late) throw new Error(`${late} telephones never got the new task; heard ${
    phones.filter((one) => !finished(one)).map(({ heard, parts, running, connection }) =>
      `${heard.length} parts ${parts.map(({ text }) => keyOf(text))} was ${before} running ${Boolean(running)} ${connection.queue.length}`)}`);
  return { heard: phones.map((one) => one.heard[0] - began), had: phones.map((one) => finished(one).at - began),
    screen: (screen.parts[0]?.at ?? began) - began };
}

/** The same seats fetch a static file, spread like the telephones after news. */
async function fetchStatic({ phones }, address) {
  const began = now();
  return Promise.all(phones.map(async (phone) => {
    await sleep(Math.random() * phone.spread);
    await phone.get(address);
    return now() - began;
  }));
}

async function measureOne(site, administrator) {
  const room = await fill(site, administrator, ONE_MEETING);
  const joining = now();
  await takeSeats(room);
  add(`${ONE_MEETING} people join and listen`, (now() - joining) / 1000, 's');
  const styles = /href="([^"]+\.css)"/.exec((await room.phones[0].get(room.meeting.path)).text)[1];
  const baseline = await fetchStatic(room, styles);
  const before = cpu(site.child.pid);
  const { seen, posts } = await answerAll(room, ANSWER_MS);
  add(`CPU of the program for ${ONE_MEETING} answers with listeners`, cpu(site.child.pid) - before, 'ms');
  addDelays('an answer is durable and acknowledged', posts);
  addDelays('an answer is on the big screen', seen);
  const rows = Number(await site.sql('SELECT count(*) FROM answer'));
  add(`answers lost of ${ONE_MEETING}`, ONE_MEETING - rows, '');
  const steps = [];
  for (const verb of ['/lead/next', '/lead/next', '/lead/back', '/lead/next', '/lead/back'])
    steps.push(await goOn(room, verb));
  addDelays(`the leader goes on: heard by ${ONE_MEETING}`, steps.flatMap(({ heard }) => heard));
  addDelays(`the leader goes on: new task on ${ONE_MEETING} telephones`, steps.flatMap(({ had }) => had), baseline);
  add('the leader goes on: on the big screen, slowest of 5', Math.max(...steps.map(({ screen }) => screen)), 'ms');
  add('largest live update of a telephone', Math.max(...room.phones.flatMap(({ parts }) => parts.map(({ bytes }) => bytes))) / 1024, 'KiB');
  [...room.phones, room.screen].forEach((one) => one.close());
}

async function measureMany(site, administrator) {
  const rooms = [];
  for (let i = 0; i < MEETINGS; i++) rooms.push(await fill(site, administrator, SEATS_EACH));
  for (const room of rooms) await takeSeats(room);
  const rowsBefore = Number(await site.sql('SELECT count(*) FROM answer'));
  const results = await Promise.all(rooms.map((room) => answerAll(room, ANSWER_MS)));
  addDelays(`${MEETINGS} meetings at once: an answer is on the big screen`, results.flatMap(({ seen }) => seen));
  const rows = Number(await site.sql('SELECT count(*) FROM answer')) - rowsBefore;
  add(`answers lost of ${MEETINGS * SEATS_EACH} in ${MEETINGS} meetings`, MEETINGS * SEATS_EACH - rows, '');
  const steps = await Promise.all(rooms.map(async (room) => {
    await sleep(Math.random() * 5000);
    return goOn(room);
  }));
  addDelays(`${MEETINGS} leaders go on within 5 s: new task on the telephones`, steps.flatMap(({ had }) => had));
  rooms.forEach((room) => [...room.phones, room.screen].forEach((one) => one.close()));
}

const args = process.env.BENCH_LIMITS === 'yes' ? [] : ['--rate-limits=no'];
const site = await startSite({ args });
try {
  const administrator = await firstAdministrator(site);
  await measureOne(site, administrator);
  await measureMany(site, administrator);
  add('streams that were cut', reconnects, '');
} finally {
  await site.stop();
}
if (process.argv[2] && existsSync(path.dirname(process.argv[2])))
  writeFileSync(process.argv[2], JSON.stringify(figures, null, 1));
