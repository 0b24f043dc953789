// <div data-hd-suggest="ADDRESS"> with fields "email", "name" and a hidden "customer": what is typed
// into the first two brings a list of known customers to choose from.
const WAIT = 200; // ms

document.querySelectorAll('[data-hd-suggest]').forEach((box) => {
  const [email, name, chosen] = ['email', 'name', 'customer'].map((field) => box.querySelector(`[name=${field}]`));
  const list = box.querySelector('[data-hd-list-of-customers]');
  const found = box.querySelector('[data-hd-found]');
  let timer = 0;
  let asked = 0;
  let from = email; // where the keys lead back to

  // For good: an answer that is still on its way doesn't open it again.
  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    found.textContent = '';
  }

  async function ask(typed) {
    if (typed.trim().length < 2) { close(); return; }
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${box.dataset.hdSuggest}?q=${encodeURIComponent(typed)}`);
      const text = await answer.text();
      if (!answer.ok || mine !== asked) return;
      const made = new DOMParser().parseFromString(text, 'text/html').querySelector('ul');
      list.replaceChildren(made);
      list.hidden = !made.children.length;
      found.textContent = made.dataset.count;
    } catch { if (mine === asked) close(); }
  }

  box.addEventListener('input', ({ target }) => {
    if (target !== email && target !== name) return;
    from = target;
    chosen.value = '';
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT, target.value);
  });
  box.addEventListener('click', ({ target }) => {
    const person = target.closest('button[data-id]');
    if (!person) return;
    email.value = person.dataset.email;
    name.value = person.dataset.name;
    chosen.value = person.dataset.id;
    close();
    email.focus();
  });
  box.addEventListener('keydown', (event) => {
    const choices = [...list.querySelectorAll('button')];
    if (event.key === 'Escape' && !list.hidden) { from.focus(); close(); event.preventDefault(); }
    if (!choices.length || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
    event.preventDefault();
    const at = choices.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    (choices[at] || (at < 0 ? from : choices[choices.length - 1])).focus();
  });
  box.addEventListener('focusout', ({ relatedTarget }) => { if (!box.contains(relatedTarget)) close(); });
});
