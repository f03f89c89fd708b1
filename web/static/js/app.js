// Starts GOV.UK's components with our words, submits forms that ask for it, counts down where a page shows a clock.
import { initAll } from './govuk-frontend.min.js';

initAll();
for (const el of document.querySelectorAll('[data-autosubmit]')) el.addEventListener('change', () => el.form.requestSubmit());
for (const el of document.querySelectorAll('[data-print]')) { el.hidden = false; el.addEventListener('click', () => window.print()); }
// Looked up anew each second: a live box brings its own clocks.
const count = () => {
  for (const el of document.querySelectorAll('time[data-countdown]')) {
    const left = Math.max(0, Math.round((new Date(el.dateTime).getTime() - Date.now()) / 1000));
    el.textContent = Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0');
  }
};
setInterval(count, 1000);
count();
