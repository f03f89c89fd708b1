// Signs in with a card: asks the court for a nonce, the card for its token, and posts both.
import { askCard, say } from './web_eid.js';

const form = document.querySelector('[data-card]');
const button = form.querySelector('[data-ask]');
const place = document.querySelector('[data-says]');

async function askCourt() {
  const answer = await fetch(`${form.action}/challenge`, { method: 'POST', headers: { 'X-CSRF-Token': form.elements.csrf.value } });
  if (!answer.ok) throw new Error('court');
  return (await answer.json()).nonce;
}

async function signIn() {
  form.elements.challenge.value = await askCourt().catch(() => { throw new Error('court'); });
  form.elements.token.value = JSON.stringify(await askCard(form.elements.challenge.value, form.dataset.language));
  form.submit();
}

form.addEventListener('submit', event => {
  event.preventDefault();
  button.disabled = true;
  say(place, 'asking');
  signIn().catch(error => { say(place, error.message); button.disabled = false; });
});
button.hidden = false;
document.querySelector('[data-without-script]').hidden = true;
