import type { FieldErrors, Result } from '../../src/domain/result.js';

/** What a validator refused, as `field: message` (with its params), in order; empty when it accepted. */
export function refusals(result: Result<unknown, FieldErrors>): string[] {
  if (result.ok) return [];
  return result.refusal.map(({ field, message, params }) =>
    params === undefined ? `${field}: ${message}` : `${field}: ${message} ${JSON.stringify(params)}`,
  );
}

/** What a validator accepted; throws with the refusals when it did not. */
export function accepted<T>(result: Result<T, FieldErrors>): T {
  if (!result.ok) throw new Error(`refused: ${refusals(result).join(', ')}`);
  return result.value;
}
