// Notices that somebody has closed stay closed in this browser, until their words change.
// Loaded without defer on purpose, right behind them: they are gone before the first paint.
(function () {
  const KEY = 'hd-closed-notices';
  const MOST = 50;

  function closed() {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  }

  function keep(name) {
    try {
      localStorage.setItem(KEY, JSON.stringify([...closed().filter((one) => one !== name), name].slice(-MOST)));
    } catch { /* a browser that keeps nothing shows it again on the next page */ }
  }

  function remove(notice) {
    const box = notice.parentElement;
    notice.remove();
    if (!box.querySelector('[data-hd-notice]')) box.remove();
  }

  const gone = new Set(closed());
  document.querySelectorAll('[data-hd-notice]').forEach((notice) => {
    const button = notice.querySelector('button');
    if (!button) return; // only those that merely inform can be closed
    if (gone.has(notice.dataset.hdNotice)) { remove(notice); return; }
    button.addEventListener('click', () => {
      keep(notice.dataset.hdNotice);
      remove(notice);
      document.getElementById('main').focus();
    });
  });
})();
