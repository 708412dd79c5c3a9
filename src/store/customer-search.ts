import type { Queryable } from './dialect.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import { readingsOf, wordPattern } from './search-words.js';
import { select } from './statements.js';
import { soldTo } from './text-search.js';

/** Of more customers a list is found sooner by looking at each of its rows. */
const MOST = 20_000;

/**
 * The rows whose customer a typed text finds: by what he is found by himself, or by the id of a sale of his. `column` names
 * the customer of a row. A text that few are found by is looked up in the text index first, one that is in half of all
 * names is read from the rows, which soon fill a page.
 */
export async function ofCustomerFound(
  q: Queryable,
  text: string,
  column: 'customers.id' | 'follow_ups.customer_id',
): Promise<Predicate> {
  const readings = readingsOf(text);
  if (readings.length === 0) return allOf([]);
  const found = soldTo(q, readings);
  const [row] = await select<{ found: number }>(
    q,
    `select count(*) as found from (${found.sql} limit ${MOST + 1}) as first_found`,
    found.bindings,
  );
  if (Number(row?.found ?? 0) <= MOST) return predicate(`${column} in (${found.sql})`, found.bindings);
  const has = readings.map((words) => {
    const all = allOf(
      words.map((word) => predicate("' ' || searched.search_text like ? escape '\\'", [wordPattern(word)])),
    );
    return predicate(all.sql, all.bindings);
  });
  const { sql, bindings } = anyOf(has);
  return predicate(`(select ${sql} from customers as searched where searched.id = ${column})`, bindings);
}
