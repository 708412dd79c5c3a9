import type { CivilDate } from '../domain/civil-date.js';
import {
  type BaseVersion,
  baseInForce,
  type CleanProduct,
  type ProductForm,
  validateBases,
  validateProduct,
} from '../domain/product.js';
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
  /** The base from today on; a product's first one holds from always. Never together with `commissions`. */
  readonly commission?: CommissionEntry | null | undefined;
  /** Bases with the day on which each begins; those that it does not name stay. */
  readonly commissions?: readonly BaseEntry[] | undefined;
  readonly active?: boolean | undefined;
}

/** As people write money and percentages: `50,00`, `12.5`. */
export type CommissionEntry = { readonly amount: string } | { readonly percent: string };

export interface BaseEntry {
  /** Null: from always. */
  readonly from: string | null;
  /** Null: none from then on. */
  readonly base: CommissionEntry | null;
}

/** A version of the commission's policy: nothing of it goes without saying. */
export interface PolicyEntry {
  /** `2026-08`. */
  readonly fromMonth: string;
  /** `0.20`. */
  readonly k: string;
  readonly bonusOnly: boolean;
  readonly ownSurvey: string;
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

/**
 * The product that the entry asks for, over the one that stands; its commission holds from `today`, a first one from always.
 * Of the entry's bases, `basesOf`, a new product gets the first one only.
 */
export function productOf(
  entry: ProductEntry,
  before: Product | null,
  known: { readonly profileId: number | null; readonly bases: Result<readonly BaseVersion[], FieldErrors> },
  today: CivilDate,
): Result<CleanProduct, FieldErrors> {
  const { profileId, bases } = known;
  const { commission } = entry;
  const form: ProductForm = {
    name: entry.name,
    code: (entry.code === undefined ? before?.code : entry.code) ?? '',
    profile: textOf(entry.profile === undefined ? before?.profileId : profileId),
    ...(commission ? typedBase(commission) : {}),
  };
  const checked = validateProduct(form);
  if (!bases.ok) return refuse([...(checked.ok ? [] : checked.refusal), ...bases.refusal]);
  if (!checked.ok || commission !== undefined) return checked;
  const first = bases.value.find(({ from }) => from === null)?.base ?? null;
  return ok({ ...checked.value, commission: before === null ? first : baseInForce(before.commissions, today) });
}

/** The bases that the entry names; errors are at `commissions.0.from` and `commissions.0.base`. */
export function basesOf({ commissions = [] }: ProductEntry): Result<BaseVersion[], FieldErrors> {
  return validateBases(commissions.map(({ from, base }) => ({ from, base: base && typedBase(base) })));
}

function typedBase(base: CommissionEntry): Pick<ProductForm, 'commissionKind' | 'commission'> {
  return 'percent' in base
    ? { commissionKind: 'rate', commission: base.percent }
    : { commissionKind: 'amount', commission: base.amount };
}

function textOf(number: number | string | null | undefined): string {
  return number === null || number === undefined ? '' : String(number);
}
