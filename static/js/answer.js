// Around the box to answer in: how long a reply can still be taken back, what was seen when it was
// sent, and addresses of messages that stand further up than the page reaches.
const AFTER = 25; // messages to show behind the one that is looked for

function count(part) {
  const place = part.querySelector('[data-hd-count]');
  const ends = Date.now() + 1000 * Number(part.dataset.hdWaiting || part.closest('[data-hd-pending]').dataset.hdPending);
  const timer = setInterval(() => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left > 0) {
      place.textContent = place.dataset.words.replace('{n}', left);
      return;
    }
    clearInterval(timer);
    if (part.classList.contains('hd-toasts')) part.remove();
    else over(part, place);
  }, 1000);
}

function over(part, place) {
  part.querySelectorAll('[data-hd-undo]').forEach((form) => form.remove());
  place.textContent = place.dataset.over;
  const entry = part.closest('[data-hd-pending]');
  entry.classList.remove('is-pending');
  delete entry.dataset.hdPending;
  setTimeout(() => part.remove(), 3000);
}

// What has come live since the page was opened, and was shown, was seen.
function remember(form) {
  form.addEventListener('submit', () => {
    const seen = form.elements.seen;
    const shown = [...document.querySelectorAll('[data-hd-thread] [data-position]')].filter((entry) => entry.offsetParent);
    seen.value = Math.max(Number(seen.value), ...shown.map((entry) => Number(entry.dataset.position)));
  });
}

function lead() {
  const wanted = location.hash.match(/^#entry-(\d+)$/);
  const first = document.querySelector('[data-hd-thread] [data-position]');
  if (!wanted || !first || document.getElementById(wanted[0].slice(1))) return;
  const position = Number(wanted[1]);
  if (position < Number(first.dataset.position)) location.replace(`?before=${position + AFTER}${location.hash}`);
}

const counted = (within) => within.querySelectorAll('[data-hd-waiting]').forEach(count);

counted(document);
document.addEventListener('hd:fresh', (event) => counted(event.detail)); // live.js has put it into the page
document.querySelectorAll('form.hd-reply').forEach(remember);
lead();
