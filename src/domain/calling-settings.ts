import { type AttemptOutcome, OUTCOMES } from './attempt.js';
import { type CallingHours, WEEKDAYS } from './calling-hours.js';
import { FieldChecks, isTicked, type Raw } from './field-checks.js';
import { readTemplate } from './message-template.js';
import type { FieldErrors, Result } from './result.js';

/** A week: no survey waits longer for its next try. */
const MAX_COOLDOWN_MINUTES = 10_080;

/** *Atendimento* as posted. */
export interface CallingSettingsForm {
  readonly from?: Raw;
  readonly until?: Raw;
  /** Days of the week, 1 to 7. */
  readonly days?: readonly string[];
  readonly whatsAppText?: Raw;
  readonly outcomes?: Readonly<Record<string, OutcomeForm | undefined>>;
}

/** One outcome as posted, under its kind. */
export interface OutcomeForm {
  readonly cooldownMinutes?: Raw;
  readonly needsNote?: Raw;
  readonly needsCallBack?: Raw;
  readonly proposesClosing?: Raw;
  readonly proposesExtension?: Raw;
  readonly active?: Raw;
}

export interface CallingRules {
  readonly hours: CallingHours;
  /** What a WhatsApp message begins with where the rule has no text of its own (domain/message-template). */
  readonly whatsAppText: string;
  readonly outcomes: readonly AttemptOutcome[];
}

/** Checks calling hours and outcomes. Errors are on `from`, `until`, `days`, `whatsAppText`, `outcomes` (none is
 * offered) and `outcomes.<kind>.cooldownMinutes`. */
export function validateCallingSettings(form: CallingSettingsForm): Result<CallingRules, FieldErrors> {
  const checks = new FieldChecks();
  const fromMinute = checks.time('from', form.from);
  const untilMinute = checks.time('until', form.until);
  if (checks.errors.length === 0 && untilMinute <= fromMinute) checks.refuse('until', 'beforeStart');
  const days = WEEKDAYS.filter((day) => form.days?.includes(String(day)));
  if (days.length === 0) checks.refuse('days', 'required');
  const outcomes = OUTCOMES.map((kind): AttemptOutcome => {
    const posted = form.outcomes?.[kind] ?? {};
    const field = `outcomes.${kind}.cooldownMinutes`;
    return {
      kind,
      cooldownMinutes: checks.integer(field, posted.cooldownMinutes, 0, MAX_COOLDOWN_MINUTES),
      needsNote: isTicked(posted.needsNote),
      needsCallBack: isTicked(posted.needsCallBack),
      proposesClosing: isTicked(posted.proposesClosing),
      proposesExtension: isTicked(posted.proposesExtension),
      active: isTicked(posted.active),
    };
  });
  if (!outcomes.some(({ active }) => active)) checks.refuse('outcomes', 'required');
  const whatsAppText = readTemplate(checks, 'whatsAppText', form.whatsAppText);
  return checks.result({ hours: { fromMinute, untilMinute, days }, whatsAppText, outcomes });
}
