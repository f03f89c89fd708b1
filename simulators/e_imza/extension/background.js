// The browser's side: brings the question to the simulator (the signing program and the card), opens its window
// for the PIN, and waits there for the answer.
const failure = code => ({ error: { code, name: code, message: code } });

async function ask(question) {
  const { reader } = await chrome.storage.local.get('reader');
  if (!reader) return failure('ERR_WEBEID_NATIVE_UNAVAILABLE');
  try {
    const asked = await fetch(`${reader}/requests`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question),
    });
    const { id } = await asked.json();
    chrome.windows.create({ url: `${reader}/requests/${id}`, type: 'popup', width: 480, height: 640 });
    for (;;) {
      const answer = await (await fetch(`${reader}/requests/${id}/answer`)).json();
      if (!answer.waiting) return answer;
    }
  } catch {
    return failure('ERR_WEBEID_NATIVE_UNAVAILABLE'); // no program answers at that address
  }
}

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message.plug) { chrome.storage.local.set({ reader: message.plug }).then(() => answer({})); return true; }
  ask(message).then(answer);
  return true; // the answer comes later
});
