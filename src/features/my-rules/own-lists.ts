import type { FastifyRequest } from 'fastify';
import { can, type Role } from '../../domain/permissions.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Queryable } from '../../store/dialect.js';
import type { Predicate } from '../../store/predicate.js';
import { DATES, PERIODS, type PeriodOf } from '../../store/survey-filter.js';
import { SURVEY_SORTS, type SurveySort } from '../../store/survey-order.js';
import { listedOn, type PanelFilter, sortsOf, type Tab } from '../../store/survey-tabs.js';
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
  isSurveyKey,
  readPickedNames,
  readSurveyFilter,
  SURVEY_COLUMN_TEXTS,
  SURVEY_FILTERS,
  SURVEY_PERIOD_TEXTS,
} from '../survey-filters.js';

// Minhas executadas, and what else results count for who is no manager: the panel's lists of who looks, whatever the address
// asks for. Of what was executed those that he ran, of the rest those that he is responsible for (SPEC 1); and of what he sold
// what his statement names too, whoever runs it.

/** Each is a path under /my-rules. */
export const OWN_LISTS = [
  'executed',
  'past',
  'inconsistent',
  'sold-executed',
  'sold-past',
  'sold-inconsistent',
] as const;

export type OwnList = (typeof OWN_LISTS)[number];

export const OWN_TEXTS: Record<OwnList, { readonly title: TextKey; readonly subtitle: TextKey }> = {
  executed: { title: 'myRules.executed', subtitle: 'myRules.executedSubtitle' },
  past: { title: 'myRules.past', subtitle: 'myRules.pastSubtitle' },
  inconsistent: { title: 'myRules.inconsistent', subtitle: 'myRules.inconsistentSubtitle' },
  'sold-executed': { title: 'myRules.soldExecuted', subtitle: 'myRules.soldSubtitle' },
  'sold-past': { title: 'myRules.soldPast', subtitle: 'myRules.soldSubtitle' },
  'sold-inconsistent': { title: 'myRules.soldInconsistent', subtitle: 'myRules.soldSubtitle' },
};

/** Of one's own sales, whoever runs their surveys. */
export function isSold(list: OwnList): boolean {
  return list.startsWith('sold-');
}

/** The list of the panel that it is a part of. */
export function tabOf(list: OwnList): OwnTab {
  return list.replace('sold-', '') as OwnTab;
}

type OwnTab = Extract<Tab, 'executed' | 'past' | 'inconsistent'>;

/** What the list is of; inconsistencies that were settled no longer wait for a manager. */
export function subtitleOf(list: OwnList, { filter }: OwnQuery): TextKey {
  return filter.period?.of === 'settlement' && !isSold(list) ? 'myRules.settledSubtitle' : OWN_TEXTS[list].subtitle;
}

export function ownPath(list: OwnList): string {
  return `/my-rules/${list}`;
}

const SHARED = ['of', 'product', 'profile', 'rule', 'city', 'attempts', 'q'];

/** Whose they are is not asked, nor how high a score is, which who records grades does not see (SPEC 5). */
const ASKED: Record<OwnTab, readonly string[]> = {
  executed: [...SHARED, 'opinion', 'grade', 'late', 'on-time', 'own-seller'],
  past: [...SHARED, 'outcome', 'reason'],
  inconsistent: SHARED,
};

/** What was sold is not searched: a search looks at phones and documents too, which are not his to learn. */
function asks(list: OwnList, name: string): boolean {
  return ASKED[tabOf(list)].includes(name) && !(isSold(list) && name === 'q');
}

/** Results also ask when something came up as an inconsistency, or was settled as one. */
const PERIODS_OF: Record<OwnTab, readonly PeriodOf[]> = {
  executed: DATES,
  past: DATES.filter((date) => date !== 'execution'),
  inconsistent: PERIODS.filter((date) => date !== 'execution'),
};

function filtersOf(list: OwnList): readonly ListFilter[] {
  const tab = tabOf(list);
  const texts = Object.fromEntries(PERIODS_OF[tab].map((date) => [date, SURVEY_PERIOD_TEXTS[date]]));
  return [
    ...SURVEY_FILTERS.filter(({ names }) => asks(list, names[0])).map((filter) =>
      filter.kind === 'period' ? { ...filter, texts } : filter,
    ),
    ...(tab === 'executed' ? [{ kind: 'flag', names: ['scored'], label: 'results.withScore' } as const] : []),
  ];
}

const VIEW_NAMES = ['sort', 'size', 'after', 'before'] as const;

function naturalOf(list: OwnList): PeriodOf {
  return tabOf(list) === 'executed' ? 'execution' : 'expiry';
}

/** What the URL asks for. */
export interface OwnQuery extends ListQuery<SurveySort> {
  readonly filter: PanelFilter;
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/** Reads the URL of the list; what is wrong is an error at its filter, and the rest is read all the same. */
export async function readOwnQuery(request: Request, q: Queryable, list: OwnList): Promise<OwnQuery> {
  const parameters = new ListParameters(request.query, request.t, [...namesOf(filtersOf(list)), ...VIEW_NAMES]);
  const dates = { dates: PERIODS_OF[tabOf(list)], natural: naturalOf(list) };
  const period = readPeriod<PeriodOf>(parameters, dates, request.today);
  const scored = tabOf(list) === 'executed' && parameters.flag('scored') && { score: { from: -100, to: 100 } };
  const filter = { ...readSurveyFilter(parameters, period), ...scored };
  const order = readOrder(parameters, ordersFor(list, signedIn(request).role));
  const key = readKey(parameters, (value) => isSurveyKey(order.sort, value));
  const view = { ...order, size: readSize(parameters), key };
  // No list of one's own is narrowed to customers: nobody learns from it which there are.
  const names = await readPickedNames(parameters, q, { ...filter, customerIds: [] });
  return { typed: parameters.typed(), filter, period, names, ...view, errors: parameters.errors };
}

/** The surveys of the list that are the user's, of those that the filter leaves; an annulled execution is none. */
export function ownListed(
  list: OwnList,
  { filter }: OwnQuery,
  { user, today }: Pick<FastifyRequest, 'user' | 'today'>,
): Predicate {
  const { id } = signedIn({ user });
  const whose = isSold(list) ? { sellerIds: [id] } : { operatorIds: [id] };
  return listedOn(tabOf(list), { userId: id, today, filter: { ...filter, ...whose }, chips: [] });
}

/** The orders of the list: who does not see scores is not told which are the better ones either. */
export function ordersFor(list: OwnList, role: Role): Orders<SurveySort> {
  const hidden: readonly SurveySort[] = [
    ...(isSold(list) ? [] : (['executor'] as const)),
    ...(can(role, 'seeScores') ? [] : (['score'] as const)),
  ];
  const possible = sortsOf(tabOf(list)).filter((sort) => !hidden.includes(sort));
  const initial = { sort: possible[0] ?? 'expiry', descending: tabOf(list) === 'executed' } as const;
  return { known: SURVEY_SORTS, possible, initial };
}

/** The list as it is looked at. */
export function ownList(request: Pick<FastifyRequest, 'user'>, list: OwnList, query: OwnQuery): ListView<SurveySort> {
  const { possible, initial } = ordersFor(list, signedIn(request).role);
  const filters = filtersOf(list);
  return {
    path: ownPath(list),
    filters,
    view: VIEW_NAMES,
    query,
    naturalPeriod: naturalOf(list),
    sorts: possible,
    columns: SURVEY_COLUMN_TEXTS,
    initial,
    search(change = {}) {
      const looked = orderAndSize(change.order ?? query, initial, change.size ?? query.size);
      return canonicalSearch({ filters, view: VIEW_NAMES }, query.typed, looked, change);
    },
  };
}
