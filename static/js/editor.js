// Rich text in place of a text field, from the moment on in which somebody wants to write in it:
//   <div data-hd-editor="ADDRESS OF TRIX"> with <textarea name=message>, <textarea name=message_html
//   disabled hidden> and a <trix-toolbar>.
// The text field stays, hidden, with the same words: drafts, live notices and forms that come back
// read it. Where the editor can't be loaded, one writes into the text field.
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const asHtml = (text) => (text ? `<div>${escaped(text).replace(/\n/g, '<br>')}</div>` : '');

function prepare(box) {
  const plain = box.querySelector('textarea[name=message]');
  const rich = box.querySelector('textarea[name=message_html]');
  const bar = box.querySelector('trix-toolbar');
  const form = box.closest('form');
  let editor = null;
  let loading = null;

  function load() {
    loading = loading || import(box.dataset.hdEditor).then((module) => build(module.default), () => { loading = null; });
    return loading;
  }

  function build(Trix) {
    Trix.config.attachments.preview.caption = { name: false, size: false };
    return new Promise((done) => {
      if (plain.value !== plain.defaultValue || !rich.value.trim()) rich.value = asHtml(plain.value);
      const element = document.createElement('trix-editor');
      const attributes = { input: rich.id, toolbar: bar.id, 'aria-label': plain.labels[0].textContent, role: 'textbox', 'aria-multiline': 'true', dir: 'auto', placeholder: plain.placeholder, class: 'hd-text', id: 'reply-rich' };
      if (plain.hasAttribute('aria-describedby')) attributes['aria-describedby'] = plain.getAttribute('aria-describedby');
      if (plain.hasAttribute('aria-invalid')) attributes['aria-invalid'] = 'true';
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.addEventListener('trix-initialize', () => { begin(element); done(element); }, { once: true });
      element.addEventListener('trix-file-accept', (event) => event.preventDefault()); // files.js takes them
      element.addEventListener('trix-attributes-change', pressed);
      rich.disabled = false; // else the editor takes itself for disabled
      plain.after(element);
    });
  }

  function begin(element) {
    const wasHere = document.activeElement === plain;
    // Typed while the editor was on its way.
    const typed = element.editor.getDocument().toString().replace(/\n$/, '');
    if (!rich.value.trim() || (plain.value !== plain.defaultValue && plain.value !== typed)) element.editor.loadHTML(asHtml(plain.value));
    plain.hidden = true;
    editor = element;
    setTimeout(() => element.addEventListener('trix-change', written)); // not for what is there already
    stayAway(element.editorController.selectionManager);
    element.addEventListener('trix-blur', () => form.dispatchEvent(new Event('hd:left')));
    plain.addEventListener('hd:set', taken);
    if (wasHere) focus();
  }

  // What was typed last is drawn with the next frame and the cursor set behind it, which would fetch
  // the focus back from a field that one has gone to meanwhile.
  function stayAway(selection) {
    for (const name of ['setLocationRange', 'clearSelection']) {
      const usual = selection[name];
      selection[name] = (...all) => {
        const now = document.activeElement;
        return now === document.body || box.contains(now) ? usual.apply(selection, all) : undefined;
      };
    }
  }

  function written() {
    plain.value = editor.editor.getDocument().toString().replace(/\n$/, '');
    plain.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // Somebody else has put words into the text field: a kept draft, another device, "Clear it".
  function taken() {
    editor.removeEventListener('trix-change', written);
    editor.editor.loadHTML(plain.value ? rich.value || asHtml(plain.value) : '');
    setTimeout(() => editor.addEventListener('trix-change', written));
  }

  function focus() {
    editor.focus();
    const end = editor.editor.getDocument().toString().length - 1;
    editor.editor.setSelectedRange([end, end]);
  }

  function pressed(event) {
    for (const button of bar.querySelectorAll('[data-trix-attribute]')) {
      button.setAttribute('aria-pressed', String(button.dataset.trixAttribute in event.attributes));
    }
  }

  // The toolbar before there is an editor: brings it, then does what was pressed.
  async function brought(event) {
    const button = event.target.closest('button');
    if (editor || !button) return;
    event.preventDefault();
    await load();
    if (!editor) return;
    focus();
    const name = button.dataset.trixAttribute;
    if (name && name !== 'href') editor.editor.activateAttribute(name);
  }

  plain.addEventListener('focus', load);
  plain.addEventListener('focus', () => { if (editor) focus(); });
  bar.addEventListener('mousedown', brought);
  bar.addEventListener('click', (event) => { if (!event.detail) brought(event); });
  if (rich.value.trim()) load(); // else what was formatted before would be sent as plain text
  if (document.activeElement === plain || location.hash === `#${plain.id}`) load().then(() => { if (editor) focus(); });
  // Links to "#reply" lead to whichever of the two is there.
  document.addEventListener('click', (event) => {
    const link = event.target.closest(`a[href$="#${plain.id}"]`);
    if (!link || !editor || new URL(link.href).search !== location.search) return;
    event.preventDefault();
    focus();
  });
}

document.querySelectorAll('[data-hd-editor]').forEach(prepare);
