import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { enlisted } from '../../src/store/enlisted.js';

/**
 * Does `first` in a transaction that commits only when `second`, begun after it in another one, waits for it or is over.
 * Returns what became of `second`.
 */
export async function during<T>(
  db: Database,
  first: (db: Database) => Promise<unknown>,
  second: (db: Database) => Promise<T>,
): Promise<T> {
  const { under } = await db.transaction(async (trx) => {
    await first(enlisted(trx));
    let settled = false;
    const under = second(db).finally(() => {
      settled = true;
    });
    under.catch(() => undefined);
    // SQLite has one writer: the second has not begun.
    if (db.dialect === 'postgres') while (!settled && !(await holdsSomebodyUp(trx)));
    return { under };
  });
  return under;
}

/** Whether another transaction waits for this one, on PostgreSQL. */
export async function holdsSomebodyUp(trx: Queryable): Promise<boolean> {
  const waiting = 'select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';
  const { rows } = await trx.raw(waiting);
  return rows.length > 0;
}
