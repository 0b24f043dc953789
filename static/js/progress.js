// Follows long work: asks how far it is and loads the page again once there is nothing to wait for.
// Without it a link on the page does the same.
const EVERY = 2000; // ms
const TRIES = 10;
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function follow(box) {
  const bar = box.querySelector('progress');
  const say = box.querySelector('[data-working]');
  for (let failed = 0; failed < TRIES;) {
    await pause(document.hidden ? EVERY * 5 : EVERY);
    try {
      const answer = await fetch(box.dataset.hdPoll, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (!told.running) return location.reload();
      failed = 0;
      if (told.total) {
        bar.max = told.total;
        bar.value = told.done;
        const words = told.done < told.total ? say.dataset.working : say.dataset.last;
        say.textContent = words.replace('{done}', told.done).replace('{all}', told.total);
      }
    } catch {
      failed += 1;
    }
  }
  say.textContent = say.dataset.lost;
}

document.querySelectorAll('[data-hd-poll]').forEach(follow);
