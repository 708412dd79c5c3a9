import type { CivilDate } from '../domain/civil-date.js';
import { baseInForce, type CleanProduct, type ProductForm, validateProduct } from '../domain/product.js';
import { type CleanProfile, type ProfileForm, validateProfile } from '../domain/profile.js';
import { type CleanQuestion, type QuestionForm, validateQuestion } from '../domain/question.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanRule, type RuleForm, validateRule } from '../domain/rule.js';
import type { Product } from '../store/products.js';
import type { Profile } from '../store/profiles.js';
import type { Question } from '../store/questions.js';
import type { Rule } from '../store/rules.js';

// The records of a configuration file. A key that is absent leaves what stands, or takes a new record's default.

export interface QuestionEntry {
  readonly text: string;
  readonly script?: string | undefined;
  readonly kind?: string | null | undefined;
  readonly notApplicable?: boolean | undefined;
  /** Position of a grade, from 1. */
  readonly commentRequiredUpTo?: number | null | undefined;
  readonly grades?: readonly GradeEntry[] | undefined;
  readonly active?: boolean | undefined;
}

export interface GradeEntry {
  readonly label: string;
  readonly weight: number;
  readonly signal?: string | null | undefined;
}

export interface RuleEntry {
  readonly name: string;
  /** A number, or what was typed for it: either is checked as the editor's is. */
  readonly startDays?: number | string | undefined;
  readonly expiryDays?: number | string | undefined;
  readonly businessDays?: boolean | undefined;
  readonly note?: string | undefined;
  readonly whatsAppText?: string | undefined;
  /** Their texts. */
  readonly questions?: readonly string[] | undefined;
  /** Their logins. */
  readonly operators?: readonly string[] | undefined;
  readonly sellerRuns?: boolean | undefined;
  readonly active?: boolean | undefined;
}

export interface ProfileEntry {
  readonly name: string;
  readonly note?: string | undefined;
  /** Their names. */
  readonly rules?: readonly string[] | undefined;
  readonly active?: boolean | undefined;
}

export interface ProductEntry {
  readonly name: string;
  readonly code?: string | null | undefined;
  /** Its name. */
  readonly profile?: string | null | undefined;
  /** As people write money and percentages: `50,00`, `12.5`. */
  readonly commission?: { readonly amount: string } | { readonly percent: string } | null | undefined;
  readonly active?: boolean | undefined;
}

/** The question that the entry asks for, over the one that stands. */
export function questionOf(entry: QuestionEntry, before: Question | null): Result<CleanQuestion, FieldErrors> {
  const form: QuestionForm = {
    text: entry.text,
    script: entry.script ?? before?.script,
    kind: (entry.kind === undefined ? before?.kind : entry.kind) ?? '',
    notApplicable: String(entry.notApplicable ?? before?.notApplicable ?? false),
    commentRequiredUpTo: textOf(
      entry.commentRequiredUpTo === undefined ? before?.commentRequiredUpTo : entry.commentRequiredUpTo,
    ),
    grades: (entry.grades ?? before?.grades ?? []).map(({ label, weight, signal }) => ({
      label,
      weight: String(weight),
      signal: signal ?? '',
    })),
  };
  const checked = validateQuestion(form);
  // A form drops the kind when the number of grades changes; a file that states both contradicts itself.
  if (checked.ok && entry.kind && checked.value.kind === null)
    return refuse([{ field: 'kind', message: 'kindNeedsItsScale' }]);
  return checked;
}

/** The rule that the entry asks for, over the one that stands; the ids are those of its questions and operators. */
export function ruleOf(
  entry: RuleEntry,
  before: Rule | null,
  ids: { readonly questions: readonly number[] | null; readonly operators: readonly number[] | null },
): Result<{ rule: CleanRule; active: boolean }, FieldErrors> {
  const form: RuleForm = {
    name: entry.name,
    startDays: textOf(entry.startDays ?? before?.startDays),
    expiryDays: textOf(entry.expiryDays ?? before?.expiryDays),
    businessDays: String(entry.businessDays ?? before?.businessDays ?? false),
    note: entry.note ?? before?.note,
    whatsAppText: entry.whatsAppText ?? before?.whatsAppText,
    questions: (ids.questions ?? before?.questions ?? []).map(String),
    operators: (ids.operators ?? before?.operators ?? []).map(String),
    sellerRuns: String(entry.sellerRuns ?? before?.sellerRuns ?? false),
  };
  const active = entry.active ?? before?.active ?? true;
  const checked = validateRule(form, active);
  return checked.ok ? ok({ rule: checked.value, active }) : checked;
}

/** The profile that the entry asks for, over the one that stands. */
export function profileOf(
  entry: ProfileEntry,
  before: Profile | null,
  ruleIds: readonly number[] | null,
): Result<CleanProfile, FieldErrors> {
  const form: ProfileForm = {
    name: entry.name,
    note: entry.note ?? before?.note,
    rules: (ruleIds ?? before?.rules ?? []).map(String),
  };
  return validateProfile(form);
}

/** The product that the entry asks for, over the one that stands; its commission holds from `today`, a first one from always. */
export function productOf(
  entry: ProductEntry,
  before: Product | null,
  profileId: number | null,
  today: CivilDate,
): Result<CleanProduct, FieldErrors> {
  const { commission } = entry;
  const form: ProductForm = {
    name: entry.name,
    code: (entry.code === undefined ? before?.code : entry.code) ?? '',
    profile: textOf(entry.profile === undefined ? before?.profileId : profileId),
    commissionKind: commission && 'percent' in commission ? 'rate' : 'amount',
    commission: !commission ? '' : 'percent' in commission ? commission.percent : commission.amount,
  };
  const checked = validateProduct(form);
  if (!checked.ok || commission !== undefined) return checked;
  return ok({ ...checked.value, commission: before === null ? null : baseInForce(before.commissions, today) });
}

function textOf(number: number | string | null | undefined): string {
  return number === null || number === undefined ? '' : String(number);
}
