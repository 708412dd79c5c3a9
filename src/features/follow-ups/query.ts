import type { FastifyRequest } from 'fastify';
import { isCivilDate } from '../../domain/civil-date.js';
import { FOLLOW_UP_KINDS, FOLLOW_UP_STATUSES, type FollowUpStatus, PRIORITIES } from '../../domain/follow-up.js';
import { isPeriodPreset, presetRange } from '../../domain/period.js';
import { can } from '../../domain/permissions.js';
import { nameKey } from '../../domain/text.js';
import { FOLLOW_UP_SORTS, FOLLOW_UP_TABS, type FollowUpScope, type FollowUpSort } from '../../store/follow-up-list.js';
import { FOLLOW_UP_PERIODS, type FollowUpFilter } from '../../store/follow-up-predicates.js';
import type { PageKey } from '../../store/key-paging.js';
import { decodePageKey, encodePageKey } from '../../web/page-key.js';
import { signedIn } from '../../web/request.js';
import { ListParameters, type ParameterError, type Typed } from '../list-parameters.js';

/** The filters by the name of their parameter, in the order of a canonical URL. */
export const FILTERS = [
  'of',
  'period',
  'from',
  'to',
  'kind',
  'priority',
  'owner',
  'product',
  'seller',
  'city',
  'overdue',
  'q',
] as const;

const VIEW = ['tab', 'status', 'sort', 'size', 'after', 'before'] as const;

export const PAGE_SIZES = [50, 25, 100] as const;

/** What has not ended, as the list shows it at first. */
export const AT_FIRST: readonly FollowUpStatus[] = ['open', 'in-progress'];

const MAX_TEXT = 200;

/** What the URL asks for. With errors it is not answered with a list. */
export interface FollowUpQuery extends Pick<FollowUpScope, 'tab' | 'statuses' | 'filter'> {
  readonly typed: Typed;
  readonly sort: FollowUpSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  readonly errors: readonly ParameterError[];
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/** Reads the URL of the list; what is wrong is an error at its filter, and the rest is read all the same. */
export function readFollowUpQuery(request: Request): FollowUpQuery {
  const parameters = new ListParameters(request.query, request.t, [...FILTERS, ...VIEW]);
  const filter = readFilter(parameters, request);
  const tab = readOne(parameters, 'tab', FOLLOW_UP_TABS) ?? 'mine';
  const typedSort = parameters.one('sort');
  const sort = FOLLOW_UP_SORTS.find((name) => name === typedSort.replace(/^-/, ''));
  if (typedSort !== '' && sort === undefined) parameters.refuse('sort', 'panel.unknownSort');
  const size = PAGE_SIZES.find((one) => String(one) === parameters.one('size')) ?? PAGE_SIZES[0];
  const view = { sort: sort ?? 'due', descending: typedSort.startsWith('-'), size } as const;
  const statuses = readStatuses(parameters);
  const key = readKey(parameters, view.sort);
  const mine = can(signedIn(request).role, 'seeEveryFollowUp') ? tab : 'mine';
  return { typed: parameters.typed(), filter, tab: mine, statuses, ...view, key, errors: parameters.errors };
}

/** What the store lists and counts for this URL. */
export function scopeOf({ tab, statuses, filter }: FollowUpQuery, request: Pick<FastifyRequest, 'user' | 'today'>) {
  const { id, role } = signedIn(request);
  return { viewer: { id, role }, today: request.today, tab, statuses, filter } satisfies FollowUpScope;
}

/** What a link changes of the page that is looked at; whatever changes begins at the first page. */
export interface Change {
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  readonly tab?: FollowUpQuery['tab'];
  readonly statuses?: readonly FollowUpStatus[];
  readonly order?: Pick<FollowUpQuery, 'sort' | 'descending'>;
  readonly size?: number;
  readonly page?: PageKey | null;
  readonly clear?: boolean;
}

/** The canonical query string of the list with something changed, without the question mark. */
export function followUpSearch(query: FollowUpQuery, change: Change = {}): string {
  const params = new URLSearchParams();
  const filters = new Map([...query.typed, ...Object.entries(change.filters ?? {})]);
  if (!change.clear)
    for (const name of FILTERS) for (const value of filters.get(name) ?? []) params.append(name, value);
  const { tab, statuses, order, size } = {
    tab: query.tab,
    statuses: query.statuses,
    order: query,
    size: query.size,
    ...change,
  };
  if (tab !== 'mine') params.set('tab', tab);
  if (statuses.join() !== AT_FIRST.join())
    for (const value of statuses.length === 0 ? ['none'] : statuses) params.append('status', value);
  if (order.sort !== 'due' || order.descending) params.set('sort', `${order.descending ? '-' : ''}${order.sort}`);
  if (size !== PAGE_SIZES[0]) params.set('size', String(size));
  if (change.page) params.append(change.page.side, encodePageKey(change.page));
  return params.toString();
}

export function followUpsHref(query: FollowUpQuery, change: Change = {}, path = '/follow-ups'): string {
  const search = followUpSearch(query, change);
  return search === '' ? path : `${path}?${search}`;
}

function readFilter(parameters: ListParameters, { today }: Request): FollowUpFilter {
  const text = parameters.one('q');
  if (text.length > MAX_TEXT) parameters.refuse('q', 'validation.tooLong', { max: MAX_TEXT });
  const kinds = parameters.several('kind', (value) => FOLLOW_UP_KINDS.find((kind) => kind === value) ?? null);
  const isPriority = (value: string) => (PRIORITIES as readonly string[]).includes(value);
  const found = {
    period: readPeriod(parameters, today),
    kinds,
    priorities: parameters.several('priority', (value) => (isPriority(value) ? Number(value) : null)),
    ownerIds: parameters.ids('owner'),
    productIds: parameters.ids('product'),
    sellerIds: parameters.ids('seller'),
    cities: parameters.several('city', nameKey),
    overdue: parameters.flag('overdue'),
    text: text === '' ? undefined : text,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function readPeriod(parameters: ListParameters, today: string): FollowUpFilter['period'] {
  const of = readOne(parameters, 'of', FOLLOW_UP_PERIODS) ?? 'due';
  const [from, to] = [parameters.date('from'), parameters.date('to')];
  if (from !== null && to !== null && to < from) parameters.refuse('to', 'panel.periodTurnedRound');
  const preset = parameters.one('period');
  if (isPeriodPreset(preset)) return { of, ...presetRange(preset, today) };
  if (preset === 'interval') parameters.replace('period', []);
  else if (preset !== '') parameters.refuse('period', 'validation.unknownValue', {}, preset);
  if (from === null && to === null) parameters.replace('of', []);
  return from === null && to === null ? undefined : { of, from, to };
}

function readStatuses(parameters: ListParameters): readonly FollowUpStatus[] {
  const values = parameters.values('status');
  if (values.length === 0) return AT_FIRST;
  const known: readonly string[] = [...FOLLOW_UP_STATUSES, 'none'];
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) parameters.refuse('status', 'validation.unknownValue', {}, unknown);
  return FOLLOW_UP_STATUSES.filter((status) => values.includes(status));
}

function readOne<T extends string>(parameters: ListParameters, name: string, known: readonly T[]): T | undefined {
  const typed = parameters.one(name);
  const value = known.find((one) => one === typed);
  if (typed !== '' && value === undefined) parameters.refuse(name, 'validation.unknownValue', {}, typed);
  return value;
}

function readKey(parameters: ListParameters, sort: FollowUpSort): PageKey | null {
  const [after, before] = [parameters.one('after'), parameters.one('before')];
  if (after === '' && before === '') return null;
  const side = after === '' ? 'before' : 'after';
  const key = decodePageKey(side, after === '' ? before : after, (value) => isKeyOf(sort, value));
  if (key === null || (after !== '' && before !== '')) parameters.refuse(side, 'panel.brokenPage');
  return key;
}

function isKeyOf(sort: FollowUpSort, value: unknown): boolean {
  if (sort === 'opened' || sort === 'ended' || sort === 'priority') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.includes('\u0000')) return false;
  return sort === 'due' ? isCivilDate(value) : value.length <= 1000;
}
