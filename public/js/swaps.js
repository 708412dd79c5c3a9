// Lists that swap themselves: the keyboard goes on where it was, and what came is said.
import { announce } from './speech.js';

let left = null;

document.addEventListener('htmx:beforeSwap', ({ detail: { target } }) => {
  const active = document.activeElement;
  left = target !== active && target.contains(active) ? { target, ...placeOf(active, target) } : null;
});

document.addEventListener('htmx:afterSettle', ({ detail: { target } }) => {
  // A counter that is put in its place settles too, and names no target.
  if (left === null || left.target !== target) return;
  const { turnsPage, ...place } = left;
  left = null;
  const fresh = document.getElementById(target.id);
  if (!fresh) return;
  if (turnsPage) beginAt(fresh);
  // What has an id keeps the focus by itself; a page that was read needs no second voice.
  else if (document.activeElement === document.body) sameIn(fresh, place)?.focus({ preventScroll: true });
  const said = fresh.id === 'panel' ? null : fresh.querySelector('[role="alert"], .empty-title, .pager > p');
  if (said) announce(said.textContent.trim());
});

/** What a control is known by, since the new one is another element: its words, without the counts in them. */
function placeOf(control, root) {
  const tag = control.tagName;
  const words = wordsOf(control);
  const alike = alikeIn(root, tag, words);
  return { tag, words, index: alike.indexOf(control), turnsPage: control.closest('.pager') !== null };
}

function sameIn(root, { tag, words, index }) {
  const alike = alikeIn(root, tag, words);
  return alike[index] ?? alike[0];
}

function alikeIn(root, tag, words) {
  return [...root.querySelectorAll(tag)].filter((one) => wordsOf(one) === words);
}

function wordsOf(control) {
  return control.textContent.replace(/[\d.,]+/g, '').trim();
}

/** Another page is read from its top: its first record takes the focus. */
function beginAt(list) {
  const rows = list.querySelector('tbody, .timeline');
  rows?.querySelector('a')?.focus({ preventScroll: true });
  (rows?.closest('.card') ?? list).scrollIntoView({ block: 'start' });
}
