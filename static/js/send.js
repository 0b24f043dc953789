// One press sends once: a form that is on its way takes no second press.
// The server refuses repeats as well; this only spares people the wait and the doubt.
const AGAIN_AFTER = 30000; // ms; the answer may never come

const buttons = (form) => [...form.elements].filter((part) => part.type === 'submit');

function hold(form) {
  form.dataset.hdSending = '1';
  form.setAttribute('aria-busy', 'true');
  // After this turn of the event loop, or the pressed button's own value would not be sent.
  setTimeout(() => buttons(form).forEach((button) => { button.disabled = true; }));
  setTimeout(release, AGAIN_AFTER, form);
}

function release(form) {
  if (!form.dataset.hdSending) return;
  delete form.dataset.hdSending;
  form.removeAttribute('aria-busy');
  buttons(form).forEach((button) => { button.disabled = false; });
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (event.submitter?.formTarget) return; // goes into a frame, and this page stays
  if (form.dataset.hdSending) event.preventDefault();
  else hold(form);
});

// "Back" may bring the page out of the browser's memory, as it was left.
window.addEventListener('pageshow', () => document.querySelectorAll('form').forEach(release));
