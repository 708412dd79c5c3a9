import type { CivilDate } from './civil-date.js';
import type { SaleEffects } from './configuration-effects.js';
import { countByStatus, type OpenStatusCounts } from './planning.js';

/** What a change does, in numbers: what a preview shows and a result repeats. */
export interface EffectCounts {
  /** The sales that the change is about. */
  readonly sales: number;
  /** The open surveys that the change looks at, by status today, before it and after it. */
  readonly before: OpenStatusCounts;
  readonly after: OpenStatusCounts;
  readonly created: number;
  readonly removed: number;
  /** Touched, so not removed. */
  readonly kept: number;
  readonly redated: number;
}

const NONE: OpenStatusCounts = { scheduled: 0, due: 0, inconsistent: 0 };

export const NOTHING_CHANGES: EffectCounts = {
  sales: 0,
  before: NONE,
  after: NONE,
  created: 0,
  removed: 0,
  kept: 0,
  redated: 0,
};

/** The counts with what the change does to one more sale. */
export function counted(counts: EffectCounts, sale: SaleEffects, today: CivilDate): EffectCounts {
  if (!sale.reached) return counts;
  return {
    sales: counts.sales + 1,
    before: sum(counts.before, countByStatus(sale.before, today)),
    after: sum(counts.after, countByStatus(sale.after, today)),
    created: counts.created + sale.created.length,
    removed: counts.removed + sale.removed.length,
    kept: counts.kept + sale.kept.length,
    redated: counts.redated + sale.redated.filter(({ moved }) => moved).length,
  };
}

/** The counts of two parts of the work together. */
export function together(a: EffectCounts, b: EffectCounts): EffectCounts {
  return {
    sales: a.sales + b.sales,
    before: sum(a.before, b.before),
    after: sum(a.after, b.after),
    created: a.created + b.created,
    removed: a.removed + b.removed,
    kept: a.kept + b.kept,
    redated: a.redated + b.redated,
  };
}

/**
 * The counts as one line, which a form takes along from its preview to its save: equal lines say that what was shown is
 * what will be done. Nothing secret: who changes it by hand only deceives himself.
 */
export function fingerprintOf({ sales, before, after, created, removed, kept, redated }: EffectCounts): string {
  const statuses = [before, after].flatMap(({ scheduled, due, inconsistent }) => [scheduled, due, inconsistent]);
  return [sales, ...statuses, created, removed, kept, redated].join('-');
}

/** The counts of such a line; null where it is none. */
export function countsOf(fingerprint: string): EffectCounts | null {
  if (!/^\d{1,10}(-\d{1,10}){10}$/.test(fingerprint)) return null;
  const numbers = fingerprint.split('-').map(Number);
  const at = (index: number) => numbers[index] ?? 0;
  const statuses = (from: number) => ({ scheduled: at(from), due: at(from + 1), inconsistent: at(from + 2) });
  const [sales, before, after] = [at(0), statuses(1), statuses(4)];
  return { sales, before, after, created: at(7), removed: at(8), kept: at(9), redated: at(10) };
}

function sum(a: OpenStatusCounts, b: OpenStatusCounts): OpenStatusCounts {
  return {
    scheduled: a.scheduled + b.scheduled,
    due: a.due + b.due,
    inconsistent: a.inconsistent + b.inconsistent,
  };
}
