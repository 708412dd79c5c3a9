// Rows that a pointer can put into another order; a finger holds one for a moment first, so that it can still scroll.
import Sortable from '../vendor/sortable.js';

/** `onMoved` is told which of the container's children was dropped somewhere else. */
export function sortable(container, onMoved) {
  container.classList.add('sortable');
  Sortable.create(container, {
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
    delay: 250,
    delayOnTouchOnly: true,
    // Its own controls keep working.
    filter: 'input, button',
    preventOnFilter: false,
    onEnd: ({ item, oldIndex, newIndex }) => {
      if (oldIndex !== newIndex) onMoved(item);
    },
  });
}
