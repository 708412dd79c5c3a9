import { FieldChecks, type Raw } from './field-checks.js';
import type { PlanningChoice } from './planning.js';
import type { FieldErrors, Result } from './result.js';

/** Which surveys are to be planned, as a form states it; blank is the default of screens, `upcoming` (SPEC 2). */
export interface PlanningForm {
  readonly planning?: Raw;
  /** The day of the choice `since`. */
  readonly planningSince?: Raw;
}

/** Reads the choice; `since` needs its day. */
export function validatePlanning(form: PlanningForm): Result<PlanningChoice, FieldErrors> {
  const checks = new FieldChecks();
  const choice = readPlanning(checks, form);
  return checks.result(choice);
}

/** As `validatePlanning`, among the fields of a larger form. */
export function readPlanning(checks: FieldChecks, form: PlanningForm): PlanningChoice {
  const kind = checks.optionalOneOf('planning', form.planning, ['upcoming', 'since', 'all']) ?? 'upcoming';
  return kind === 'since' ? { kind, date: checks.date('planningSince', form.planningSince) } : { kind };
}
