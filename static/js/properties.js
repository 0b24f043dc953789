// A property is saved as soon as it is chosen:
//   <form data-hd-prop> <select> or <input> </form>
//   <form data-hd-prop="id"> <button> </form>    after the press, the field with this id goes on
// The answer is the redrawn parts of the page, each with an id and data-hd-part. What somebody is
// typing elsewhere on the page stays as it is.
const SHOWN = 3500; // ms

const line = document.createElement('p');
line.className = 'visually-hidden';
line.setAttribute('role', 'status');
document.body.append(line);

// What is typed into forms that wait for their button.
function keep(old, part) {
  for (const field of old.querySelectorAll('form:not([data-hd-prop]) input[id]')) {
    const fresh = field.value !== field.defaultValue && part.querySelector(`#${field.id}`);
    if (!fresh) continue;
    fresh.value = field.value;
    fresh.closest('details')?.setAttribute('open', '');
  }
}

function takeOver(html) {
  const made = new DOMParser().parseFromString(html, 'text/html');
  const focused = document.activeElement && document.activeElement.id;
  for (const part of made.querySelectorAll('[data-hd-part]')) {
    const old = document.getElementById(part.id);
    if (!old) continue;
    const there = old.querySelector('[data-hd-presence]');
    const place = part.querySelector('[data-hd-presence]');
    if (there && place) place.replaceWith(there);
    keep(old, part);
    old.replaceWith(document.adoptNode(part));
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return {
    said: made.querySelector('[data-hd-said]')?.textContent || '',
    wrong: made.querySelector('[data-hd-wrong], .invalid-feedback')?.textContent.trim() || '',
  };
}

function tell(id, words, isWrong) {
  line.textContent = words;
  const form = document.getElementById(id)?.closest('form');
  if (!form || (isWrong && form.querySelector('.invalid-feedback'))) return;
  form.querySelector('.hd-saved')?.remove();
  const mark = document.createElement('span');
  mark.className = `hd-saved${isWrong ? ' is-wrong' : ''}`;
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = words;
  form.append(mark);
  if (!isWrong) setTimeout(() => mark.remove(), words.length > 20 ? 3 * SHOWN : SHOWN);
}

async function save(form, id) {
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'HD-Parts': '1' } });
    if (answer.redirected) { location.assign(answer.url); return; }
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    const { said, wrong } = takeOver(await answer.text());
    if (document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
    tell(id, wrong || said, Boolean(wrong));
  } catch {
    // The page's own way says what is wrong: signed out, no network, no longer there.
    form.submit();
  }
}

document.addEventListener('change', ({ target }) => {
  const form = target.closest('form[data-hd-prop]');
  if (form) save(form, target.id);
});
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form[data-hd-prop]')) return;
  const again = event.defaultPrevented; // send.js stops a second press
  event.preventDefault();
  const field = form.querySelector('select, input:not([type=hidden])');
  if (field) field.blur(); // which saves it, if it was changed
  else if (!again) save(form, form.dataset.hdProp);
});
document.addEventListener('keydown', (event) => {
  const field = event.target;
  if (event.key !== 'Escape' || field.tagName !== 'INPUT' || !field.closest('form[data-hd-prop]')) return;
  field.value = field.defaultValue;
  field.blur();
});
