import type { Knex } from 'knex';

/**
 * A condition in SQL with the values of its question marks. Its SQL stands in brackets, so that it can follow an `and`.
 * Conditions that an index needs literally bind nothing.
 */
export interface Predicate {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

export function predicate(sql: string, bindings: readonly Knex.RawBinding[] = []): Predicate {
  return { sql: `(${sql})`, bindings };
}

const EVERYWHERE = '(1 = 1)';

/** Holds where all of them hold; without any, everywhere. */
export function allOf(predicates: readonly Predicate[]): Predicate {
  const narrowing = predicates.filter(({ sql }) => sql !== EVERYWHERE);
  return joined(narrowing, ' and ', '1 = 1');
}

/** Holds where at least one of them holds; without any, nowhere. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  return joined(predicates, ' or ', '1 = 0');
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
