import type { Database } from '../../src/store/connection.js';

/**
 * The database for an action in whose way somebody comes: between what it reads first and the transaction in which it
 * writes, `event` happens, once. So a race has the same winner every time, on either engine.
 */
export function meanwhile(db: Database, event: () => Promise<unknown>): Database {
  let isDue = true;
  const transaction: Database['transaction'] = async (work) => {
    if (isDue) {
      isDue = false;
      await event();
    }
    return db.transaction(work);
  };
  return { ...db, transaction };
}
