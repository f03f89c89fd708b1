// Keeps a filing open for the clerk who reads it, and releases it when the page is left. Without JavaScript each page
// renews it, and it is released by the button or after the idle time.
const desk = document.querySelector('[data-desk]');
const token = document.querySelector('input[name=csrf]')?.value;
const post = (act, fields, options) => fetch(`${desk.dataset.desk}/${act}`, {
  method: 'POST', headers: { 'x-csrf-token': token }, body: new URLSearchParams(fields), redirect: 'manual', ...options,
});
const renew = async () => {
  if (document.hidden) return;
  try {
    const answer = await post('hold', {});
    // What was typed is not thrown away: the server says at the end that a colleague has the filing, and keeps the words.
    if (answer.ok && !(await answer.json()).held && !document.querySelector('textarea')) location.reload();
  } catch { /* the network is away: the next minute asks again */ }
};
if (desk) {
  setInterval(renew, 60000);
  addEventListener('pagehide', () => { post('leave', { page: desk.dataset.page }, { keepalive: true }); });
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
}
