// Talks to the Web eID browser extension by window.postMessage: it answers "-ack" at once, then "-success" or "-failure".
const ACK_WITHIN = 2000; // an extension that is there answers in milliseconds
const ANSWER_WITHIN = 130000; // a person looks for a card and types a PIN; the program itself gives up after two minutes

// Resolves to what the card answers, of it what is `wanted`; an Error's message is the code of the failure.
function ask(action, question, wanted) {
  if (!isSecureContext) return Promise.reject(new Error('ERR_WEBEID_CONTEXT_INSECURE'));
  return new Promise((answer, fail) => {
    const failWith = code => () => { end(); fail(new Error(code)); };
    let timer = setTimeout(failWith('ERR_WEBEID_EXTENSION_UNAVAILABLE'), ACK_WITHIN);
    const end = () => { clearTimeout(timer); removeEventListener('message', hear); };
    const hear = ({ source, origin, data }) => {
      if (source !== window || origin !== location.origin || typeof data?.action !== 'string') return;
      if (data.action === `${action}-ack`) {
        clearTimeout(timer);
        timer = setTimeout(failWith('ERR_WEBEID_USER_TIMEOUT'), ANSWER_WITHIN);
      } else if (data.action === `${action}-success`) {
        end();
        answer(Object.fromEntries(wanted.map(name => [name, data[name]])));
      } else if (data.action === `${action}-failure`) failWith(data.error?.code ?? 'other')();
    };
    addEventListener('message', hear);
    postMessage({ action, libraryVersion: '2.0.0', ...question }, location.origin);
  });
}

// The token of a sign-in (PIN1).
export const askCard = (challengeNonce, lang) =>
  ask('web-eid:authenticate', { challengeNonce, options: { lang } }, ['unverifiedCertificate', 'algorithm', 'signature', 'format', 'appVersion']);

// The certificate that will sign, base64 of DER.
export const signingCertificate = async lang =>
  (await ask('web-eid:get-signing-certificate', { options: { lang } }, ['certificate'])).certificate;

// The signature of a hash by the card of that certificate (PIN2), base64.
export const signature = async (certificate, hash, hashFunction, lang) =>
  (await ask('web-eid:sign', { certificate, hash, hashFunction, options: { lang } }, ['signature'])).signature;

// Shows in `place` the sentence that the page keeps for a code.
export function say(place, code) {
  const said = document.querySelector(`template[data-said="${code}"]`) ?? document.querySelector('template[data-said="other"]');
  place.replaceChildren(said.content.cloneNode(true));
}
