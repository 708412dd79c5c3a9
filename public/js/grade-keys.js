// A survey from the keyboard: the key of a grade chooses it and goes on to the next question; Enter goes on, and at the end reaches
// the button. Where 1 could be the beginning of 10, the page waits for the next key instead of going on.

document.addEventListener('keydown', (event) => {
  const fieldset = event.target.closest?.('.grade-question') ?? firstOpen(event.target);
  if (!fieldset || event.target.tagName === 'TEXTAREA' || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Enter') goOn(fieldset);
  else if (!choose(fieldset, event.key)) return;
  event.preventDefault();
});

/** Where nothing has the focus yet, as on a page just opened or refused, keys are for the first question without an answer. */
function firstOpen(target) {
  if (!target.matches?.('body, main, [data-error-summary]')) return undefined;
  return [...document.querySelectorAll('.grade-question')].find((question) => !question.querySelector('input:checked'));
}

function choose(fieldset, key) {
  if (!/^[\dA-Za-zÀ-ÿ]$/.test(key)) return false;
  const typed = (fieldset.dataset.typed ?? '') + key;
  const radio = radioOf(fieldset, typed) ?? radioOf(fieldset, key);
  if (!radio) return false;
  fieldset.dataset.typed = key;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  const open = key === '1' && typed.length === 1 && radioOf(fieldset, '10');
  if (!open) goOn(fieldset);
  return true;
}

/** The grade with that label; of worded grades the one at that place, or the first with that initial. */
function radioOf(fieldset, key) {
  const buttons = [...fieldset.querySelectorAll('.grade-button:not(.grade-other)')];
  const labels = buttons.map((button) => button.textContent.trim().toLowerCase());
  const worded = labels.every((label) => !/^\d+$/.test(label));
  let at = labels.indexOf(key.toLowerCase());
  if (at < 0 && worded)
    at = /^\d$/.test(key) ? Number(key) - 1 : labels.findIndex((label) => label.startsWith(key.toLowerCase()));
  return buttons[at]?.querySelector('input');
}

/** To the next question; after the last, to the button that finishes. */
function goOn(fieldset) {
  delete fieldset.dataset.typed;
  const questions = [...fieldset.form.querySelectorAll('.grade-question')];
  const next = questions[questions.indexOf(fieldset) + 1];
  const target = next
    ? (next.querySelector('input:checked') ?? next.querySelector('input'))
    : fieldset.form.querySelector('.submit-bar button');
  target?.focus();
}
