// A box that updates by itself: <div data-live="/address">. Messages are HTML of our own server for the box;
// the event "done" goes to the address it carries. The browser reconnects; a hidden page closes its stream.
for (const box of document.querySelectorAll('[data-live]')) {
  let stream = null;
  const open = () => {
    stream = new EventSource(box.dataset.live);
    stream.onmessage = event => {
      const fresh = new DOMParser().parseFromString(event.data, 'text/html');
      box.replaceChildren(...fresh.body.childNodes);
    };
    stream.addEventListener('done', event => { stream.close(); stream = null; location.assign(event.data); });
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { stream?.close(); stream = null; } else if (!stream) open();
  });
  // A form on its way must not be overtaken by the stream's own "go there".
  document.addEventListener('submit', () => { stream?.close(); stream = null; });
  if (!document.hidden) open();
}
