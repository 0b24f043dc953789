// j and k move a cursor through the list, Enter opens its ticket; the mouse and Tab work without.
const table = document.querySelector('[data-hd-list]');
const rows = () => [...table.querySelectorAll('tbody tr[data-number]')];
let here = -1;

function move(by) {
  const all = rows();
  const row = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!row) return;
  row.querySelector('a').focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

if (table) {
  // The cursor is where the focus was last, whatever led it there.
  table.addEventListener('focusin', (event) => {
    const at = rows().indexOf(event.target.closest('tr[data-number]'));
    if (at < 0) return;
    here = at;
    rows().forEach((row, number) => row.classList.toggle('is-cursor', number === here));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
}
