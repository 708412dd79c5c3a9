import type { FastifyRequest } from 'fastify';
import { isOpinion, type Opinion } from '../domain/results.js';
import { CLOSURE_REASONS, type ClosureReason } from '../domain/survey-change.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Queryable } from '../store/dialect.js';
import { listFilterChoices } from '../store/filter-choices.js';
import { findGradeNames } from '../store/names.js';
import type { DateOf, GradeOfVersion, PeriodOf } from '../store/survey-filter.js';
import type { SurveySort } from '../store/survey-order.js';
import { PAST_STATUSES, type PanelFilter, type PastStatus } from '../store/survey-tabs.js';
import { parseId } from '../web/forms.js';
import { CLOSURE_TEXTS } from './closure-text.js';
import { CITY_TEXTS, readCities } from './list-cities.js';
import { cityOptions, nameOptions, type Options } from './list-form.js';
import {
  type Picked,
  type PickedNames,
  pickedCities,
  pickedCustomers,
  pickedNames,
  pickedRecords,
} from './list-names.js';
import { isDateKey, isTextKey } from './list-paging.js';
import { given, type ListParameters } from './list-parameters.js';
import type { ListPeriod } from './list-period.js';
import { type ListFilter, PERIOD_NAMES } from './list-view.js';

// What lists of surveys are narrowed to and sorted by, as URLs and forms say it: those of the panel, and one's own.

/** The words of the dates of a survey that a period can be of. */
const DATE_TEXTS: Record<DateOf, TextKey> = {
  closing: 'panelFilters.ofClosing',
  opening: 'panelFilters.ofOpening',
  expiry: 'panelFilters.ofExpiry',
  execution: 'panelFilters.ofExecution',
};

/** And of what the panel's can be of besides. */
export const SURVEY_PERIOD_TEXTS: Record<PeriodOf, TextKey> = {
  ...DATE_TEXTS,
  overdue: 'panelFilters.ofOverdue',
  settlement: 'panelFilters.ofSettlement',
};

/** How many attempts were made, by the filter's values. */
const ATTEMPT_TEXTS: Readonly<Record<string, TextKey>> = {
  0: 'panelFilters.attemptsNone',
  1: 'panelFilters.attemptsOne',
  2: 'panelFilters.attemptsTwo',
  3: 'panelFilters.attemptsMany',
};

/** What the customer said, by the filter's values. */
export const OPINION_TEXTS: Record<Opinion, TextKey> = {
  promoter: 'panelFilters.promoter',
  passive: 'panelFilters.passive',
  detractor: 'panelFilters.detractor',
  satisfied: 'panelFilters.satisfied',
  unsatisfied: 'panelFilters.unsatisfied',
};

/** How a survey is past or settled, by the filter's values. */
const PAST_TEXTS: Record<PastStatus, TextKey> = {
  inconsistent: 'panel.tabInconsistent',
  executed: 'panel.tabExecuted',
  closed: 'panel.chipClosed',
};

/** What surveys are picked by, in lists and in results. */
export const SURVEY_PICKS: readonly ListFilter[] = [
  { kind: 'pick', names: ['seller'], label: 'panel.seller' },
  { kind: 'pick', names: ['operator'], label: 'panel.operator' },
  { kind: 'pick', names: ['product'], label: 'panel.product' },
  { kind: 'pick', names: ['profile'], label: 'panelFilters.profile' },
  { kind: 'pick', names: ['rule'], label: 'panel.rule' },
  { kind: 'pick', names: ['city'], label: 'panelFilters.city', texts: CITY_TEXTS },
];

/** The filters of lists of surveys, in the order of a canonical URL. */
export const SURVEY_FILTERS: readonly ListFilter[] = [
  { kind: 'period', names: PERIOD_NAMES, label: 'panelFilters.period', texts: SURVEY_PERIOD_TEXTS },
  ...SURVEY_PICKS,
  { kind: 'ticks', names: ['outcome'], label: 'panel.status', texts: PAST_TEXTS },
  { kind: 'ticks', names: ['attempts'], label: 'panelFilters.attempts', texts: ATTEMPT_TEXTS },
  { kind: 'ticks', names: ['reason'], label: 'panelFilters.reason', texts: CLOSURE_TEXTS },
  { kind: 'ticks', names: ['opinion'], label: 'panelFilters.opinion', texts: OPINION_TEXTS },
  { kind: 'unasked', names: ['grade'], label: 'panelFilters.grade' },
  { kind: 'unasked', names: ['customer'], label: 'panel.customer' },
  { kind: 'range', names: ['score-from', 'score-to'], label: 'panel.score' },
  { kind: 'flag', names: ['late'], label: 'panel.late' },
  { kind: 'flag', names: ['on-time'], label: 'panelFilters.onTime' },
  { kind: 'flag', names: ['own-seller'], label: 'panelFilters.ownSeller' },
  { kind: 'flag', names: ['no-phone'], label: 'panelFilters.noPhone' },
  { kind: 'text', names: ['q'], label: 'panelFilters.text' },
];

/** The heads of the columns of lists of surveys. */
export const SURVEY_COLUMN_TEXTS: Record<SurveySort, TextKey> = {
  expiry: 'panel.expiresOn',
  settled: 'panel.executedOn',
  customer: 'panel.customer',
  product: 'panel.product',
  seller: 'panel.seller',
  closing: 'panel.closedOn',
  rule: 'panel.rule',
  executor: 'panel.operator',
  score: 'panel.score',
  city: 'panelFilters.city',
  operator: 'panel.operator',
  attempts: 'panelFilters.attempts',
  opening: 'exports.opensOn',
  status: 'panel.status',
};

/** What the parameters of `SURVEY_PICKS` name; undefined where they name nothing. */
export function readPicks(parameters: ListParameters) {
  return {
    sellerIds: parameters.ids('seller'),
    operatorIds: parameters.ids('operator'),
    productIds: parameters.ids('product'),
    profileIds: parameters.ids('profile'),
    ruleIds: parameters.ids('rule'),
    cities: readCities(parameters),
  };
}

type Picks = Pick<PanelFilter, 'sellerIds' | 'operatorIds' | 'productIds' | 'profileIds' | 'ruleIds' | 'cities'>;

/** The records that they name, as far as they exist. */
export function findPicks(q: Queryable, filter: Picks): Promise<Picked[]> {
  return Promise.all([
    pickedRecords(q, 'seller', 'users', filter.sellerIds),
    pickedRecords(q, 'operator', 'users', filter.operatorIds),
    pickedRecords(q, 'product', 'products', filter.productIds),
    pickedRecords(q, 'profile', 'profiles', filter.profileIds),
    pickedRecords(q, 'rule', 'rules', filter.ruleIds),
    pickedCities(q, filter.cities),
  ]);
}

/** What the parameters narrow a list of surveys to. */
export function readSurveyFilter(parameters: ListParameters, period: ListPeriod<PeriodOf> | null): PanelFilter {
  return given<PanelFilter>({
    period: period === null ? undefined : { of: period.of, from: period.from, to: period.to },
    ...readPicks(parameters),
    customerIds: parameters.ids('customer'),
    pastStatuses: parameters.several('outcome', (value) => PAST_STATUSES.find((status) => status === value) ?? null),
    attempts: parameters.several('attempts', readAttempts),
    score: parameters.range('score-from', 'score-to', [-100, 100]),
    reasons: parameters.several('reason', readReason),
    grades: parameters.several('grade', readGrade)?.map(gradeOf),
    opinions: parameters.several('opinion', (value) => (isOpinion(value) ? value : null)),
    late: parameters.flag('late'),
    onTime: parameters.flag('on-time'),
    bySeller: parameters.flag('own-seller'),
    withoutPhone: parameters.flag('no-phone'),
    text: parameters.text('q'),
  });
}

/** The names of the records that the filter picks; what does not exist is refused. */
export async function readPickedNames(
  parameters: ListParameters,
  q: Queryable,
  filter: PanelFilter,
): Promise<PickedNames> {
  const names = pickedNames([
    ...(await findPicks(q, filter)),
    await pickedCustomers(q, filter.customerIds),
    await pickedGrades(q, filter.grades),
  ]);
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  return names;
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

/** Whether a value can be the key of a page in an order. */
export function isSurveyKey(sort: SurveySort, value: unknown): boolean {
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

/** What the filters of lists of surveys offer to pick. */
export async function surveyOptions(request: Pick<FastifyRequest, 't'>, q: Queryable): Promise<Options> {
  const choices = await listFilterChoices(q);
  return {
    seller: nameOptions(request, choices.sellers),
    operator: nameOptions(request, choices.operators),
    product: nameOptions(request, choices.products),
    profile: nameOptions(request, choices.profiles),
    rule: nameOptions(request, choices.rules),
    city: cityOptions(request, choices),
  };
}
