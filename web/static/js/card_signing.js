// Signs with a card: a form that begins a signature first asks the card for its certificate; where the court's request
// stands on the page, the card signs it and the signature is brought to the court until the court has answered.
import { say, signature, signingCertificate } from './web_eid.js';

const language = document.documentElement.lang;
const ROUNDS = 8; // of bringing a signature to a court that does not answer
const REST = 2000;
const rest = () => new Promise(on => { setTimeout(on, REST); });

function begins(form) {
  const place = form.querySelector('[data-says]');
  const certificate = form.elements.certificate;
  form.addEventListener('change', event => { if (event.target.name === 'way') place.replaceChildren(); });
  form.addEventListener('submit', event => {
    if (form.elements.way.value !== 'card' || certificate.value) return;
    event.preventDefault();
    event.stopPropagation(); // the page stays live while the person looks for the card
    say(place, 'choosing');
    signingCertificate(language).then(
      der => { certificate.value = der; form.requestSubmit(); },
      error => say(place, error.message),
    );
  });
}

// True once the court has it; the same signature is one act, however often it is brought.
async function brought(form) {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round) await rest();
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(() => null);
    if (answer?.type === 'opaqueredirect') return true;
    if (answer?.status === 404) throw new Error('gone');
    if (answer && answer.status < 500) { form.submit(); return false; } // the court's own page says what is wrong
  }
  throw new Error('court');
}

async function signs(form, place) {
  const { certificate, hash, hashFunction } = form.dataset;
  if (!form.elements.signature.value) {
    say(place, 'asking');
    form.elements.signature.value = await signature(certificate, hash, hashFunction, language);
  }
  say(place, 'sending');
  if (await brought(form)) location.reload();
}

function asks(form) {
  const place = form.querySelector('[data-says]');
  const button = form.querySelector('[data-ask]');
  const begin = () => {
    button.hidden = true;
    signs(form, place).catch(error => { say(place, error.message); button.hidden = error.message === 'gone'; });
  };
  form.addEventListener('submit', event => { event.preventDefault(); event.stopPropagation(); begin(); });
  begin();
}

for (const form of document.forms) if (form.elements.way) begins(form);
for (const form of document.querySelectorAll('[data-card-request]')) asks(form);
