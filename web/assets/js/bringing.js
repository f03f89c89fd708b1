// Brings a form to a court that may be away for a moment, without the person pressing again.
const ROUNDS = 8;
const REST = 2000;
const rest = () => new Promise(on => { setTimeout(on, REST); });

// True once the court has it; the same signature is one act, however often it is brought.
export async function brought(form) {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round) await rest();
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).catch(() => null);
    if (answer?.type === 'opaqueredirect') return true;
    if (answer?.status === 404) throw new Error('gone');
    if (answer && answer.status < 500) { form.submit(); return false; } // the court's own page says what is wrong
  }
  throw new Error('court');
}
