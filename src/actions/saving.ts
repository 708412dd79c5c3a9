import type { FieldError, FieldErrors } from '../domain/result.js';
import type { ReachRefusal } from './reach-back.js';

/**
 * Why a record of the configuration was not saved. `stale`: somebody saved it after the editor had read it, and the
 * editor decides what holds (SPEC 2). Either way nothing was written.
 */
export type SaveRefusal = { kind: 'invalid'; errors: FieldErrors } | { kind: 'stale' };

/** Besides, where the record decides which surveys are planned: see `ReachRefusal`. */
export type ConfigRefusal = SaveRefusal | ReachRefusal;

/** The refusal of a form whose only faults are these. */
export function invalid(...errors: readonly FieldError[]): SaveRefusal {
  return { kind: 'invalid', errors };
}

/**
 * What is wrong with records that were picked: unknown ones, and deactivated ones unless the record had them already
 * (what was chosen once stays, readable, until somebody takes it out). Null when nothing is.
 */
export function faultOfPicked(
  field: string,
  picked: readonly number[],
  states: ReadonlyMap<number, boolean>,
  kept: readonly number[],
): FieldError | null {
  if (picked.some((id) => !states.has(id))) return { field, message: 'unknownValue' };
  if (picked.some((id) => states.get(id) === false && !kept.includes(id))) return { field, message: 'inactive' };
  return null;
}
