import type { Knex } from 'knex';

/**
 * Writes a table of SQLite anew with another definition, for what ALTER TABLE cannot do there: in the documented order
 * (create, copy, drop, rename), with foreign keys off, as migrations run. Rows, ids, the ids that were once given and
 * the indexes are kept; `edit` changes the CREATE TABLE, `select` what is copied into a column, of this table or a new one,
 * `joins` where else that comes from, `dropped` the columns that `edit` takes away.
 */
export async function rebuild(
  knex: Knex,
  table: string,
  edit: (definition: string) => string,
  select: Readonly<Record<string, string>> = {},
  joins = '',
  dropped: readonly string[] = [],
): Promise<void> {
  const schema: { type: string; sql: string }[] = await knex('sqlite_master')
    .where({ tbl_name: table })
    .whereNotNull('sql')
    .orderBy('name')
    .select('type', 'sql');
  const definition = schema.find(({ type }) => type === 'table')?.sql ?? '';
  const known: string[] = (await knex.raw(`pragma table_info(${table})`)).map(({ name }: { name: string }) => name);
  const fresh = `${table}_rebuilt`;
  await knex.raw(replaced(edit(definition), /^CREATE TABLE [`"]?\w+[`"]?/i, `create table ${fresh}`));
  const columns = [...new Set([...known, ...Object.keys(select)])].filter((column) => !dropped.includes(column));
  await knex.raw(`insert into ${fresh} (${columns.join(', ')})
    select ${columns.map((column) => select[column] ?? `${table}.${column}`).join(', ')}
    from ${table} ${joins} order by ${table}.id`);
  // An id that was given once is never given again.
  await knex.raw('update sqlite_sequence set seq = (select seq from sqlite_sequence where name = ?) where name = ?', [
    table,
    fresh,
  ]);
  await knex.raw(`drop table ${table}`);
  await knex.raw(`alter table ${fresh} rename to ${table}`);
  for (const { type, sql } of schema) if (type !== 'table') await knex.raw(sql);
}

/** The text with a part of it replaced. @throws when it is not there: the definition is not the one that was meant */
export function replaced(text: string, part: string | RegExp, by: string): string {
  const edited = text.replace(part, () => by);
  if (edited === text) throw new Error(`not found in the definition: ${part}`);
  return edited;
}

/** The definition with more table constraints. */
export function constrained(definition: string, constraints: readonly string[]): string {
  return replaced(definition, /\)\s*$/, `, ${constraints.join(', ')})`);
}
