import type { FastifyRequest } from 'fastify';
import { FOLLOW_UP_KINDS, FOLLOW_UP_STATUSES, type FollowUpStatus, PRIORITIES } from '../../domain/follow-up.js';
import { can } from '../../domain/permissions.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Queryable } from '../../store/dialect.js';
import { FOLLOW_UP_TABS, type FollowUpScope } from '../../store/follow-up-list.js';
import { FOLLOW_UP_SORTS, type FollowUpSort, isFollowUpSortable, STANDING_ORDER } from '../../store/follow-up-order.js';
import {
  FOLLOW_UP_PERIODS,
  type FollowUpFilter,
  type FollowUpPeriodOf,
  mayFollow,
} from '../../store/follow-up-predicates.js';
import { signedIn } from '../../web/request.js';
import { FOLLOW_UP_KIND_TEXTS, PRIORITY_TEXTS } from '../follow-up-texts.js';
import { CITY_TEXTS, readCities } from '../list-cities.js';
import { pickedCities, pickedCustomers, pickedNames, pickedRecords } from '../list-names.js';
import { isDateKey, isTextKey, type Orders, readKey, readOrder, readSize } from '../list-paging.js';
import { given, ListParameters } from '../list-parameters.js';
import { readPeriod } from '../list-period.js';
import { type ListFilter, type ListQuery, namesOf, PERIOD_NAMES } from '../list-view.js';

const PERIOD_TEXTS: Record<FollowUpPeriodOf, TextKey> = {
  due: 'followUps.dueOn',
  opened: 'followUps.openedOn',
  ended: 'followUps.endedOn',
};

/** The filters of Acompanhamentos, in the order of a canonical URL. */
export const FILTERS: readonly ListFilter[] = [
  { kind: 'period', names: PERIOD_NAMES, label: 'panelFilters.period', texts: PERIOD_TEXTS },
  { kind: 'ticks', names: ['kind'], label: 'followUps.kind', texts: FOLLOW_UP_KIND_TEXTS },
  { kind: 'ticks', names: ['priority'], label: 'followUps.priority', texts: PRIORITY_TEXTS },
  { kind: 'pick', names: ['owner'], label: 'followUps.owner' },
  { kind: 'pick', names: ['product'], label: 'followUps.product' },
  { kind: 'pick', names: ['profile'], label: 'panelFilters.profile' },
  { kind: 'pick', names: ['rule'], label: 'panel.rule' },
  { kind: 'pick', names: ['seller'], label: 'followUps.seller' },
  { kind: 'pick', names: ['city'], label: 'followUps.city', texts: CITY_TEXTS },
  { kind: 'unasked', names: ['customer'], label: 'followUps.customer' },
  { kind: 'flag', names: ['overdue'], label: 'followUps.onlyOverdue' },
  { kind: 'flag', names: ['annulled'], label: 'followUps.onlyAnnulled' },
  { kind: 'text', names: ['q'], label: 'panelFilters.text' },
];

/** What a URL holds besides filters. */
export const VIEW_NAMES = ['tab', 'status', 'sort', 'size', 'after', 'before'] as const;

export const PERIODS = { dates: FOLLOW_UP_PERIODS, natural: 'due' } as const;

export const ORDERS: Orders<FollowUpSort> = {
  known: FOLLOW_UP_SORTS,
  possible: FOLLOW_UP_SORTS,
  initial: STANDING_ORDER,
};

/** What has not ended, as the list shows it at first. */
export const AT_FIRST: readonly FollowUpStatus[] = ['open', 'in-progress'];

/** What the URL asks for. */
export type FollowUpQuery = ListQuery<FollowUpSort> & Pick<FollowUpScope, 'tab' | 'statuses' | 'filter'>;

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/** Reads the URL of the list; what is wrong is an error at its filter, and the rest is read all the same. */
export async function readFollowUpQuery(request: Request, q: Queryable): Promise<FollowUpQuery> {
  const parameters = new ListParameters(request.query, request.t, [...namesOf(FILTERS), ...VIEW_NAMES]);
  const period = readPeriod<FollowUpPeriodOf>(parameters, PERIODS, request.today);
  const filter = readFilter(parameters, period);
  const tab = parameters.choice('tab', FOLLOW_UP_TABS) ?? 'mine';
  const order = readOrder(parameters, ORDERS);
  const key = readKey(parameters, (value) => isKeyOf(order.sort, value));
  const view = { ...order, size: readSize(parameters), key, statuses: readStatuses(parameters) };
  const names = await picked(request, q, filter);
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  const whose = can(signedIn(request).role, 'seeEveryFollowUp') ? tab : 'mine';
  return { typed: parameters.typed(), period, filter, names, tab: whose, ...view, errors: parameters.errors };
}

/** What the store lists and counts for this URL. */
export function scopeOf({ tab, statuses, filter }: FollowUpQuery, request: Pick<FastifyRequest, 'user' | 'today'>) {
  const { id, role } = signedIn(request);
  return { viewer: { id, role }, today: request.today, tab, statuses, filter } satisfies FollowUpScope;
}

/** The query in an order that its list can have: by due date, from the first page on, when it is too long for names. */
export function inPossibleOrder(query: FollowUpQuery, count: number, most: number): FollowUpQuery {
  return isFollowUpSortable(query.sort, count, most) ? query : { ...query, ...ORDERS.initial, key: null };
}

function readFilter(parameters: ListParameters, period: FollowUpFilter['period'] | null): FollowUpFilter {
  const isPriority = (value: string) => (PRIORITIES as readonly string[]).includes(value);
  return given<FollowUpFilter>({
    period: period ? { of: period.of, from: period.from, to: period.to } : undefined,
    kinds: parameters.several('kind', (value) => FOLLOW_UP_KINDS.find((kind) => kind === value) ?? null),
    priorities: parameters.several('priority', (value) => (isPriority(value) ? Number(value) : null)),
    ownerIds: parameters.ids('owner'),
    productIds: parameters.ids('product'),
    profileIds: parameters.ids('profile'),
    ruleIds: parameters.ids('rule'),
    sellerIds: parameters.ids('seller'),
    customerIds: parameters.ids('customer'),
    cities: readCities(parameters),
    overdue: parameters.flag('overdue'),
    annulled: parameters.flag('annulled'),
    text: parameters.text('q'),
  });
}

/** The names of the records that the filter picks; an operator learns of no customer but those of his follow-ups. */
async function picked(request: Request, q: Queryable, filter: FollowUpFilter) {
  const { ownerIds, productIds, profileIds, ruleIds, sellerIds, customerIds, cities } = filter;
  const found = await Promise.all([
    pickedRecords(q, 'owner', 'users', ownerIds),
    pickedRecords(q, 'product', 'products', productIds),
    pickedRecords(q, 'profile', 'profiles', profileIds),
    pickedRecords(q, 'rule', 'rules', ruleIds),
    pickedRecords(q, 'seller', 'users', sellerIds),
    pickedCustomers(q, customerIds, mayFollow(signedIn(request))),
    pickedCities(q, cities),
  ]);
  return pickedNames(found);
}

function readStatuses(parameters: ListParameters): readonly FollowUpStatus[] {
  const values = parameters.values('status');
  if (values.length === 0) return AT_FIRST;
  const known: readonly string[] = [...FOLLOW_UP_STATUSES, 'none'];
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) parameters.refuse('status', 'validation.unknownValue', {}, unknown);
  return FOLLOW_UP_STATUSES.filter((status) => values.includes(status));
}

function isKeyOf(sort: FollowUpSort, value: unknown): boolean {
  switch (sort) {
    case 'opened':
    case 'ended':
    case 'priority':
      return Number.isSafeInteger(value);
    case 'due':
      return isDateKey(value);
    case 'customer':
    case 'owner':
    case 'kind':
      return isTextKey(value);
  }
}
