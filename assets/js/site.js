// Live updates for pages that ask for them; every page also works by reloading. An element with
// data-live="TOPIC" shows what the server sends for that topic: a fragment made by the same template
// as the page, in the page's language. With data-live-fetch what arrives is only news that something
// changed: the page itself is fetched again and the element with the same id taken from it. Only
// pages with such an element load this file.

const RETRY_LONGEST_MS = 30000;

function follow(element) {
  let wait = 1000;
  const connect = () => {
    const query = new URLSearchParams({ topic: element.dataset.live });
    const source = new EventSource(`/${document.documentElement.lang}/live?${query}`);
    const closeWhenDone = () => { if (element.querySelector('[data-live-done]')) source.close(); };
    source.addEventListener('open', () => {
      wait = 1000;
      // What happened since the page was made, or while there was no connection, nobody tells.
      if ('liveFetch' in element.dataset) fetchAgain(element).then(closeWhenDone);
    });
    source.addEventListener('message', (event) => {
      if ('liveFetch' in element.dataset) { fetchAgain(element).then(closeWhenDone); return; }
      show(element, event.data);
      closeWhenDone();
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, RETRY_LONGEST_MS);
    });
  };
  connect();
}

// Fetches the page for the element's new content; news that arrives meanwhile is answered by one
// fetch more.
async function fetchAgain(element) {
  if (element.dataset.liveFetch) { element.dataset.liveFetch = 'again'; return; }
  element.dataset.liveFetch = 'busy';
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = answer.ok && page.getElementById(element.id);
    if (fresh) show(element, fresh.innerHTML);
  } catch { /* no network: the next news tries again */ }
  const again = element.dataset.liveFetch === 'again';
  element.dataset.liveFetch = '';
  if (again) fetchAgain(element);
}

// Replaces the content, but keeps the focus where a reader had it.
function show(element, html) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  element.replaceChildren(...document.adoptNode(fresh.body).childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

for (const element of document.querySelectorAll('[data-live]')) follow(element);

// The clocks of a meeting's leader count down between two fetches: the server says when they end,
// and how late it was there when it said so.
const offsets = new WeakMap();
let isOver = false;
function tick(clock) {
  const { ends, now, round, low, last, over } = clock.dataset;
  const digits = clock.querySelector('.clock-digits');
  if (!digits || !Number(ends)) return;
  if (!offsets.has(clock)) { offsets.set(clock, Number(now) - Date.now()); isOver = false; }
  const left = Math.max(0, Number(ends) - Date.now() - offsets.get(clock));
  const seconds = Math.ceil(left / 1000);
  digits.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const share = left / Number(round);
  const state = seconds === 0 ? 'is-over' : share <= 0.05 ? 'is-last' : share <= 0.2 ? 'is-low' : '';
  if (state && !clock.classList.contains(state)) {
    clock.classList.remove('is-low', 'is-last', 'is-over');
    clock.classList.add(state);
    clock.querySelector('.clock-words').textContent = { 'is-low': low, 'is-last': last, 'is-over': over }[state];
  }
  const element = clock.closest('[data-live-fetch]');
  if (seconds === 0 && !isOver && element) { isOver = true; setTimeout(fetchAgain, 500, element); }
}
if (document.querySelector('.clock, [data-live]')) {
  setInterval(() => { for (const clock of document.querySelectorAll('.clock[data-ends]')) tick(clock); }, 250);
}
