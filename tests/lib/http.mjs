// A small HTTP client that behaves as a browser without scripts: it keeps cookies, follows redirects
// when asked to open a page, and submits the forms that the page really has.
import http from 'node:http';
import net from 'node:net';
import { elements, forms, textOf } from './html.mjs';
import { routeHit } from './routes.mjs';

// One answer. status, headers, bytes, url; and for pages: text, words (as read), title, heading.
export class Page {
  constructor(client, url, message, bytes) {
    Object.assign(this, { client, url, bytes, status: message.statusCode, headers: message.headers,
      rawHeaders: message.rawHeaders });
  }

  get text() { return this.bytes.toString('utf8'); }

  get words() { return textOf(this.text); }

  get json() { return JSON.parse(this.text); }

  get location() { return this.headers.location; }

  get path() { return this.url.pathname + this.url.search; }

  // All elements of a tag: page.all('a').map((link) => link.attributes.href)
  all(tag) { return elements(this.text).filter((element) => element.tag === tag); }

  get title() { return this.all('title')[0]?.inner.trim() ?? ''; }

  get heading() { return this.all('h1')[0]?.text ?? ''; }

  // The address behind the first link whose words contain this text (or match this pattern).
  link(wanted) {
    const fits = (words) => (wanted instanceof RegExp ? wanted.test(words) : words.includes(wanted));
    const found = this.all('a').find((link) => fits(link.text));
    if (!found) throw new Error(`no link ${wanted} on ${this.path}`);
    return found.attributes.href;
  }

  // The one form whose action ends with this text, or which has a field or button of this name;
  // without argument the only form that is a POST.
  form(wanted) {
    const all = forms(this.text);
    const fits = (form) => (wanted === undefined ? form.method === 'POST'
      : new URL(form.action || this.url, this.url).pathname.endsWith(wanted) || form.id === wanted
        || form.fields.some((field) => field.name === wanted));
    const found = all.filter(fits);
    if (found.length === 0) {
      const there = all.map((form) => `${form.method} ${form.action}`).join(', ') || 'none';
      throw new Error(`no form ${wanted ?? ''} on ${this.path} (${this.status}); there are: ${there}`);
    }
    return new Form(this, found[0]);
  }
}

const tokenField = 'token';
const tokensTried = new Set();

export class Form {
  constructor(page, parsed) {
    Object.assign(this, parsed, { page, files: new Map() });
  }

  names() { return [...new Set(this.fields.map((field) => field.name))]; }

  value(name) { return this.fields.find((field) => field.name === name)?.value; }

  // Sets fields as a person could: a field that the form lacks, or a choice that it does not offer,
  // is an error of the scenario. true and false tick boxes; {name, type, bytes} is a file.
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const fields = this.fields.filter((field) => field.name === name);
      if (fields.length === 0) {
        throw new Error(`the form ${this.action} has no field ${name}; it has ${this.names().join(', ')}`);
      }
      if (fields[0].type === 'file') this.files.set(name, value);
      else fillOne(fields, name, value);
    }
    return this;
  }

  // The pairs a browser would send. button: the name (or name=value) of the pressed button.
  pairs(button) {
    const pairs = [];
    for (const field of this.fields) {
      const { type, name, value } = field;
      if (field.disabled) continue;
      const isButton = type === 'submit' || type === 'button' || type === 'image';
      if (isButton && button !== name && button !== `${name}=${value}`) continue;
      if ((type === 'checkbox' || type === 'radio') && !field.checked) continue;
      if (type === 'file') pairs.push([name, this.files.get(name) ?? { name: '', bytes: '' }]);
      else pairs.push([name, type === 'textarea' ? value.replace(/\r?\n/g, '\r\n') : value]);
    }
    return pairs;
  }

  // Sends it. Answers the page that the server answered: a redirect is not followed, see submit().
  // The first time that a form of its kind is sent, it is first sent without its hidden token, which
  // must be refused: so every POST that any scenario makes is also tested for that.
  async send({ button, headers = {} } = {}) {
    const { client, url } = this.page;
    const target = new URL(this.action || url, url);
    const pairs = this.pairs(button);
    if (this.method === 'GET') {
      target.search = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
      return client.get(target, { headers });
    }
    const post = (list) => client.post(target, this.encode(list), { headers, from: url });
    const kind = target.pathname.replace(/\/[^/]*\d[^/]*/g, '/:id');
    const refused = tokensTried.has(kind) ? undefined
      : await post(pairs.filter(([name]) => name !== tokenField));
    tokensTried.add(kind);
    const page = await post(pairs);
    if (refused && page.status < 400 && refused.status !== 403) {
      throw new Error(`${this.action} answered ${refused.status} to a form without a token`);
    }
    return page;
  }

  encode(pairs) {
    return this.enctype === 'multipart/form-data' ? multipart(pairs)
      : { type: 'application/x-www-form-urlencoded', bytes: urlencoded(pairs) };
  }

  // Sends it and follows the redirect that a good answer is, as a person sees it.
  async submit(options) {
    return this.page.client.follow(await this.send(options));
  }
}

function fillOne(fields, name, value) {
  const [first] = fields;
  if (first.type === 'radio') {
    const chosen = fields.find((field) => field.value === String(value));
    if (!chosen) throw new Error(`${name} offers ${fields.map((field) => field.value)}, not ${value}`);
    for (const field of fields) field.checked = field === chosen;
  } else if (first.type === 'checkbox') {
    const wanted = Array.isArray(value) ? value.map(String) : undefined;
    for (const field of fields) {
      field.checked = wanted ? wanted.includes(field.value)
        : value === true || (typeof value === 'string' && field.value === value);
    }
  } else if (first.type === 'select') {
    if (!first.options.some((option) => option.value === String(value))) {
      throw new Error(`${name} offers ${first.options.map((option) => option.value)}, not ${value}`);
    }
    first.value = String(value);
  } else {
    first.value = String(value);
  }
}

export function urlencoded(pairs) {
  const list = Array.isArray(pairs) ? pairs : Object.entries(pairs);
  return Buffer.from(new URLSearchParams(list).toString());
}

export function multipart(pairs, boundary = `----samskab${Math.random().toString(36).slice(2)}`) {
  const quoted = (text) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const pieces = [];
  for (const [name, value] of pairs) {
    pieces.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`);
    if (typeof value === 'string') {
      pieces.push(`\r\n\r\n${value}\r\n`);
    } else {
      pieces.push(`; filename="${quoted(value.name)}"\r\nContent-Type: ${
        value.type ?? 'application/octet-stream'}\r\n\r\n`, value.bytes, '\r\n');
    }
  }
  pieces.push(`--${boundary}--\r\n`);
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}

// A visitor. Cookies stay in the client; a second person is a second client.
export class Client {
  constructor(base, { language = 'da', headers = {} } = {}) {
    this.base = new URL(base);
    this.cookies = new Map();
    this.headers = { 'accept-language': language, accept: 'text/html,*/*;q=0.8', ...headers };
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  }

  request(method, address, { headers = {}, body, seconds = 60 } = {}) {
    const url = new URL(address, this.base);
    const send = { ...this.headers, ...headers };
    if (this.cookies.size > 0 && send.cookie === undefined) {
      send.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    if (body !== undefined) send['content-length'] ??= Buffer.byteLength(body);
    for (const name of Object.keys(send)) if (send[name] === null) delete send[name];
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method, headers: send, agent: this.agent }, (message) => {
        const pieces = [];
        message.on('data', (piece) => pieces.push(piece));
        message.on('error', reject);
        message.on('end', () => {
          this.keepCookies(message.headers['set-cookie'] ?? []);
          routeHit(method, url.pathname, message.statusCode);
          resolve(new Page(this, url, message, Buffer.concat(pieces)));
        });
      });
      request.setTimeout(seconds * 1000, () => request.destroy(new Error(`no answer in ${seconds} s`)));
      request.on('error', (error) => reject(new Error(`${method} ${url.pathname}: ${error.message}`)));
      request.end(body);
    });
  }

  keepCookies(lines) {
    for (const line of lines) {
      const [pair, ...rest] = line.split(';');
      const [name, ...value] = pair.split('=');
      const gone = rest.some((part) => /^\s*(max-age\s*=\s*0|expires\s*=.*\b1970\b)/i.test(part));
      if (gone) this.cookies.delete(name.trim());
      else this.cookies.set(name.trim(), value.join('=').trim());
    }
  }

  get(address, options) { return this.request('GET', address, options); }

  // A POST as a page of ours would send it. body: {type, bytes}, or pairs to be URL-encoded.
  post(address, body, { headers = {}, from } = {}) {
    const content = body?.bytes === undefined
      ? { type: 'application/x-www-form-urlencoded', bytes: urlencoded(body ?? {}) } : body;
    return this.request('POST', address, {
      headers: { 'content-type': content.type, origin: this.base.origin,
        referer: String(from ?? this.base), 'sec-fetch-site': 'same-origin', ...headers },
      body: content.bytes,
    });
  }

  async follow(page) {
    let at = page;
    for (let steps = 0; at.status >= 300 && at.status < 400 && at.location; steps++) {
      if (steps === 10) throw new Error(`redirects without end at ${at.path}`);
      at = await this.get(new URL(at.location, at.url));
    }
    return at;
  }

  // What a person does: go there, and arrive where one is sent.
  async open(address) {
    return this.follow(await this.get(address));
  }

  close() { this.agent.destroy(); }
}

// Sends bytes as they are, and answers all that came back until the server closed or was silent for
// `quiet` milliseconds: { text, statuses (of every answer in it), closed }.
export function raw(port, bytes, { quiet = 400, host = '127.0.0.1', delay = 0 } = {}) {
  return new Promise((resolve) => {
    const pieces = [];
    let closed = false;
    const socket = net.connect(port, host);
    let silence;
    const finish = () => {
      clearTimeout(silence);
      socket.destroy();
      const text = Buffer.concat(pieces).toString('latin1');
      const statuses = [...text.matchAll(/(?:^|[^0-9a-z])HTTP\/1\.[01] (\d{3}) /gi)]
        .map((found) => Number(found[1]));
      resolve({ text, statuses, closed });
    };
    const wait = (time) => {
      clearTimeout(silence);
      silence = setTimeout(finish, time);
    };
    const list = Array.isArray(bytes) ? bytes : [bytes];
    socket.on('connect', async () => {
      wait(5000);
      for (const piece of list) {
        if (closed) break;
        socket.write(Buffer.isBuffer(piece) ? piece : Buffer.from(piece, 'latin1'));
        if (delay) await new Promise((done) => setTimeout(done, delay));
      }
    });
    socket.on('data', (piece) => {
      pieces.push(piece);
      wait(quiet);
    });
    socket.on('error', () => { closed = true; });
    socket.on('close', () => {
      closed = true;
      finish();
    });
  });
}
