// Light or dark, set before the first paint: the choice in the cookie, else the system's.
// Loaded without defer on purpose; <script data-path> carries the desk's own path for the cookie.
(function () {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const paper = window.matchMedia('print'); // is never dark
  const own = document.currentScript && document.currentScript.dataset.path || '/';
  // Without the last slash the cookie also reaches "/helpdesk"; a semicolon would end the attribute.
  const path = own.replace(/\/+$/, '').replace(/[;,\s]/g, encodeURIComponent) || '/';

  function chosen() {
    const found = document.cookie.match(/(?:^|; )hd_theme=(light|dark)(?:;|$)/);
    return found ? found[1] : '';
  }

  function show() {
    const wanted = chosen() || (system.matches ? 'dark' : 'light');
    root.dataset.bsTheme = paper.matches ? 'light' : wanted;
  }

  function choose(theme) {
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `hd_theme=${theme}; path=${path}; max-age=31536000; samesite=lax${secure}`;
    show();
    root.dataset.bsTheme = theme; // also where cookies are refused
  }

  root.classList.add('hd-js'); // lets the style sheet show what needs scripts, hide what replaces them
  show();
  system.addEventListener('change', show);
  paper.addEventListener('change', show);
  window.addEventListener('pageshow', (event) => { if (event.persisted) show(); });
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-hd-theme]')) choose(root.dataset.bsTheme === 'dark' ? 'light' : 'dark');
  });
})();
