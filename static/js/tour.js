// The way around the panel: a box beside the real thing, which gets a ring. The address carries the
// step to the next page (?tour=3), so nothing is kept but that somebody has said "later".
const LATER = 'hd-tour-later';
const GAP = 12; // px between a thing and its box
const NARROW = 576;
// Where each step points: the first of these that can be seen.
const AT = {
  list: ['.hd-side .hd-nav a[href$="/admin/tickets"]', '.hd-tabbar a[href$="/admin/tickets"]'],
  ticket: ['[data-hd-list] tbody tr', '.hd-newticket'],
  reply: ['.hd-acts', '.hd-reply', '.hd-newticket'],
  settings: ['.hd-side a[href$="/admin/settings"]', '.hd-side a[href$="/admin/account/"]', '.hd-bar .hd-menu:not([data-hd-help]) > summary'],
  help: ['[data-hd-help] > summary', '.hd-bar .hd-menu:not([data-hd-help]) > summary'],
};

const box = document.querySelector('[data-hd-tour]');
const parts = [...box.querySelectorAll('[data-step]')];
const next = box.querySelector('[data-hd-next]');
const back = box.querySelector('[data-hd-back]');
const nextWords = next.textContent;
const before = document.activeElement;
let at = 0;
let ringed = null;

const asked = () => Number(new URLSearchParams(location.search).get('tour')) || 0;
const seen = (part) => part.getClientRects().length > 0 && getComputedStyle(part).visibility !== 'hidden';
const onList = () => location.pathname === new URL(box.dataset.list, location.href).pathname;
const firstRow = () => document.querySelector('[data-hd-list] tbody a[href]');

function target(name) {
  return AT[name].flatMap((selector) => [...document.querySelectorAll(selector)]).find(seen);
}

// The page that a step needs, when this isn't it.
function elsewhere(name) {
  if (name === 'ticket' && !onList()) return box.dataset.list;
  if (name === 'reply' && onList() && firstRow()) return firstRow().href;
  return '';
}

function address(page, number) {
  const to = new URL(page, location.href);
  to.searchParams.set('tour', number + 1);
  return to;
}

function ring(part) {
  if (ringed) ringed.classList.remove('hd-ring');
  ringed = part || null;
  if (ringed) ringed.classList.add('hd-ring');
}

function place() {
  const narrow = window.innerWidth < NARROW;
  box.classList.toggle('is-docked', narrow || !ringed);
  box.style.insetBlockStart = '';
  box.style.left = '';
  box.classList.remove('is-top');
  if (!ringed) return;
  const there = ringed.getBoundingClientRect();
  if (narrow) {
    box.classList.toggle('is-top', there.top + there.bottom > window.innerHeight);
    return;
  }
  const { width, height } = box.getBoundingClientRect();
  const within = (value, room) => Math.max(GAP, Math.min(value, room - GAP));
  let top = there.bottom + GAP;
  let left = document.dir === 'rtl' ? there.right - width : there.left;
  if (top + height > window.innerHeight - GAP) top = there.top - GAP - height;
  if (top < GAP) { // no room below or above: beside it, or over it
    top = there.top;
    left = there.right + GAP + width < window.innerWidth ? there.right + GAP : there.left - GAP - width;
  }
  box.style.insetBlockStart = `${within(top, window.innerHeight - height)}px`;
  box.style.left = `${within(left, window.innerWidth - width)}px`;
}

function show(number) {
  at = Math.max(0, Math.min(number, parts.length - 1));
  const { step } = parts[at].dataset;
  parts.forEach((part, index) => { part.hidden = index !== at; });
  box.hidden = false;
  box.setAttribute('aria-labelledby', `tour-${step}`);
  box.setAttribute('aria-describedby', `tour-${step}-words`);
  box.querySelector('[data-hd-of]').textContent = box.dataset.of.replace('{n}', at + 1).replace('{all}', parts.length);
  back.hidden = at === 0;
  next.textContent = at === parts.length - 1 ? next.dataset.last : nextWords;
  ring(target(step));
  if (ringed) ringed.scrollIntoView({ block: 'nearest' });
  place();
  parts[at].querySelector('h2').focus({ preventScroll: true });
}

function go(number) {
  const page = elsewhere(parts[number].dataset.step);
  if (page) location.assign(address(page, number));
  else show(number);
}

function close() {
  ring(null);
  box.hidden = true;
  try {
    sessionStorage.setItem(LATER, '1');
  } catch { /* a browser that keeps nothing: it comes again on the next first page */ }
  const here = new URL(location.href);
  here.searchParams.delete('tour');
  history.replaceState(null, '', here);
  if (before && before !== document.body && seen(before)) before.focus();
}

function never() {
  const form = box.querySelector('[data-hd-never]');
  fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' }, keepalive: true });
  close();
}

function isLater() {
  try {
    return Boolean(sessionStorage.getItem(LATER));
  } catch {
    return false;
  }
}

next.addEventListener('click', () => (at === parts.length - 1 ? never() : go(at + 1)));
back.addEventListener('click', () => go(at - 1));
box.querySelectorAll('[data-hd-skip]').forEach((button) => button.addEventListener('click', close));
box.querySelector('[data-hd-never]').addEventListener('submit', (event) => {
  event.preventDefault();
  never();
});
box.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  event.stopPropagation();
  close();
});
window.addEventListener('resize', () => { if (!box.hidden) place(); });
window.addEventListener('scroll', () => { if (!box.hidden) place(); }, { passive: true, capture: true });

if (asked()) go(asked() - 1);
else if (!isLater()) show(0);
