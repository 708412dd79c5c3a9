import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

export type Event = 'insert' | 'update' | 'delete';

/**
 * Makes the database refuse events on a table's rows, whoever asks: what stands there is history. `when` is a condition
 * over `new` (insert) or `old`; without it every row is refused. On PostgreSQL truncating is refused as deleting is.
 */
export async function refuseChanges(
  knex: Knex,
  table: string,
  events: readonly Event[],
  message: string,
  when = '',
): Promise<void> {
  const name = `${table}_frozen`;
  if (!isPostgres(knex)) {
    for (const event of events)
      await knex.raw(`create trigger ${name}_${event} before ${event} on ${table}
        ${when && `when ${when}`} begin select raise(abort, '${message}'); end`);
    return;
  }
  const condition = when === '' ? 'true' : when;
  for (const event of events) {
    const row = event === 'delete' ? 'old' : 'new';
    await knex.raw(`create function ${name}_${event}() returns trigger language plpgsql as $$
      begin
        if ${condition} then raise exception '${message}'; end if;
        return ${row};
      end $$`);
    await knex.raw(
      `create trigger ${name}_${event} before ${event} on ${table} for each row execute function ${name}_${event}()`,
    );
  }
  if (!events.includes('delete')) return;
  await knex.raw(`create function ${name}_truncate() returns trigger language plpgsql as
    $$ begin raise exception '${message}'; end $$`);
  await knex.raw(
    `create trigger ${name}_truncate before truncate on ${table} for each statement execute function ${name}_truncate()`,
  );
}
