// A board that keeps up. The server says which note changed; that note alone is fetched and put in
// its place. Where it cannot be placed, or everything changed, the board is fetched whole. Forms that
// stand open are never touched, so nothing that is typed is lost. Without this script the page is
// read again by hand.

const RETRY_LONGEST_MS = 20000;
const followed = new WeakSet();
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');

function recount(board) {
  for (const field of board.querySelectorAll('.board-field')) {
    const n = field.querySelector('.board-count .board-n');
    if (n) n.textContent = String(field.querySelectorAll('.slip').length);
  }
  for (const pile of board.querySelectorAll('.board-pile')) {
    if (!pile.querySelector('.slip')) pile.remove();
  }
  for (const line of board.querySelectorAll('.board-legend li')) {
    const n = line.querySelector('.board-n');
    const layer = [...line.classList].find((name) => name.startsWith('layer-'));
    if (n && layer) n.textContent = String(board.querySelectorAll(`.slip.${layer}`).length);
  }
}

const isHeld = (element) => element && (element.querySelector('form') || element.contains(document.activeElement));

// The whole board again, note by note: what somebody writes in stays as it is.
async function fetchWhole(board) {
  const isPart = !document.querySelector('[data-board-page]');
  if (isPart) { document.dispatchEvent(new Event('board-news')); return; } // a telephone's own script
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) return;
  const whole = parse(await answer.text());
  const fresh = whole.querySelector('[data-board]');
  if (!fresh && !isHeld(board)) location.reload();
  if (!fresh) return;
  const prompt = document.querySelector('.board-page > .prompt');
  const now = whole.querySelector('.board-page > .prompt');
  if (prompt && now && prompt.textContent !== now.textContent) prompt.replaceWith(now);
  const held = [...board.querySelectorAll('.slip, .board-writing')].filter(isHeld);
  const focus = board.contains(document.activeElement) ? document.activeElement.id : '';
  for (const element of held) {
    const place = fresh.querySelector(`#${element.id}`);
    if (place) place.replaceWith(element);
    else fresh.prepend(element); // its note is gone: the words stay
  }
  board.replaceChildren(...fresh.childNodes);
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

async function fetchNote(board, id) {
  const url = new URL(board.dataset.note, location.href);
  url.searchParams.set('id', id);
  const answer = await fetch(url, { cache: 'no-store' });
  const old = document.getElementById(`n-${id}`);
  if (answer.status === 404) {
    if (!isHeld(old)) old?.remove();
    recount(board);
    return;
  }
  if (!answer.ok) return;
  const fresh = parse(await answer.text()).querySelector('.slip');
  if (!fresh || (old && old.querySelector('form'))) return;
  const list = board.querySelector(`.slips[data-place="${fresh.dataset.place}"]`);
  if (!list) { await fetchWhole(board); return; }
  const open = old?.querySelector('details[open]');
  if (open) fresh.querySelector('details')?.setAttribute('open', '');
  const ties = old?.querySelector('.slip-ties');
  if (ties && !fresh.querySelector('.slip-ties')) fresh.append(ties);
  const focused = old?.contains(document.activeElement);
  if (old && old.parentElement === list) old.replaceWith(fresh);
  else { old?.remove(); list.append(fresh); }
  if (focused) fresh.focus({ preventScroll: true });
  recount(board);
}

// One after the other, each note once.
function follow(board) {
  if (followed.has(board)) return;
  followed.add(board);
  const news = new Set();
  let running = false;
  const work = async () => {
    if (running) return;
    running = true;
    while (news.size && board.isConnected) {
      const id = news.has('all') || news.size > 20 ? 'all' : [...news][0];
      if (id === 'all') news.clear(); else news.delete(id);
      try { await (id === 'all' ? fetchWhole(board) : fetchNote(board, id)); } catch { await wait(2000); news.add(id); }
    }
    running = false;
  };
  let pause = 1000;
  const opened = new Set();
  const connect = (topic, read) => {
    if (!board.isConnected) return;
    const source = new EventSource(`/live?${new URLSearchParams({ topic })}`);
    source.addEventListener('open', () => {
      pause = 1000;
      if (opened.has(topic)) { news.add('all'); work(); } // what was missed, nobody tells
      opened.add(topic);
    });
    source.addEventListener('message', (event) => {
      if (!board.isConnected) { source.close(); return; }
      news.add(read(event.data.trim()));
      work();
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, pause + Math.random() * 1000, topic, read);
      pause = Math.min(pause * 2, RETRY_LONGEST_MS);
    });
  };
  connect(board.dataset.board, (id) => id);
  // The leader goes on: what may be done changes for all notes. Telephones hear that themselves.
  if (document.querySelector('[data-board-page]')) connect(board.dataset.board.split('/e/')[0], () => 'all');
}

function look() { for (const board of document.querySelectorAll('[data-board]')) follow(board); }
look();
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });

// How many characters are left.
document.addEventListener('input', (event) => {
  const form = event.target.closest?.('.board-writing, .board-tools');
  const count = form?.querySelector('[data-left]');
  if (count && event.target.maxLength > 0) {
    count.textContent = `${event.target.maxLength - event.target.value.length} ${count.dataset.left}`;
  }
});
// A page that comes back shows the note that was changed.
if (location.hash.startsWith('#n-')) document.getElementById(location.hash.slice(1))?.focus();
