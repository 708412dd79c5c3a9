import type { FastifyRequest } from 'fastify';
import { isCivilDate, parseLocalDate } from '../../domain/civil-date.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { PageKey } from '../../store/key-paging.js';
import { PERIODS, type PeriodOf, type SurveyFilter } from '../../store/survey-filter.js';
import type { SurveySort } from '../../store/survey-list.js';
import {
  CHIPS,
  type Chip,
  COUNTED_CHIPS,
  isChip,
  type PanelFilter,
  sortsOf,
  type Tab,
} from '../../store/survey-tabs.js';
import { type FieldErrorView, many, one, parseId, query, text, texts } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';

/** Longer than what is taken, so that too much is refused at its filter. */
const LONG = 4000;

/** The filters that the bar holds, by the name of their parameter. */
export const FILTER_NAMES = ['of', 'from', 'to', 'seller', 'product', 'rule', 'operator', 'q'] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

export const panelQuery = query({
  ...Object.fromEntries(FILTER_NAMES.map((name) => [name, texts(LONG, 20)])),
  status: texts(40, 20),
  sort: text(LONG),
  after: text(LONG),
  before: text(LONG),
});

/** What the URL asks for. */
export interface PanelQuery {
  /** The filters as they were typed. */
  readonly typed: Readonly<Record<FilterName, string>>;
  readonly filter: PanelFilter;
  readonly chips: readonly Chip[];
  readonly sort: SurveySort;
  readonly descending: boolean;
  readonly key: PageKey | null;
  readonly errors: readonly FieldErrorView[];
}

/** The ids that may be picked. */
export type Pickable = Readonly<Record<'seller' | 'product' | 'rule' | 'operator', ReadonlySet<number>>>;

/** Reads the URL of a tab; what is wrong is an error at its filter, and the rest is read all the same. */
export function readPanelQuery(request: Pick<FastifyRequest, 'query' | 't'>, tab: Tab, pickable: Pickable): PanelQuery {
  const { query: posted, t } = request;
  const errors: FieldErrorView[] = [];
  const refuse = (field: string, key: TextKey, params = {}) => errors.push({ field, text: t(key, params) });
  const typed = Object.fromEntries(FILTER_NAMES.map((name) => [name, one(posted, name)])) as PanelQuery['typed'];
  const id = (name: keyof Pickable) => {
    const picked = typed[name] === '' ? undefined : (parseId(typed[name]) ?? 0);
    if (picked === undefined || pickable[name].has(picked)) return picked;
    refuse(name, 'validation.unknownValue');
    return undefined;
  };
  const [sellerId, productId, ruleId, operatorId] = [id('seller'), id('product'), id('rule'), id('operator')];
  const period = readPeriod(typed, tab, refuse);
  const words = readText(typed.q, refuse);
  const filter = {
    ...(sellerId !== undefined && { sellerIds: [sellerId] }),
    ...(productId !== undefined && { productIds: [productId] }),
    ...(ruleId !== undefined && { ruleIds: [ruleId] }),
    ...(operatorId !== undefined && { operatorIds: [operatorId] }),
    ...(period !== null && { period }),
    ...(words !== '' && { text: words }),
  };
  const order = readSort(one(posted, 'sort'), tab, refuse);
  const chips = readChips(many(posted, 'status'), refuse);
  return { typed, filter, chips, ...order, key: readKey(posted, order.sort, refuse), errors };
}

type Refuse = (field: string, key: TextKey, params?: Record<string, number>) => void;

/** Without a choice a period is that of execution in Executadas, and of expiry elsewhere. */
export function periodOf(of: string, tab: Tab): string {
  return of === '' ? (tab === 'executed' ? 'execution' : 'expiry') : of;
}

function readPeriod(typed: PanelQuery['typed'], tab: Tab, refuse: Refuse): SurveyFilter['period'] | null {
  const of = periodOf(typed.of, tab);
  if (!(PERIODS as readonly string[]).includes(of)) refuse('of', 'validation.unknownValue');
  const day = (name: 'from' | 'to') => {
    const date = parseLocalDate(typed[name]);
    if (date === null && typed[name].trim() !== '') refuse(name, 'validation.notADate');
    return date;
  };
  const [from, to] = [day('from'), day('to')];
  if (from !== null && to !== null && to < from) refuse('to', 'panel.periodTurnedRound');
  return from === null && to === null ? null : { of: of as PeriodOf, from, to };
}

const MAX_TEXT = 200;

function readText(typed: string, refuse: Refuse): string {
  const words = typed.trim();
  if (words.length > MAX_TEXT) refuse('q', 'validation.tooLong', { max: MAX_TEXT });
  return words;
}

/** `status=none` is every chip off; without any parameter the three that the tab counts are on. */
function readChips(values: readonly string[], refuse: Refuse): readonly Chip[] {
  if (values.length === 0) return COUNTED_CHIPS;
  if (values.some((value) => value !== 'none' && !isChip(value))) refuse('status', 'validation.unknownValue');
  return CHIPS.filter((chip) => values.includes(chip));
}

function readSort(typed: string, tab: Tab, refuse: Refuse): { sort: SurveySort; descending: boolean } {
  const [first = 'expiry', ...others] = sortsOf(tab);
  const initial = { sort: first, descending: tab === 'executed' };
  // The tabs' own first orders differ: the link of one tab says nothing on another.
  if (typed === '') return initial;
  const sort = [first, ...others, 'expiry', 'settled'].find((name) => name === typed.replace(/^-/, ''));
  if (sort === undefined) refuse('sort', 'panel.unknownSort');
  if (sort === undefined || !sortsOf(tab).includes(sort as SurveySort)) return initial;
  return { sort: sort as SurveySort, descending: typed.startsWith('-') };
}

function readKey(posted: unknown, sort: SurveySort, refuse: Refuse): PageKey | null {
  for (const side of ['after', 'before'] as const) {
    const encoded = one(posted, side);
    if (encoded === '') continue;
    const key = decodePageKey(side, encoded, (value) => isKeyOf(sort, value));
    if (key === null) refuse(side, 'panel.brokenPage');
    return key;
  }
  return null;
}

function isKeyOf(sort: SurveySort, value: unknown): boolean {
  switch (sort) {
    case 'settled':
      return Number.isSafeInteger(value);
    case 'expiry':
    case 'closing':
      return typeof value === 'string' && isCivilDate(value);
    case 'score':
      return Number.isFinite(value);
    case 'customer':
    case 'product':
    case 'seller':
    case 'rule':
    case 'executor':
      return typeof value === 'string' && value.length <= 1000 && !value.includes('\u0000');
  }
}
