import type { Knex } from 'knex';
import { PRODUCTS, SELLERS } from './people.js';
import { chance, type Sql } from './sql.js';
import { CITY_NAMES, FIRST_NAMES, LAST_NAMES, RARE } from './words.js';

/** How many, around which day, and how much of it was executed. */
export interface Extent {
  readonly sales: number;
  /** Percent of the surveys that came to their turn. */
  readonly executed: number;
  /** The civil date around which all is placed, as days since 1970-01-01. */
  readonly today: number;
  /** UTC epoch milliseconds. */
  readonly now: number;
}

export const YEARS_IN_DAYS = 3650;

/** Four customers for five sales: every fifth sale is another one to somebody known. */
export const customersOf = (sales: number) => sales - Math.floor(sales / 5);

/** Temporary tables with the words that names are put together from. */
export async function insertWords(db: Knex): Promise<void> {
  const lists = { seed_first: FIRST_NAMES, seed_last: LAST_NAMES, seed_city: CITY_NAMES };
  for (const [table, words] of Object.entries(lists)) {
    await db.raw(`create temporary table ${table} (i integer primary key, word text, key text, state text)`);
    await db(table).insert(words.map((word) => ({ state: null, ...word })));
  }
}

/** Customers: names that repeat, one to two phones (some none), most with a document, a few without a city. */
export function customersSql(sql: Sql, { sales, now }: Extent): string {
  const count = customersOf(sales);
  const every = Math.max(1, Math.floor(count / RARE.customers));
  const isRare = `n % ${every} = 0`;
  const digits = (salt: number) => sql.pad(chance('n', salt, 100_000_000), 8);
  const optional = (column: string) => `coalesce(' ' || ${column}, '')`;
  return `insert into customers (id, external_id, document, name, name_key, phone1, phone2, email, city, city_key, state,
      search_text, created_at)
    select n, external_id, document, name, name_key, phone1, phone2, email, city, city_key, state,
      name_key || ${['phone1', 'phone2', 'document', 'email'].map(optional).join(' || ')} || ' ' || lower(external_id), ${now}
    from (select n, 'C' || ${sql.pad('n', 8)} as external_id,
        case when ${chance('n', 1, 10)} > 0 then cast(10000000000 + n * 97 as text) end as document,
        f.word || ' ' || case when ${isRare} then '${RARE.word}' else m.word end || ' ' || l.word as name,
        f.key || ' ' || case when ${isRare} then '${RARE.word.toLowerCase()}' else m.key end || ' ' || l.key as name_key,
        case when ${chance('n', 2, 100)} >= 3 then '+55679' || ${digits(3)} end as phone1,
        case when ${chance('n', 4, 5)} = 0 then '+55679' || ${digits(5)} end as phone2,
        case when ${chance('n', 6, 3)} = 0 then f.key || '.' || l.key || n || '@exemplo.com.br' end as email,
        case when ${chance('n', 7, 100)} > 0 then c.word end as city,
        case when ${chance('n', 7, 100)} > 0 then c.key end as city_key,
        case when ${chance('n', 7, 100)} > 0 then c.state end as state
      from ${sql.series(count)} as series
      join seed_first as f on f.i = ${chance('n', 8, 100)}
      join seed_last as m on m.i = ${chance('n', 9, 100)}
      join seed_last as l on l.i = ${chance('n', 10, 100)}
      join seed_city as c on c.i = ${chance('n', 11, 100)} ${sql.fence}) as drawn order by n`;
}

/** Sales, spread evenly over ten years in the order of their ids; one in fifty was cancelled within two months. */
export function salesSql(sql: Sql, { sales, today, now }: Extent): string {
  const newest = '(n - n / 5)';
  const cancelled = `${chance('n', 12, 50)} = 0 and closed + ${chance('n', 13, 60)} <= ${today}`;
  const when = (value: string) => `case when ${cancelled} then ${value} end`;
  return `insert into sales (id, external_id, customer_id, seller_id, product_id, closed_on, value_cents, commission_base_cents, origin,
      recorded_at, cancelled_on, cancelled_at, commission_reversed)
    select n, cast(100000 + n as text),
      case when n % 5 = 0 then 1 + ${chance('n', 14, 2_000_000_000)} % ${newest} else ${newest} end,
      ${SELLERS.first} + ${sql.least(chance('n', 15, SELLERS.count), chance('n', 16, SELLERS.count))},
      1 + ${sql.least(chance('n', 17, PRODUCTS), chance('n', 18, PRODUCTS))},
      ${sql.day('closed')}, 4990 + 1000 * ${chance('n', 19, 20)}, 5000, 'import',
      ${sql.least('closed * 86400000 + 64800000', String(now))},
      ${when(sql.day(`closed + ${chance('n', 13, 60)}`))},
      ${when(sql.least(`(closed + ${chance('n', 13, 60)}) * 86400000 + 64800000`, String(now)))},
      ${when('true')}
    from (select n, ${today - YEARS_IN_DAYS} + n * ${YEARS_IN_DAYS} / ${sales} as closed
      from ${sql.series(sales)} as series ${sql.fence}) as drawn order by n`;
}
