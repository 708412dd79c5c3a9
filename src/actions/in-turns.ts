import { breathe } from '../store/batches.js';

export { breathe };

/** How many lines of a file are worked on before other requests have their turn. */
const AT_ONCE = 250;

/** Does the work for each item in order, giving way to other requests every few hundred. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  for (const slice of slicesOf(items)) {
    slice.forEach(work);
    await breathe();
  }
}

/** The items a few hundred at a time, in their order. */
export function* slicesOf<T>(items: readonly T[], size = AT_ONCE): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
