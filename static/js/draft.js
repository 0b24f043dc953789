// What is typed is kept on this device until it has arrived.
//   <form data-hd-draft="KEY" data-hd-mine="N" [data-hd-failed]>   keeps and puts back
//   <main data-hd-arrived="KEY">                                   the page after a sending that worked
//   <form data-hd-forget="KEY…">                                   log-out: forgets all keys that begin so
// A form that the server keeps as well (autosave.js) is told so by the event "hd:saved": what is only
// here comes back when the page is opened again, what the server has comes from there.
// N rises with what this person has written here. A draft that was sent is forgotten only when the server
// shows that more has arrived than before, so a sending that got lost on its way loses nothing.
const PREFIX = 'hd-draft:';
const DAYS = 7;
const KINDS = 'textarea, select, input[type=text], input[type=email], input[type=search]';

let forgotten = null; // what the keys begin with that nothing is kept under any more

const store = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
  },
  write(key, draft) {
    if (forgotten !== null && key.startsWith(forgotten)) return false;
    try { localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, at: Date.now() })); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(PREFIX + key); } catch { /* no storage, nothing kept */ }
  },
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)); } catch { return []; }
  },
};

function dropOld() {
  const oldest = Date.now() - DAYS * 86400000;
  for (const key of store.keys()) if (!((store.read(key) || {}).at > oldest)) store.drop(key);
}

const fields = (form) => [...form.querySelectorAll(KINDS)].filter((field) => field.name && !('hdNodraft' in field.dataset));
const untouched = (field) => ('defaultValue' in field ? field.value === field.defaultValue : true);

function keep(form) {
  const key = form.dataset.hdDraft;
  const mine = Number(form.dataset.hdMine || 0);
  const line = form.querySelector('[data-hd-kept]');
  let timer = 0;

  function save(sent) {
    clearTimeout(timer);
    timer = 0;
    const texts = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    const typed = fields(form).some((field) => field.tagName !== 'SELECT' && field.value.trim());
    if (!typed) store.drop(key);
    else if (store.write(key, { texts, sent, mine }) && !sent) tell('now');
  }

  function tell(which) {
    if (!line || (which && !line.querySelector(`[data-hd-say="${which}"]`))) return;
    line.hidden = !which;
    line.querySelectorAll('[data-hd-say]').forEach((part) => { part.hidden = part.dataset.hdSay !== which; });
  }

  function putBack(texts) {
    let any = false;
    for (const field of fields(form)) {
      const text = texts[field.name];
      if (typeof text !== 'string' || text === field.value || !untouched(field)) continue;
      const before = field.value;
      field.value = text;
      field.dispatchEvent(new Event('hd:set'));
      if (field.tagName === 'SELECT' && field.selectedIndex < 0) field.value = before; // the choice is gone
      any = any || field.tagName !== 'SELECT';
    }
    if (any) tell('back');
    if (any) form.dispatchEvent(new Event('hd:restored'));
  }

  // Else "Back" after a sending fills the form in again, and a second press sends a second request.
  form.autocomplete = 'off';

  function start() {
    const draft = store.read(key);
    if ('hdFailed' in form.dataset) save(false); // the page has what was typed
    else if (draft && ((draft.sent && mine > draft.mine) || draft.synced)) store.drop(key);
    else if (draft && draft.texts) putBack(draft.texts);
  }

  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, 400, false); });
  form.addEventListener('submit', () => save(true));
  form.addEventListener('hd:saved', () => {
    const draft = timer ? null : store.read(key);
    if (draft && !draft.sent) store.write(key, { ...draft, synced: true });
  });
  window.addEventListener('pagehide', () => { if (timer && !form.dataset.hdSending) save(false); });
  const clear = form.querySelector('[data-hd-clear]');
  if (clear) clear.addEventListener('click', () => {
    for (const field of fields(form)) {
      if (field.tagName === 'SELECT') continue;
      field.value = '';
      field.dispatchEvent(new Event('hd:set'));
    }
    store.drop(key);
    tell('');
    form.dispatchEvent(new Event('hd:cleared'));
    fields(form)[0].focus();
  });
  start();
}

dropOld();
document.querySelectorAll('[data-hd-arrived]').forEach((page) => {
  const draft = store.read(page.dataset.hdArrived);
  if (draft && draft.sent) store.drop(page.dataset.hdArrived);
});
document.querySelectorAll('form[data-hd-draft]').forEach(keep);
document.querySelectorAll('form[data-hd-forget]').forEach((form) => {
  form.addEventListener('submit', () => {
    forgotten = form.dataset.hdForget; // or the page would keep what was typed last while it closes
    store.keys().filter((key) => key.startsWith(forgotten)).forEach(store.drop);
  });
});
