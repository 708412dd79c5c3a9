// Sentences for screen readers, and texts with gaps.

let region;

/** Says a sentence to screen readers, without moving the focus. */
export function announce(text) {
  if (!region?.isConnected) {
    region = document.createElement('p');
    region.className = 'visually-hidden';
    region.setAttribute('role', 'status');
    region.setAttribute('data-announcer', '');
    document.body.append(region);
  }
  // A region that has just appeared, or is given the same text again, stays silent: fill it in the next frame.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

/** Fills the {gaps} of a text. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

/** Lower case without accents, for searching. */
export function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
