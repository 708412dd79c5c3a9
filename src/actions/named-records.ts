import { type FieldError, type FieldErrors, type Result, refuse } from '../domain/result.js';

/** An id that no record has: it stands for a record that was named and is not there, so that all else can be checked. */
const NOBODY = 2_147_483_647;

/** What the names of a list stand for. */
export interface NamedRecords {
  readonly field: string;
  /** Null when the list is absent. */
  readonly ids: readonly number[] | null;
  /** The names that nothing has. */
  readonly errors: FieldErrors;
  /** Whether any of the ids stands for a record that is not there. */
  readonly lacking: boolean;
}

/** Finds the records behind names; those that the same file brings, and are refused, are no fault of who names them. */
export async function resolveNames(
  field: string,
  names: readonly string[] | undefined,
  find: (name: string) => Promise<{ readonly id: number } | null>,
  isRefused: (name: string) => boolean = () => false,
): Promise<NamedRecords> {
  if (names === undefined) return { field, ids: null, errors: [], lacking: false };
  const ids: number[] = [];
  const errors: FieldError[] = [];
  let lacking = false;
  for (const [index, name] of names.entries()) {
    const record = await find(name);
    ids.push(record?.id ?? NOBODY - index);
    if (record !== null) continue;
    lacking = true;
    if (!isRefused(name)) errors.push({ field: `${field}.${index}`, message: 'unknownName', params: { name } });
  }
  return { field, ids, errors, lacking };
}

/** What came of saving with those ids, and what is wrong with the names: a list that lacks a record has told its own. */
export function withNames<T>(result: Result<T, FieldErrors>, lists: readonly NamedRecords[]): Result<T, FieldErrors> {
  const lacking = lists.filter((list) => list.lacking);
  if (lacking.length === 0) return result;
  if (result.ok) throw new Error('a record that is not there was accepted');
  const others = result.refusal.filter((error) => !lacking.some(({ field }) => field === error.field));
  return refuse([...lacking.flatMap(({ errors }) => errors), ...others]);
}
