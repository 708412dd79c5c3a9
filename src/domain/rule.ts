import { FieldChecks, isTicked, type Raw } from './field-checks.js';
import { readTemplate } from './message-template.js';
import type { FieldError, FieldErrors, Result } from './result.js';
import type { Schedule } from './scheduler.js';

/** Ten years: beyond it a number is a slip of the hand. */
export const MAX_DAYS = 3650;

/** *Nova Regra* as posted; questions and operators are lists of ids, questions in the order in which they are asked. */
export interface RuleForm {
  readonly name?: Raw;
  readonly startDays?: Raw;
  readonly expiryDays?: Raw;
  /** A check box: an expiry moves to the next business day. */
  readonly businessDays?: Raw;
  readonly note?: Raw;
  readonly whatsAppText?: Raw;
  readonly questions?: readonly string[] | undefined;
  readonly operators?: readonly string[] | undefined;
  /** *O vendedor da venda* among the operators. */
  readonly sellerRuns?: Raw;
}

export interface CleanRule extends Schedule {
  readonly name: string;
  readonly note: string;
  /** What a WhatsApp message to the customer begins with (domain/message-template); empty for the company's. */
  readonly whatsAppText: string;
  readonly questions: readonly number[];
  readonly operators: readonly number[];
  readonly sellerRuns: boolean;
}

/** Checks a rule, and where it is (or is to be) active also that somebody can ask something (SPEC 2). */
export function validateRule(form: RuleForm, active: boolean): Result<CleanRule, FieldErrors> {
  const checks = new FieldChecks();
  const rule: CleanRule = {
    name: checks.name('name', form.name),
    startDays: checks.integer('startDays', form.startDays, 0, MAX_DAYS),
    expiryDays: checks.integer('expiryDays', form.expiryDays, 0, MAX_DAYS),
    businessDays: isTicked(form.businessDays),
    note: checks.text('note', form.note),
    whatsAppText: readTemplate(checks, 'whatsAppText', form.whatsAppText),
    questions: checks.ids('questions', form.questions),
    operators: checks.ids('operators', form.operators),
    sellerRuns: isTicked(form.sellerRuns),
  };
  if (active) checks.include(obstaclesToActivation(rule));
  return checks.result(rule);
}

/** What a rule lacks to be active: a question, and an operator or the seller (SPEC 2). Empty when it lacks nothing. */
export function obstaclesToActivation(rule: Pick<CleanRule, 'questions' | 'operators' | 'sellerRuns'>): FieldErrors {
  const obstacles: FieldError[] = [];
  if (rule.questions.length === 0) obstacles.push({ field: 'questions', message: 'activeNeedsQuestion' });
  if (rule.operators.length === 0 && !rule.sellerRuns)
    obstacles.push({ field: 'operators', message: 'activeNeedsOperator' });
  return obstacles;
}
