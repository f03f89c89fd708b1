// Reloads the page when what it shows has changed; nothing typed is lost while it stays the same.
const shown = document.body.dataset.state;
const watch = document.body.dataset.watch;
const look = async () => {
  try {
    const answer = await fetch(watch, { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== shown) location.reload();
  } catch { /* the simulator is being restarted: the next look will tell */ }
};
if (watch) setInterval(look, 1000);
