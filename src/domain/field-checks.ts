import { parseMinuteOfDay } from './calling-hours.js';
import { type CivilDate, parseLocalDate } from './civil-date.js';
import { type FieldError, type FieldErrors, type MessageKey, ok, type Result, refuse } from './result.js';
import { cleanLine, cleanText } from './text.js';

/** A control of a form as it was posted; undefined when it was not. */
export type Raw = string | undefined;

/** The largest id a table can have (ARCHITECTURE, Types). */
const MAX_ID = 2_147_483_647;

export const MAX_NAME_LENGTH = 120;
export const MAX_TEXT_LENGTH = 4000;

/**
 * Reads the controls of one form and collects what is wrong with each, so that a user sees all of it at once. After a
 * refusal a reader returns a harmless value; `result` never hands it out.
 */
export class FieldChecks {
  readonly #errors: FieldError[] = [];

  /** Records what is wrong with a field. */
  refuse(field: string, message: MessageKey, params?: FieldError['params']): void {
    this.#errors.push(params === undefined ? { field, message } : { field, message, params });
  }

  /** What was refused so far. */
  get errors(): FieldErrors {
    return this.#errors;
  }

  /** Takes over what another validator found, as fields of this form. */
  include(errors: FieldErrors): void {
    this.#errors.push(...errors);
  }

  /** The cleaned form, unless something was refused. */
  result<T>(clean: T): Result<T, FieldErrors> {
    return this.#errors.length > 0 ? refuse(this.#errors) : ok(clean);
  }

  /** A line that may be empty, of at most `max` characters. */
  line(field: string, raw: Raw, max: number): string {
    return this.#notLonger(field, cleanLine(raw ?? ''), max);
  }

  /** A line of 1 to `max` characters. */
  requiredLine(field: string, raw: Raw, max: number): string {
    const line = this.line(field, raw, max);
    if (line === '') this.refuse(field, 'required');
    return line;
  }

  /** A name of 1 to 120 characters. */
  name(field: string, raw: Raw): string {
    return this.requiredLine(field, raw, MAX_NAME_LENGTH);
  }

  /** Text of several lines that may be empty, of at most 4000 characters. */
  text(field: string, raw: Raw): string {
    return this.#notLonger(field, cleanText(raw ?? ''), MAX_TEXT_LENGTH);
  }

  /** A required integer within bounds, both inclusive. */
  integer(field: string, raw: Raw, min: number, max: number): number {
    const typed = (raw ?? '').trim().replace('−', '-');
    if (typed === '') this.refuse(field, 'required');
    else if (!/^[+-]?\d{1,9}$/.test(typed)) this.refuse(field, 'notAnInteger');
    else if (Number(typed) < min) this.refuse(field, 'belowMinimum', { min });
    else if (Number(typed) > max) this.refuse(field, 'aboveMaximum', { max });
    else return Number(typed);
    return min;
  }

  /** One of the given values. */
  oneOf<const T extends string>(field: string, raw: Raw, values: readonly [T, ...T[]]): T {
    return this.optionalOneOf(field, raw, values) ?? this.#required(field, raw, values[0]);
  }

  /** One of the given values, or null when empty. */
  optionalOneOf<const T extends string>(field: string, raw: Raw, values: readonly T[]): T | null {
    if (isBlank(raw)) return null;
    const value = values.find((candidate) => candidate === raw);
    if (value === undefined) this.refuse(field, 'unknownValue');
    return value ?? null;
  }

  /** The id of a record that was picked. Whether it exists is for the action to say. */
  id(field: string, raw: Raw): number {
    return this.optionalId(field, raw) ?? this.#required(field, raw, 0);
  }

  /** The id of a record, or null when none was picked. */
  optionalId(field: string, raw: Raw): number | null {
    if (isBlank(raw)) return null;
    const id = /^[1-9]\d{0,9}$/.test(raw) ? Number(raw) : Number.POSITIVE_INFINITY;
    if (id <= MAX_ID) return id;
    this.refuse(field, 'unknownValue');
    return null;
  }

  /** The ids of a list, in its order, each at most once. */
  ids(field: string, raw: readonly string[] | undefined): number[] {
    const ids = (raw ?? []).map((one) => this.id(field, one));
    if (new Set(ids).size < ids.length) this.refuse(field, 'duplicate');
    return ids;
  }

  /** A required day, typed as dd/mm/yyyy or sent as ISO by a date control. */
  date(field: string, raw: Raw): CivilDate {
    const date = parseLocalDate(raw ?? '');
    if (date === null) this.refuse(field, isBlank(raw) ? 'required' : 'notADate');
    return date ?? '';
  }

  /** A required time of day, as minutes since midnight. */
  time(field: string, raw: Raw): number {
    const minute = parseMinuteOfDay(raw ?? '');
    if (minute === null) this.refuse(field, isBlank(raw) ? 'required' : 'notATime');
    return minute ?? 0;
  }

  #notLonger(field: string, text: string, max: number): string {
    if (text.length <= max) return text;
    this.refuse(field, 'tooLong', { max });
    return text.slice(0, max);
  }

  /** Refuses a blank; what was not blank has been refused already. */
  #required<T>(field: string, raw: Raw, harmless: T): T {
    if (isBlank(raw)) this.refuse(field, 'required');
    return harmless;
  }
}

/** A check box: browsers post its value, by default `on`, only when it is ticked. */
export function isTicked(raw: Raw): boolean {
  return raw === 'on' || raw === '1' || raw === 'true';
}

/** Nothing typed but white space. */
export function isBlank(raw: Raw): raw is '' | undefined {
  return raw === undefined || raw.trim() === '';
}
