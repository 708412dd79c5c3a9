import type { PreviewSoFar } from '../actions/preview-effects.js';
import { countsOf, fingerprintOf } from '../domain/effect-counts.js';

// How far a long preview came, as one line of its form: whoever answers next goes on from there (decision 0029).

/** How many finds one answer looks at: less than half a second, also where much else goes on. */
export const FINDS_PER_ANSWER = 5_000;

/** The line; empty where the preview is whole. */
export function progressText({ counts, kept, next }: PreviewSoFar): string {
  if (next === null) return '';
  const { place, key } = next;
  return [place, key?.on ?? '', key?.id ?? '', fingerprintOf(counts), kept.join(',')].join('~');
}

const LINE = /^(\d{1,6})~(?:(\d{4}-\d\d-\d\d)~(\d{1,10})|~)~([\d-]{1,200})~((?:\d{1,10}(?:,|$)){0,50})$/;

/** What the line says; undefined where it says nothing: the count begins anew. Who changes it only deceives himself. */
export function readProgress(line: string): PreviewSoFar | undefined {
  const [, place = '', on, id, fingerprint = '', kept = ''] = LINE.exec(line) ?? [];
  const counts = countsOf(fingerprint);
  if (counts === null) return undefined;
  const key = on === undefined ? null : { on, id: Number(id) };
  const surveys = kept === '' ? [] : kept.split(',').map(Number);
  return { counts, kept: surveys, next: { place: Number(place), key } };
}
