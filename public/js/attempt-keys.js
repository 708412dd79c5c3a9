// An attempt from the keyboard: T opens its form, a digit says what came of the call, Enter records it. Without this script the form
// opens by its own button.

const form = document.querySelector('#attempt');

function open() {
  form.open = true;
  (form.querySelector('[name="outcome"]:checked') ?? form.querySelector('[name="outcome"]'))?.focus();
}

/** Chooses what the digit stands for. */
function choose(key) {
  const radio = /^\d$/.test(key) && form.querySelector(`[name="outcome"][aria-keyshortcuts="${key}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
}

function isTyping(target) {
  return target.matches?.('textarea, select, input:not([type="radio"], [type="checkbox"])');
}

document.addEventListener('keydown', (event) => {
  if (!form || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  const inside = event.target.closest?.('.attempt-outcomes');
  if (inside ? !choose(event.key) : event.key.toLowerCase() !== 't') return;
  if (!inside) open();
  event.preventDefault();
});

document.addEventListener('click', (event) => {
  if (!form || !event.target.closest('[data-opens-attempt]')) return;
  event.preventDefault();
  open();
});
