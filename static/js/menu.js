// Menus are <details class="hd-menu"> and open without scripts; this closes them again.
const open = () => document.querySelectorAll('details.hd-menu[open]');

document.addEventListener('click', (event) => {
  open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

document.addEventListener('focusin', (event) => {
  open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  open().forEach((menu) => {
    menu.open = false;
    menu.querySelector('summary').focus();
  });
});

// On phones rows of tabs are longer than the screen: the one that is open is brought into sight.
document.querySelectorAll('.hd-tabs, .hd-setnav, .hd-chips').forEach((row) => {
  const here = row.querySelector('[aria-current]');
  if (!here || row.scrollWidth <= row.clientWidth) return;
  const [outer, inner] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
  row.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
});
