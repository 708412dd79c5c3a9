import type { CivilDate } from '../domain/civil-date.js';
import type { Queryable } from './dialect.js';
import type { Chosen } from './index-reading.js';
import { type Page, type PageKey, readStretches, type Stretch } from './key-paging.js';
import type { Predicate } from './predicate.js';
import { type ReadRows, readingAt, select } from './statements.js';
import { chosen } from './survey-choice.js';
import type { SurveySort } from './survey-order.js';
import { readRows, type SurveyRow } from './survey-rows.js';
import { byTextIndex } from './text-search.js';

export interface SurveyListOptions {
  readonly sort: SurveySort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  /** How many surveys the list has, where that is known: the way to them is chosen by it. */
  readonly count?: number | undefined;
}

/** One page of the surveys for which the condition holds: which they are is decided first, by `surveys` and its indexes alone. */
export async function listSurveys(
  q: Queryable,
  wanted: Predicate,
  options: SurveyListOptions,
  read: ReadRows = readingAt(q),
): Promise<Page<SurveyRow>> {
  const where = await byTextIndex(q, wanted);
  const choose = (stretch: Stretch) => {
    const { sql, bindings } = chosen(q, where, options, stretch);
    return read<Chosen>(sql, bindings);
  };
  const page = await readStretches(choose, { ...options, keyOf: ({ sort_key, id }) => [sort_key, id] });
  const ids = page.rows.map(({ id }) => id);
  // By the same reader: what stands on a cold disk is fetched where nobody waits for it.
  return { ...page, rows: await readRows(q, ids, read) };
}

/** A survey of one of several lists. */
export interface SurveyInTurn extends SurveyRow {
  /** The number of its list, from 0. */
  readonly group: number;
}

/** One page of several lists, which hold no survey in common, one after the other. */
export async function listInTurn(
  q: Queryable,
  groups: readonly Predicate[],
  options: SurveyListOptions,
): Promise<Page<SurveyInTurn>> {
  const read = (stretch: Stretch) => readInTurn(q, groups, options, stretch);
  const page = await readStretches(read, {
    ...options,
    keyOf: ({ group, sort_key, id }) => [`${group} ${sort_key}`, id],
  });
  const groupOf = new Map(page.rows.map(({ id, group }) => [id, group]));
  const rows = await readRows(q, [...groupOf.keys()]);
  return { ...page, rows: rows.map((row) => ({ ...row, group: groupOf.get(row.id) ?? 0 })) };
}

async function readInTurn(
  q: Queryable,
  groups: readonly Predicate[],
  options: SurveyListOptions,
  { key, direction, limit }: Stretch,
) {
  const [, group = '', value = ''] = /^(\d) (.*)$/.exec(String(key?.value)) ?? [];
  const numbered = groups.map((where, number) => ({ where, number }));
  if (direction === 'desc') numbered.reverse();
  const rows: (Chosen & { readonly group: number })[] = [];
  const first = Math.max(
    0,
    numbered.findIndex(({ number }) => String(number) === group),
  );
  for (const { where, number } of numbered.slice(first)) {
    if (rows.length >= limit) break;
    const from = key !== null && String(number) === group ? { ...key, value } : null;
    // The same text whatever is still missing: it is prepared once.
    const { sql, bindings } = chosen(q, where, options, { key: from, direction, limit });
    rows.push(...(await select<Chosen>(q, sql, bindings)).map((row) => ({ ...row, group: number })));
  }
  return rows.slice(0, limit);
}

/** The first day on which one of the surveys opens; null when there is none. */
export async function findSoonestOpening(q: Queryable, where: Predicate): Promise<CivilDate | null> {
  const row = await q('surveys')
    .whereRaw(where.sql, [...where.bindings])
    .min('opens_on as soonest')
    .first();
  return row?.soonest ?? null;
}
