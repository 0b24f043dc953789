// A form that guards itself against machines, unseen by the person who fills it in:
//   <form data-hd-guard data-wait="3">         sent sooner than that, it waits and then goes by itself
//   <div data-hd-proof="CHALLENGE" data-worker="…">   the browser computes, and the question goes away
const opened = performance.now();

function guard(form) {
  const due = opened + Number(form.dataset.wait || 0) * 1000 + 300;
  const proof = form.querySelector('[data-hd-proof]');
  const state = { solving: false };
  let waiting = null;

  function go() {
    if (!waiting || state.solving || performance.now() < due) return;
    const button = waiting.button;
    waiting = null;
    form.removeAttribute('aria-busy');
    form.requestSubmit(button);
  }

  form.addEventListener('submit', (event) => {
    const left = due - performance.now();
    if (form.dataset.hdSending || (left <= 0 && !state.solving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { button: event.submitter };
    form.setAttribute('aria-busy', 'true');
    if (left > 0) setTimeout(go, left + 20);
  }, true);

  if (proof) solve(proof, state, go);
}

// Until it is solved the question stays in the page, hidden; if solving fails it is asked after all.
function solve(proof, state, go) {
  const question = proof.querySelector('[data-hd-question]');
  const line = proof.querySelector('[data-hd-proof-state]');
  const end = (solution) => {
    state.solving = false;
    question.hidden = Boolean(solution);
    line.textContent = solution ? line.dataset.done : '';
    proof.querySelector('[data-hd-solution]').value = solution || '';
    go();
  };
  try {
    const worker = new Worker(proof.dataset.worker);
    worker.onmessage = (event) => { worker.terminate(); end(event.data); };
    worker.onerror = () => { worker.terminate(); end(''); };
    state.solving = true;
    question.hidden = true;
    line.textContent = line.dataset.busy;
    worker.postMessage(JSON.parse(proof.dataset.hdProof));
  } catch { end(''); }
}

document.querySelectorAll('form[data-hd-guard]').forEach(guard);
