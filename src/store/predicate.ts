import type { Knex } from 'knex';
import type { CivilDate } from '../domain/civil-date.js';
import type { Status } from '../domain/scheduler.js';
import type { SignalState } from '../domain/signal.js';

/**
 * A condition in SQL with the values of its question marks. Its SQL stands in brackets, so that it can follow an `and`.
 * Conditions that an index needs literally bind nothing.
 */
export interface Predicate {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
  /** What it consists of, where all of it has to hold; absent for a single condition. */
  readonly parts?: readonly Predicate[];
  /** Conditions of which never two hold at once, and that together are this one: each has an index of its own. */
  readonly branches?: readonly Predicate[];
  /** What it says of a survey, for those who choose the index to read by (store/survey-plan). */
  readonly hint?: Hint;
}

/**
 * Which status a condition asks for; or which column it narrows, and to about which share of the surveys, null when nobody
 * can guess; or which text it searches for (store/text-search); or which user it asks to be responsible; or that it
 * looks something up for each survey, or for many at once, by which column, and another way to do so; or, of follow-ups,
 * whether it asks for those that ended; or, of signals, in which state.
 */
export type Hint =
  | { readonly status: Status | 'open'; readonly today: CivilDate }
  | { readonly key: string; readonly share: number | null; readonly ordered: boolean }
  | { readonly key: string; readonly share: 1; readonly ordered: false; readonly looksUp: true; among: Predicate }
  | { readonly search: Search }
  | { readonly responsible: number }
  | { readonly looksUp: true }
  | { readonly ended: boolean }
  | { readonly signal: SignalState };

/** A text that is searched for, as store/search-words reads it, and the column that names the sale to be searched. */
export interface Search {
  readonly readings: readonly (readonly string[])[];
  readonly column: 'sales.id' | 'surveys.sale_id';
}

export function predicate(sql: string, bindings: readonly Knex.RawBinding[] = [], hint?: Hint): Predicate {
  return { sql: `(${sql})`, bindings, ...(hint && { hint }) };
}

const EVERYWHERE = '(1 = 1)';

/** Holds where all of them hold; without any, everywhere. */
export function allOf(predicates: readonly Predicate[]): Predicate {
  const narrowing = predicates.filter(({ sql }) => sql !== EVERYWHERE);
  const all = joined(narrowing, ' and ', '1 = 1');
  if (narrowing.length < 2) return all;
  const branched = narrowing.find(({ branches }) => branches !== undefined);
  const others = narrowing.filter((one) => one !== branched);
  return {
    ...all,
    parts: narrowing.flatMap((one) => one.parts ?? [one]),
    ...(branched && { branches: branched.branches?.map((branch) => allOf([branch, ...others])) }),
  };
}

/** Holds where at least one of them holds; without any, nowhere. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  return joined(predicates, ' or ', '1 = 0');
}

/** The first of what it consists of, or itself, for whose hint `is` holds. */
export function partWith<H extends Hint>(
  where: Predicate,
  is: (hint: Hint) => hint is H,
): (Predicate & { hint: H }) | undefined {
  const found = (where.parts ?? [where]).find(({ hint }) => hint !== undefined && is(hint));
  return found as (Predicate & { hint: H }) | undefined;
}

/** The same condition with another one in the place of one of its parts, or of itself. */
export function withPart(where: Predicate, part: Predicate, by: Predicate): Predicate {
  return allOf((where.parts ?? [where]).map((one) => (one === part ? by : one)));
}

/** The same condition, of which it is known that it looks much up. */
export function lookingUp({ sql, bindings }: Predicate): Predicate {
  return { sql, bindings, hint: { looksUp: true } };
}

/**
 * A condition that looks something up for each row, by a column of it; `among` is the same, and reads first all that could
 * be found: for who looks at a large share of the rows.
 */
export function lookingUpBy(key: string, { sql, bindings }: Predicate, among: Predicate): Predicate {
  const hint = { key, share: 1, ordered: false } as const;
  return { sql, bindings, hint: { ...hint, looksUp: true, among: { ...among, hint } } };
}

/** Holds where it does not, and where null leaves open whether it does. */
export function butFor({ sql, bindings }: Predicate): Predicate {
  return predicate(`(${sql}) is not true`, bindings);
}

/** Holds where it does not. */
export function not({ sql, bindings }: Predicate): Predicate {
  return predicate(`not ${sql}`, bindings);
}

function joined(predicates: readonly Predicate[], conjunction: string, none: string): Predicate {
  const [only] = predicates;
  if (only === undefined) return predicate(none);
  if (predicates.length === 1) return only;
  return predicate(
    predicates.map(({ sql }) => sql).join(conjunction),
    predicates.flatMap(({ bindings }) => bindings),
  );
}
