// Signs in with a card: asks the court for a nonce, the card for its token, and posts both.
import { askCard } from './web_eid.js';

const form = document.querySelector('[data-card]');
const button = form.querySelector('[data-ask]');
const place = document.querySelector('[data-says]');

function say(code) {
  const said = document.querySelector(`template[data-said="${code}"]`) ?? document.querySelector('template[data-said="other"]');
  place.replaceChildren(said.content.cloneNode(true));
}

async function askCourt() {
  const answer = await fetch(`${form.action}/challenge`, { method: 'POST', headers: { 'X-CSRF-Token': form.elements.csrf.value } });
  if (!answer.ok) throw new Error('court');
  return (await answer.json()).nonce;
}

async function signIn() {
  if (!isSecureContext) throw new Error('ERR_WEBEID_CONTEXT_INSECURE');
  form.elements.challenge.value = await askCourt().catch(() => { throw new Error('court'); });
  form.elements.token.value = JSON.stringify(await askCard(form.elements.challenge.value, form.dataset.language));
  form.submit();
}

form.addEventListener('submit', event => {
  event.preventDefault();
  button.disabled = true;
  say('asking');
  signIn().catch(error => { say(error.message); button.disabled = false; });
});
button.hidden = false;
document.querySelector('[data-without-script]').hidden = true;
