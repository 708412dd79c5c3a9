import type { Arguments } from './arguments.js';

/** What commands answer to the shell; 64 and 75 are those of sysexits.h. */
export const EXIT = { ok: 0, failure: 1, usage: 64, locked: 75 } as const;

/** The world around a command. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** UTC epoch milliseconds. */
  now(): number;
  /** Writes a line of the result. */
  out(line: string): void;
  /** Writes a line about what is going on or went wrong. */
  err(line: string): void;
  /** All of the standard input. */
  input(): Promise<Buffer>;
}

/** One option of a command; without `value` it is a switch. */
export interface Option {
  readonly name: string;
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly help: string;
  readonly required?: boolean;
  /** It may be given several times. */
  readonly many?: boolean;
}

/** One command: what the help says of it, and what it does. */
export interface Command {
  /** The word or words that call it: `user add`. */
  readonly name: string;
  readonly summary: string;
  /** Names of the arguments without a dash, all required. */
  readonly positionals?: readonly string[];
  readonly options?: readonly Option[];
  /** More lines for its help. */
  readonly notes?: readonly string[];
  /** Does it; failures are thrown as UsageError or CommandError. */
  run(args: Arguments, io: CommandIo): Promise<void>;
}
