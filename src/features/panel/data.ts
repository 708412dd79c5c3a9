import type { FastifyRequest } from 'fastify';
import type { Page } from '../../store/key-paging.js';
import type { Predicate } from '../../store/predicate.js';
import type { SurveySort } from '../../store/survey-order.js';
import { isSortable } from '../../store/survey-plan.js';
import type { SurveyReads } from '../../store/survey-reads.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { countersOf, listedOn, type Tab } from '../../store/survey-tabs.js';
import { type PanelQuery, scopeOf } from './query.js';
import { ordersOf } from './view.js';

/** Every counter of the page; `listed` is that of the list that is looked at. */
export type PanelCounts = Readonly<Record<keyof ReturnType<typeof countersOf>, number>>;

/** What the panel shows; without counts and page when the filter has to be mended first. */
export interface PanelData {
  readonly tab: Tab;
  readonly query: PanelQuery;
  readonly counts: PanelCounts | null;
  readonly page: Page<SurveyRow> | null;
  /** The order that was asked for, when only lists of up to `most` surveys can have it, and this one is longer. */
  readonly unsorted?: { readonly by: SurveySort; readonly most: number } | null;
}

type Request = Pick<FastifyRequest, 'user' | 'today'>;

/** Reads the counters and the page of the list; nothing for a query with errors. */
export async function loadPanel(
  reads: SurveyReads,
  request: Request,
  tab: Tab,
  query: PanelQuery,
  sortedRows: number,
): Promise<PanelData> {
  if (query.errors.length > 0) return { tab, query, counts: null, page: null };
  const scope = scopeOf(query, request);
  const counts = await reads.counts(countersOf(tab, scope));
  const where = listedOn(tab, scope);
  const possible = inPossibleOrder(where, tab, query, counts.listed, sortedRows);
  const unsorted = possible === query ? null : { by: query.sort, most: sortedRows };
  const page = await reads.page(where, { ...possible, count: counts.listed });
  return { tab, query: possible, counts, page, unsorted };
}

/** The query in an order that its list can have: in that of its tab, from the first page on, when it is too long (SPEC 6). */
export function inPossibleOrder(
  where: Predicate,
  tab: Tab,
  query: PanelQuery,
  count: number,
  sortedRows: number,
): PanelQuery {
  if (isSortable(where, query.sort, count, sortedRows)) return query;
  return { ...query, ...ordersOf(tab).initial, key: null };
}
