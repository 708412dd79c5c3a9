// A survey from the keyboard: a grade's key chooses it, Enter goes on to the next question without an answer, and after the last one to
// the button that finishes. Nothing here is needed to answer: the radios are native.

for (const form of document.querySelectorAll('form:has(.grade-question)')) form.classList.add('scripted');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const question = event.target.closest?.('.grade-question') ?? firstOpen(event);
  const handled = question ? onKey(question, event) : onOther(event);
  if (handled) event.preventDefault();
});

/** Where nothing that takes keys has the focus: a page just opened, with a message, or refused. */
const NOWHERE = 'body, main, [data-flash], [data-error-summary]';

/**
 * From there keys are for the first question without an answer: a grade typed there must not change another one. Enter
 * stops before at an answer that lacks its comment.
 */
function firstOpen({ target, key }) {
  if (!target.matches?.(NOWHERE)) return undefined;
  return questionsOf(document).find((question) => !isAnswered(question) || (key === 'Enter' && lacksComment(question)));
}

/** With nothing left to answer, as in a draft that somebody comes back to, Enter goes to what ends the form. */
function onOther(event) {
  if (event.target.matches('[data-confirms]')) return onConfirm(event);
  const last = event.key === 'Enter' && event.target.matches(NOWHERE) && questionsOf(document).at(-1);
  return last ? goOn(last) : false;
}

function onKey(question, event) {
  if (event.target.matches('textarea')) return onCommentKey(question, event);
  // The button that opens a comment, and the links of a script, keep their Enter.
  if (event.target.matches('button, a')) return false;
  const key = event.key.toLowerCase();
  if (event.key === 'Enter') return goOn(question);
  if (event.key === 'Backspace') return goBack(question);
  if (key === 'c') return openComment(question);
  return choose(question, key);
}

/** In a comment, Enter goes on and Shift with it breaks the line; Escape, or going back out of an empty one, returns to the grades. */
function onCommentKey(question, event) {
  if (event.key === 'Enter' && !event.shiftKey) return goOn(question);
  const leaves = event.key === 'Escape' || (event.key === 'Backspace' && event.target.value === '');
  return leaves && focusOn(question);
}

/** Enter on the box that confirms ticks it, and goes on to the button that finishes. */
function onConfirm(event) {
  if (event.key !== 'Enter') return false;
  if (!event.target.checked) event.target.click();
  return focus(finishOf(event.target.form));
}

function choose(question, key) {
  const radio = tenAfterOne(question, key) ?? radioOf(question, key);
  question.dataset.typed = radio ? key : '';
  if (!radio) return false;
  const changed = !radio.checked;
  radio.checked = true;
  radio.focus();
  if (changed) radio.dispatchEvent(new Event('change', { bubbles: true }));
  if (lacksComment(question)) openComment(question);
  return true;
}

/** 1 and 0 typed one after the other on a scale from 0 to 10 are what they look like: nobody means a 0 by them. */
function tenAfterOne(question, key) {
  return question.dataset.typed === '1' && key === '0' ? question.querySelector('input[data-label="10"]') : null;
}

function radioOf(question, key) {
  return key.length === 1 ? question.querySelector(`input[aria-keyshortcuts="${CSS.escape(key)}"]`) : null;
}

/** To the next question without an answer, from the last one to an earlier; with every one answered, to what ends the form. */
function goOn(question) {
  if (isAnswered(question) && lacksComment(question)) return openComment(question);
  const all = questionsOf(question.form);
  const at = all.indexOf(question);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find((other) => !isAnswered(other));
  if (next) return focusOn(next);
  const box = question.form.querySelector('[data-confirms]');
  const asked = box && !box.checked && question.form.querySelector('.grade-none input:checked');
  return focus(isAnswered(question) ? (asked ? box : finishOf(question.form)) : radioFor(question));
}

function goBack(question) {
  const all = questionsOf(question.form);
  const previous = all[all.indexOf(question) - 1];
  return previous ? focusOn(previous) : true;
}

function focusOn(question) {
  question.dataset.typed = '';
  return focus(radioFor(question));
}

function focus(element) {
  element?.focus();
  return true;
}

function openComment(question) {
  question.querySelector('.grade-comment').classList.add('open');
  return focus(question.querySelector('.grade-comment textarea'));
}

function questionsOf(root) {
  return [...root.querySelectorAll('.grade-question')];
}

function radioFor(question) {
  return question.querySelector('input:checked') ?? question.querySelector('input');
}

function isAnswered(question) {
  return question.querySelector('input:checked') !== null;
}

function lacksComment(question) {
  return (
    question.querySelector('.needs-comment input:checked') && question.querySelector('textarea').value.trim() === ''
  );
}

function finishOf(form) {
  return form.querySelector('.submit-bar .btn-primary');
}

document.addEventListener('click', (event) => {
  const question = event.target.closest('.open-comment')?.closest('.grade-question');
  if (question) openComment(question);
  // A click on a grade that asks for a comment leads there; arrow keys, which click too, are still on their way.
  const radio = event.target.closest('.needs-comment input');
  if (radio && event.pointerType && lacksComment(radio.closest('.grade-question')))
    openComment(radio.closest('.grade-question'));
});
