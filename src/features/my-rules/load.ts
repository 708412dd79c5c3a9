import type { CivilDate } from '../../domain/civil-date.js';
import { listAttemptsOf } from '../../store/attempts.js';
import { findHeldSurvey, listClaimsOn } from '../../store/claims.js';
import type { Queryable } from '../../store/dialect.js';
import { operatesRules } from '../../store/estate.js';
import type { PageKey } from '../../store/key-paging.js';
import { isBlockedOwn, readBlockedClosings } from '../../store/own-surveys.js';
import { allOf, butFor, not, type Predicate } from '../../store/predicate.js';
import { progressOf } from '../../store/progress.js';
import { countEach } from '../../store/survey-counts.js';
import { findSoonestOpening } from '../../store/survey-list.js';
import { hasStatus, isResponsible } from '../../store/survey-predicates.js';
import { findNextCallable, listQueue } from '../../store/work-queue.js';

const PAGE_SIZE = 50;

/** Whose day it is. */
export interface Worker {
  readonly userId: number;
  readonly now: number;
  readonly today: CivilDate;
  /** The instant at which his day began in the company's zone. */
  readonly dayStart: number;
}

/** A page of what the user is to run, what decides who is called, and how far his day has come. */
export async function loadQueue(q: Queryable, worker: Worker, key: PageKey | null) {
  const { userId, now, today, dayStart } = worker;
  const caller = { userId, now, dayStart, blocked: await readBlockedClosings(q) };
  const due = his(worker, 'due');
  const scheduled = his(worker, 'scheduled');
  const page = await listQueue(q, due, caller, { size: PAGE_SIZE, key });
  // What the policy keeps from him is not left for him to do.
  const left = caller.blocked.length === 0 ? due : allOf([due, not(isBlockedOwn(userId, caller.blocked))]);
  const counts = await countEach(q, { due, left, scheduled, inconsistent: his(worker, 'inconsistent') });
  const ids = page.rows.map(({ id }) => id);
  return {
    page,
    counts,
    contacts: {
      attempts: await listAttemptsOf(q, ids),
      claims: await listClaimsOn(q, ids),
      blocked: caller.blocked,
    },
    soonest: counts.due > 0 ? null : await findSoonestOpening(q, scheduled),
    // Begun in time, or before it became another's or his rule went to others: he may finish it, though his list lacks it (SPEC 5).
    held: await findHeldSurvey(q, worker, butFor(due)),
    hasRules: counts.due > 0 || (await operatesRules(q, userId)),
    progress: await progressOf(q, userId, today, dayStart),
  };
}

/** What he calls next, or null: what waits stays in the list, and says why. */
export async function loadNext(q: Queryable, worker: Worker) {
  const caller = { ...worker, blocked: await readBlockedClosings(q) };
  return findNextCallable(q, his(worker, 'due'), caller);
}

function his({ userId, today }: Worker, status: 'due' | 'scheduled' | 'inconsistent'): Predicate {
  return allOf([hasStatus(status, today), isResponsible(userId)]);
}
