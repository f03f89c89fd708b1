// Sends one file in pieces (tus 1.0); after a broken line it goes on from where the court has it, also when the page was loaded anew:
// the page lists what is unfinished with the SHA-256 of the whole file. Returns why not, or nothing.
const PIECE = 1 << 20, TRIES = 6;
export const sendInPieces = (form, file, ui) => {
  const token = () => form.elements.csrf.value, encoded = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const wait = seconds => new Promise(done => setTimeout(done, 1000 * seconds));
  // One request; rejects when the line is broken. fetch() reports no progress.
  const ask = (method, address, headers, body, onprogress) => new Promise((done, broken) => {
    const x = new XMLHttpRequest(); x.open(method, address); x.upload.onprogress = onprogress ?? null;
    for (const [name, value] of Object.entries({ 'Tus-Resumable': '1.0.0', 'X-CSRF-Token': token(), ...headers })) x.setRequestHeader(name, value);
    x.onload = () => done(x); x.onerror = broken; x.send(body ?? null);
  });
  const said = x => { try { return JSON.parse(x.responseText).said ?? ''; } catch { return ''; } };
  const show = (ui, sent, size) => { const p = Math.round(100 * sent / size); ui.bar.value = p; ui.meta.textContent = p < 100 ? p + ' %' : form.dataset.textCheck; };
  const print = async () => !crypto.subtle ? '' : [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))].map(b => b.toString(16).padStart(2, '0')).join('');
  const begun = (mark, kind) => mark && [...form.querySelectorAll('[data-fingerprint]')].find(li => li.dataset.fingerprint === mark && (!kind || li.dataset.kind === kind));
  const send = async () => {
    const kind = form.elements.kind.value, mark = await print(), part = begun(mark, kind);
    let address = part ? part.dataset.uploadAt : null, offset = -1;
    for (let tries = 0; tries < TRIES;) {
      try {
        if (address && offset < 0) {
          const x = await ask('HEAD', address);
          if (x.status === 200) offset = Number(x.getResponseHeader('Upload-Offset')); else address = null;
        }
        if (!address) {
          const x = await ask('POST', form.dataset.uploads, { 'Upload-Length': file.size, 'Upload-Metadata': `filename ${encoded(file.name)},kind ${encoded(kind || '-')}${mark && `,fingerprint ${encoded(mark)}`}` });
          if (x.status !== 201) return said(x) || form.dataset.textFail;
          address = x.getResponseHeader('Location'); offset = 0;
        }
        const x = await ask('PATCH', address, { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': offset }, file.slice(offset, offset + PIECE), e => show(ui, offset + e.loaded, file.size));
        if (x.status === 204) { offset = Number(x.getResponseHeader('Upload-Offset')); tries = 0; if (offset >= file.size) return ''; }
        else if (x.status === 409) { offset = -1; tries++; }
        else if (x.status >= 500) throw x;
        else return said(x) || form.dataset.textFail;
      } catch { offset = -1; tries++; if (tries < TRIES) { ui.meta.textContent = form.dataset.textWait; await wait(2 ** tries); } }
    }
    return form.dataset.textFail;
  };
  return send();
};
