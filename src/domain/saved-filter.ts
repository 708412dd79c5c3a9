import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

export const MAX_FILTER_NAME = 60;

/** How many filters a user may keep. */
export const MAX_SAVED_FILTERS = 50;

/** Checks the name under which a filter is saved. */
export function validateFilterName(name: Raw): Result<string, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result(checks.requiredLine('name', name, MAX_FILTER_NAME));
}
