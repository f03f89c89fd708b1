// Sends files with progress, one after another, each resumable (tus 1.0). Texts come from the page, file names go in as text, never as HTML.
import { sendInPieces } from './tus.js';
for (const form of document.querySelectorAll('form[data-upload]')) {
  const input = form.querySelector('input[type=file]'), status = form.querySelector('[data-status]');
  form.querySelector('[data-nojs]').hidden = true;
  const queue = []; let busy = false;
  const row = file => {
    const li = document.createElement('li'); li.className = 'em-card';
    const icon = Object.assign(document.createElement('span'), { className: 'em-card__icon', textContent: '↑', ariaHidden: 'true' });
    const body = document.createElement('div'), name = document.createElement('strong'), meta = document.createElement('p'), bar = document.createElement('progress');
    name.textContent = file.name; meta.className = 'em-card__meta'; meta.textContent = form.dataset.textWait; bar.className = 'em-progress'; bar.max = 100; bar.value = 0; bar.ariaLabel = file.name;
    body.append(name, meta, bar); li.append(icon, body); form.querySelector('[data-files]').append(li);
    return { li, meta, bar };
  };
  const refresh = async () => {
    const answer = await fetch(form.action, { headers: { 'X-Requested-With': 'upload' } });
    if (!answer.ok) return;
    const doc = new DOMParser().parseFromString(await answer.text(), 'text/html'), waiting = queue.map(j => j.ui.li), failed = [...form.querySelectorAll('[data-failed]')];
    document.getElementById('files').replaceChildren(...doc.body.childNodes);
    form.querySelector('[data-files]').append(...failed, ...waiting);
  };
  const next = async () => {
    const job = queue.shift(); if (!job) { busy = false; return; } busy = true;
    const { file, ui } = job, reason = await sendInPieces(form, file, ui);
    if (reason) { ui.meta.textContent = reason; ui.bar.classList.add('is-bad'); ui.li.setAttribute('data-failed', ''); status.textContent = reason; await refresh().catch(() => {}); }
    else { await refresh(); status.textContent = form.dataset.textDone.replace('{name}', file.name); }
    next();
  };
  const add = files => { for (const file of files) queue.push({ file, ui: row(file) }); if (!busy) next(); };
  // GOV.UK's file upload component gives the drop zone and its announcements; the second event makes it show 'no file chosen' again
  input.addEventListener('change', () => { if (!input.files.length) return; add([...input.files]); input.value = ''; input.dispatchEvent(new Event('change', { bubbles: true })); });
}
