// Files of a form: drop them, paste a screenshot, see and remove what was chosen, be told at once
// what cannot be sent. Works on [data-hd-files]; all texts and limits come from its data attributes.
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

function size(bytes) {
  let step = 0;
  while (bytes >= 1024 && step < UNITS.length - 1) { bytes /= 1024; step += 1; }
  const style = { style: 'unit', unit: UNITS[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: bytes < 10 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes);
}

const ending = (name) => (name.includes('.') ? name.split('.').pop().toLowerCase() : '');
const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

function enhance(box) {
  const say = box.dataset;
  const input = box.querySelector('input[type=file]');
  const list = box.querySelector('[data-hd-list]');
  const wrong = box.querySelector('[data-hd-wrong]');
  const zone = box.querySelector('[data-hd-drop]') || box;
  const types = (say.types || '').split(' ').filter(Boolean);
  let chosen = [...input.files];

  const count = () => chosen.length + list.querySelectorAll('[data-hd-kept-file]').length;

  function problem(file) {
    if (types.length && !types.includes(ending(file.name))) return say.badType.replace('{name}', file.name);
    if (file.size > Number(say.maxSize)) return say.tooLarge.replace('{name}', file.name).replace('{size}', size(file.size));
    return count() >= Number(say.maxCount) ? say.tooMany : '';
  }

  function add(files) {
    const problems = new Set();
    for (const file of files) {
      if (chosen.some((other) => same(file, other))) continue;
      const text = problem(file);
      if (text) problems.add(text);
      else chosen.push(file);
    }
    show([...problems].join(' '));
  }

  function show(text) {
    const all = new DataTransfer();
    chosen.forEach((file) => all.items.add(file));
    input.files = all.files;
    wrong.textContent = text;
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    list.querySelectorAll('[data-hd-chosen]').forEach((chip) => chip.remove());
    chosen.forEach((file) => list.append(chipOf(file)));
  }

  function chipOf(file) {
    const chip = box.querySelector('template').content.firstElementChild.cloneNode(true);
    const button = chip.querySelector('button');
    chip.querySelector('[data-name]').textContent = file.name;
    chip.querySelector('[data-name]').title = file.name;
    chip.querySelector('[data-size]').textContent = size(file.size);
    button.setAttribute('aria-label', say.remove.replace('{name}', file.name));
    button.addEventListener('click', () => {
      chosen = chosen.filter((other) => other !== file);
      show('');
      input.focus();
    });
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) picture(file, chip.querySelector('.hd-thumb'));
    return chip;
  }

  list.addEventListener('click', (event) => {
    const kept = event.target.closest('[data-hd-kept-file] button');
    if (!kept) return;
    kept.closest('[data-hd-kept-file]').remove();
    show('');
    input.focus();
  });
  input.addEventListener('change', () => add([...input.files]));
  box.closest('form').addEventListener('paste', (event) => pasted(event, say.pasted, add));
  dropping(zone, add);
  show(wrong.textContent);
}

// Drawn on a canvas: the page's policy allows no blob: addresses in pictures.
async function picture(file, place) {
  try {
    const side = 88;
    const image = await createImageBitmap(file);
    const scale = Math.max(side / image.width, side / image.height);
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    canvas.getContext('2d').drawImage(image, (side - image.width * scale) / 2, (side - image.height * scale) / 2, image.width * scale, image.height * scale);
    place.replaceChildren(canvas);
  } catch { /* not a picture after all: the symbol stays */ }
}

// Office programs put a picture of the text beside the text; then the text is meant.
function pasted(event, name, add) {
  const data = event.clipboardData;
  if (!data || !data.files.length || data.types.includes('text/plain')) return;
  event.preventDefault();
  add([...data.files].map((file) => (file.name && file.name !== 'image.png' ? file : named(file, name))));
}

function named(file, name) {
  const time = new Date().toTimeString().slice(0, 8).replace(/:/g, '-');
  return new File([file], `${name} ${time}.${ending(file.name) || 'png'}`, { type: file.type });
}

function dropping(zone, add) {
  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
  const over = (on) => zone.classList.toggle('is-over', on);
  zone.addEventListener('dragover', (event) => { if (carries(event)) { event.preventDefault(); over(true); } });
  zone.addEventListener('dragleave', (event) => { if (!zone.contains(event.relatedTarget)) over(false); });
  zone.addEventListener('drop', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(false);
    add([...event.dataTransfer.files]);
  });
}

document.querySelectorAll('[data-hd-files]').forEach(enhance);

// A file that misses the field must not open in place of the page and what was typed in it.
for (const kind of ['dragover', 'drop']) {
  window.addEventListener(kind, (event) => {
    if (!event.defaultPrevented && event.dataTransfer && [...event.dataTransfer.types].includes('Files')) event.preventDefault();
  });
}
