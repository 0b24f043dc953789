// "Did you mean gmail.com?" beside an address, as soon as one leaves the field. Only an offer.
//   <div data-hd-typos="ID of the field" data-known="…" data-real="…"><span hidden>… <bdi data-hd-meant>
function isOneSlip(typed, meant) {
  if (typed === meant || Math.abs(typed.length - meant.length) > 1) return false;
  let at = 0;
  while (at < typed.length && at < meant.length && typed[at] === meant[at]) at += 1;
  if (typed.length === meant.length) {
    if (typed.slice(at + 1) === meant.slice(at + 1)) return true;
    return typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2);
  }
  const [longer, shorter] = typed.length > meant.length ? [typed, meant] : [meant, typed];
  return longer.slice(at + 1) === shorter.slice(at);
}

function watch(line) {
  const field = document.getElementById(line.dataset.hdTypos);
  const offer = line.firstElementChild;
  const words = offer.querySelector('[data-hd-meant]');
  const known = line.dataset.known.split(' ');
  const real = line.dataset.real.split(' ');
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-link p-0 align-baseline', dir: 'ltr' });

  function look() {
    const cut = field.value.trim().lastIndexOf('@');
    const domain = field.value.trim().slice(cut + 1).toLowerCase();
    const skip = cut < 1 || domain.length < 4 || domain.length > 30 || known.includes(domain) || real.includes(domain);
    const near = skip ? '' : known.find((each) => isOneSlip(domain, each));
    offer.hidden = !near;
    if (near) button.textContent = `${field.value.trim().slice(0, cut)}@${near}`;
  }

  words.replaceChildren(button);
  field.addEventListener('change', look);
  field.addEventListener('input', () => { if (!offer.hidden) look(); });
  button.addEventListener('click', () => {
    field.value = button.textContent;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    offer.hidden = true;
    field.focus();
  });
  look();
}

document.querySelectorAll('[data-hd-typos]').forEach(watch);
