import type { FastifyRequest } from 'fastify';
import { CLOSURE_REASONS, type ClosureReason } from '../../domain/survey-change.js';
import { nameKey } from '../../domain/text.js';
import type { Queryable } from '../../store/dialect.js';
import { findGradeNames } from '../../store/names.js';
import { findPanelChips } from '../../store/preferences.js';
import { type GradeOfVersion, PERIODS, type PeriodOf } from '../../store/survey-filter.js';
import type { SurveySort } from '../../store/survey-order.js';
import { type Chip, COUNTED_CHIPS, type PanelFilter, type Scope, type Tab } from '../../store/survey-tabs.js';
import { parseId } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { type Picked, pickedCities, pickedNames, pickedRecords } from '../list-names.js';
import { isDateKey, isTextKey, readKey, readOrder, readSize } from '../list-paging.js';
import { given, ListParameters, listQuery } from '../list-parameters.js';
import { type ListPeriod, readPeriod } from '../list-period.js';
import { type ListQuery, namesOf } from '../list-view.js';
import { FILTERS } from './filters.js';
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
  const parameters = new ListParameters(request.query, request.t, [...namesOf(FILTERS), ...VIEW_NAMES]);
  const dates = { dates: PERIODS, natural: naturalPeriodOf(tab) } as const;
  const period = readPeriod<PeriodOf>(parameters, dates, request.today);
  const filter = readFilter(parameters, period);
  const named = readChips(parameters);
  const chips = named ?? (await findPanelChips(q, signedIn(request).id)) ?? COUNTED_CHIPS;
  const order = readOrder(parameters, ordersOf(tab));
  const key = readKey(parameters, (value) => isKeyOf(order.sort, value));
  const view = { chips, ...order, size: readSize(parameters), key };
  const names = pickedNames(await picked(q, filter));
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  const moved = tab === 'pending' && named === null && chips.join() !== COUNTED_CHIPS.join();
  const { errors } = parameters;
  return { typed: parameters.typed(), filter, period, names, ...view, errors, tidy: !parameters.hasBlanks && !moved };
}

/** What the store lists and counts for this URL. */
export function scopeOf({ filter, chips }: PanelQuery, request: Pick<FastifyRequest, 'user' | 'today'>): Scope {
  return { filter, chips, userId: signedIn(request).id, today: request.today };
}

function readFilter(parameters: ListParameters, period: PanelQuery['period']): PanelFilter {
  return given<PanelFilter>({
    period: period === null ? undefined : { of: period.of, from: period.from, to: period.to },
    sellerIds: parameters.ids('seller'),
    operatorIds: parameters.ids('operator'),
    productIds: parameters.ids('product'),
    profileIds: parameters.ids('profile'),
    ruleIds: parameters.ids('rule'),
    cities: parameters.several('city', nameKey),
    attempts: parameters.several('attempts', readAttempts),
    score: parameters.range('score-from', 'score-to', [-100, 100]),
    reasons: parameters.several('reason', readReason),
    grades: parameters.several('grade', readGrade)?.map(gradeOf),
    late: parameters.flag('late'),
    onTime: parameters.flag('on-time'),
    bySeller: parameters.flag('own-seller'),
    withoutPhone: parameters.flag('no-phone'),
    text: parameters.text('q'),
  });
}

/** The records that the filter picks. */
function picked(q: Queryable, filter: PanelFilter): Promise<Picked[]> {
  return Promise.all([
    pickedRecords(q, 'seller', 'users', filter.sellerIds),
    pickedRecords(q, 'operator', 'users', filter.operatorIds),
    pickedRecords(q, 'product', 'products', filter.productIds),
    pickedRecords(q, 'profile', 'profiles', filter.profileIds),
    pickedRecords(q, 'rule', 'rules', filter.ruleIds),
    pickedCities(q, filter.cities),
    pickedGrades(q, filter.grades),
  ]);
}

async function pickedGrades(q: Queryable, grades: readonly GradeOfVersion[] = []): Promise<Picked> {
  const ids = grades.map(({ versionId }) => versionId);
  const rows = ids.length === 0 ? [] : await findGradeNames(q, ids);
  return {
    name: 'grade',
    picked: grades.map(({ versionId, position }) => `${versionId}.${position}`),
    names: rows.map(({ versionId, position, text, label }) => [`${versionId}.${position}`, `${text} ${label}`]),
  };
}

/** 3 stands for three or more. */
function readAttempts(value: string): number | null {
  return /^[0-3]$/.test(value) ? Number(value) : null;
}

function readReason(value: string): ClosureReason | null {
  return CLOSURE_REASONS.find((reason) => reason === value) ?? null;
}

/** A version's id and the position of a grade: 12.5. */
function readGrade(value: string): string | null {
  const { versionId, position } = gradeOf(value);
  return parseId(String(versionId)) !== null && position >= 1 && `${versionId}.${position}` === value ? value : null;
}

function gradeOf(value: string): GradeOfVersion {
  const [versionId, position] = value.split('.').map(Number);
  return { versionId: versionId ?? 0, position: position ?? 0 };
}

function isKeyOf(sort: SurveySort, value: unknown): boolean {
  switch (sort) {
    case 'settled':
    case 'attempts':
      return Number.isSafeInteger(value);
    case 'expiry':
    case 'closing':
    case 'opening':
      return isDateKey(value);
    case 'status':
      return typeof value === 'string' && /^\d /.test(value) && isDateKey(value.slice(2));
    case 'score':
      return Number.isFinite(value);
    case 'customer':
    case 'product':
    case 'seller':
    case 'rule':
    case 'executor':
    case 'operator':
    case 'city':
      return isTextKey(value);
  }
}
