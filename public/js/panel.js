// The panel's sheet of filters and its pickers. The page works without any of it.
import { showMarks } from './marks.js';
import './news.js';
import { announce, fill, plain } from './speech.js';

function narrow(field) {
  const key = plain(field.value);
  let found = 0;
  for (const label of field.parentElement.querySelectorAll('.choices label')) {
    label.hidden = key !== '' && !plain(label.textContent).includes(key) && !label.firstElementChild.checked;
    if (!label.hidden) found += 1;
  }
  announce(fill(field.dataset.found, { count: found }));
}

function enhance(root) {
  for (const field of root.querySelectorAll('[data-narrow][hidden]')) field.hidden = false;
}

document.addEventListener('input', (event) => {
  const { target } = event;
  if (target.matches('[data-narrow]')) narrow(target);
  // A date that is typed chooses the interval; a ready period clears the dates.
  if (target.closest('[data-interval]') && target.value) target.form.querySelector('[value="interval"]').checked = true;
  if (target.name === 'period' && target.value !== 'interval')
    for (const date of target.form.querySelectorAll('[data-interval] input')) date.value = '';
});

// Enter in the field that narrows would send the form; it takes the only one left.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('[data-narrow]')) return;
  event.preventDefault();
  const left = [...event.target.parentElement.querySelectorAll('.choices label:not([hidden]) input:not(:checked)')];
  if (left.length === 1) left[0].checked = true;
});

document.addEventListener('click', (event) => {
  const sheet = event.target.closest('dialog');
  if (!sheet) return;
  if (event.target !== sheet && !event.target.closest('[data-close-sheet]')) return;
  event.preventDefault();
  sheet.close();
});

// A menu that is open closes by Escape, and by a click elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.drop[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && event.target.closest?.('.drop[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

document.addEventListener('htmx:afterSwap', (event) => {
  const { target } = event.detail;
  if (target?.id === 'filter-sheet-body') {
    enhance(target);
    target.closest('dialog').showModal();
  }
});

document.addEventListener('htmx:afterSettle', (event) => {
  const panel = document.getElementById('panel');
  // A counter that is put in its place settles too, and names no target.
  if (event.detail.target?.id !== 'panel' || !panel) return;
  enhance(panel);
  showMarks();
  const said = panel.querySelector('[role="alert"], #panel-count, .empty-title');
  if (said) announce(said.textContent.trim());
  // What had the focus may be gone, as the sheet with its button: the keyboard goes on where it was opened.
  if (document.activeElement === document.body) panel.querySelector('#open-filters').focus({ preventScroll: true });
});

enhance(document);
