import type { FastifyRequest } from 'fastify';
import { FOLLOW_UP_KINDS } from '../../domain/follow-up.js';
import { can } from '../../domain/permissions.js';
import { SIGNAL_STATES, type SignalState } from '../../domain/signal.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Queryable } from '../../store/dialect.js';
import type { FollowUpFilter } from '../../store/follow-up-predicates.js';
import { isSignalSortable, SIGNAL_ORDER, SIGNAL_SORTS, type SignalSort } from '../../store/signal-list.js';
import type { SignalFilter, SignalScope } from '../../store/signal-predicates.js';
import { signedIn } from '../../web/request.js';
import { FOLLOW_UP_KIND_TEXTS } from '../follow-up-texts.js';
import type { Criterion } from '../list-chips.js';
import { CITY_TEXTS, readCities } from '../list-cities.js';
import { pickedCities, pickedNames, pickedRecords } from '../list-names.js';
import { isDateKey, isTextKey, type Orders, readKey, readOrder, readSize } from '../list-paging.js';
import { given, ListParameters } from '../list-parameters.js';
import { readPeriod } from '../list-period.js';
import {
  canonicalSearch,
  type ListChange,
  type ListFilter,
  type ListQuery,
  type ListView,
  namesOf,
  orderAndSize,
  PERIOD_NAMES,
  withSearch,
} from '../list-view.js';

/** Where the list stands. */
export const SIGNALS_PATH = '/follow-ups/signals';

/** The filters, in the order of a canonical URL; who ran the survey is no question among one's own. */
export const SIGNAL_FILTERS: readonly ListFilter[] = [
  { kind: 'period', names: PERIOD_NAMES, label: 'panelFilters.period', texts: { executed: 'signals.executedOn' } },
  { kind: 'ticks', names: ['kind'], label: 'followUps.kind', texts: FOLLOW_UP_KIND_TEXTS },
  { kind: 'pick', names: ['operator'], label: 'signals.operator' },
  { kind: 'pick', names: ['product'], label: 'followUps.product' },
  { kind: 'pick', names: ['profile'], label: 'panelFilters.profile' },
  { kind: 'pick', names: ['rule'], label: 'panel.rule' },
  { kind: 'pick', names: ['seller'], label: 'followUps.seller' },
  { kind: 'pick', names: ['city'], label: 'followUps.city', texts: CITY_TEXTS },
  { kind: 'text', names: ['q'], label: 'panelFilters.text' },
];

/** What narrows the follow-ups too, under the same names: the tabs of Acompanhamentos share it. */
const SHARED_NAMES = ['kind', 'product', 'profile', 'rule', 'seller', 'city', 'q'] as const;

/** A tab with what both lists are narrowed by. */
export function sharedHref(path: string, typed: ListQuery<string>['typed']): string {
  const shared = new URLSearchParams(path.split('?')[1]);
  for (const name of SHARED_NAMES) for (const value of typed.get(name) ?? []) shared.append(name, value);
  return withSearch(path.split('?')[0] ?? path, shared.toString());
}

/** The same for their counters. */
export function sharedFilter(filter: FollowUpFilter | SignalFilter) {
  const { kinds, productIds, profileIds, ruleIds, sellerIds, cities, text } = filter;
  return given<FollowUpFilter & SignalFilter>({ kinds, productIds, profileIds, ruleIds, sellerIds, cities, text });
}

const VIEW_NAMES = ['state', 'sort', 'size', 'after', 'before'] as const;

const PERIODS = { dates: ['executed'], natural: 'executed' } as const;

const ORDERS: Orders<SignalSort> = { known: SIGNAL_SORTS, possible: SIGNAL_SORTS, initial: SIGNAL_ORDER };

const COLUMN_TEXTS: Record<SignalSort, TextKey> = {
  executed: 'signals.executedOn',
  customer: 'followUps.customer',
  kind: 'followUps.kind',
};

export const STATE_TEXTS: Record<SignalState, TextKey> = {
  waiting: 'signals.waiting',
  dismissed: 'signals.dismissed',
  followed: 'signals.followed',
};

/** What waits, as the list shows it at first. */
const AT_FIRST: readonly SignalState[] = ['waiting'];

/** What the URL asks for. */
export type SignalQuery = ListQuery<SignalSort> & Pick<SignalScope, 'states' | 'filter'> & { readonly own: boolean };

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/** Reads the URL of the list; what is wrong is an error at its filter, and the rest is read all the same. */
export async function readSignalQuery(request: Request, q: Queryable): Promise<SignalQuery> {
  const parameters = new ListParameters(request.query, request.t, [...namesOf(SIGNAL_FILTERS), ...VIEW_NAMES]);
  const period = readPeriod<'executed'>(parameters, PERIODS, request.today);
  const filter = given<SignalFilter>({
    period: period ? { of: period.of, from: period.from, to: period.to } : undefined,
    kinds: parameters.several('kind', (value) => FOLLOW_UP_KINDS.find((kind) => kind === value) ?? null),
    operatorIds: parameters.ids('operator'),
    productIds: parameters.ids('product'),
    profileIds: parameters.ids('profile'),
    ruleIds: parameters.ids('rule'),
    sellerIds: parameters.ids('seller'),
    cities: readCities(parameters),
    text: parameters.text('q'),
  });
  const order = readOrder(parameters, ORDERS);
  const key = readKey(parameters, order.sort === 'executed' ? isDateKey : isTextKey);
  const view = { ...order, size: readSize(parameters), key, states: readStates(parameters) };
  const names = await picked(q, filter);
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  const own = !can(signedIn(request).role, 'seeEveryFollowUp');
  return { typed: parameters.typed(), period, filter, names, own, ...view, errors: parameters.errors };
}

/** What the store lists and counts for this URL. */
export function signalScope({ states, filter }: SignalQuery, request: Pick<FastifyRequest, 'user'>): SignalScope {
  const { id, role } = signedIn(request);
  return { viewer: { id, role }, states, filter };
}

/** The query in an order that its list can have: the latest first when it is too long for names. */
export function inPossibleSignalOrder(query: SignalQuery, count: number, most: number): SignalQuery {
  return isSignalSortable(query.sort, count, most) ? query : { ...query, ...ORDERS.initial, key: null };
}

async function picked(q: Queryable, filter: SignalFilter) {
  const { operatorIds, productIds, profileIds, ruleIds, sellerIds, cities } = filter;
  return pickedNames(
    await Promise.all([
      pickedRecords(q, 'operator', 'users', operatorIds),
      pickedRecords(q, 'product', 'products', productIds),
      pickedRecords(q, 'profile', 'profiles', profileIds),
      pickedRecords(q, 'rule', 'rules', ruleIds),
      pickedRecords(q, 'seller', 'users', sellerIds),
      pickedCities(q, cities),
    ]),
  );
}

function readStates(parameters: ListParameters): readonly SignalState[] {
  const values = parameters.values('state');
  if (values.length === 0) return AT_FIRST;
  const known: readonly string[] = [...SIGNAL_STATES, 'none'];
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) parameters.refuse('state', 'validation.unknownValue', {}, unknown);
  return SIGNAL_STATES.filter((state) => values.includes(state));
}

/** What a link changes of the page that is looked at. */
interface Change extends ListChange<SignalSort> {
  readonly states?: readonly SignalState[];
}

/** The canonical query string of the list with something changed: never empty, since an empty one opens the saved filter that comes first. */
export function signalSearch(query: SignalQuery, change: Change = {}): string {
  const { states = query.states, order = query, size = query.size } = change;
  const shown = states.length === 0 ? ['none'] : states;
  const looked = [...shown.map((state) => ['state', state] as const), ...orderAndSize(order, ORDERS.initial, size)];
  return canonicalSearch({ filters: SIGNAL_FILTERS, view: VIEW_NAMES }, query.typed, looked, change);
}

export function signalsHref(query: SignalQuery, change: Change = {}): string {
  return withSearch(SIGNALS_PATH, signalSearch(query, change));
}

/** The list as it is looked at. */
export function signalList(query: SignalQuery): ListView<SignalSort> {
  return {
    path: SIGNALS_PATH,
    filters: SIGNAL_FILTERS.filter(({ names }) => names[0] !== 'operator' || !query.own || query.typed.has('operator')),
    view: VIEW_NAMES,
    query,
    naturalPeriod: PERIODS.natural,
    sorts: ORDERS.possible,
    columns: COLUMN_TEXTS,
    initial: ORDERS.initial,
    search: (change) => signalSearch(query, change),
  };
}

/** The states that are shown, in words. */
export function signalCriteria({ t }: Pick<FastifyRequest, 't'>, { states }: SignalQuery): Criterion[] {
  const value = states.map((state) => t(STATE_TEXTS[state])).join(', ') || t('panel.emptyNoChips');
  return [{ label: t('followUps.status'), value }];
}
