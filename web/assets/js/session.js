// Warns before the session ends and keeps what was typed. The server is asked first: another tab may have been used.
const watch = document.getElementById('session-watch');
const clock = watch.querySelector('time');
const isTyped = field => field.matches('select')
  ? [...field.options].some(one => one.selected !== one.defaultSelected)
  : field.type === 'file' ? field.files.length > 0 : field.value !== field.defaultValue || field.checked !== field.defaultChecked;
const holdsTyping = () => [...document.querySelectorAll('main input:not([type=hidden]), main textarea, main select')].some(isTyped);
let token = watch.dataset.csrf, ends = 0, asking = false, isOver = false;
const last = left => { ends = Date.now() + 1000 * left; clock.dateTime = new Date(ends).toISOString(); };
const show = phase => {
  for (const part of watch.querySelectorAll('[data-phase]')) part.hidden = part.dataset.phase !== phase;
  if (!watch.open) watch.showModal();
};
const over = () => {
  isOver = true;
  if (holdsTyping()) show('over'); else location.assign(watch.dataset.signIn);
};
const heard = said => {
  if (!said.signed_in) return over();
  if (said.who !== watch.dataset.who) return location.reload(); // somebody else signed in here meanwhile
  if (said.csrf !== token) for (const field of document.querySelectorAll('input[name=csrf]')) field.value = said.csrf;
  token = said.csrf; isOver = false; last(said.left);
  if (said.left > watch.dataset.warn) watch.close(); else show('warning');
};
const ask = async method => {
  asking = true;
  try {
    let answer = await fetch('/session', { method, headers: { 'x-csrf-token': token, accept: 'application/json' } });
    if (answer.status === 403) answer = await fetch('/session', { headers: { accept: 'application/json' } }); // signed in anew in another tab
    if (answer.ok) heard(await answer.json());
  } catch { /* the network is away: the next second asks again */ } finally { asking = false; }
};
watch.querySelector('[data-stay]').addEventListener('click', () => ask('POST'));
watch.querySelector('[data-back]').addEventListener('click', () => ask('GET'));
watch.addEventListener('cancel', event => { event.preventDefault(); if (!isOver) ask('POST'); }); // Escape says: I am here
setInterval(() => {
  const left = (ends - Date.now()) / 1000;
  if (asking || isOver || left > watch.dataset.warn || (watch.open && left > 0)) return;
  ask('GET');
}, 1000);
last(Number(watch.dataset.left));
