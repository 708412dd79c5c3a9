import type { OutcomeKind } from '../../domain/attempt.js';
import { addDays, type CivilDate, daysBetween } from '../../domain/civil-date.js';
import type { FateEvent } from './fates.js';
import type { Random, Weighted } from './random.js';

/** A call that reached nobody, or not at a good time. */
export interface Try {
  readonly on: CivilDate;
  readonly minute: number;
  readonly outcome: OutcomeKind;
  readonly note: string;
}

/** How many there are before somebody answers. */
const TRIES: Weighted<number> = [
  [0, 55],
  [1, 27],
  [2, 12],
  [3, 6],
];

const OUTCOMES: Weighted<Pick<Try, 'outcome' | 'note'>> = [
  [{ outcome: 'no-answer', note: '' }, 50],
  [{ outcome: 'busy', note: '' }, 14],
  [{ outcome: 'voicemail', note: '' }, 20],
  [{ outcome: 'no-time', note: '' }, 10],
  [{ outcome: 'call-back', note: 'Pediu para ligar depois do almoço' }, 6],
];

/** How often somebody was called before what happens to his survey: whom nobody reaches, two times at least. */
export function triesBefore(random: Random, opensOn: CivilDate, event: FateEvent): Try[] {
  const unreachable = event.kind === 'close' && event.reason === 'unreachable';
  if (event.kind !== 'execute' && !unreachable) return [];
  const wanted = unreachable ? random.integer(2, 4) : random.weighted(TRIES);
  const tries: Try[] = [];
  for (let n = 0; n < wanted; n += 1) {
    const said = unreachable ? ({ outcome: 'no-answer', note: '' } as const) : random.weighted(OUTCOMES);
    const on = addDays(opensOn, random.integer(0, Math.max(0, daysBetween(opensOn, event.on) - 1)));
    const minute = random.integer(9 * 60, 18 * 60 - 1);
    // On the day itself nobody knows yet at which hour it will happen; and nobody calls on Sundays.
    if (on < event.on && new Date(on).getUTCDay() !== 0) tries.push({ on, minute, ...said });
  }
  return tries;
}
