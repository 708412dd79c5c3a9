import type { Calendar } from './calendar.js';
import { type CivilDate, parseLocalDate } from './civil-date.js';
import { type PlannedDates, type Schedule, type SurveyDates, statusOf, surveyDates } from './scheduler.js';

/**
 * Which surveys planning makes where it reaches back in time (SPEC 2), decided survey by survey: none that would be
 * overdue at birth, only those that expire on a day or later, or all.
 */
export type PlanningChoice =
  | { readonly kind: 'upcoming' }
  | { readonly kind: 'since'; readonly date: CivilDate }
  | { readonly kind: 'all' };

/** By what planning that reaches back in time decides, and moves expiries. */
export interface PlanningTerms {
  readonly choice: PlanningChoice;
  readonly calendar: Calendar;
}

/** What planning needs of an active rule. */
export interface PlannableRule extends Schedule {
  readonly id: number;
}

export interface PlannedSurvey extends PlannedDates {
  readonly ruleId: number;
}

/** A survey that planning did not make, and why, for previews. */
export interface LeftOutSurvey extends PlannedSurvey {
  readonly reason: 'exists' | 'overdue-at-birth' | 'expires-before-date';
}

export interface SurveyPlan {
  readonly planned: readonly PlannedSurvey[];
  readonly leftOut: readonly LeftOutSurvey[];
}

/**
 * The surveys that a sale gets: one for each active rule of its product's profile that it has no survey of yet, as far
 * as the choice allows. Cancelled sales and inactive products get none: the caller does not ask (SPEC 3, 4).
 */
export function planSurveys(
  sale: { readonly closedOn: CivilDate },
  rules: readonly PlannableRule[],
  existingRuleIds: ReadonlySet<number>,
  choice: PlanningChoice,
  today: CivilDate,
  calendar: Calendar,
): SurveyPlan {
  const planned: PlannedSurvey[] = [];
  const leftOut: LeftOutSurvey[] = [];
  for (const rule of rules) {
    const survey = { ruleId: rule.id, ...surveyDates(sale.closedOn, rule, calendar) };
    const reason = existingRuleIds.has(rule.id) ? 'exists' : reasonToLeaveOut(survey, choice, today);
    if (reason === null) planned.push(survey);
    else leftOut.push({ ...survey, reason });
  }
  return { planned, leftOut };
}

function reasonToLeaveOut(
  survey: SurveyDates,
  choice: PlanningChoice,
  today: CivilDate,
): Exclude<LeftOutSurvey['reason'], 'exists'> | null {
  switch (choice.kind) {
    case 'upcoming':
      return survey.expiresOn < today ? 'overdue-at-birth' : null;
    case 'since':
      return survey.expiresOn < choice.date ? 'expires-before-date' : null;
    case 'all':
      return null;
  }
}

/** `upcoming`, `all` or `since=DATE` (ISO or dd/mm/yyyy), as a command or a form states the choice; else null. */
export function parsePlanningChoice(text: string): PlanningChoice | null {
  if (text === 'upcoming' || text === 'all') return { kind: text };
  const date = text.startsWith('since=') ? parseLocalDate(text.slice('since='.length)) : null;
  return date === null ? null : { kind: 'since', date };
}

export type OpenStatusCounts = Record<'scheduled' | 'due' | 'inconsistent', number>;

/** How many of the planned surveys would be scheduled, due and overdue today, for a preview. */
export function countByStatus(planned: Iterable<SurveyDates>, today: CivilDate): OpenStatusCounts {
  const counts: OpenStatusCounts = { scheduled: 0, due: 0, inconsistent: 0 };
  for (const { opensOn, expiresOn } of planned) {
    const { status } = statusOf({ opensOn, expiresOn, originalExpiresOn: expiresOn, outcome: null }, today);
    if (status === 'scheduled' || status === 'due' || status === 'inconsistent') counts[status] += 1;
  }
  return counts;
}

/** A sale that has no survey, with the configuration as it stands now. */
export interface SaleWithoutSurveys {
  readonly closedOn: CivilDate;
  /** The company's civil date on which the sale was recorded. */
  readonly recordedOn: CivilDate;
  readonly cancelled: boolean;
  readonly productActive: boolean;
  /** Null when the product has no profile; `activeRules` are the profile's rules that are active. */
  readonly profile: { readonly active: boolean; readonly activeRules: readonly PlannableRule[] } | null;
}

export type ReasonWithoutSurveys =
  | 'sale-cancelled'
  | 'product-inactive'
  | 'product-without-profile'
  | 'profile-inactive'
  | 'profile-without-active-rules'
  | 'all-overdue-at-birth'
  | 'recorded-before-configuration';

/** Why a sale has no surveys (SPEC 2): the first obstacle on the way from the sale to its rules. */
export function whyWithoutSurveys(sale: SaleWithoutSurveys, calendar: Calendar): ReasonWithoutSurveys {
  if (sale.cancelled) return 'sale-cancelled';
  if (!sale.productActive) return 'product-inactive';
  if (sale.profile === null) return 'product-without-profile';
  if (!sale.profile.active) return 'profile-inactive';
  if (sale.profile.activeRules.length === 0) return 'profile-without-active-rules';
  const { activeRules } = sale.profile;
  const atBirth = planSurveys(sale, activeRules, new Set(), { kind: 'upcoming' }, sale.recordedOn, calendar);
  return atBirth.planned.length === 0 ? 'all-overdue-at-birth' : 'recorded-before-configuration';
}
