// Single keys follow the link or press the button that names them: <a data-hd-key="n">. Not while
// somebody types or holds another key.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
  const at = event.target;
  if (at instanceof HTMLElement && (at.isContentEditable || at.closest('input, textarea, select, trix-editor, dialog'))) return;
  const wanted = [...document.querySelectorAll('[data-hd-key]')].find((part) => part.dataset.hdKey === event.key.toLowerCase());
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
