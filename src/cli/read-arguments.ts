import { parseArgs } from 'node:util';
import { Arguments, type Values } from './arguments.js';
import type { Command } from './command.js';
import { UsageError } from './errors.js';

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
