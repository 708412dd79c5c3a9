import type { Result } from '../../domain/result.js';

/** The value of something that cannot be refused; a refusal is a fault of the demonstration. */
export function accepted<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The value of something that only the state of a survey may stand against, as when its sale was cancelled; else null. */
export function possible<T>(result: Result<T, { readonly kind: string }>): T | null {
  if (!result.ok && result.refusal.kind !== 'not-possible') accepted(result);
  return result.ok ? result.value : null;
}
