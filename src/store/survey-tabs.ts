import type { CivilDate } from '../domain/civil-date.js';
import { STATUSES, type Status } from '../domain/scheduler.js';
import { OVERDUE_PARTS, type OverduePart, wasOverdue } from './overdue-predicates.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import { matches, type PeriodOf, type SurveyFilter } from './survey-filter.js';
import type { SurveySort } from './survey-order.js';
import { eachByItself, hasAnyStatus, hasStatus, isResponsible } from './survey-predicates.js';

/** Minhas Regras, Executadas, Não executadas, Inconsistências (SPEC 6); each is a path under /panel. */
export const TABS = ['my-rules', 'executed', 'pending', 'inconsistent'] as const;

/**
 * The lists of the panel: those of the tabs, and all that Resultados is about, executed or not: the surveys that are past or
 * settled, not cancelled (SPEC 6). It has a tab only while it is looked at.
 */
export const LISTS = [...TABS, 'past'] as const;

export type Tab = (typeof LISTS)[number];

/** The chips of *Não executadas*: the first three are what the tab counts, and on at first. */
export const CHIPS = ['scheduled', 'due', 'inconsistent', 'closed', 'cancelled'] as const satisfies readonly Status[];

export type Chip = (typeof CHIPS)[number];

export const COUNTED_CHIPS: readonly Chip[] = ['scheduled', 'due', 'inconsistent'];

/** What a filter means, with the operator before it is known whether he executed or is responsible. */
export type PanelFilter = Omit<SurveyFilter, 'responsibleIds' | 'executedByIds' | 'period'> & {
  readonly period?: PanelPeriod;
  readonly operatorIds?: readonly number[];
  /** Which of the surveys that are past or settled. */
  readonly pastStatuses?: readonly PastStatus[];
};

type PanelPeriod = Omit<NonNullable<SurveyFilter['period']>, 'of'> & { readonly of: PeriodOf };

/** How a survey can be past or settled, not cancelled. */
export const PAST_STATUSES = ['inconsistent', 'executed', 'closed'] as const satisfies readonly Status[];

export type PastStatus = (typeof PAST_STATUSES)[number];

/** A part of the filter that a tab may ignore. */
export type Ignored =
  | 'period'
  | 'operator'
  | 'score'
  | 'late'
  | 'onTime'
  | 'grades'
  | 'opinions'
  | 'bySeller'
  | 'reasons'
  | 'pastStatuses';

/** What the panels look at. */
export interface Scope {
  readonly userId: number;
  readonly today: CivilDate;
  readonly filter: PanelFilter;
  readonly chips: readonly Chip[];
}

/** The parts of the filter that mean nothing on a tab, and are shown there as ignored. */
export function ignoredOn(tab: Tab, filter: PanelFilter): readonly Ignored[] {
  const ignored: Ignored[] = [];
  if (filter.operatorIds !== undefined && tab === 'my-rules') ignored.push('operator');
  if (filter.reasons !== undefined && tab !== 'pending' && tab !== 'past') ignored.push('reasons');
  if (filter.pastStatuses !== undefined && tab !== 'past') ignored.push('pastStatuses');
  if (filter.period !== undefined && !hasPeriodOf(tab, filter.period.of)) ignored.push('period');
  if (tab === 'executed') return ignored;
  for (const part of EXECUTED_ONLY) if (filter[part] !== undefined) ignored.push(part);
  return ignored;
}

function hasPeriodOf(tab: Tab, of: PeriodOf): boolean {
  if (isOverduePart(of)) return tab === 'inconsistent';
  return of !== 'execution' || tab === 'executed';
}

function isOverduePart(of: PeriodOf): of is OverduePart {
  return (OVERDUE_PARTS as readonly string[]).includes(of);
}

/** What only executions have. */
const EXECUTED_ONLY = ['score', 'late', 'onTime', 'grades', 'opinions', 'bySeller'] as const;

/**
 * The surveys that a tab lists. *Inconsistências* lists those of today, but for a period of their coming up or of their being
 * settled: then those of which it was so, whatever became of them.
 */
export function listedOn(tab: Tab, scope: Scope): Predicate {
  const { period, ...others } = scope.filter;
  if (tab === 'inconsistent' && period !== undefined && isOverduePart(period.of))
    return allOf([wasOverdue(period.of, period, scope.today), ofOperators(applied(tab, others))]);
  if (tab === 'past') return pastOrSettled(scope);
  const filtered = matches(filterOn(tab, scope.filter));
  switch (tab) {
    case 'my-rules':
      return allOf([hasStatus('due', scope.today), isResponsible(scope.userId), filtered]);
    case 'executed':
      return allOf([hasStatus('executed', scope.today), filtered]);
    case 'pending':
      return allOf([hasAnyStatus(scope.chips, scope.today), filtered]);
    case 'inconsistent':
      return allOf([hasStatus('inconsistent', scope.today), filtered]);
  }
}

/** Each status by itself where operators are asked for: of what was executed who did it, of the rest who is responsible. */
function pastOrSettled({ filter, today }: Scope): Predicate {
  const { operatorIds, pastStatuses: statuses = PAST_STATUSES, ...others } = applied('past', filter);
  const filtered = matches(others as SurveyFilter);
  if (operatorIds === undefined) return allOf([hasAnyStatus(statuses, today), filtered]);
  const whose = (status: Status) =>
    status === 'executed' ? { executedByIds: operatorIds } : { responsibleIds: operatorIds };
  return allOf([
    eachByItself(statuses.map((status) => allOf([hasStatus(status, today), matches(whose(status))]))),
    filtered,
  ]);
}

/** Every counter of the page, from the predicates of the lists: `listed` is the list that is looked at. */
export function countersOf(
  tab: Tab,
  scope: Scope,
): Record<(typeof TABS)[number] | `chip-${Chip}` | 'listed', Predicate> {
  const counted = scope.chips.filter((chip) => COUNTED_CHIPS.includes(chip));
  const chip = (status: Chip) => listedOn('pending', { ...scope, chips: [status] });
  return {
    'my-rules': listedOn('my-rules', scope),
    executed: listedOn('executed', scope),
    // Encerradas and canceladas stay apart from the tab's counter (SPEC 6).
    pending: listedOn('pending', { ...scope, chips: counted }),
    inconsistent: listedOn('inconsistent', scope),
    'chip-scheduled': chip('scheduled'),
    'chip-due': chip('due'),
    'chip-inconsistent': chip('inconsistent'),
    'chip-closed': chip('closed'),
    'chip-cancelled': chip('cancelled'),
    listed: listedOn(tab, scope),
  };
}

/** The filter as a tab applies it: who executed in Executadas, who is responsible elsewhere (SPEC 6). */
function filterOn(tab: Tab, filter: PanelFilter): SurveyFilter {
  const { operatorIds, ...rest } = applied(tab, filter);
  const people = tab === 'executed' ? { executedByIds: operatorIds } : { responsibleIds: operatorIds };
  return { ...(rest as SurveyFilter), ...(operatorIds !== undefined && people) };
}

/** Without the parts that the tab ignores. */
function applied(tab: Tab, filter: PanelFilter): PanelFilter {
  const kept: Record<string, unknown> = { ...filter };
  for (const part of ignoredOn(tab, filter)) delete kept[part === 'operator' ? 'operatorIds' : part];
  return kept;
}

/** Where surveys that were executed stand beside others: of the former who executed, of the latter who is responsible. */
export function ofOperators({ operatorIds, ...filter }: Omit<PanelFilter, 'period'>): Predicate {
  if (operatorIds === undefined) return matches(filter);
  return anyOf([
    allOf([predicate("surveys.outcome = 'executed'"), matches({ ...filter, executedByIds: operatorIds })]),
    allOf([
      predicate("surveys.outcome is null or surveys.outcome <> 'executed'"),
      matches({ ...filter, responsibleIds: operatorIds }),
    ]),
  ]);
}

/** The columns that a tab sorts by; the first is its order at first: soonest to expire, or last executed. */
export function sortsOf(tab: Tab): readonly SurveySort[] {
  const shared = ['customer', 'product', 'seller', 'closing', 'rule', 'city', 'attempts', 'opening'] as const;
  if (tab === 'executed') return ['settled', ...shared, 'executor', 'score'];
  // Elsewhere all have one status.
  return ['expiry', ...shared, 'operator', ...(tab === 'pending' || tab === 'past' ? (['status'] as const) : [])];
}

/** The status words, for chips; in the order of the statuses. */
export function isChip(text: string): text is Chip {
  return (CHIPS as readonly string[]).includes(text) && (STATUSES as readonly string[]).includes(text);
}
