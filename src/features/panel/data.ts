import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../../store/dialect.js';
import type { Page } from '../../store/key-paging.js';
import { countEach } from '../../store/survey-counts.js';
import { listSurveys } from '../../store/survey-list.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { countersOf, listedOn, type Tab } from '../../store/survey-tabs.js';
import { type PanelQuery, scopeOf } from './query.js';

/** Every counter of the page; `listed` is that of the list that is looked at. */
export type PanelCounts = Readonly<Record<keyof ReturnType<typeof countersOf>, number>>;

/** What the panel shows; without counts and page when the filter has to be mended first. */
export interface PanelData {
  readonly tab: Tab;
  readonly query: PanelQuery;
  readonly counts: PanelCounts | null;
  readonly page: Page<SurveyRow> | null;
}

type Request = Pick<FastifyRequest, 'user' | 'today'>;

/** Reads the counters and the page of the list; nothing for a query with errors. */
export async function loadPanel(q: Queryable, request: Request, tab: Tab, query: PanelQuery): Promise<PanelData> {
  if (query.errors.length > 0) return { tab, query, counts: null, page: null };
  const scope = scopeOf(query, request);
  const counts = await countEach(q, countersOf(tab, scope));
  const page = await listSurveys(q, listedOn(tab, scope), { ...query, count: counts.listed });
  return { tab, query, counts, page };
}
