// A meeting's page that keeps up: telephones, the big screen, the outline. The server only says that
// there is news; the page then fetches its live part and changes what differs. What a person is
// typing or has chosen stays, is kept on the telephone until it is saved, and is sent by itself when
// the time is up. Without this script every page works by loading it again.

const live = document.getElementById('live');
const offline = document.getElementById('offline');
const isScreen = document.body.classList.contains('big');
const words = live.dataset;
const FETCH_EVERY_MS = 500;      // at most two fetches a second
const SPREAD_MS = isScreen ? 60 : 600; // so that 300 telephones do not ask in the same moment
const RETRY_LONGEST_MS = 20000;
const LOOK_WITHOUT_NEWS_MS = 20000;

document.documentElement.classList.add('has-script');
const say = document.createElement('p');
say.className = 'sr-only';
say.setAttribute('role', 'status');
document.body.append(say);

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const announce = (text) => { if (text && say.textContent !== text) say.textContent = text; };

/* ---- what is typed ---- */

const isDirty = (form) => form.dataset.dirty === '1';
const formOf = (element) => element.closest?.('form[data-send]');
const draftKey = (form) => `${form.getAttribute('action')} ${form.dataset.keep ?? form.dataset.send}`;
const values = (form) => [...new FormData(form)].filter(([name]) => name !== 'token');

function store(form) {
  try { sessionStorage.setItem(draftKey(form), JSON.stringify(values(form))); } catch { /* full or forbidden */ }
}
function forget(form) {
  delete form.dataset.dirty;
  delete form.dataset.wants;
  try { sessionStorage.removeItem(draftKey(form)); } catch { /* forbidden */ }
}

function status(form, text, isDraft) {
  const element = form.querySelector('[data-saved]');
  if (!element || element.textContent === text) return;
  element.textContent = text;
  element.classList.toggle('is-draft', isDraft);
  if (form.dataset.send === 'score') element.classList.remove('saved-box');
}

function count(form) {
  const area = form.querySelector('textarea[maxlength]');
  const element = form.querySelector('[data-count]');
  if (area && element && area.value) element.textContent = `${area.maxLength - area.value.length} ${words.left}`;
}

function touch(form) {
  form.dataset.dirty = '1';
  delete form.dataset.tried;
  store(form);
  status(form, words.draft, true);
  count(form);
}

// What was typed before a reload or a crash, when the server does not have it.
function restore(form) {
  let saved;
  try { saved = JSON.parse(sessionStorage.getItem(draftKey(form))); } catch { return; }
  if (!Array.isArray(saved) || isDirty(form)) return;
  let changed = false;
  for (const [name, value] of saved) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === 'radio') {
        if (field.value === value && !field.checked) { field.checked = true; changed = true; }
      } else if (field.tagName === 'TEXTAREA' && field.value !== value) { field.value = value; changed = true; }
    }
  }
  if (changed) touch(form); else forget(form);
}

live.addEventListener('input', (event) => {
  const form = formOf(event.target);
  if (!form) return;
  touch(form);
  if (form.dataset.send === 'score' && 'complete' in form.dataset) later(form);
});
const timers = new WeakMap();
function later(form) { // a sheet that was saved once follows each change
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => { if (isDirty(form)) send(form); }, 800));
}
live.addEventListener('submit', (event) => {
  const form = formOf(event.target);
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter);
});

/* ---- sending ---- */

const withPart = (address) => {
  const url = new URL(address, location.href);
  url.searchParams.set('part', 'live');
  return url;
};
const token = () => document.querySelector('#leave input[name=token]');

async function newToken() {
  const page = await (await fetch(location.href, { cache: 'no-store' })).text();
  const fresh = new DOMParser().parseFromString(page, 'text/html').querySelector('#leave input[name=token]');
  if (fresh && token()) token().value = fresh.value;
}

async function post(form, submitter) {
  const body = new URLSearchParams(values(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  for (let tries = 0; ; tries++) {
    body.set('token', token()?.value ?? '');
    const answer = await fetch(withPart(form.action), { method: 'POST', body });
    if (answer.status === 403 && tries === 0) { await newToken(); continue; } // hours old
    if ((answer.status === 429 || answer.status === 503) && tries < 4) {
      await wait(1000 * (Number(answer.headers.get('Retry-After')) || 1) + Math.random() * 1000);
      continue;
    }
    return answer;
  }
}

// Sends a form, shows what the server says. True when it is saved.
async function send(form, submitter, isQuiet) {
  if (form.dataset.busy) { form.dataset.busy = 'again'; return false; }
  form.dataset.busy = 'yes';
  sendings++;
  const sent = JSON.stringify(values(form));
  status(form, words.sending, true);
  try {
    const answer = await post(form, submitter);
    connected(true);
    if (isElsewhere(answer)) return true;
    const isSaved = answer.ok;
    if (isSaved && JSON.stringify(values(form)) === sent) forget(form);
    if (isSaved || answer.status === 422) { if (!isQuiet || isSaved) show(await answer.text(), isSaved ? form : null); }
    else refresh();
    if (answer.status === 422) showError();
    return isSaved;
  } catch { // no network: the words stay, and are sent when there is one
    connected(false);
    form.dataset.dirty = '1';
    store(form);
    status(form, words.draft, true);
    form.dataset.wants = '1';
    return false;
  } finally {
    sendings++;
    const again = form.dataset.busy === 'again';
    delete form.dataset.busy;
    if (again && isDirty(form)) send(form);
  }
}

function showError() {
  const wrong = live.querySelector('[aria-invalid=true], .error-box, fieldset[tabindex]');
  wrong?.focus({ preventScroll: false });
}

// Everything that is written and not saved, before the time it counts for is gone.
async function sendAll() {
  for (const form of live.querySelectorAll('form[data-dirty="1"]')) {
    const area = form.querySelector('textarea');
    if (form.dataset.wants || (area ? area.value.trim() : form.checkValidity())) await send(form, null, true);
  }
}

/* ---- changing the page ---- */

const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');

function morph(old, fresh) {
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    let match = at;
    while (match && !same(match, next)) match = match.nextSibling;
    if (!match) { old.insertBefore(next, at); continue; }
    // What a finger or a key is on must not be moved: rather the text before it goes.
    while (match !== at && at.nodeType === Node.TEXT_NODE) { const gone = at; at = at.nextSibling; old.removeChild(gone); }
    const after = match === at ? at.nextSibling : at;
    if (match !== at) old.insertBefore(match, at);
    change(match, next); // may put another element in its place
    at = after;
  }
  // Not gone.remove(): in a form with a button of that name, that is the button.
  while (at) { const gone = at; at = at.nextSibling; old.removeChild(gone); }
}

const KEPT = new Set(['open', 'data-dirty', 'data-busy', 'data-wants', 'data-tried']);
function change(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  const form = formOf(old);
  const keeps = form && isDirty(form);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name === 'value' && (keeps || old.name === 'token')) continue;
    if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.tagName === 'TEXTAREA') { if (!keeps) old.value = fresh.value; return; }
  if (old.tagName === 'INPUT') {
    if (!keeps && (old.type === 'radio' || old.type === 'checkbox')) old.checked = fresh.hasAttribute('checked');
    return;
  }
  if (old.tagName === 'svg') { if (!old.isEqualNode(fresh)) old.replaceWith(fresh); return; }
  morph(old, fresh);
}

const taskKey = (root) => root.querySelector('.task')?.dataset.key;

async function show(html, saved) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').body;
  const isNew = taskKey(fresh) !== taskKey(live);
  const stays = new Set([...fresh.querySelectorAll('form[data-send]')].map(draftKey));
  let isSent = false;
  for (const form of live.querySelectorAll('form[data-dirty="1"]')) {
    // The task it belongs to is over: within the seconds of grace it still counts.
    if (form === saved || form.dataset.busy || form.dataset.tried || !(isNew || !stays.has(draftKey(form)))) continue;
    form.dataset.tried = '1';
    const area = form.querySelector('textarea');
    if (!area || area.value.trim()) isSent = await send(form, null, true) || isSent;
  }
  if (isSent) return; // what the server answered to that is newer
  const focused = document.activeElement;
  const place = live.contains(focused) ? [focused.id, focused.selectionStart, focused.selectionEnd] : null;
  morph(live, fresh);
  prepare();
  if (isNew) {
    const title = live.querySelector('h1')?.textContent ?? '';
    announce(`${title}. ${live.querySelector('.prompt')?.textContent ?? ''}`);
    if (!isScreen) window.scrollTo({ top: 0 });
  } else if (place && document.activeElement !== focused) {
    // Also a button or a choice without a name of its own: moving it in the page takes the focus away.
    const element = focused.isConnected ? focused : document.getElementById(place[0]);
    element?.focus({ preventScroll: true });
    if (place[1] != null) element?.setSelectionRange?.(place[1], place[2]);
  }
}

function prepare() {
  for (const form of live.querySelectorAll('form[data-send]')) {
    const field = form.querySelector('input[name=token]');
    if (field && token()) field.value = token().value;
    if (isDirty(form)) status(form, words.draft, true); else restore(form);
    count(form);
  }
  const board = live.querySelector('[data-board]'); // keeps up note by note
  if (board) import(board.dataset.script);
  const css = live.querySelector('[data-css]')?.dataset.css; // fetched with the first board
  if (css && !document.querySelector(`link[href="${css}"]`)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: css }));
  }
  const clock = live.querySelector('.clock');
  if (clock) offset = Number(clock.dataset.now) - Date.now();
  isOver = clock?.classList.contains('is-over') ?? false;
  tick();
}

/* ---- fetching ---- */

function isElsewhere(answer) {
  if (!answer.redirected) return false;
  const url = new URL(answer.url);
  if (url.pathname.replace(/^\/(da|en)(?=\/)/, '') === location.pathname.replace(/^\/(da|en)(?=\/)/, '')) return false;
  url.searchParams.delete('part');
  location.assign(url);
  return true;
}

let last = 0;
let sendings = 0; // begun and ended
let running = null;
let wanted = false;

async function fetchPart() {
  await wait(Math.max(Math.random() * SPREAD_MS, last + FETCH_EVERY_MS - Date.now()));
  last = Date.now();
  wanted = false;
  const began = sendings;
  try {
    const answer = await fetch(withPart(words.part), { cache: 'no-store' });
    if (isElsewhere(answer)) return;
    if (answer.status === 404 || answer.status === 403) { location.reload(); return; }
    if (!answer.ok) { await wait(2000); wanted = true; return; }
    const text = await answer.text();
    connected(true);
    // What was asked for before something was sent is older than what the telephone shows.
    if (began === sendings) await show(text); else wanted = true;
  } catch { connected(false); }
}

// News that arrives while a fetch runs is answered by one fetch more.
function refresh() {
  wanted = true;
  running ??= (async () => { while (wanted) await fetchPart(); running = null; })();
  return running;
}

/* ---- the connection ---- */

let isConnected = true;
let isListening = false;

function connected(yes) {
  if (yes === isConnected) return;
  isConnected = yes;
  if (offline) offline.hidden = yes;
  if (yes) sendAll();
}

function listen(topic) {
  let pause = 1000;
  let lost;
  const connect = () => {
    const source = new EventSource(`/live?${new URLSearchParams({ topic })}`);
    source.addEventListener('open', () => {
      pause = 1000;
      clearTimeout(lost);
      isListening = true;
      connected(true);
      refresh(); // what happened meanwhile, nobody tells
    });
    source.addEventListener('message', refresh);
    source.addEventListener('error', () => {
      isListening = false;
      clearTimeout(lost);
      lost = setTimeout(() => connected(false), 1500);
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      setTimeout(connect, pause + Math.random() * 1000);
      pause = Math.min(pause * 2, RETRY_LONGEST_MS);
    });
  };
  connect();
}

/* ---- the clock ---- */

let offset = 0;
let isOver = false;

function tickOne(clock) {
  const { ends, round, low, last: moments, over } = clock.dataset;
  const digits = clock.querySelector('.clock-digits');
  if (!digits || !Number(ends)) return;
  const left = Math.max(0, Number(ends) - Date.now() - offset);
  const seconds = Math.ceil(left / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (digits.textContent === text) return;
  digits.textContent = text;
  const share = left / Number(round);
  const state = seconds === 0 ? 'is-over' : share <= 0.05 ? 'is-last' : share <= 0.2 ? 'is-low' : '';
  if (state && !clock.classList.contains(state)) {
    clock.classList.remove('is-low', 'is-last', 'is-over');
    clock.classList.add(state);
    const message = { 'is-low': low, 'is-last': moments, 'is-over': over }[state];
    clock.querySelector('.clock-words').textContent = message;
    announce(message);
  }
  if (seconds === 0 && !isOver) {
    isOver = true;
    sendAll().then(() => wait(300)).then(refresh); // the next round, or what comes then
  }
}
const tick = () => { for (const clock of live.querySelectorAll('.clock')) tickOne(clock); };

/* ---- begin ---- */

// On a slow telephone people have begun before the script has.
const isChanged = ({ type, checked, defaultChecked, value, defaultValue }) => (
  /^(radio|checkbox)$/.test(type) ? checked !== defaultChecked : /^text/.test(type) && value !== defaultValue);
for (const form of live.querySelectorAll('form[data-send]')) {
  if ([...form.elements].some(isChanged)) touch(form);
}
prepare();
setInterval(tick, 250);
listen(words.topic);
setInterval(() => { if (!isListening && !document.hidden) refresh(); }, LOOK_WITHOUT_NEWS_MS);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
document.addEventListener('board-news', refresh);
window.addEventListener('online', refresh);
window.addEventListener('offline', () => connected(false));
