// Asks for the counters while the panel is looked at. It stops quietly when it is refused, and waits while nothing answers.
import { announce } from './speech.js';

const EVERY_MS = 20_000;

let refused = false;
let silent = false;

function ask() {
  const poll = document.getElementById('panel-poll');
  if (!poll || refused || silent || document.visibilityState !== 'visible') return;
  // Nothing is swapped under a sheet or a menu that somebody is busy with.
  if (document.querySelector('dialog[open]')) return;
  poll.addEventListener('htmx:beforeOnLoad', dropStale, { once: true });
  poll.dispatchEvent(new Event('panel:poll'));
}

/** The list was filtered anew meanwhile: these counters are another list's. */
function dropStale(event) {
  if (!event.currentTarget.isConnected) event.preventDefault();
}

let told = '';

// What is swapped in with its text is not spoken by itself. Once for each list.
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target?.id !== 'panel-poll') return;
  const news = document.querySelector('#panel-poll .panel-news');
  const list = news ? location.href : '';
  if (news && told !== list) announce(news.textContent.trim());
  told = list;
});

document.addEventListener('htmx:responseError', (event) => {
  if (event.target.id === 'panel-poll') refused = true;
});
document.addEventListener('htmx:sendError', (event) => {
  if (event.target.id === 'panel-poll') silent = true;
});

function wake() {
  silent = false;
}
window.addEventListener('online', wake);
document.addEventListener('visibilitychange', wake);

setInterval(ask, EVERY_MS);
