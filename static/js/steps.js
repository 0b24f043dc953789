// Long work that its page drives: each look does a slice. Without this file each press is one.
const EVERY = 700; // ms between two looks while somebody else is at it
const TRIES = 5;

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function slice(form) {
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });
  const kind = answer.headers.get('Content-Type') || '';
  if (answer.ok && kind.includes('json')) return answer.json();
  if (answer.status >= 500) throw new Error(String(answer.status));
  return null; // a page that says what is wrong
}

async function work(form) {
  const bar = form.querySelector('progress');
  const say = form.querySelector('[role=status]');
  const button = form.querySelector('button');
  bar.parentElement.hidden = false;
  button.disabled = true;
  for (let failed = 0; failed < TRIES;) {
    try {
      const told = await slice(form);
      if (!told) return form.submit();
      if (told.finished) return location.assign(told.location);
      const before = bar.value;
      if (told.total) bar.max = told.total;
      bar.value = told.done;
      say.textContent = say.dataset.working.replace('{done}', told.done).replace('{all}', told.total);
      failed = 0;
      if (told.done === before) await pause(EVERY);
    } catch {
      failed += 1;
      await pause(EVERY * failed);
    }
  }
  say.textContent = say.dataset.lost;
  button.disabled = false;
}

document.querySelectorAll('[data-hd-steps]').forEach((form) => {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    work(form);
  });
  if ('auto' in form.dataset) work(form);
});
