import { parseArgs } from 'node:util';
import { type CivilDate, isCivilDate } from '../domain/civil-date.js';
import { type Command, UsageError } from './command.js';

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

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

/** Reads what follows a command. @throws UsageError naming what is unknown, missing or too much */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const { values, positionals } = parse(command, args);
  const names = command.positionals ?? [];
  if (positionals.length > names.length) throw new UsageError(`unexpected argument ${positionals[names.length]}`);
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  for (const { name, required } of command.options ?? [])
    if (required && values[name] === undefined) throw new UsageError(`--${name} is missing`);
  return new Arguments(values, new Map(names.map((name, index) => [name, positionals[index] ?? ''])));
}

function parse(command: Command, args: readonly string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    (command.options ?? []).map(({ name, value, many }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: many ?? false },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node says more than one sentence; the first names the option.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}
