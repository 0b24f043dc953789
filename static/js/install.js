// The set-up: tries the addresses that must stay hidden, tries an upload, makes the tables slice by
// slice, shows passwords, guesses address and time zone. Every step also works without this file.
const EVERY = 700; // ms between two looks while another browser makes the tables
const TRIES = 5;

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const pause = (time) => new Promise((done) => { setTimeout(done, time); });
const decoded = (text) => new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));

// --- Can files be downloaded? -------------------------------------------------------------------
async function tried(item) {
  try {
    const answer = await fetch(item.dataset.address, { cache: 'no-store', headers: { Accept: '*/*' } });
    if (answer.status >= 500 || answer.status === 429) return 'unknown';
    const found = answer.ok && (await answer.text()).includes(decoded(item.dataset.mark));
    return found ? 'served' : 'hidden';
  } catch {
    return 'unknown';
  }
}

async function probe(form) {
  const items = $$('[data-address]', form);
  const status = $('[data-hd-status]', form);
  const findings = {};
  form.setAttribute('aria-busy', 'true');
  for (const [number, item] of items.entries()) {
    status.textContent = status.dataset.trying.replace('{n}', number + 1).replace('{all}', items.length);
    findings[item.dataset.address] = await tried(item);
  }
  form.elements.findings.value = JSON.stringify(findings);
  form.submit();
}

function probes(form) {
  form.addEventListener('submit', (event) => {
    if (event.submitter && event.submitter.value === 'by_hand') return;
    event.preventDefault();
    $$('button', form).forEach((button) => { button.disabled = true; });
    probe(form);
  });
  if ('auto' in form.dataset) form.requestSubmit();
}

// --- Does an upload arrive whole? ----------------------------------------------------------------
async function upload(item) {
  const bytes = Number(item.dataset.bytes);
  const form = new FormData();
  form.append('csrf', $('input[name=csrf]').value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'trial.bin');
  let arrived = false;
  try {
    const answer = await fetch(item.dataset.hdUpload, { method: 'POST', body: form, headers: { Accept: 'application/json' } });
    arrived = answer.ok && (await answer.json()).size === bytes;
  } catch { /* cut off on the way: told as such */ }
  $$('[data-show]', item).forEach((part) => { part.hidden = part.dataset.show !== (arrived ? 'good' : 'bad'); });
}

// --- The tables, of a new desk or at an update; with data-auto at once -----------------------------
async function slice(form) {
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });
  const kind = answer.headers.get('Content-Type') || '';
  if (answer.ok && kind.includes('json')) return answer.json();
  if (answer.status >= 500 && !kind.includes('html')) throw new Error(String(answer.status));
  return null; // a page that says what is wrong, or that somebody else has finished
}

async function make(form) {
  const box = $('[data-hd-progress]', form);
  const say = $('p', box);
  box.hidden = false;
  $$('button', form).forEach((button) => { button.disabled = true; });
  for (let failed = 0; failed < TRIES;) {
    try {
      const told = await slice(form);
      if (!told) return form.submit();
      if (told.finished) {
        say.textContent = say.dataset.last;
        return location.assign(told.location);
      }
      if (told.phase && told.phase !== form.dataset.phase) return location.assign(told.location);
      const before = $('progress', box).value;
      if (told.total) $('progress', box).max = told.total;
      $('progress', box).value = told.done;
      say.textContent = say.dataset.working.replace('{done}', told.done).replace('{all}', told.total);
      failed = 0;
      if (told.done === before) await pause(EVERY);
    } catch {
      failed += 1;
      await pause(EVERY * failed);
    }
  }
  say.textContent = say.dataset.lost;
  $$('button', form).forEach((button) => { button.disabled = false; });
}

// --- Forms ---------------------------------------------------------------------------------------
function showable(button) {
  const field = document.getElementById(button.dataset.hdShow);
  button.addEventListener('click', () => {
    const hidden = field.type === 'password';
    field.type = hidden ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(hidden));
  });
  field.form.addEventListener('submit', () => { field.type = 'password'; });
}

// data-hd-when="engine=mysql": only shown while that choice is taken.
function conditional(part) {
  const [name, value] = part.dataset.hdWhen.split('=');
  const show = () => { part.hidden = new FormData($(`[name=${name}]`).form).get(name) !== value; };
  document.addEventListener('change', show);
  window.addEventListener('pageshow', show);
  show();
}

function guess(part) {
  if (part.dataset.hdGuess === 'url') {
    part.value = location.href.replace(/\/install\/.*$/, '');
    return;
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const list = $('select', part);
  if ([...list.options].some((option) => option.value === zone)) list.value = zone;
}

$$('[data-hd-probes]').forEach(probes);
$$('[data-hd-upload]').forEach(upload);
$$('[data-hd-tables]').forEach((form) => {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    make(form);
  });
  if ('auto' in form.dataset) make(form);
});
$$('[data-hd-show]').forEach(showable);
$$('[data-hd-when]').forEach(conditional);
$$('[data-hd-guess]').forEach(guess);
