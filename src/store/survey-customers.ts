import { selectIn } from './batches.js';
import type { Queryable } from './dialect.js';

/** The names of the customers of surveys, by survey. */
export async function listCustomersOfSurveys(q: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await selectIn(
    ids,
    (some): PromiseLike<{ id: number; name: string }[]> =>
      q('surveys')
        .join('customers', 'customers.id', 'surveys.customer_id')
        .whereIn('surveys.id', some)
        .select('surveys.id', 'customers.name'),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
