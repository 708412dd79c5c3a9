import { Type } from 'typebox';
import { parseLocalDate } from '../domain/civil-date.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';
import { type FieldErrorView, parseId } from '../web/forms.js';

// What the URL of a filtered list says, read so that what is wrong is said at its filter, in a page.

/** Any parameter may come, once or often. */
export const listQuery = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]));

/** The values of each parameter, without blank and repeated ones. */
export type Typed = ReadonlyMap<string, readonly string[]>;

/** What is wrong with a parameter, and with which of its values; null when it is all of them. */
export interface ParameterError extends FieldErrorView {
  readonly value: string | null;
}

/** How many values one filter takes. */
const MAX_VALUES = 100;

/** How long a text to search for may be. */
const MAX_TEXT = 200;

/** No control characters, which no keyboard sends and PostgreSQL partly refuses. */
const UNPRINTABLE = /\p{Cc}/u;

/** Reads the parameters of a URL one by one; what is wrong is kept as an error at its parameter. */
export class ListParameters {
  readonly errors: ParameterError[] = [];
  /** A form sent fields that were left blank: the URL is worth tidying up. */
  readonly hasBlanks: boolean;
  readonly #typed: Map<string, readonly string[]>;
  readonly #t: Translate;
  readonly #known: readonly string[];

  /** `known` names the parameters that the list has. */
  constructor(query: unknown, t: Translate, known: readonly string[]) {
    this.#t = t;
    this.#known = known;
    const all = Object.entries((query ?? {}) as Record<string, string | string[]>).map(
      ([name, values]) => [name, [values].flat().map((value) => value.trim())] as const,
    );
    this.hasBlanks = all.some(([, values]) => values.includes(''));
    this.#typed = new Map(all.map(([name, values]) => [name, [...new Set(values.filter((value) => value !== ''))]]));
    for (const [name, values] of this.#typed) this.#refuseUnreadable(name, values);
  }

  /** The parameters as they were read: valid values in their canonical form and order, then the others as they came. */
  typed(): Typed {
    return new Map([...this.#typed].filter(([, values]) => values.length > 0));
  }

  refuse(name: string, key: TextKey, params: Record<string, number> = {}, value: string | null = null): void {
    this.errors.push({ field: name, text: this.#t(key, params), value });
  }

  values(name: string): readonly string[] {
    return this.#typed.get(name) ?? [];
  }

  /** The only value, '' without any. */
  one(name: string): string {
    const values = this.values(name);
    if (values.length > 1) this.refuse(name, 'panel.onlyOne');
    return values[0] ?? '';
  }

  replace(name: string, values: readonly string[]): void {
    this.#typed.set(name, values);
  }

  /** What `read` makes of each value, in ascending order; undefined without any. What it makes null of is refused. */
  several<T extends string | number>(name: string, read: (value: string) => T | null): readonly T[] | undefined {
    const values = this.values(name);
    if (values.length === 0) return undefined;
    if (values.length > MAX_VALUES) this.refuse(name, 'validation.tooMany', { max: MAX_VALUES });
    const bad = values.filter((value) => read(value) === null);
    for (const value of bad.slice(0, MAX_VALUES)) this.refuse(name, 'validation.unknownValue', {}, value);
    const good = [...new Set(values.map(read).filter((value) => value !== null))].sort((a, b) => (a < b ? -1 : 1));
    this.replace(name, [...good.map(String), ...bad]);
    return good;
  }

  ids(name: string): readonly number[] | undefined {
    return this.several(name, parseId);
  }

  /** True when it is ticked, undefined when it is not. */
  flag(name: string): true | undefined {
    const value = this.one(name);
    if (value !== '' && value !== '1') this.refuse(name, 'validation.unknownValue', {}, value);
    return value === '1' ? true : undefined;
  }

  date(name: string): string | null {
    const typed = this.one(name);
    const date = parseLocalDate(typed);
    if (date !== null) this.replace(name, [date]);
    else if (typed !== '') this.refuse(name, 'validation.notADate');
    return date;
  }

  /** The one of the known values that it names; undefined without it. */
  choice<T extends string>(name: string, known: readonly T[]): T | undefined {
    const typed = this.one(name);
    const value = known.find((one) => one === typed);
    if (typed !== '' && value === undefined) this.refuse(name, 'validation.unknownValue', {}, typed);
    return value;
  }

  /** A text to search for. */
  text(name: string): string | undefined {
    const typed = this.one(name);
    if (typed.length > MAX_TEXT) this.refuse(name, 'validation.tooLong', { max: MAX_TEXT });
    return typed === '' ? undefined : typed;
  }

  /** A whole number, with the minus of a keyboard or of a printed page. */
  integer(name: string, min: number, max: number): number | null {
    const typed = this.one(name).replace('−', '-');
    if (typed === '') return null;
    const number = /^[+-]?\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
    if (Number.isNaN(number)) this.refuse(name, 'validation.notAnInteger');
    else if (number < min) this.refuse(name, 'validation.belowMinimum', { min });
    else if (number > max) this.refuse(name, 'validation.aboveMaximum', { max });
    else this.replace(name, [String(number + 0)]);
    return number;
  }

  /** Two whole numbers, either of which may be left out. */
  range(from: string, to: string, [min, max]: readonly [number, number]) {
    const range = { from: this.integer(from, min, max), to: this.integer(to, min, max) };
    if (range.from !== null && range.to !== null && range.to < range.from) this.refuse(to, 'panel.scoreTurnedRound');
    return range.from === null && range.to === null ? undefined : range;
  }

  #refuseUnreadable(name: string, values: readonly string[]): void {
    const known = this.#known.includes(name);
    const readable = values.filter((value) => !UNPRINTABLE.test(value));
    if (!known) this.refuse(name, 'panel.unknownParameter');
    else if (readable.length < values.length) this.refuse(name, 'panel.unreadable');
    this.#typed.set(name, known ? readable : readable.slice(0, 1));
  }
}

/** The filters that narrow: those that were read as undefined are left out. */
export function given<F extends object>(parts: { readonly [K in keyof F]: F[K] | undefined }): F {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as F;
}
