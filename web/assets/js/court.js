// Shows only the kinds of application that the chosen court hears; without JavaScript the server says which do not fit.
const select = document.getElementById('court');
const narrow = () => {
  const heard = select.selectedOptions[0]?.closest('optgroup')?.dataset.code ?? '';
  for (const radio of document.querySelectorAll('[data-heard-by]')) {
    const fits = !heard || radio.dataset.heardBy.split(' ').includes(heard);
    radio.closest('.govuk-radios__item').hidden = !fits;
    if (!fits) radio.checked = false;
  }
};
select?.addEventListener('change', narrow);
narrow();
