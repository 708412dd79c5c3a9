import { FieldChecks, isBlank, isTicked, type Raw } from './field-checks.js';
import { isMonth, type Month } from './month.js';
import type { FieldErrors, Result } from './result.js';

/** What happens with a survey that the sale's own seller runs (SPEC 5, 7). */
export const OWN_SURVEY_RULES = ['allow', 'leave-out', 'block'] as const;

/** `allow`: it counts; `leave-out`: it is run, and does not count for Q; `block`: the seller may not run it. */
export type OwnSurveyRule = (typeof OWN_SURVEY_RULES)[number];

/** How quality makes a commission (SPEC 7). */
export interface CommissionPolicy {
  /** The weight of quality in ten-thousandths, 0 to 10,000: 2000 is k = 0.20, a factor from 0.80 to 1.20. */
  readonly k: number;
  /** *Somente bônus*: a commission is never below its base. */
  readonly bonusOnly: boolean;
  readonly ownSurvey: OwnSurveyRule;
}

/** The policy of every month that no version reaches (SPEC 7). */
export const DEFAULT_POLICY: CommissionPolicy = { k: 2000, bonusOnly: false, ownSurvey: 'allow' };

/** A policy as it was saved, in force from a month on. Versions are kept. */
export interface PolicyVersion extends CommissionPolicy {
  /** Later ones have greater ids. */
  readonly id: number;
  readonly fromMonth: Month;
  readonly savedBy: number;
  /** UTC epoch milliseconds. */
  readonly savedAt: number;
}

/** The version that holds in a month: the one that begins last, of those with the same beginning the one saved last; or null. */
export function versionInForce(versions: readonly PolicyVersion[], month: Month): PolicyVersion | null {
  let found: PolicyVersion | null = null;
  for (const version of versions)
    if (version.fromMonth <= month && (found === null || isAfter(version, found))) found = version;
  return found;
}

/** Of each month in which versions begin the one that holds, in the order of the months. */
export function policiesByMonth(versions: readonly PolicyVersion[]): PolicyVersion[] {
  const months = [...new Set(versions.map(({ fromMonth }) => fromMonth))].sort();
  return months.flatMap((month) => versionInForce(versions, month) ?? []);
}

/** The version that was saved last, whenever it begins; or null. */
export function lastSaved(versions: readonly PolicyVersion[]): PolicyVersion | null {
  return versions.reduce<PolicyVersion | null>((last, one) => (last === null || one.id > last.id ? one : last), null);
}

function isAfter(a: PolicyVersion, b: PolicyVersion): boolean {
  return a.fromMonth === b.fromMonth ? a.id > b.id : a.fromMonth > b.fromMonth;
}

/** A policy as posted. */
export interface PolicyForm {
  /** `0,20`: from 0 to 1, with up to four decimals. */
  readonly k?: Raw;
  readonly bonusOnly?: Raw;
  readonly ownSurvey?: Raw;
  readonly fromMonth?: Raw;
}

export interface CleanPolicy extends CommissionPolicy {
  readonly fromMonth: Month;
}

/** Checks a policy. Whether its first month is still open is for the action to say. */
export function validatePolicy(form: PolicyForm): Result<CleanPolicy, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    k: readWeight(checks, form.k),
    bonusOnly: isTicked(form.bonusOnly),
    ownSurvey: checks.oneOf('ownSurvey', form.ownSurvey, OWN_SURVEY_RULES),
    fromMonth: readMonth(checks, form.fromMonth),
  });
}

function readWeight(checks: FieldChecks, raw: Raw): number {
  const k = parseWeight(raw ?? '');
  if (k === null) checks.refuse('k', isBlank(raw) ? 'required' : 'notAWeight');
  return k ?? 0;
}

/** Ten-thousandths of a number from 0 to 1 as people write it, `0,2` or `0.2000`; or null. */
export function parseWeight(text: string): number | null {
  const [, whole, decimals = ''] = /^([01])(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const k = Number(`${whole}${decimals.padEnd(4, '0')}`);
  return k <= 10_000 ? k : null;
}

/** A weight of quality as a form shows it: 2000 is `0,20` with a comma. */
export function weightText(k: number, separator: ',' | '.'): string {
  const digits = String(k).padStart(5, '0');
  return `${digits.slice(0, 1)}${separator}${digits.slice(1).replace(/0{1,2}$/, '')}`;
}

function readMonth(checks: FieldChecks, raw: Raw): Month {
  const month = (raw ?? '').trim();
  if (!isMonth(month)) checks.refuse('fromMonth', month === '' ? 'required' : 'notAMonth');
  return month;
}
