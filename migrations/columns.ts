import type { Knex } from 'knex';

// Frozen with the first release: migrations build their columns with these and never with code from src.

/** True when the migration runs on PostgreSQL, false on SQLite. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.dialect === 'postgresql';
}

/** A civil date: DATE on PostgreSQL; on SQLite text that is refused unless it is a real day as YYYY-MM-DD. */
export function civilDate(knex: Knex, table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  if (isPostgres(knex)) return table.date(name);
  table.check('?? = date(??)', [name, name]);
  return table.text(name);
}

/** An instant: UTC epoch milliseconds. */
export function instant(table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  return table.bigInteger(name);
}

/** A required reference to another table's id; the parent can never be deleted under it. */
export function reference(table: Knex.CreateTableBuilder, name: string, parent: string): Knex.ReferencingColumnBuilder {
  return table.integer(name).notNullable().references('id').inTable(parent).onDelete('RESTRICT');
}

/** An optional reference to another table's id. */
export function optionalReference(
  table: Knex.CreateTableBuilder,
  name: string,
  parent: string,
): Knex.ReferencingColumnBuilder {
  return table.integer(name).nullable().references('id').inTable(parent).onDelete('RESTRICT');
}
