// Small comforts for every page. Nothing here is needed for a page to work.
import { announce } from './speech.js';
import './swaps.js';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-once]') || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  // Disabled only after the browser has collected the fields, or the button's own name and value would be missing.
  setTimeout(() => toggleButtons(form, true));
});

// Coming back by the back button shows the page as it was left: with its buttons disabled.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) release(form);
});
document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.target.closest?.('form[data-sent]');
  if (form) release(form);
});

function release(form) {
  delete form.dataset.sent;
  toggleButtons(form, false);
}

function toggleButtons(form, busy) {
  form.toggleAttribute('aria-busy', busy);
  for (const button of form.querySelectorAll('button[type="submit"]')) button.disabled = busy;
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-autosubmit]')) event.target.form.requestSubmit();
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await copy(button.dataset.copy);
  announce(button.dataset.copied ?? button.textContent.trim());
  button.classList.add('copied');
});

/** Copies a text; over plain HTTP, as on an intranet, browsers offer the old way only. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.body.appendChild(document.createElement('textarea'));
  area.value = text;
  area.select();
  document.execCommand('copy');
  area.remove();
}

function enhance(root) {
  for (const link of root.querySelectorAll('[data-error-summary] a[href^="#"]:not([data-named])')) nameField(link);
  // A form that unfolds has no summary: its first field that is wrong is where to go on.
  (root.querySelector('[data-error-summary]') ?? root.querySelector('details[open] [aria-invalid="true"]'))?.focus();
  for (const message of root.querySelectorAll('[data-flash]')) addCloseButton(message);
}

/**
 * What stands in a page when it is loaded is no news to a screen reader, whatever its role: the message takes the focus,
 * and the keyboard goes on from there. Where the page has a better place for the focus, the message describes that.
 */
function tellFlash() {
  const message = document.querySelector('[data-flash]');
  if (!message || location.hash) return;
  const taken = document.querySelector('[autofocus]') ?? document.activeElement;
  if (taken === document.body) return message.focus({ preventScroll: true });
  message.id = 'flash-message';
  taken.setAttribute('aria-describedby', `${taken.getAttribute('aria-describedby') ?? ''} ${message.id}`.trim());
}

/** "Fill in this field." says too little in a list of several: the field's own label goes before it. */
function nameField(link) {
  const field = document.getElementById(link.hash.slice(1));
  const label = field?.labels?.[0] ?? field?.querySelector('legend');
  const name = label?.firstChild?.textContent.trim() ?? field?.getAttribute('aria-label');
  link.dataset.named = 'yes';
  if (name) link.prepend(`${name}: `);
}

function addCloseButton(message) {
  if (message.querySelector('.note-close')) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'note-close';
  button.textContent = '×';
  button.setAttribute('aria-label', message.parentElement.dataset.close ?? 'OK');
  button.addEventListener('click', () => message.remove());
  message.append(button);
}

enhance(document);
tellFlash();
document.addEventListener('htmx:afterSettle', (event) => enhance(event.target));
