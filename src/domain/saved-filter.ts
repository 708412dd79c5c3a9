import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

export const MAX_FILTER_NAME = 60;

/** How many filters a user may keep. */
export const MAX_SAVED_FILTERS = 50;

/** The parameter of every list's URL that holds the words that are searched for. */
const SEARCHED = 'q';

/** What keeps a filter from being shared: a text that is searched for names customers whom colleagues may not see (SPEC 1). */
export function sharingErrors({
  search,
  isShared,
}: {
  readonly search: string;
  readonly isShared: boolean;
}): FieldErrors {
  const searches = new URLSearchParams(search).has(SEARCHED);
  return isShared && searches ? [{ field: 'shared', message: 'searchNotShared' }] : [];
}

/** Checks the name under which a filter is saved. */
export function validateFilterName(name: Raw): Result<string, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result(checks.requiredLine('name', name, MAX_FILTER_NAME));
}
