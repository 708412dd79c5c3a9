// The boxes of the panel's rows: all of a page at once, how many are marked, and all of the list. Without it the form asks.
import { fill } from './speech.js';

const bar = () => document.getElementById('bulk-form');
const boxes = () => [...document.querySelectorAll('#panel input[name="id"]')];
const choice = (which) => bar().querySelector(`[name="which"][value="${which}"]`);

/** Puts the form that asks into one that counts, and shows what is marked: a page may come back with its boxes marked. */
export function showMarks() {
  const form = bar();
  if (!form) return;
  if (!form.classList.contains('bulk-live')) goLive(form);
  const all = boxes();
  const marked = all.filter((box) => box.checked).length;
  const whole = choice('all').checked;
  for (const box of document.querySelectorAll('#panel [data-mark-all]')) {
    box.checked = marked === all.length;
    box.indeterminate = marked > 0 && marked < all.length;
  }
  form.classList.toggle('bulk-idle', marked === 0);
  for (const button of form.querySelectorAll('[data-mark-list]')) button.hidden = whole;
  const said = form.querySelector('[role="status"]');
  const text = textFor(said.dataset, whole, marked);
  if (said.textContent !== text) said.textContent = text;
}

function textFor({ none, one, many, all }, whole, marked) {
  if (whole) return all;
  if (marked === 0) return none;
  return marked === 1 ? one : fill(many, { count: marked });
}

function goLive(form) {
  form.classList.add('bulk-live');
  form.querySelector('.bulk-said').hidden = false;
  for (const head of document.querySelectorAll('#panel .mark-head')) head.hidden = false;
  // Only the form that asks needs to know what the page lists.
  for (const field of form.querySelectorAll('[name="listed"]')) field.disabled = true;
  if (choice('page').checked) choice('marked').checked = true;
}

function markAll(on) {
  for (const box of boxes()) box.checked = on;
}

let last = null;

/** With the shift key, everything between this box and the one before it. */
function markBetween(box) {
  const all = boxes();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const one of all.slice(from, to + 1)) one.checked = box.checked;
}

document.addEventListener('click', (event) => {
  const { target } = event;
  if (!target.closest?.('#panel')) return;
  if (target.matches('input[name="id"]')) {
    choice('marked').checked = true;
    if (event.shiftKey) markBetween(target);
    last = target;
  } else if (target.matches('[data-mark-all]')) {
    choice('marked').checked = true;
    markAll(target.checked);
  } else if (target.closest('[data-mark-list]')) {
    choice('all').checked = true;
    markAll(true);
  } else if (target.closest('[data-unmark]')) {
    choice('marked').checked = true;
    markAll(false);
  } else return;
  const unmarked = target.closest('[data-unmark], [data-mark-list]');
  showMarks();
  // The button that was used is gone: the keyboard goes on at the boxes.
  if (unmarked && document.activeElement === document.body) boxes()[0]?.focus();
});

window.addEventListener('pageshow', showMarks);
showMarks();
