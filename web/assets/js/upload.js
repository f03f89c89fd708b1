// Upload with progress: fetch() reports none, XMLHttpRequest does. Texts come from the page, file names go in as text, never as HTML.
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
  const next = () => {
    const job = queue.shift(); if (!job) { busy = false; return; } busy = true;
    const { file, ui } = job, data = new FormData(form); data.delete('file'); data.append('file', file);
    const x = new XMLHttpRequest(); x.open('POST', form.action); x.setRequestHeader('X-Requested-With', 'upload');
    x.upload.onprogress = e => { if (!e.lengthComputable) return; const p = Math.round(100 * e.loaded / e.total); ui.bar.value = p; ui.meta.textContent = p < 100 ? p + ' %' : form.dataset.textCheck; };
    const fail = text => { ui.meta.textContent = text; ui.bar.classList.add('is-bad'); ui.li.setAttribute('data-failed', ''); status.textContent = text; next(); };
    x.onerror = () => fail(form.dataset.textFail);
    x.onload = () => {
      const doc = new DOMParser().parseFromString(x.responseText, 'text/html');
      if (x.status === 422) return fail(doc.querySelector('[data-error]')?.textContent ?? form.dataset.textFail);
      if (x.status !== 200) return fail(form.dataset.textFail);
      const waiting = queue.map(j => j.ui.li), failed = [...form.querySelectorAll('[data-failed]')];
      document.getElementById('files').replaceChildren(...doc.body.childNodes);
      form.querySelector('[data-files]').append(...failed, ...waiting);
      status.textContent = form.dataset.textDone.replace('{name}', file.name); next();
    };
    x.send(data);
  };
  const add = files => { for (const file of files) queue.push({ file, ui: row(file) }); if (!busy) next(); };
  // GOV.UK's file upload component gives the drop zone and its announcements; the second event makes it show 'no file chosen' again
  input.addEventListener('change', () => { if (!input.files.length) return; add([...input.files]); input.value = ''; input.dispatchEvent(new Event('change', { bubbles: true })); });
}
