// Keeps an open page up to date. It asks [data-hd-pulse] what is new since its cursor, as often as the
// server says: less while nobody looks, and after errors. New entries go into [data-hd-thread] where their
// position belongs; parts of the page marked [data-hd-live="name"] are taken from the page itself when they
// changed, but never while somebody is at work in them. What is typed stays as it is, and nothing jumps.
// Another script may send "hd:pulse" to the document to ask at once, and hears "hd:fresh" for an entry or a
// part that was put into the page.
const LONG = 12000; // ms without an answer after which a person is told
const BEAT = 21000; // ms between two words that somebody is here
const TYPING = 5200; // ms between two words that somebody types
const LEAST_READ = 15000; // ms between two readings of the list's counts

const root = document.querySelector('[data-hd-pulse]');
const $ = (selector, within = root) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const thread = document.querySelector('[data-hd-thread]');
const answerBox = () => document.querySelector('.hd-reply, .hd-answer');
const isPart = root && 'part' in root.dataset; // of a long thread, and not its end: what is new belongs elsewhere
const parsed = (html) => Object.assign(document.createElement('template'), { innerHTML: html }).content.firstElementChild;
const now = () => Date.now();
const hear = (part) => document.dispatchEvent(new CustomEvent('hd:fresh', { detail: part }));
const patience = () => (AbortSignal.timeout ? AbortSignal.timeout(25000) : null);

const at = { cursor: root && root.dataset.cursor, next: Number(root && root.dataset.next), timer: 0, busy: false, ended: 0, failed: 0, lost: 0, hidden: 0, beat: 0, typed: 0, read: 0, owed: false, counts: false, token: '', people: '' };
const unseen = { entries: [], tickets: new Set(), title: document.title };
const waiting = new Map(); // parts of the page that somebody is at work in, by name

// --- Asking ---------------------------------------------------------------------------------------
async function ask() {
  if (at.busy) return;
  clearTimeout(at.timer);
  at.busy = true;
  let wait;
  try {
    const address = `${root.dataset.hdPulse}&cursor=${encodeURIComponent(at.cursor)}`;
    wait = await heard(await fetch(address, { cache: 'no-store', headers: { Accept: 'application/json' }, signal: patience() }));
  } catch {
    wait = failed();
  }
  at.busy = false;
  if (wait) at.timer = setTimeout(ask, wait * (0.9 + Math.random() / 5));
}

async function heard(answer) {
  if ([401, 403, 404].includes(answer.status)) return ended(answer.status);
  const isNews = answer.status === 200 && (answer.headers.get('Content-Type') || '').includes('json');
  if (!isNews && answer.status !== 204) return failed(Number(answer.headers.get('Retry-After')) * 1000);
  at.next = Number(answer.headers.get('X-Pulse-Next')) || at.next;
  if (isNews) take(await answer.json());
  if (at.owed || (at.counts && now() - at.read > LEAST_READ)) await reread();
  Object.assign(at, { failed: 0, lost: 0, ended: 0 });
  why('');
  beat();
  return document.hidden ? Math.min(120000, Math.max(at.next * 4, 20000, (now() - at.hidden) / 5)) : at.next;
}

function failed(after = 0) {
  at.failed += 1;
  at.lost = at.lost || now();
  if (now() - at.lost > LONG || !navigator.onLine) why('away');
  return Math.max(after || 0, Math.min(60000, at.next * 2 ** Math.min(at.failed - 1, 5)));
}

function ended(status) {
  at.ended = status;
  why(String(status));
  return 0;
}

function why(reason) {
  const line = $('[data-hd-away]');
  if (!reason === line.hidden && (line.dataset.shown || '') === reason) return;
  line.dataset.shown = reason;
  line.hidden = !reason;
  $$('[data-hd-why]', line).forEach((part) => {
    part.hidden = part.dataset.hdWhy !== reason;
    if (!part.hidden) say(part.textContent.trim());
  });
}

function take(news) {
  at.cursor = news.cursor;
  at.next = news.next || at.next;
  if ('presence' in news) { at.people = news.presence; showPeople(document); }
  if (news.entries && thread) merge(news.entries.map((entry) => ({ ...entry, fresh: parsed(entry.html) })), news.whole);
  at.owed = at.owed || Boolean(news.read);
  if (news.list) changed(news.list);
}

function showPeople(within) {
  $$('[data-hd-presence]', within).forEach((place) => { place.innerHTML = at.people; });
}

// --- The page stays where it is -------------------------------------------------------------------
const bottom = () => thread.getBoundingClientRect().bottom;
function floor() {
  const box = answerBox();
  const bar = document.querySelector('.hd-tabbar');
  const end = innerHeight - (bar ? bar.offsetHeight : 0);
  const top = box ? box.getBoundingClientRect().top : end;
  return top > 0 ? Math.min(top, end) : end;
}
const atEnd = () => bottom() <= floor() + 40;

// What the reader looks at keeps its place: the end of the thread, the line that is typed, the first entry in view.
function steady(change) {
  if (!thread) return change();
  const box = answerBox();
  const typing = box && box.contains(document.activeElement) && document.activeElement;
  const seen = $$('[data-position]', thread).find((entry) => entry.getBoundingClientRect().bottom > 100);
  const kept = typing || seen;
  const place = atEnd() ? bottom : () => (kept && kept.isConnected ? kept.getBoundingClientRect().top : 0);
  const before = place();
  change();
  const moved = place() - before;
  if (Math.abs(moved) > 1) scrollBy({ top: moved, behavior: 'instant' });
}

function merge(entries, whole) {
  const from = whole && entries.length ? entries[0].position : 0; // a page may show earlier ones besides
  const there = new Map($$('[data-position]', thread).map((part) => [Number(part.dataset.position), part]).filter(([position]) => position >= from));
  const wasAtEnd = atEnd();
  const added = [];
  steady(() => {
    for (const { position, fresh, kind, mine } of entries) {
      const old = there.get(position);
      there.delete(position);
      if (!fresh) continue;
      if (!old) {
        if (!isPart) insert(position, fresh);
        added.push({ fresh, counts: kind !== 'event' && !mine });
      } else if (old.className !== fresh.className && !old.contains(document.activeElement)) {
        old.replaceWith(fresh);
        hear(fresh);
      }
    }
    if (whole && !isPart) there.forEach((part) => part.remove());
  });
  tell(added.filter((entry) => entry.counts).map((entry) => entry.fresh), wasAtEnd);
}

function insert(position, fresh) {
  const before = $$('[data-position]', thread).filter((part) => Number(part.dataset.position) < position).pop();
  if (before) before.after(fresh);
  else thread.prepend(fresh);
  hear(fresh);
}

// --- What came meanwhile --------------------------------------------------------------------------
function words(count) {
  const all = $$('[data-hd-plurals] li', root);
  return all[Math.min(count, all.length) - 1].textContent;
}

function say(text) {
  const line = $('[data-hd-aloud]');
  line.textContent = '';
  setTimeout(() => { line.textContent = text; }, 50); // readers hear a change only
}

function tell(fresh, wasAtEnd) {
  if (!fresh.length) return;
  if (!wasAtEnd || isPart || document.hidden) unseen.entries.push(...fresh);
  say(words(fresh.length));
  show();
}

function show() {
  const line = $('[data-hd-news]');
  unseen.entries = unseen.entries.filter((entry) => isPart || entry.isConnected);
  const count = unseen.entries.length + unseen.tickets.size;
  line.hidden = !count || Boolean(thread && !isPart && atEnd());
  if (count) $('[data-hd-words]').textContent = words(count);
  document.title = count && document.hidden ? `(${count}) ${unseen.title}` : unseen.title;
  if (thread) root.style.setProperty('--hd-below', `${Math.max(8, innerHeight - floor())}px`);
}

function seenAll() {
  if (document.hidden || isPart || !unseen.entries.length || !atEnd()) return;
  unseen.entries = [];
  show();
}

function changed(list) {
  const mark = $('[data-hd-mark]').textContent;
  for (const number of list.changed) {
    unseen.tickets.add(number);
    const link = document.querySelector(`main a[href$="/admin/tickets/${number}"]`);
    const row = link && link.closest('tr');
    if (!row || row.classList.contains('is-changed')) continue;
    row.classList.add('is-changed');
    (link.closest('.hd-cut') || link).before(Object.assign(document.createElement('span'), { className: 'hd-tag', textContent: mark }));
  }
  if (!list.changed.length) return;
  say(words(list.more ? 99 : unseen.tickets.size));
  show();
  at.counts = true; // read now, or as soon as it may be
}

function go() {
  if (!thread) return location.reload();
  if (isPart) return location.assign(`${root.dataset.page}#thread-end`);
  const first = unseen.entries[0];
  unseen.entries = [];
  show();
  if (!first) return scrollBy({ top: bottom() - floor() });
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: 'center' });
}

// --- Parts of the page that are read anew ---------------------------------------------------------
async function reread() {
  const address = new URL(root.dataset.page || location.href, location.href);
  const answer = await fetch(address, { cache: 'no-store', headers: { Accept: 'text/html' }, signal: patience() });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const all = thread && !isPart && page.querySelector('[data-hd-thread]');
  const form = page.querySelector('input[name=csrf]');
  Object.assign(at, { owed: false, counts: false, read: now(), token: form ? form.value : at.token });
  if (all) merge($$('[data-position]', all).map((fresh) => ({ fresh, position: Number(fresh.dataset.position), kind: fresh.tagName === 'ARTICLE' ? 'message' : 'event', mine: fresh.matches('.is-me') })), true);
  steady(() => $$('[data-hd-live]', page).forEach((fresh) => put(fresh.dataset.hdLive, fresh)));
}

const usual = (choice) => Math.max(0, [...choice.options].findIndex((option) => option.defaultSelected));
const dirty = (part) => $$('textarea, input:not([type=hidden])', part).some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked)
  || $$('select:not([multiple])', part).some((choice) => choice.selectedIndex !== usual(choice));
const inWork = (part) => part.contains(document.activeElement) || part.querySelector('details[open], [aria-expanded=true]') || dirty(part);

function put(name, fresh) {
  const [old, ...more] = $$(`[data-hd-live="${name}"]`);
  if (!old) return;
  if (name === 'answer') return putAnswer([old, ...more], fresh);
  if (inWork(old)) return waiting.set(name, { old, fresh });
  waiting.delete(name);
  old.replaceWith(fresh);
  showPeople(fresh);
  hear(fresh);
}

// What has waited is shown, unless properties.js has drawn the part anew since: that is what is true.
function catchUp({ old, fresh }, name) {
  if (old.isConnected) steady(() => put(name, fresh));
  else waiting.delete(name);
}

// The box to answer in goes only while nothing is written in it; else what takes its place stands above it.
function putAnswer(old, fresh) {
  const form = old.find((part) => part.tagName === 'FORM');
  if (form && fresh.tagName === 'FORM') return old.forEach((part) => { if (part !== form) part.remove(); });
  if (!form) return fresh.tagName === 'FORM' && old[0].replaceWith(fresh);
  if (!inWork(form)) form.replaceWith(fresh);
  else if (old.length === 1) form.before(fresh);
}

// --- Who is here ----------------------------------------------------------------------------------
async function report(fields) {
  const token = at.token || (document.querySelector('input[name=csrf]') || {}).value;
  if (!token || !root.dataset.tell) return;
  const body = new URLSearchParams({ csrf: token, ticket: root.dataset.ticket, ...fields });
  try {
    const answer = await fetch(root.dataset.tell, { method: 'POST', body, keepalive: true, headers: { Accept: 'application/json' } });
    if (answer.status === 422) at.owed = true; // the form's token is too old: get another one
  } catch { /* the next word comes by itself */ }
}

function beat() {
  if (!('stays' in root.dataset) || document.hidden || now() - at.beat < Math.max(BEAT, at.next)) return;
  at.beat = now();
  report({});
}

function typing(event) {
  const form = event.target.closest && event.target.closest('.hd-reply, .hd-answer');
  if (!form || at.ended || at.next > 10000 || now() - at.typed < TYPING) return;
  if (!(event.target.value || event.target.textContent || '').trim()) return;
  at.typed = now();
  if ('stays' in root.dataset) at.beat = at.typed;
  report({ typing: form.action.endsWith('/note') ? 'note' : 'reply' });
}

function back() {
  if (document.hidden) { at.hidden = now(); return; }
  show();
  seenAll();
  if (!at.ended || at.ended === 401) ask();
}

function start() {
  $('[data-hd-news]').addEventListener('click', go);
  document.addEventListener('input', typing);
  document.addEventListener('trix-change', typing);
  document.addEventListener('visibilitychange', back);
  document.addEventListener('hd:pulse', ask);
  document.addEventListener('focusout', () => setTimeout(() => waiting.forEach(catchUp)));
  window.addEventListener('online', back);
  window.addEventListener('focus', () => { if (at.ended === 401) back(); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) { at.beat = 0; back(); } });
  window.addEventListener('pagehide', () => { if ('stays' in root.dataset && at.beat) report({ left: '1' }); });
  if (thread) window.addEventListener('scroll', () => { seenAll(); if (unseen.entries.length) show(); }, { passive: true });
  beat();
  at.timer = setTimeout(ask, thread ? 300 : at.next);
}

if (root) start();
