// Talks to the Web eID browser extension by window.postMessage: it answers "-ack" at once, then "-success" or "-failure".
const ACK_WITHIN = 2000; // an extension that is there answers in milliseconds
const ANSWER_WITHIN = 130000; // a person looks for a card and types a PIN; the program itself gives up after two minutes
const ACTION = 'web-eid:authenticate';

// Resolves to the card's token; an Error's message is the code of the failure.
export function askCard(challengeNonce, lang) {
  return new Promise((answer, fail) => {
    const failWith = code => () => { end(); fail(new Error(code)); };
    let timer = setTimeout(failWith('ERR_WEBEID_EXTENSION_UNAVAILABLE'), ACK_WITHIN);
    const end = () => { clearTimeout(timer); removeEventListener('message', hear); };
    const hear = ({ source, origin, data }) => {
      if (source !== window || origin !== location.origin || typeof data?.action !== 'string') return;
      if (data.action === `${ACTION}-ack`) {
        clearTimeout(timer);
        timer = setTimeout(failWith('ERR_WEBEID_USER_TIMEOUT'), ANSWER_WITHIN);
      } else if (data.action === `${ACTION}-success`) {
        const { unverifiedCertificate, algorithm, signature, format, appVersion } = data;
        end();
        answer({ unverifiedCertificate, algorithm, signature, format, appVersion });
      } else if (data.action === `${ACTION}-failure`) failWith(data.error?.code ?? 'other')();
    };
    addEventListener('message', hear);
    postMessage({ action: ACTION, libraryVersion: '2.0.0', challengeNonce, options: { lang } }, location.origin);
  });
}
