import type { FastifyRequest } from 'fastify';
import { can, type Role } from '../../domain/permissions.js';
import type { Queryable } from '../../store/dialect.js';
import type { Predicate } from '../../store/predicate.js';
import { DATES, type DateOf } from '../../store/survey-filter.js';
import { SURVEY_SORTS, type SurveySort } from '../../store/survey-order.js';
import { listedOn, type PanelFilter, sortsOf } from '../../store/survey-tabs.js';
import { signedIn } from '../../web/request.js';
import { type Orders, readKey, readOrder, readSize } from '../list-paging.js';
import { ListParameters } from '../list-parameters.js';
import { readPeriod } from '../list-period.js';
import {
  canonicalSearch,
  type ListFilter,
  type ListQuery,
  type ListView,
  namesOf,
  orderAndSize,
} from '../list-view.js';
import {
  DATE_TEXTS,
  isSurveyKey,
  readPickedNames,
  readSurveyFilter,
  SURVEY_COLUMN_TEXTS,
  SURVEY_FILTERS,
} from '../survey-filters.js';

// Minhas executadas: the panel's Executadas of who looks, whatever the address asks for.

const PATH = '/my-rules/executed';

/** Whose they are is not asked, nor how high a score is, which who records grades does not see (SPEC 5). */
const ASKED = [
  'of',
  'product',
  'profile',
  'rule',
  'city',
  'attempts',
  'opinion',
  'grade',
  'late',
  'on-time',
  'own-seller',
  'q',
];

const FILTERS: readonly ListFilter[] = [
  ...SURVEY_FILTERS.filter(({ names }) => ASKED.includes(names[0])).map((filter) =>
    filter.kind === 'period' ? { ...filter, texts: DATE_TEXTS } : filter,
  ),
  { kind: 'flag', names: ['scored'], label: 'results.withScore' },
];

const VIEW_NAMES = ['sort', 'size', 'after', 'before'] as const;

const NATURAL: DateOf = 'execution';

/** What the URL asks for. */
export interface ExecutedQuery extends ListQuery<SurveySort> {
  readonly filter: PanelFilter;
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/** Reads the URL of the list; what is wrong is an error at its filter, and the rest is read all the same. */
export async function readExecutedQuery(request: Request, q: Queryable): Promise<ExecutedQuery> {
  const parameters = new ListParameters(request.query, request.t, [...namesOf(FILTERS), ...VIEW_NAMES]);
  const period = readPeriod<DateOf>(parameters, { dates: DATES, natural: NATURAL }, request.today);
  const scored = parameters.flag('scored') && { score: { from: -100, to: 100 } };
  const filter = { ...readSurveyFilter(parameters, period), ...scored };
  const order = readOrder(parameters, ordersFor(signedIn(request).role));
  const key = readKey(parameters, (value) => isSurveyKey(order.sort, value));
  const view = { ...order, size: readSize(parameters), key };
  const names = await readPickedNames(parameters, q, filter);
  return { typed: parameters.typed(), filter, period, names, ...view, errors: parameters.errors };
}

/** The surveys that the user executed, of those that the filter leaves; an annulled execution is none. */
export function executedBy({ filter }: ExecutedQuery, request: Pick<FastifyRequest, 'user' | 'today'>): Predicate {
  const { id } = signedIn(request);
  return listedOn('executed', {
    userId: id,
    today: request.today,
    filter: { ...filter, operatorIds: [id] },
    chips: [],
  });
}

/** The orders of the list: who does not see scores is not told which are the better ones either. */
export function ordersFor(role: Role): Orders<SurveySort> {
  const hidden: readonly SurveySort[] = can(role, 'seeScores') ? ['executor'] : ['executor', 'score'];
  const possible = sortsOf('executed').filter((sort) => !hidden.includes(sort));
  return { known: SURVEY_SORTS, possible, initial: { sort: 'settled', descending: true } };
}

/** The list as it is looked at. */
export function executedList(request: Pick<FastifyRequest, 'user'>, query: ExecutedQuery): ListView<SurveySort> {
  const { possible, initial } = ordersFor(signedIn(request).role);
  return {
    path: PATH,
    filters: FILTERS,
    view: VIEW_NAMES,
    query,
    naturalPeriod: NATURAL,
    sorts: possible,
    columns: SURVEY_COLUMN_TEXTS,
    initial,
    search(change = {}) {
      const looked = orderAndSize(change.order ?? query, initial, change.size ?? query.size);
      return canonicalSearch({ filters: FILTERS, view: VIEW_NAMES }, query.typed, looked, change);
    },
  };
}
