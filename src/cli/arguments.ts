import { type CivilDate, isCivilDate } from '../domain/civil-date.js';
import { UsageError } from './errors.js';

/** What node:util's parseArgs read. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** What followed a command on its line, checked against what the command declares. */
export class Arguments {
  readonly #values: Values;
  readonly #positionals: ReadonlyMap<string, string>;

  constructor(values: Values, positionals: ReadonlyMap<string, string>) {
    this.#values = values;
    this.#positionals = positionals;
  }

  /** The argument without a dash of that name. */
  positional(name: string): string {
    return this.#positionals.get(name) ?? '';
  }

  /** The option's value, or undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Every value of an option that may come several times. */
  texts(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** Whether the switch was given. */
  has(name: string): boolean {
    return this.#values[name] === true;
  }

  /** The option's day. @throws UsageError when it is none */
  date(name: string): CivilDate | undefined {
    const value = this.text(name);
    if (value !== undefined && !isCivilDate(value))
      throw new UsageError(`--${name} ${JSON.stringify(value)} is not a date: expected YYYY-MM-DD`);
    return value;
  }
}
