import type { FastifyRequest } from 'fastify';
import { cleanText } from '../domain/text.js';
import { one, text } from '../web/forms.js';

// A save that was refused because somebody else saved (409): three versions of a form, as it was read, as it is stored now
// and as it was typed, and what becomes of them.

/** What an editor read, as it goes with its form: JSON of the form as stored then. */
export const READ_FORM = { readForm: text(100_000) };

/** What the editor's page carries as `readForm`: what is stored, or, as long as another version was read, that one. */
export function readFormOf<Form>(
  { body }: Pick<FastifyRequest, 'body'>,
  stored: { readonly version: number; readonly form: Form } | null,
  version: number,
): string {
  if (stored === null) return '';
  return stored.version === version ? JSON.stringify(stored.form) : one(body, 'readForm');
}

/** A field of a record in words, for showing two versions of it side by side. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A refused save, as its editor shows it again. */
export interface Reconciled<Form> {
  /** What was typed, and what somebody else saved in the fields that were not touched. */
  readonly typed: Form;
  /** What both changed, or, of a form that does not say what it read, all that differs; null when there is only `taken`. */
  readonly conflict: readonly { readonly label: string; readonly stored: string; readonly typed: string }[] | null;
  /** What was taken over: as it was read and as it is now; null when nothing was. */
  readonly taken: readonly { readonly label: string; readonly read: string; readonly stored: string }[] | null;
}

/**
 * Fields that say one thing together, as an amount and its unit do: they are taken over or kept as one. Half of what each
 * of two people said is what neither of them meant.
 */
export type Together<Form> = readonly (readonly (keyof Form)[])[];

/** The versions of a form beside the one that its editor read. */
interface Versions<Form> {
  readonly stored: Form;
  readonly typed: Form;
  readonly together?: Together<Form> | undefined;
}

/**
 * Puts together what two people changed: what one of them left as he read it is the other's. What both changed stays as it
 * was typed, and is shown beside what is stored: saving over it is a decision (SPEC 2). So is a fact that comes out as
 * neither of them had it.
 */
export async function reconcile<Form extends object>(
  { body }: Pick<FastifyRequest, 'body'>,
  { stored, typed, together = [] }: Versions<Form>,
  factsOf: (form: Form) => Promise<readonly Fact[]> | readonly Fact[],
): Promise<Reconciled<Form>> {
  const told = async (form: Form) => factsOf(cleaned(form));
  const read = parseRead(one(body, 'readForm'), stored);
  const merged = read === null ? typed : mergeForms(read, stored, typed, together);
  const [now, mine, kept] = [await told(stored), await told(typed), await told(merged)];
  const was = read === null ? null : await told(read);
  const rows = now.map(({ label, value }, index) => ({
    label,
    stored: value,
    read: was?.[index]?.value ?? null,
    typed: kept[index]?.value ?? '',
    mine: mine[index]?.value ?? '',
  }));
  const conflict = rows.filter(
    (row) => row.stored !== row.typed && (row.stored !== row.read || row.typed !== row.mine),
  );
  const taken = rows.flatMap(({ read, mine, ...row }) =>
    read !== null && row.stored === row.typed && row.stored !== mine ? [{ ...row, read }] : [],
  );
  return {
    typed: merged,
    conflict: conflict.length === 0 && taken.length > 0 ? null : conflict,
    taken: taken.length === 0 ? null : taken,
  };
}

/** Field by field, those that belong together as one; of a form with rows, row by row. A row or a list is one field. */
export function mergeForms<Form extends object>(
  read: Form,
  stored: Form,
  typed: Form,
  together: Together<Form> = [],
): Form {
  const fields = (Object.keys(typed) as (keyof Form)[]).map((field) => {
    const [was, now, mine] = [read[field], stored[field], typed[field]];
    if (isRecord(was) && isRecord(now) && isRecord(mine)) return [field, mergeRows(was, now, mine)];
    const its = together.find((group) => group.includes(field)) ?? [field];
    return [field, its.every((one) => isSame(typed[one], read[one])) ? now : mine];
  });
  return Object.fromEntries(fields) as Form;
}

function mergeRows<Rows extends object>(read: Rows, stored: Rows, typed: Rows): Rows {
  const rows = (Object.keys(typed) as (keyof Rows)[]).map((row) => [
    row,
    isSame(typed[row], read[row]) ? stored[row] : typed[row],
  ]);
  return Object.fromEntries(rows) as Rows;
}

/** A form posts line breaks, and white space at the ends, in other ways than they are stored. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(cleaned(a)) === JSON.stringify(cleaned(b));
}

/** All texts of a form, or of a part of one, as they would be stored. */
function cleaned<Part>(part: Part): Part {
  if (typeof part === 'string') return cleanText(part) as Part;
  if (Array.isArray(part)) return part.map(cleaned) as Part;
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([field, value]) => [field, cleaned(value)])) as Part;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null for what is no form of this kind: nothing can be said of what it read. */
function parseRead<Form extends object>(json: string, like: Form): Form | null {
  try {
    const read: unknown = JSON.parse(json);
    return isLike(read, like) ? (read as Form) : null;
  } catch {
    return null;
  }
}

/** The same shape: the same fields, with values of the same kinds. */
function isLike(value: unknown, like: unknown): boolean {
  if (Array.isArray(like))
    return (
      Array.isArray(value) && value.every((one) => (like.length === 0 ? typeof one === 'string' : isLike(one, like[0])))
    );
  if (typeof like !== 'object' || like === null) return typeof value === typeof like;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = Object.keys(like);
  const hers = value as Record<string, unknown>;
  return (
    Object.keys(value).length === fields.length &&
    fields.every(
      (field) => Object.hasOwn(value, field) && isLike(hers[field], (like as Record<string, unknown>)[field]),
    )
  );
}
