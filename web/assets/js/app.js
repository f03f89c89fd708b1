// Starts GOV.UK's components with our words, submits forms that ask for it, counts down where a page shows a clock.
import { initAll } from './govuk-frontend.min.js';

initAll();
for (const el of document.querySelectorAll('[data-autosubmit]')) el.addEventListener('change', () => el.form.requestSubmit());
for (const el of document.querySelectorAll('[data-print]')) { el.hidden = false; el.addEventListener('click', () => window.print()); }
for (const el of document.querySelectorAll('time[data-countdown]')) {
  const end = new Date(el.dateTime).getTime();
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    el.textContent = Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0');
    if (left === 0) clearInterval(timer);
  };
  const timer = setInterval(show, 1000);
  show();
}
