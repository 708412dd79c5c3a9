import { dialectOf, type Queryable } from './dialect.js';
import { allOf, anyOf, type Hint, type Predicate, partWith, predicate, type Search, withPart } from './predicate.js';
import { isShort, type Readings, readingsOf, wordPattern } from './search-words.js';
import { select } from './statements.js';

/**
 * The rows whose sale a typed text is found in: in the sale's own id, or in what its customer is found by. As it stands it
 * looks at each row by itself; `byTextIndex` turns it round where that finds the rows sooner.
 */
export function mentioning(text: string, column: Search['column']): Predicate {
  const readings = readingsOf(text);
  if (readings.length === 0) return allOf([]);
  const { sql, bindings } = reads(readings, "' ' || searched.external_key || ' ' || customers.search_text");
  // Not `exists`, which PostgreSQL would turn into a join, and read every sale.
  return predicate(
    `(select ${sql} from sales as searched join customers on customers.id = searched.customer_id
      where searched.id = ${column})`,
    bindings,
    { search: { readings, column } },
  );
}

/** What a condition searches for, where it searches. */
export function searchOf(where: Predicate): Search | null {
  return partWith(where, isSearch)?.hint.search ?? null;
}

/** The same condition with what it searches for replaced. */
export function withSearch(where: Predicate, by: Predicate): Predicate {
  const part = partWith(where, isSearch);
  return part === undefined ? where : withPart(where, part, by);
}

function isSearch(hint: Hint): hint is Extract<Hint, { search: Search }> {
  return 'search' in hint;
}

/** Of more sales a list is found sooner by looking at each of its rows. */
const MOST = 20_000;

/** For who reads all rows anyhow, and none is soon found. */
export const HOWEVER_MANY = 2 ** 31;

/**
 * The same rows, found by the text index when it stands in `most` sales at most: then it has a hint for who chooses an
 * index, and its subquery is computed once.
 */
export async function byTextIndex(q: Queryable, where: Predicate, most = MOST): Promise<Predicate> {
  const search = searchOf(where);
  if (search === null) return where;
  const found = inTextIndex(q, search.readings);
  const [row] = await select<{ found: number; sales: number }>(
    q,
    `select count(*) as found, (select max(id) from sales) as sales
      from (select 1 from sales_text where ${found.sql} limit ${most + 1}) as first_found`,
    found.bindings,
  );
  if (row === undefined || row.found > most) return where;
  const hint = { key: 'text', share: (SURVEYS_OF_SALE * row.found) / Math.max(1, row.sales), ordered: false };
  const indexed = `${search.column} in (select ${found.key} from sales_text where ${found.sql})`;
  return withSearch(where, predicate(indexed, found.bindings, hint));
}

/** About: a look-up by sale gives them all, whatever became of them. */
const SURVEYS_OF_SALE = 3;

/**
 * What follows `from` to read the rows of a table whose sales a text is found in, by way of the text index: on SQLite its
 * sales come first, PostgreSQL knows how many there are.
 */
export function foundIn(q: Queryable, table: 'sales' | 'surveys', search: Search): Predicate {
  const { sql, bindings, key } = inTextIndex(q, search.readings);
  const rows =
    dialectOf(q) === 'sqlite'
      ? `sales_text cross join ${table} on ${search.column} = sales_text.rowid where ${sql}`
      : `${table} where ${search.column} in (select ${key} from sales_text where ${sql})`;
  return { sql: rows, bindings };
}

/** A query of the customers in whose sales the readings are found, each as often as it is, by way of the text index. */
export function soldTo(q: Queryable, readings: Readings): Predicate {
  const { sql, bindings, key } = inTextIndex(q, readings);
  return {
    sql: `select sales.customer_id from sales where sales.id in (select ${key} from sales_text where ${sql})`,
    bindings,
  };
}

/** In how many sales the readings are found, counted up to `most`. */
export async function countInTextIndex(q: Queryable, readings: Readings, most: number): Promise<number> {
  const { sql, bindings } = inTextIndex(q, readings);
  const first = `select 1 from sales_text where ${sql} limit ${most}`;
  const [row] = await select<{ found: number }>(q, `select count(*) as found from (${first}) as first_found`, bindings);
  return Number(row?.found ?? 0);
}

/** The condition on rows of `sales_text`, whose key is the id of the sale. */
function inTextIndex(q: Queryable, readings: Readings): Predicate & { readonly key: string } {
  if (dialectOf(q) === 'postgres') return { ...reads(readings, 'words'), key: 'sale_id' };
  const matched = readings.map((words) => `(${words.map(phrase).join(' AND ')})`).join(' OR ');
  return { ...predicate('sales_text match ?', [matched]), key: 'rowid' };
}

/** A string of FTS5's query language; in the index two spaces stand before each word. */
function phrase(word: string): string {
  return `"${isShort(word) ? '  ' : ''}${word.replaceAll('"', '""')}"`;
}

function reads(readings: Readings, text: string): Predicate {
  const has = (word: string): Predicate => predicate(`${text} like ? escape '\\'`, [wordPattern(word)]);
  const { sql, bindings } = anyOf(readings.map((words) => bracketed(allOf(words.map(has)))));
  return predicate(sql, bindings);
}

/** One condition, without parts: they would be none on the rows that are looked for. */
function bracketed({ sql, bindings }: Predicate): Predicate {
  return predicate(sql, bindings);
}
