import type { Calendar } from './calendar.js';
import type { CivilDate } from './civil-date.js';
import { type PlannableRule, type PlannedSurvey, type PlanningChoice, planSurveys } from './planning.js';
import { type Outcome, type PlannedDates, redate, type Schedule, scheduleOf, surveyDates } from './scheduler.js';

// SPEC 2, the table of changes: what a change of configuration does to what exists, where somebody chose that it should.
// The plan is pure and goes sale by sale: previews count it, saving and jobs carry it out.

/** Open surveys get new dates: those of a rule by its schedule, or, by a holiday, each by the schedule it was planned by. */
export type Redating =
  | { readonly kind: 'rule'; readonly ruleId: number; readonly schedule: Schedule }
  | { readonly kind: 'calendar' };

/** Open surveys of a sale whose closing date is corrected move with it, each by the schedule that it was planned by. */
export interface Moving {
  readonly kind: 'closing';
  /** The closing date that they were planned for. */
  readonly from: CivilDate;
}

/** Untouched open surveys are removed. */
export interface Removal {
  readonly rules: { readonly only: readonly number[] } | { readonly except: readonly number[] };
  /** Null: of every product. */
  readonly products: readonly number[] | null;
  /** Null: whenever the sale closed. */
  readonly closedSince: CivilDate | null;
}

/** Sales that stand get surveys of the rules that they have none of. */
export interface Backfill {
  readonly products: readonly number[];
  readonly rules: readonly PlannableRule[];
  readonly closedSince: CivilDate | null;
  readonly choice: PlanningChoice;
}

/** All that a change does to surveys. It can be stored: whoever carries it out later does what was decided then. */
export interface ConfigurationEffects {
  readonly redate: readonly Redating[];
  readonly remove: readonly Removal[];
  readonly plan: readonly Backfill[];
}

/** As much, and what only the correction of a single sale does. */
export interface EffectsOnSale extends Omit<ConfigurationEffects, 'redate'> {
  readonly redate: readonly (Redating | Moving)[];
}

export const NO_EFFECTS: ConfigurationEffects = { redate: [], remove: [], plan: [] };

/** True when the change reaches no survey whatever there is. */
export function isWithoutEffects({ redate, remove, plan }: EffectsOnSale): boolean {
  return redate.length + remove.length + plan.length === 0;
}

/** A survey as it stands. */
export interface SurveyAtHand extends PlannedDates {
  readonly id: number;
  readonly ruleId: number;
  readonly originalExpiresOn: CivilDate;
  readonly outcome: Outcome | null;
  /** The latest day that a manager granted; null when there is none. */
  readonly extendedTo: CivilDate | null;
  /** No attempt, draft, live claim, extension, own operator or follow-up. */
  readonly untouched: boolean;
}

/** A sale with the surveys that a change may reach. */
export interface SaleAtHand {
  readonly id: number;
  readonly sellerId: number;
  readonly productId: number;
  readonly closedOn: CivilDate;
  readonly cancelled: boolean;
  readonly surveys: readonly SurveyAtHand[];
}

/** The dates of a survey that exists, before or after. */
export type StandingDates = PlannedDates & { readonly originalExpiresOn: CivilDate };

export interface RedatedSurvey {
  readonly id: number;
  readonly dates: StandingDates;
  /** False when only what a later re-dating needs is written, and no date that anybody sees. */
  readonly moved: boolean;
}

/** What a change does to the surveys of one sale. */
export interface SaleEffects {
  /** The open surveys that the change looks at, as they stand: the "before" of a preview. */
  readonly before: readonly StandingDates[];
  /** The same ones and the new ones afterwards, without those that are removed. */
  readonly after: readonly StandingDates[];
  readonly redated: readonly RedatedSurvey[];
  readonly removed: readonly number[];
  /** Touched, so not removed. */
  readonly kept: readonly number[];
  readonly created: readonly PlannedSurvey[];
  /** Whether the sale is among those that the change is about. */
  readonly reached: boolean;
}

/** What the days of a plan are taken from. */
export interface PlanDays {
  readonly today: CivilDate;
  readonly calendar: Calendar;
}

/** What the change does to one sale: the same for the preview and for who carries it out (SPEC 2). */
export function planEffects(effects: EffectsOnSale, sale: SaleAtHand, days: PlanDays): SaleEffects {
  const { before, after, redated, removed, kept } = planExisting(effects, sale, days.calendar);
  const backfills = sale.cancelled ? [] : effects.plan.filter((one) => isOfSale(one, sale));
  const existing = new Set(sale.surveys.map(({ ruleId }) => ruleId));
  const created = backfills.flatMap(
    ({ rules, choice }) => planSurveys(sale, rules, existing, choice, days.today, days.calendar).planned,
  );
  return {
    before,
    after: [...after, ...created.map((survey) => ({ ...survey, originalExpiresOn: survey.expiresOn }))],
    redated,
    removed,
    kept,
    created,
    reached: before.length > 0 || backfills.length > 0,
  };
}

/** The open surveys of the sale that the change looks at, and what becomes of them. */
function planExisting(effects: EffectsOnSale, sale: SaleAtHand, calendar: Calendar) {
  const removals = effects.remove.filter((one) => isOfSale(one, sale));
  const wanted = new Set(effects.plan.filter((one) => isOfSale(one, sale)).flatMap(({ rules }) => rules.map(idOf)));
  const plan = {
    before: [] as StandingDates[],
    after: [] as StandingDates[],
    redated: [] as RedatedSurvey[],
    removed: [] as number[],
    kept: [] as number[],
  };
  for (const survey of sale.surveys) {
    if (survey.outcome !== null) continue;
    const removal = removals.some(({ rules }) => names(rules, survey.ruleId));
    const redating = effects.redate.find((one) => concerns(one, survey));
    if (!removal && redating === undefined && !wanted.has(survey.ruleId)) continue;
    plan.before.push(survey);
    if (removal && survey.untouched) {
      plan.removed.push(survey.id);
      continue;
    }
    if (removal) plan.kept.push(survey.id);
    const dates = redating === undefined ? survey : newDates(redating, sale.closedOn, survey, calendar);
    if (differ(dates, survey)) plan.redated.push({ id: survey.id, dates, moved: isMoved(dates, survey) });
    plan.after.push(dates);
  }
  return plan;
}

function idOf({ id }: { readonly id: number }): number {
  return id;
}

function isOfSale(scope: Pick<Removal, 'products' | 'closedSince'>, sale: SaleAtHand): boolean {
  if (scope.products !== null && !scope.products.includes(sale.productId)) return false;
  return scope.closedSince === null || sale.closedOn >= scope.closedSince;
}

function names(rules: Removal['rules'], ruleId: number): boolean {
  return 'only' in rules ? rules.only.includes(ruleId) : !rules.except.includes(ruleId);
}

/** A survey that was planned without business days does not look at the calendar. */
function concerns(redating: Redating | Moving, survey: SurveyAtHand): boolean {
  switch (redating.kind) {
    case 'rule':
      return redating.ruleId === survey.ruleId;
    case 'calendar':
      return survey.businessExpiryDays !== null;
    case 'closing':
      return true;
  }
}

function newDates(redating: Redating | Moving, closedOn: CivilDate, survey: SurveyAtHand, calendar: Calendar) {
  const plannedFor = redating.kind === 'closing' ? redating.from : closedOn;
  const schedule = redating.kind === 'rule' ? redating.schedule : scheduleOf(plannedFor, survey);
  return redate(surveyDates(closedOn, schedule, calendar), survey.extendedTo);
}

function differ(a: StandingDates, b: StandingDates): boolean {
  return isMoved(a, b) || a.businessExpiryDays !== b.businessExpiryDays;
}

function isMoved(a: StandingDates, b: StandingDates): boolean {
  return a.opensOn !== b.opensOn || a.expiresOn !== b.expiresOn || a.originalExpiresOn !== b.originalExpiresOn;
}
