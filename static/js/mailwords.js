// The editor of mails: placeholders go where the cursor is, the preview follows what is typed.
const PAUSE = 700; // ms after the last key
const form = document.querySelector('[data-hd-mailwords]');
const previews = [...document.querySelectorAll('[data-hd-preview]')];
const fields = [...form.querySelectorAll('[data-hd-words]')];
const before = new Map(fields.map((field) => [field, field.value]));
let last = fields[1];
let shown = previews[0];
let waiting = 0;
let leaving = false;

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => form.requestSubmit(shown), PAUSE);
}

fields.forEach((field) => {
  field.addEventListener('focus', () => { last = field; });
  field.addEventListener('input', later);
});

document.querySelectorAll('[data-hd-insert]').forEach((button) => button.addEventListener('click', () => {
  last.focus();
  last.setRangeText(button.dataset.hdInsert, last.selectionStart, last.selectionEnd, 'end');
  later();
}));

form.addEventListener('submit', (event) => {
  if (!previews.includes(event.submitter)) { leaving = true; return; }
  shown = event.submitter;
  previews.forEach((button) => button.setAttribute('aria-pressed', String(button === shown)));
});
document.getElementById('reset').addEventListener('submit', () => { leaving = true; });
window.addEventListener('beforeunload', (event) => {
  if (!leaving && fields.some((field) => field.value !== before.get(field))) event.preventDefault();
});
