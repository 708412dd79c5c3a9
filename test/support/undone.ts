import type { Database } from '../../src/store/connection.js';
import { enlisted } from '../../src/store/enlisted.js';

class Undone extends Error {}

/** Does it in a world that is rolled back: many cases share one database, and none sees another. */
export async function undone<T>(db: Database, work: (world: Database) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await db
    .transaction(async (trx) => {
      results.push(await work(enlisted(trx)));
      throw new Undone();
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
  return results[0] as T;
}
