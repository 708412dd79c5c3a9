import type { CivilDate } from './civil-date.js';
import { type ConfigurationEffects, type EffectsOnSale, NO_EFFECTS, type SaleAtHand } from './configuration-effects.js';
import { FieldChecks, isTicked, type Raw } from './field-checks.js';
import type { PlannableRule, PlanningChoice } from './planning.js';
import { type PlanningForm, readPlanning } from './planning-form.js';
import type { FieldErrors, Result } from './result.js';
import type { Schedule } from './scheduler.js';

// What each change of configuration does where *Aplicar também às pesquisas em aberto* is chosen: SPEC 2's table, row by
// row, as the difference of what was and what is to be.

/** The choice to apply a change to what exists, and how far back it reaches where it plans. */
export interface ReachingBack {
  /** Sales that closed on this day or later. */
  readonly closedSince: CivilDate;
  readonly planning: PlanningChoice;
}

/** The part of an editor that asks whether a change applies to what exists. */
export interface ReachForm extends PlanningForm {
  /** A check box. */
  readonly applyToOpen?: Raw;
  readonly closedSince?: Raw;
}

/**
 * Reads the choice: null when the change is only for later sales. `needsDate`: whether the day is asked for. A survey
 * that would be overdue at birth is judged by the day on which the change is saved, however long it takes.
 */
export function validateReach(
  form: ReachForm,
  needsDate: boolean,
  today: CivilDate,
): Result<ReachingBack | null, FieldErrors> {
  const checks = new FieldChecks();
  if (!isTicked(form.applyToOpen)) return checks.result(null);
  const closedSince = needsDate ? checks.date('closedSince', form.closedSince) : today;
  const planning = needsDate ? readPlanning(checks, form) : ({ kind: 'upcoming' } as const);
  return checks.result({ closedSince, planning: fixed(planning, today) });
}

function fixed(planning: PlanningChoice, today: CivilDate): PlanningChoice {
  return planning.kind === 'upcoming' ? { kind: 'since', date: today } : planning;
}

/** N, M or business days of a rule: its open surveys are re-dated. */
export function effectsOfRule(ruleId: number, { startDays, expiryDays, businessDays }: Schedule): ConfigurationEffects {
  const schedule = { startDays, expiryDays, businessDays };
  return { ...NO_EFFECTS, redate: [{ kind: 'rule', ruleId, schedule }] };
}

/** A holiday: open surveys that look at the calendar are re-dated. */
export function effectsOfCalendar(): ConfigurationEffects {
  return { ...NO_EFFECTS, redate: [{ kind: 'calendar' }] };
}

/** A profile whose rules change. */
export interface ProfileChange {
  readonly active: boolean;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The active ones of its rules afterwards. */
  readonly plannable: readonly PlannableRule[];
  readonly products: readonly { readonly id: number; readonly active: boolean }[];
}

/** Rules that enter are planned for sales since the day; untouched surveys of those that leave are removed, of any sale. */
export function effectsOfProfile(change: ProfileChange, reach: ReachingBack): ConfigurationEffects {
  const { active, before, after, plannable, products } = change;
  const rules = active ? plannable.filter(({ id }) => after.includes(id) && !before.includes(id)) : [];
  const selling = products.filter((product) => product.active).map(({ id }) => id);
  const leaving = before.filter((id) => !after.includes(id));
  return {
    redate: [],
    remove: removal(leaving, products, null),
    plan: rules.length === 0 || selling.length === 0 ? [] : [backfill(selling, rules, reach)],
  };
}

/** What a product's profile asks for. */
export interface ProfileRules {
  readonly id: number;
  readonly active: boolean;
  /** All of its rules, active or not. */
  readonly rules: readonly number[];
  readonly plannable: readonly PlannableRule[];
}

/** A product that gets, changes or loses its profile. */
export interface ProductChange {
  readonly id: number;
  readonly active: boolean;
  readonly before: ProfileRules | null;
  readonly after: ProfileRules | null;
}

/** For its sales since the day: missing surveys are planned, the former profile's untouched ones removed. */
export function effectsOfProduct({ id, active, before, after }: ProductChange, reach: ReachingBack) {
  if (before?.id === after?.id) return NO_EFFECTS;
  const rules = active && after?.active ? after.plannable : [];
  const leaving = (before?.rules ?? []).filter((rule) => !after?.rules.includes(rule));
  return {
    redate: [],
    remove: removal(leaving, [{ id }], reach.closedSince),
    plan: rules.length === 0 ? [] : [backfill([id], rules, reach)],
  };
}

/** What is deactivated, with what depends on it. */
export type Deactivated =
  | { readonly kind: 'rule'; readonly id: number }
  | { readonly kind: 'profile'; readonly rules: readonly number[]; readonly products: readonly { id: number }[] }
  | { readonly kind: 'product'; readonly id: number };

/** A rule, profile or product is deactivated: its untouched open surveys are removed, whenever their sales closed. */
export function effectsOfDeactivation(deactivated: Deactivated): ConfigurationEffects {
  switch (deactivated.kind) {
    case 'rule':
      return { ...NO_EFFECTS, remove: [{ rules: { only: [deactivated.id] }, products: null, closedSince: null }] };
    case 'profile':
      return { ...NO_EFFECTS, remove: removal(deactivated.rules, deactivated.products, null) };
    case 'product':
      return {
        ...NO_EFFECTS,
        remove: [{ rules: { except: [] }, products: [deactivated.id], closedSince: null }],
      };
  }
}

/**
 * A sale's product is corrected: untouched surveys of other rules than those of the new profile, active or not, are
 * removed, and the missing ones of `plannable` planned.
 */
export function effectsOfSale(
  productId: number,
  { rules, plannable }: Pick<ProfileRules, 'rules' | 'plannable'>,
  choice: PlanningChoice,
): ConfigurationEffects {
  return {
    redate: [],
    remove: [{ rules: { except: rules }, products: [productId], closedSince: null }],
    plan: [{ products: [productId], rules: plannable, closedSince: null, choice }],
  };
}

/** The facts of a sale that its surveys hang on. */
export type PlannedFor = Pick<SaleAtHand, 'productId' | 'closedOn'>;

/**
 * A sale is corrected: with its closing date all its open surveys move, touched or not; with its product its surveys
 * follow the new profile.
 */
export function effectsOfCorrection(
  before: PlannedFor,
  after: PlannedFor,
  profile: Pick<ProfileRules, 'rules' | 'plannable'>,
  choice: PlanningChoice,
): EffectsOnSale {
  const sold = before.productId === after.productId ? NO_EFFECTS : effectsOfSale(after.productId, profile, choice);
  const moves = before.closedOn !== after.closedOn;
  return { ...sold, redate: moves ? [{ kind: 'closing', from: before.closedOn }] : [] };
}

function removal(only: readonly number[], products: readonly { readonly id: number }[], closedSince: CivilDate | null) {
  if (only.length === 0 || products.length === 0) return [];
  return [{ rules: { only }, products: products.map(({ id }) => id), closedSince }];
}

function backfill(products: readonly number[], rules: readonly PlannableRule[], reach: ReachingBack) {
  const plain = rules.map(({ id, startDays, expiryDays, businessDays }) => ({
    id,
    startDays,
    expiryDays,
    businessDays,
  }));
  return { products, rules: plain, closedSince: reach.closedSince, choice: reach.planning };
}
