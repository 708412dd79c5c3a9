import type { CivilDate } from './civil-date.js';
import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import { type EndingVerb, FOLLOW_UP_KINDS, type FollowUpKind, PRIORITIES } from './follow-up.js';
import { parseMoney } from './money.js';
import type { FieldErrors, Result } from './result.js';

/** In how many business days a follow-up may be due by itself. */
export const MAX_DUE_DAYS = 365;

/** A follow-up as posted, opened by hand or edited. */
export interface FollowUpForm {
  readonly kind?: Raw;
  readonly ownerId?: Raw;
  readonly priority?: Raw;
  /** Empty: by the kind's default. */
  readonly dueOn?: Raw;
  readonly text?: Raw;
}

export interface CleanFollowUp {
  readonly kind: FollowUpKind;
  readonly ownerId: number;
  readonly priority: number;
  readonly dueOn: CivilDate | null;
  readonly text: string;
}

/** Checks a follow-up that is opened by hand: a text says what it is about, and it is due today or later. Whether its owner can work is for the action. */
export function validateFollowUp(form: FollowUpForm, today: CivilDate): Result<CleanFollowUp, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    kind: checks.oneOf('kind', form.kind, FOLLOW_UP_KINDS),
    ownerId: checks.id('ownerId', form.ownerId),
    priority: Number(checks.oneOf('priority', form.priority, PRIORITIES)),
    dueOn: isBlank(form.dueOn) ? null : dueDate(checks, form, today),
    text: requiredText(checks, 'text', form.text),
  });
}

/** Checks what is edited later: a due date has to stand, and to be today or later unless it is the one that `stood`. */
export function validateFollowUpEdit(
  form: Omit<FollowUpForm, 'ownerId'>,
  today: CivilDate,
  stood: CivilDate,
): Result<Omit<CleanFollowUp, 'ownerId' | 'dueOn'> & { readonly dueOn: CivilDate }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    kind: checks.oneOf('kind', form.kind, FOLLOW_UP_KINDS),
    priority: Number(checks.oneOf('priority', form.priority, PRIORITIES)),
    dueOn: dueDate(checks, form, today, stood),
    text: requiredText(checks, 'text', form.text),
  });
}

/** How a follow-up ended, as posted. */
export interface EndingForm {
  readonly conclusion?: Raw;
  readonly value?: Raw;
  readonly productId?: Raw;
  readonly saleId?: Raw;
}

/** What an ending says; an opportunity that was won has a value in integer centavos. */
export interface CleanEnding {
  readonly conclusion: string;
  readonly won: { readonly cents: number; readonly productId: number; readonly saleId: number | null } | null;
}

/** Checks an ending: a solution or a reason is required, unless a sale was won, which needs its value and its product. */
export function validateEnding(verb: EndingVerb, form: EndingForm): Result<CleanEnding, FieldErrors> {
  const checks = new FieldChecks();
  if (verb !== 'win')
    return checks.result({ conclusion: requiredText(checks, 'conclusion', form.conclusion), won: null });
  const won = {
    cents: money(checks, 'value', form.value),
    productId: checks.id('productId', form.productId),
    saleId: checks.optionalId('saleId', form.saleId),
  };
  return checks.result({ conclusion: checks.text('conclusion', form.conclusion), won });
}

/** Checks a comment, or the reason for opening a follow-up again. */
export function validateFollowUpText(
  field: 'comment' | 'reason',
  raw: Raw,
): Result<{ readonly text: string }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({ text: requiredText(checks, field, raw) });
}

/** Who a follow-up is given to, and the day that it is put off to. */
export function validateOwner(form: { readonly ownerId?: Raw }): Result<{ readonly ownerId: number }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({ ownerId: checks.id('ownerId', form.ownerId) });
}

export function validateDueDate(
  form: { readonly dueOn?: Raw },
  today: CivilDate,
): Result<{ readonly dueOn: CivilDate }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({ dueOn: dueDate(checks, form, today) });
}

/** In how many business days each kind is due by itself. */
export type DueDays = Readonly<Record<FollowUpKind, number>>;

/** Checks the default terms; their fields are named by the kinds. */
export function validateDueDays(form: Readonly<Partial<Record<FollowUpKind, Raw>>>): Result<DueDays, FieldErrors> {
  const checks = new FieldChecks();
  const days = FOLLOW_UP_KINDS.map((kind) => [kind, checks.integer(kind, form[kind], 0, MAX_DUE_DAYS)]);
  return checks.result(Object.fromEntries(days) as Record<FollowUpKind, number>);
}

function dueDate(checks: FieldChecks, form: { readonly dueOn?: Raw }, today: CivilDate, stood?: CivilDate): CivilDate {
  const dueOn = checks.date('dueOn', form.dueOn);
  if (dueOn !== '' && dueOn !== stood && dueOn < today) checks.refuse('dueOn', 'beforeToday');
  return dueOn;
}

function requiredText(checks: FieldChecks, field: string, raw: Raw): string {
  const text = checks.text(field, raw);
  if (text === '') checks.refuse(field, 'required');
  return text;
}

function money(checks: FieldChecks, field: string, raw: Raw): number {
  if (isBlank(raw)) checks.refuse(field, 'required');
  const cents = parseMoney(raw ?? '');
  if (cents === null && !isBlank(raw)) checks.refuse(field, 'notMoney');
  return cents ?? 0;
}
