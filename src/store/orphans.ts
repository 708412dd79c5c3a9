import type { CivilDate } from '../domain/civil-date.js';
import { countBareSales } from './bare-counts.js';
import type { Queryable } from './dialect.js';
import { ORPHANS, type OrphanKind } from './set-up.js';
import { select } from './statements.js';

/** The active records with the same thing the matter: how many, and the first of them by name. */
export interface OrphanGroup {
  readonly kind: OrphanKind;
  readonly total: number;
  readonly first: readonly { readonly id: number; readonly name: string }[];
}

const NAMED = 5;

/** The records of the configuration that lack what they need or that nothing uses; kinds without any are left out. */
export async function listOrphans(q: Queryable): Promise<OrphanGroup[]> {
  const kinds = Object.keys(ORPHANS) as OrphanKind[];
  const sql = kinds.map((kind) => `select * from (${named(kind)}) found`).join(' union all ');
  const rows = await select<{ kind: OrphanKind; id: number; name: string; total: number }>(q, sql);
  return kinds.flatMap((kind) => {
    const found = rows.filter((row) => row.kind === kind);
    const first = found.map(({ id, name }) => ({ id, name }));
    return found[0] === undefined ? [] : [{ kind, total: Number(found[0].total), first }];
  });
}

function named(kind: OrphanKind): string {
  const { table, where } = ORPHANS[kind];
  const question = `(select text from question_versions
    where question_id = questions.id and number = questions.current_number)`;
  const [name, key] = kind === 'question-unused' ? [question, 'text_key'] : [`${table}.name`, 'name_key'];
  return `select '${kind}' as kind, ${table}.id as id, ${name} as name, count(*) over () as total from ${table}
    where ${table}.deactivated_at is null and ${where} order by ${table}.${key}, ${table}.id limit ${NAMED}`;
}

/** How many things are the matter: kinds of orphans, and reasons why sales have no surveys. */
export async function countWarnings(q: Queryable, today: CivilDate): Promise<number> {
  const kinds = Object.values(ORPHANS).map(({ table, where }) => {
    return `case when exists (select 1 from ${table} where ${table}.deactivated_at is null and ${where}) then 1 else 0 end`;
  });
  const [row] = await select<{ n: number }>(q, `select ${kinds.join(' + ')} as n`);
  return Number(row?.n ?? 0) + (await countBareSales(q, today, 1)).length;
}
