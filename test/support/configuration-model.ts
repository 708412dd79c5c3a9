import type { PlanningChoice } from '../../src/domain/planning.js';

// SPEC 2 and 4 as naively as they can be told: plain lists in memory, dates counted day by day, nothing shared with the
// product but the days on which nobody works.

export interface ModelRule {
  n: number;
  m: number;
  businessDays: boolean;
  active: boolean;
}

export interface ModelProfile {
  active: boolean;
  rules: number[];
}

export interface ModelProduct {
  active: boolean;
  profile: number | null;
}

export interface ModelSurvey {
  rule: number;
  opensOn: string;
  originalExpiresOn: string;
  expiresOn: string;
  /** What it was planned or last re-dated by. */
  by: { n: number; m: number; businessDays: boolean };
  outcome: 'executed' | 'closed' | 'cancelled' | null;
  extendedTo: string | null;
  /** Somebody alone is responsible for it. */
  own: Person | null;
  claim: { readonly by: Person; readonly until: number } | null;
  /** Something is left on it for good: an extension, an attempt, a draft, a follow-up, or what ended it and was undone. */
  marked: boolean;
}

/** bruno runs every rule, carla only what is given to her. */
export type Person = 'bruno' | 'carla';

export interface ModelSale {
  product: number;
  closedOn: string;
  cancelled: boolean;
  surveys: ModelSurvey[];
}

export interface Model {
  rules: ModelRule[];
  profiles: ModelProfile[];
  products: ModelProduct[];
  sales: ModelSale[];
  isOff: (day: string) => boolean;
}

export interface Choice {
  closedSince: string;
  planning: PlanningChoice;
}

/** The day so many days later. */
export function later(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function datesOf(model: Model, closedOn: string, by: ModelSurvey['by']) {
  const opensOn = later(closedOn, by.n);
  let expiresOn = later(opensOn, by.m);
  if (by.businessDays) while (model.isOff(expiresOn)) expiresOn = later(expiresOn, 1);
  return { opensOn, expiresOn };
}

/** The survey gets dates anew; what a manager granted beyond them stays. */
export function redateIn(model: Model, sale: ModelSale, survey: ModelSurvey, by: ModelSurvey['by']): void {
  const { opensOn, expiresOn } = datesOf(model, sale.closedOn, by);
  survey.by = { n: by.n, m: by.m, businessDays: by.businessDays };
  survey.opensOn = opensOn;
  survey.originalExpiresOn = expiresOn;
  survey.expiresOn = survey.extendedTo !== null && survey.extendedTo > expiresOn ? survey.extendedTo : expiresOn;
}

/** The rules that a sale of the product gets surveys of today. */
export function asks(model: Model, product: number): number[] {
  const { active, profile } = model.products[product] as ModelProduct;
  const its = profile === null ? undefined : model.profiles[profile];
  if (!active || !its?.active) return [];
  return its.rules.filter((rule) => model.rules[rule]?.active);
}

/** Plans the surveys of the rules that the sale has none of, as far as the choice allows. */
export function planIn(
  model: Model,
  sale: ModelSale,
  rules: readonly number[],
  planning: PlanningChoice,
  today: string,
): void {
  if (sale.cancelled) return;
  for (const rule of rules) {
    if (sale.surveys.some((survey) => survey.rule === rule)) continue;
    const { n, m, businessDays } = model.rules[rule] as ModelRule;
    const { opensOn, expiresOn } = datesOf(model, sale.closedOn, { n, m, businessDays });
    if (planning.kind === 'upcoming' && expiresOn < today) continue;
    if (planning.kind === 'since' && expiresOn < planning.date) continue;
    sale.surveys.push({
      rule,
      opensOn,
      originalExpiresOn: expiresOn,
      expiresOn,
      by: { n, m, businessDays },
      outcome: null,
      extendedTo: null,
      own: null,
      claim: null,
      marked: false,
    });
  }
}

export function isTouched(survey: ModelSurvey, now: number): boolean {
  return survey.marked || survey.own !== null || (survey.claim !== null && survey.claim.until > now);
}

/** Removes the untouched open surveys of those rules; returns how many touched ones were kept. */
export function removeIn(sale: ModelSale, rules: (rule: number) => boolean, now: number): number {
  const leaving = sale.surveys.filter((survey) => survey.outcome === null && rules(survey.rule));
  const kept = leaving.filter((survey) => isTouched(survey, now));
  sale.surveys = sale.surveys.filter((survey) => !leaving.includes(survey) || kept.includes(survey));
  return kept.length;
}

/** Row 1 of SPEC 2's table. */
export function saveRuleIn(model: Model, id: number, rule: ModelRule, choice: Choice | null): number {
  model.rules[id] = rule;
  if (choice === null) return 0;
  for (const sale of model.sales)
    for (const survey of sale.surveys)
      if (survey.rule === id && survey.outcome === null) redateIn(model, sale, survey, rule);
  return 0;
}

/** Row 1, a holiday: what was planned by business days follows the calendar. */
export function followCalendarIn(model: Model): number {
  for (const sale of model.sales)
    for (const survey of sale.surveys)
      if (survey.outcome === null && survey.by.businessDays) redateIn(model, sale, survey, survey.by);
  return 0;
}

/** Rows 2 and 3. */
export function saveProfileIn(
  model: Model,
  id: number,
  rules: readonly number[],
  choice: Choice | null,
  moment: { readonly today: string; readonly now: number },
): number {
  const profile = model.profiles[id] as ModelProfile;
  const entering = rules.filter((rule) => !profile.rules.includes(rule));
  const leaving = profile.rules.filter((rule) => !rules.includes(rule));
  profile.rules = [...rules];
  if (choice === null) return 0;
  let kept = 0;
  for (const sale of model.sales) {
    if (model.products[sale.product]?.profile !== id) continue;
    const planned = asks(model, sale.product).filter((rule) => entering.includes(rule));
    if (sale.closedOn >= choice.closedSince) planIn(model, sale, planned, choice.planning, moment.today);
    kept += removeIn(sale, (rule) => leaving.includes(rule), moment.now);
  }
  return kept;
}

/** Row 4. */
export function saveProductIn(
  model: Model,
  id: number,
  profile: number | null,
  choice: Choice | null,
  moment: { readonly today: string; readonly now: number },
): number {
  const product = model.products[id] as ModelProduct;
  const former = product.profile;
  product.profile = profile;
  if (choice === null || former === profile) return 0;
  const had = former === null ? [] : (model.profiles[former]?.rules ?? []);
  const has = profile === null ? [] : (model.profiles[profile]?.rules ?? []);
  let kept = 0;
  for (const sale of model.sales) {
    if (sale.product !== id || sale.closedOn < choice.closedSince) continue;
    planIn(model, sale, asks(model, id), choice.planning, moment.today);
    kept += removeIn(sale, (rule) => had.includes(rule) && !has.includes(rule), moment.now);
  }
  return kept;
}

/** Row 5; activating plans nothing. */
export function setActiveIn(
  model: Model,
  kind: 'rule' | 'profile' | 'product',
  id: number,
  active: boolean,
  choice: Choice | null,
  now: number,
): number {
  const record = { rule: model.rules, profile: model.profiles, product: model.products }[kind][id];
  if (record === undefined || record.active === active) return 0;
  record.active = active;
  if (active || choice === null) return 0;
  let kept = 0;
  for (const sale of model.sales) {
    const profile = model.products[sale.product]?.profile ?? null;
    const goes = (rule: number) =>
      kind === 'rule'
        ? rule === id
        : kind === 'product'
          ? sale.product === id
          : profile === id && (model.profiles[id]?.rules ?? []).includes(rule);
    kept += removeIn(sale, goes, now);
  }
  return kept;
}

/** Row 8 and 9: a sale is corrected. Returns how many surveys it would have removed but keeps. */
export function editSaleIn(
  model: Model,
  sale: ModelSale,
  to: { readonly product: number; readonly closedOn: string; readonly planning: PlanningChoice },
  moment: { readonly today: string; readonly now: number },
): number {
  const [moved, sold] = [sale.closedOn !== to.closedOn, sale.product !== to.product];
  sale.closedOn = to.closedOn;
  sale.product = to.product;
  if (moved) for (const survey of sale.surveys) if (survey.outcome === null) redateIn(model, sale, survey, survey.by);
  if (!sold) return 0;
  const rules = asks(model, to.product);
  const { profile } = model.products[to.product] as ModelProduct;
  const its = profile === null ? [] : (model.profiles[profile]?.rules ?? []);
  // Those of an inactive rule of the new profile stay.
  const kept = removeIn(sale, (rule) => !its.includes(rule), moment.now);
  planIn(model, sale, rules, to.planning, moment.today);
  return kept;
}
