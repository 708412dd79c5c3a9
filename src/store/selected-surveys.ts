import type { CivilDate } from '../domain/civil-date.js';
import type { Queryable } from './dialect.js';
import { beyondKey } from './key-paging.js';
import { type ManagedSurvey, selectManaged, toManaged } from './managed-surveys.js';
import { anyOf, type Predicate } from './predicate.js';
import { select } from './statements.js';
import { CHIPS, type Chip, listedOn, type PanelFilter, type Tab } from './survey-tabs.js';
import { byTextIndex } from './text-search.js';

/** The surveys that a panel lists for somebody on a day. */
export interface Listed {
  readonly tab: Tab;
  readonly filter: PanelFilter;
  readonly chips: readonly Chip[];
  /** The day on which they were chosen: which surveys are meant does not change at midnight. */
  readonly today: CivilDate;
  readonly userId: number;
}

/** How far a walk through a list came: the part of the list, and the key of the last survey of it. */
export interface WalkKey {
  readonly part: number;
  readonly value: string | number;
  readonly id: number;
}

/** A piece of a walk through a list, and where the next one begins; null after the last. */
export interface WalkPage {
  readonly surveys: readonly ManagedSurvey[];
  readonly next: WalkKey | null;
}

/**
 * Walks through all surveys of a list, up to `size` at a time, each way of being open or settled in the order of its own
 * index: every piece costs what a page of the panel costs, whatever the list is long. Each survey comes once, as long as
 * nobody moves it meanwhile.
 */
export async function walkListed(q: Queryable, listed: Listed, key: WalkKey | null, size: number): Promise<WalkPage> {
  const parts = partsOf(listed);
  const index = key?.part ?? 0;
  const part = parts[index];
  if (part === undefined) return { surveys: [], next: null };
  const { column } = part;
  const where = await byTextIndex(q, part.where, size);
  const query = selectManaged(q).select(`${column} as walk_key`);
  // Before the condition: of two bounds on one side SQLite seeks the first, and would run through all that lies between.
  if (key !== null && key.id > 0) query.whereRaw(beyondKey([column, 'surveys.id'], 'asc'), [key.value, key.id]);
  query.whereRaw(where.sql, [...where.bindings]);
  const rows = await query.orderByRaw(`${column}, surveys.id`).limit(size);
  const last = rows.at(-1);
  const surveys = rows.map(toManaged);
  if (rows.length === size) return { surveys, next: { part: index, value: last.walk_key, id: last.id } };
  return { surveys, next: index + 1 < parts.length ? { part: index + 1, value: '', id: 0 } : null };
}

/**
 * Which of the surveys a list still holds. They are read first and looked at then: in one condition PostgreSQL would look
 * for their ids under each day of the index by expiry, which is to run through the whole of it.
 */
export async function stillListed(q: Queryable, listed: Listed, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const { sql, bindings } = anyOf(partsOf(listed).map(({ where }) => where));
  const marks = ids.map(() => '?').join(', ');
  const rows = await select<{ id: number }>(
    q,
    `with chosen as materialized (select * from surveys where id in (${marks}))
      select surveys.id from chosen as surveys where ${sql}`,
    [...ids, ...bindings],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The surveys of these ids that exist, by id. */
export async function findManaged(q: Queryable, ids: readonly number[]): Promise<ManagedSurvey[]> {
  return (
    await selectManaged(q)
      .whereIn('surveys.id', [...ids])
      .orderBy('surveys.id')
  ).map(toManaged);
}

interface ListPart {
  readonly where: Predicate;
  readonly column: 'surveys.expires_on' | 'surveys.settled_at';
}

/** The parts of a list, each with the key of its index; together they are the list (a survey has one status). */
function partsOf(listed: Listed): ListPart[] {
  const { tab } = listed;
  if (tab !== 'pending') {
    const where = listedOn(tab, listed);
    const column = tab === 'executed' ? 'surveys.settled_at' : 'surveys.expires_on';
    return (where.branches ?? [where]).map((branch) => ({ where: branch, column }));
  }
  return CHIPS.filter((chip) => listed.chips.includes(chip)).map((chip) => ({
    where: listedOn('pending', { ...listed, chips: [chip] }),
    column: 'surveys.expires_on',
  }));
}
