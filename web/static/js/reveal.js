// Shows a field only while its radio is chosen. GOV.UK's own reveal puts aria-expanded on radios, which ARIA does not allow.
for (const box of document.querySelectorAll('[data-shown-by]')) {
  const radios = document.getElementsByName(box.dataset.shownBy);
  const show = () => { box.hidden = ![...radios].some(radio => radio.checked && radio.value === box.dataset.shownWhen); };
  for (const radio of radios) radio.addEventListener('change', show);
  show();
}
