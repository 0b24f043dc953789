// j and k move a cursor through the list, Enter opens its ticket; the mouse and Tab work without.
const table = document.querySelector('[data-hd-list]');
let here = -1;

function move(by) {
  const rows = [...table.querySelectorAll('tbody tr[data-number]')];
  if (!rows.length) return;
  here = Math.min(Math.max(here + by, 0), rows.length - 1);
  rows.forEach((row, number) => row.classList.toggle('is-cursor', number === here));
  rows[here].querySelector('a').focus({ preventScroll: true });
  rows[here].scrollIntoView({ block: 'nearest' });
}

if (table) {
  table.addEventListener('focusin', (event) => {
    const row = event.target.closest('tr[data-number]');
    if (row) here = [...table.querySelectorAll('tbody tr[data-number]')].indexOf(row);
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
}
