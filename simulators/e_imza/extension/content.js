// The page's side: answers a page's "web-eid:…" messages as the real extension's content script does. The simulator's own
// page carries its address in <meta name="e-imza-reader">: opening it plugs that reader in.
const KNOWN = ['web-eid:authenticate', 'web-eid:get-signing-certificate', 'web-eid:sign'];

addEventListener('DOMContentLoaded', () => {
  const reader = document.querySelector('meta[name="e-imza-reader"]');
  if (reader) chrome.runtime.sendMessage({ plug: location.origin });
});

addEventListener('message', async ({ source, data }) => {
  if (source !== window || !KNOWN.includes(data?.action)) return;
  const say = (kind, words) => postMessage({ action: `${data.action}-${kind}`, ...words }, location.origin);
  say('ack', {});
  // the origin is the browser's word, not the page's
  const { action, challengeNonce, certificate, hash, hashFunction } = data;
  const question = { action, challengeNonce, certificate, hash, hashFunction, origin: location.origin };
  const answer = await chrome.runtime.sendMessage(question);
  if (answer.error) say('failure', answer); else say('success', answer);
});
