import type { Knex } from 'knex';
import { dialectOf } from '../../../src/store/dialect.js';

interface ForeignKey {
  child: string;
  parent: string;
  columns: string[];
  references: string[];
}

/** The foreign keys that some row breaks: none, or the seed is wrong. (It is written with the checks off.) */
export async function brokenForeignKeys(db: Knex): Promise<string[]> {
  if (dialectOf(db) === 'sqlite') {
    const broken: { table: string; parent: string }[] = await db.raw('PRAGMA foreign_key_check');
    return [...new Set(broken.map(({ table, parent }) => `${table} → ${parent}`))];
  }
  const broken: string[] = [];
  for (const key of await listForeignKeys(db)) if (await isBroken(db, key)) broken.push(`${key.child} → ${key.parent}`);
  return broken;
}

async function listForeignKeys(db: Knex): Promise<ForeignKey[]> {
  const names = (table: string, numbers: string) => `(select array_agg(a.attname::text order by k.at)
    from unnest(${numbers}) with ordinality as k(number, at)
    join pg_attribute as a on a.attrelid = ${table} and a.attnum = k.number)`;
  const { rows } = await db.raw<{ rows: ForeignKey[] }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent,
      ${names('conrelid', 'conkey')} as columns, ${names('confrelid', 'confkey')} as references
    from pg_constraint where contype = 'f'`,
  );
  return rows;
}

async function isBroken(db: Knex, { child, parent, columns, references }: ForeignKey): Promise<boolean> {
  const given = columns.map((column) => `c.${column} is not null`);
  const same = columns.map((column, index) => `p.${references[index]} = c.${column}`);
  const { rows } = await db.raw(`select 1 from ${child} as c where ${given.join(' and ')}
    and not exists (select 1 from ${parent} as p where ${same.join(' and ')}) limit 1`);
  return rows.length > 0;
}
