import type { Queryable } from './dialect.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import { type Readings, readingsOf, wordPattern } from './search-words.js';
import { select } from './statements.js';
import { countInTextIndex, soldTo } from './text-search.js';
import { rememberedUntilWritten } from './version-memo.js';

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
  column: 'follow_ups.customer_id' | 'signals.customer_id',
): Promise<Predicate> {
  const readings = readingsOf(text);
  if (readings.length === 0) return allOf([]);
  const remember = await rememberedUntilWritten(q);
  const [found, sales] = await remember(`text ${JSON.stringify(readings)}`, () => soldToFirst(q, readings));
  if (found <= MOST) {
    const { sql, bindings } = soldTo(q, readings);
    const hint = { key: 'customer_id', share: found / Math.max(1, sales), ordered: false };
    return predicate(`${column} in (${sql})`, bindings, hint);
  }
  const has = readings.map((words) => {
    const all = allOf(
      words.map((word) => predicate("' ' || searched.search_text like ? escape '\\'", [wordPattern(word)])),
    );
    return predicate(all.sql, all.bindings);
  });
  const { sql, bindings } = anyOf(has);
  return predicate(`(select ${sql} from customers as searched where searched.id = ${column})`, bindings);
}

/** In how many sales the text is found, as far as it matters, and about how many there are. */
async function soldToFirst(q: Queryable, readings: Readings): Promise<readonly [found: number, sales: number]> {
  const found = await countInTextIndex(q, readings, MOST + 1);
  const [row] = await select<{ sales: number }>(q, 'select max(id) as sales from sales');
  return [found, row?.sales ?? 0];
}
