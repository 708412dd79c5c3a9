import { explainFailure } from '../failure.js';
import { type Command, type CommandIo, EXIT } from './command.js';
import { CommandError, UsageError } from './errors.js';
import { helpOf, overview } from './help.js';
import { readArguments } from './read-arguments.js';

/** Runs the command that the arguments name and returns the exit code. What goes wrong is said on the error stream. */
export async function runCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (args.length === 0 || isHelp(args[0])) {
    io.out(overview(commands));
    return args.length === 0 ? EXIT.usage : EXIT.ok;
  }
  const command = commands.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
  if (command === undefined) return unknownCommand(commands, args, io);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.some(isHelp)) {
    io.out(helpOf(command));
    return EXIT.ok;
  }
  try {
    await command.run(readArguments(command, rest), io);
    return EXIT.ok;
  } catch (error) {
    return explain(error, command, io);
  }
}

function isHelp(argument: string | undefined): boolean {
  return argument === '--help' || argument === '-h';
}

/** A first word alone, such as `user`, shows what can follow it. */
function unknownCommand(commands: readonly Command[], args: readonly string[], io: CommandIo): number {
  const group = commands.filter(({ name }) => name.startsWith(`${args[0]} `));
  if (group.length > 0 && (args.length === 1 || isHelp(args[1]))) {
    io.out(overview(group));
    return args.length === 1 ? EXIT.usage : EXIT.ok;
  }
  io.err(`posvenda: there is no command ${JSON.stringify(args.slice(0, 2).join(' '))}; --help lists them`);
  return EXIT.usage;
}

function explain(error: unknown, command: Command, io: CommandIo): number {
  if (error instanceof UsageError) {
    io.err(`posvenda ${command.name}: ${error.message}; see posvenda ${command.name} --help`);
    return EXIT.usage;
  }
  if (error instanceof CommandError) {
    for (const line of error.lines) io.err(line);
    return EXIT.failure;
  }
  if (error instanceof Error && error.name === 'DataDirLockedError') {
    io.err(`posvenda ${command.name}: ${error.message}`);
    return EXIT.locked;
  }
  io.err(`posvenda ${command.name}: ${explainFailure(error)}`);
  return EXIT.failure;
}
