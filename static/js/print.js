// <button data-hd-print> opens the browser's own dialog for printing.
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-hd-print]')) window.print();
});
