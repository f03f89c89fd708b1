// Signs with a card: a form that begins a signature first asks the card for its certificate; where the court's request
// stands on the page, the card signs it and the signature is brought to the court until the court has answered.
import { brought } from './bringing.js';
import { say, signature, signingCertificate } from './web_eid.js';

const language = document.documentElement.lang;

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
  const place = document.querySelector('[data-says]');
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
