import type { Dialect } from '../../../src/store/dialect.js';

/** How one engine says what the seed's statements need; days are whole numbers since 1970-01-01. */
export interface Sql {
  /** A table expression with the numbers from 1 to `count` in its column `n`. */
  series(count: number): string;
  /** The civil date of a day's number. */
  day(days: string): string;
  /** The number of a civil date. */
  days(date: string): string;
  least(a: string, b: string): string;
  /** A whole number with leading zeros. */
  pad(value: string, width: number): string;
  /** Ends a subquery that is computed once, and not once for each time that one of its columns is named. */
  readonly fence: string;
}

const sqlite: Sql = {
  series: (count) =>
    `(with recursive s(n) as (select 1 where ${count} > 0 union all select n + 1 from s where n < ${count}) select n from s)`,
  day: (days) => `date((${days}) * 86400, 'unixepoch')`,
  days: (date) => `cast(julianday(${date}) - 2440587.5 as integer)`,
  least: (a, b) => `min(${a}, ${b})`,
  pad: (value, width) => `printf('%0${width}d', ${value})`,
  fence: 'limit -1',
};

const postgres: Sql = {
  series: (count) => `(select n from generate_series(1::bigint, ${count}) as g(n))`,
  day: (days) => `(date '1970-01-01' + cast(${days} as integer))`,
  days: (date) => `cast(${date} - date '1970-01-01' as bigint)`,
  least: (a, b) => `least(${a}, ${b})`,
  pad: (value, width) => `lpad(cast(${value} as text), ${width}, '0')`,
  fence: 'offset 0',
};

export const SQL: Record<Dialect, Sql> = { sqlite, postgres };

/**
 * A number from 0 to `below` − 1 that is always the same for a row's number and a salt, on both engines: what looks like
 * chance in the seeded data. All of it stays within 64 bits for row numbers up to a hundred million.
 */
export function chance(row: string, salt: number, below: number): string {
  const spread = `(cast(${row} as bigint) * ${48_271 * (salt + 3) + 1_000_003} % 2147483647)`;
  return `(${spread} * ${spread} % 2147483629 % ${below})`;
}
