import type { Command, Option } from './command.js';

/** The list of commands. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    'Usage: npm run -s cli -- COMMAND [ARGUMENT…]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    'COMMAND --help says more. The database is the one of DATA_DIR or DATABASE_URL, as for the server.',
    EXIT_CODES,
  ].join('\n');
}

/** What one command takes and does. */
export function helpOf(command: Command): string {
  const options = [...(command.options ?? []), { name: 'help', help: 'show this' }];
  const width = Math.max(...options.map((option) => syntax(option).length)) + 2;
  const words = [...(command.positionals ?? []), ...(command.options ?? []).map(usage)];
  return [
    `Usage: npm run -s cli -- ${[command.name, ...words].join(' ')}`,
    '',
    `${command.summary}.`,
    ...(command.notes ?? []),
    '',
    ...options.map((option) => `  ${syntax(option).padEnd(width)}${option.help}`),
    '',
    EXIT_CODES,
  ].join('\n');
}

const EXIT_CODES =
  'Exit codes: 0 done, 1 failed or invalid input, 64 called the wrong way, 75 another process uses the data folder.';

function syntax({ name, value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function usage(option: Option): string {
  const words = syntax(option) + (option.many ? ' …' : '');
  return option.required ? words : `[${words}]`;
}
