// Copy buttons: <button data-hd-copy="id of what to copy" data-done="Copied"><span data-hd-label>…
const SHOWN_FOR = 2500; // ms

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      return await navigator.clipboard.writeText(text);
    } catch { /* refused by the browser: the old way may still work */ }
  }
  copyOldWay(text);
}

// A desk inside a company is often plain http, where the clipboard API does not exist.
function copyOldWay(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

function confirm(button) {
  const label = button.querySelector('[data-hd-label]');
  const status = button.parentElement.querySelector('[data-hd-copied]');
  const before = label.textContent;
  if (before === button.dataset.done) return;
  label.textContent = button.dataset.done;
  if (status) status.textContent = button.dataset.done;
  setTimeout(() => {
    label.textContent = before;
    if (status) status.textContent = '';
  }, SHOWN_FOR);
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-hd-copy]');
  const source = button && document.getElementById(button.dataset.hdCopy);
  if (!source) return;
  await copy('value' in source ? source.value : source.textContent.trim());
  button.focus();
  confirm(button);
});
