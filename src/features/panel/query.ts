import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../../store/dialect.js';
import { findPanelChips } from '../../store/preferences.js';
import { PERIODS, type PeriodOf } from '../../store/survey-filter.js';
import type { SurveySort } from '../../store/survey-order.js';
import { type Chip, COUNTED_CHIPS, type PanelFilter, type Scope, type Tab } from '../../store/survey-tabs.js';
import { signedIn } from '../../web/request.js';
import { readKey, readOrder, readSize } from '../list-paging.js';
import { ListParameters, listQuery } from '../list-parameters.js';
import { type ListPeriod, readPeriod } from '../list-period.js';
import { type ListQuery, namesOf } from '../list-view.js';
import { isSurveyKey, readPickedNames, readSurveyFilter, SURVEY_FILTERS } from '../survey-filters.js';
import { naturalPeriodOf, ordersOf, readChips, VIEW_NAMES } from './view.js';

/** Any parameter may come, once or often: what is wrong with it is said at its filter, in a page. */
export const panelQuery = listQuery;

/** What the URL of the panel asks for. */
export interface PanelQuery extends ListQuery<SurveySort> {
  readonly filter: PanelFilter;
  readonly period: ListPeriod<PeriodOf> | null;
  readonly chips: readonly Chip[];
  /** False when the address does not say all that is seen, or says more: the canonical one should stand in its place. */
  readonly tidy: boolean;
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/**
 * Reads the URL of a tab (SPEC 6); what is wrong is an error at its filter, and the rest is read all the same. Without
 * chips in the URL they are those that the user chose last.
 */
export async function readPanelQuery(request: Request, q: Queryable, tab: Tab): Promise<PanelQuery> {
  const parameters = new ListParameters(request.query, request.t, [...namesOf(SURVEY_FILTERS), ...VIEW_NAMES]);
  const dates = { dates: PERIODS, natural: naturalPeriodOf(tab) } as const;
  const period = readPeriod<PeriodOf>(parameters, dates, request.today);
  const filter = readSurveyFilter(parameters, period);
  const named = readChips(parameters);
  const chips = named ?? (await findPanelChips(q, signedIn(request).id)) ?? COUNTED_CHIPS;
  const order = readOrder(parameters, ordersOf(tab));
  const key = readKey(parameters, (value) => isSurveyKey(order.sort, value));
  const view = { chips, ...order, size: readSize(parameters), key };
  const names = await readPickedNames(parameters, q, filter);
  const moved = tab === 'pending' && named === null && chips.join() !== COUNTED_CHIPS.join();
  const { errors } = parameters;
  return { typed: parameters.typed(), filter, period, names, ...view, errors, tidy: !parameters.hasBlanks && !moved };
}

/** What the store lists and counts for this URL. */
export function scopeOf({ filter, chips }: PanelQuery, request: Pick<FastifyRequest, 'user' | 'today'>): Scope {
  return { filter, chips, userId: signedIn(request).id, today: request.today };
}
