import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

/** *Novo Perfil* as posted; rules are a list of ids in the order of the right-hand side. */
export interface ProfileForm {
  readonly name?: Raw;
  readonly note?: Raw;
  readonly rules?: readonly string[] | undefined;
}

export interface CleanProfile {
  readonly name: string;
  readonly note: string;
  readonly rules: readonly number[];
}

/** Checks a profile (SPEC 2). One without rules is allowed: it plans nothing, and sales say so. */
export function validateProfile(form: ProfileForm): Result<CleanProfile, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    name: checks.name('name', form.name),
    note: checks.text('note', form.note),
    rules: checks.ids('rules', form.rules),
  });
}
