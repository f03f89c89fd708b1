// Saves a form by itself while it is typed: <form data-autosave="/address">. The answer brings the version to go on from.
// Texts saved elsewhere meanwhile are left alone: the button then shows both side by side.
for (const form of document.querySelectorAll('form[data-autosave]')) {
  const said = form.querySelector('[data-autosaved]');
  let timer = 0, saving = false, again = false, stopped = false;
  const save = async () => {
    clearTimeout(timer); timer = 0;
    if (stopped) return;
    if (saving) { again = true; return; }
    saving = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: new FormData(form), headers: { accept: 'application/json' }, keepalive: document.hidden });
      const told = (answer.headers.get('content-type') ?? '').includes('json') ? await answer.json() : {};
      if (answer.ok) for (const name of ['version', 'seen']) form.elements[name].value = told[name];
      stopped = answer.status === 409;
      said.textContent = told.said ?? '';
    } catch { /* the network is away: the next key saves again, and so does the button */ } finally { saving = false; }
    if (again) { again = false; save(); }
  };
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  document.addEventListener('visibilitychange', () => { if (document.hidden && timer) save(); });
  form.addEventListener('submit', () => { clearTimeout(timer); stopped = true; });
}
