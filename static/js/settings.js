// The settings: counts what isn't saved yet, tries the mail server without leaving the page, shows a
// colour before it is saved. Every one of them also works without this file.
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const form = $('[data-hd-settings]');
let leaving = false;

const fields = (row) => $$('[name]', row).filter((field) => field.name === row.dataset.hdSet);

function standing(row) {
  const [first, ...others] = fields(row);
  if (!first) return row.dataset.stored;
  if (first.type === 'file') return first.files.length ? '\0' : row.dataset.stored;
  if (first.type === 'password') return first.value ? '\0' : row.dataset.stored;
  if (first.type === 'checkbox') return first.checked ? first.value : '';
  if (first.type === 'radio') return [first, ...others].find((each) => each.checked)?.value ?? '';
  return first.value.replace(/\r\n/g, '\n');
}

const changed = () => $$('[data-hd-set]', form).filter((row) => standing(row) !== row.dataset.stored);

function count() {
  const told = $('[data-hd-count]');
  if (!told) return;
  const number = changed().length;
  const words = told.dataset.words.split('|');
  told.hidden = number === 0;
  $('[data-hd-words]', told).textContent = number ? words[Math.min(number, words.length) - 1] : '';
  $('[data-hd-discard]').hidden = number === 0;
}

function put(row, text) {
  fields(row).forEach((field) => {
    if (field.type === 'checkbox') field.checked = Boolean(text);
    else if (field.type === 'radio') field.checked = field.value === text;
    else field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

// --- The mail server ---------------------------------------------------------------------------
function tell(outcome, told) {
  outcome.textContent = told.words;
  outcome.classList.toggle('hd-up', told.works === true);
  outcome.classList.toggle('hd-danger', told.works === false);
  $$('[data-hd-result]', form).forEach((place) => { place.textContent = ''; });
  const row = told.field && $(`[data-hd-set="${CSS.escape(told.field)}"]`, form);
  if (!row) return;
  $('[data-hd-result]', row).textContent = told.words;
  row.scrollIntoView({ block: 'nearest' });
}

async function attempt(button) {
  const outcome = $('[data-hd-outcome]', form);
  tell(outcome, { words: outcome.dataset.trying });
  $$('[data-hd-try]', form).forEach((each) => { each.disabled = true; });
  try {
    const answer = await fetch(button.formAction, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
    if (!(answer.headers.get('Content-Type') || '').includes('json')) throw new Error(String(answer.status));
    tell(outcome, await answer.json());
  } catch {
    tell(outcome, { words: outcome.dataset.lost, works: false });
  }
  $$('[data-hd-try]', form).forEach((each) => { each.disabled = false; });
}

// --- The colour --------------------------------------------------------------------------------
function show(shades) {
  const theme = shades[document.documentElement.dataset.bsTheme] || shades.light;
  Object.entries(theme).forEach(([name, value]) => document.documentElement.style.setProperty(`--hd-${name}`, value));
}

function colour(box) {
  const [picker, text] = $$('input', box);
  const notes = $('[data-hd-notes]', box.parentElement);
  let waiting = 0;
  const ask = async () => {
    const answer = await fetch(`${box.dataset.hdColour}?c=${encodeURIComponent(text.value)}`);
    const told = answer.ok ? await answer.json() : {};
    if (!told.colour) return;
    picker.value = told.colour;
    show(told);
    notes.replaceChildren(...told.notes.map((words) => Object.assign(document.createElement('li'), { textContent: words })));
  };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); };
  picker.addEventListener('input', () => { text.value = picker.value; soon(); count(); });
  text.addEventListener('input', soon);
}

if (form) {
  form.addEventListener('input', count);
  form.addEventListener('change', count);
  form.addEventListener('submit', (event) => {
    if (!event.submitter || !('hdTry' in event.submitter.dataset)) { leaving = true; return; }
    event.preventDefault();
    attempt(event.submitter);
  });
  $$('[data-hd-colour]', form).forEach(colour);
  // Other changes would be lost on the way, so the default is put into the field and waits with them.
  $$('[data-hd-reset]').forEach((button) => button.addEventListener('click', (event) => {
    if (!changed().length) return;
    event.preventDefault();
    const row = button.closest('[data-hd-set]');
    put(row, row.dataset.default);
    count();
  }));
  $('[data-hd-discard]')?.addEventListener('click', () => { leaving = true; });
  $('#reset').addEventListener('submit', () => { leaving = true; });
  window.addEventListener('beforeunload', (event) => { if (!leaving && changed().length) event.preventDefault(); });
  window.addEventListener('pageshow', () => { leaving = false; count(); });
  count();
}
$$('[data-hd-submit]').forEach((box) => box.addEventListener('change', () => box.form.requestSubmit()));
