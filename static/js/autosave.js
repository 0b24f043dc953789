// What staff type is kept on the server too, so that another device has it.
//   <form data-hd-save="ADDRESS" data-hd-kind="reply" data-hd-version="N">
// One saving at a time, at most every two seconds, at once when the field or the page is left. The
// newest wins; a page that finds another device's words under its own says so. draft.js keeps a copy
// here, for as long as the server hasn't said that it has it.
const PAUSE = 2000; // ms
const SMALL = 60000; // bytes that a page may still send while it goes away

function keep(form) {
  const device = crypto.getRandomValues(new Uint32Array(4)).join('-').slice(0, 40);
  const line = form.querySelector('[data-hd-kept]');
  const text = form.elements.message;
  const html = form.elements.message_html;
  let version = Number(form.dataset.hdVersion || 0);
  let edits = 0;
  let saved = 0; // how many of them the server has
  let timer = 0;
  let last = 0;
  let running = null;

  function say(which) {
    line.hidden = false;
    line.querySelectorAll('[data-hd-say]').forEach((part) => { part.hidden = part.dataset.hdSay !== which; });
  }

  function body() {
    const data = new FormData();
    data.set('csrf', form.elements.csrf.value);
    data.set('kind', form.dataset.hdKind);
    data.set('version', version);
    data.set('device', device);
    data.set('seen', form.elements.seen ? form.elements.seen.value : 0);
    data.set('message', text.value);
    if (html && !html.disabled) data.set('message_html', html.value);
    form.querySelectorAll('[name=kept]:checked').forEach((file) => data.append('kept', file.value));
    return data;
  }

  async function save(leaving = false) {
    clearTimeout(timer);
    timer = 0;
    const wanted = edits;
    if (wanted === saved || form.dataset.hdSending) return;
    if (running && !leaving) return later();
    last = Date.now();
    running = new AbortController();
    const { signal } = running;
    try {
      const small = (text.value.length + (html ? html.value.length : 0)) * 2 < SMALL;
      const answer = await fetch(form.dataset.hdSave, { method: 'POST', body: body(), signal, keepalive: leaving && small, redirect: 'error', headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      version = told.version;
      saved = wanted;
      say(told.elsewhere ? 'elsewhere' : 'saved');
      if (edits === saved) form.dispatchEvent(new Event('hd:saved'));
    } catch (error) {
      if (error.name === 'AbortError') return;
      say('unsaved');
      timer = setTimeout(save, PAUSE * 5);
    } finally {
      running = null;
    }
    if (edits !== saved && !timer) later();
  }

  function later() {
    if (!timer) timer = setTimeout(save, Math.max(PAUSE / 4, PAUSE - (Date.now() - last)));
  }

  // Back at this page: somebody may have gone on writing elsewhere.
  async function look() {
    if (edits !== saved || running) return;
    try {
      const answer = await fetch(`${form.dataset.hdSave}?kind=${form.dataset.hdKind}`, { headers: { Accept: 'application/json' }, redirect: 'error' });
      const told = answer.ok ? await answer.json() : null;
      if (!told || !told.version || told.device === device || told.version === version || edits !== saved) return;
      version = told.version;
      if (told.message === text.value) return;
      text.value = told.message;
      if (html) html.value = told.message_html;
      text.dispatchEvent(new Event('hd:set'));
      say('brought');
    } catch { /* not reachable: what is here stays */ }
  }

  function edited() {
    edits += 1;
    later();
  }

  form.addEventListener('input', edited);
  form.addEventListener('hd:restored', edited);
  form.addEventListener('hd:cleared', () => { edits += 1; save(); });
  text.addEventListener('blur', () => save());
  form.addEventListener('hd:left', () => save()); // the editor's own "blur"
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    if (running) running.abort();
  });
  window.addEventListener('pagehide', () => save(true));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save(true);
    else look();
  });
  window.addEventListener('focus', look);
  if (form.dataset.hdVersion !== '0' && text.value) say('back');
}

document.querySelectorAll('form[data-hd-save]').forEach(keep);
