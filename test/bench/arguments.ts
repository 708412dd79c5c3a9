import { parseArgs } from 'node:util';
import type { Dialect } from '../../src/store/dialect.js';

/** What can be measured, in the order in which it is: what changes many rows comes last. */
export const SECTIONS = [
  'tabs',
  'deep',
  'filters',
  'text',
  'counters',
  'cpu',
  'saving',
  'results',
  'commissions',
  'follow-ups',
  'export',
  'bulk',
  'changes',
] as const;

export type Section = (typeof SECTIONS)[number];

/** What the measurement was asked for; sizes and percentages ascend. */
export interface Request {
  readonly sales: readonly number[];
  readonly executed: readonly number[];
  readonly engines: readonly Dialect[];
  readonly sections: readonly Section[];
  /** Where the figures are written besides; null for nowhere. */
  readonly json: string | null;
  /** Where seeded databases are kept for the next run; null for nowhere. */
  readonly keep: string | null;
}

export const HELP = `npm run -s bench -- [options]

Seeds databases of ten years of sales, three surveys each, drives the real server over HTTP, and prints what it took.

  --sales N,N…      how many sales, 5 to 5,000,000; default 10000,100000,1000000
  --executed P,P…   percent of the surveys that came to their turn that were executed, 1 to 100; default 97
  --engine E,E      sqlite, postgres; default sqlite
  --only NAME…      some of: ${SECTIONS.join(' ')}
  --json FILE       write the figures to FILE too
  --keep DIR        keep the seeded databases in DIR; a run on the same day begins with copies of them
  --help            this
`;

/** Arguments that cannot be used; the message says which and what is expected. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** Reads the command line; null when it asks for help. @throws ArgumentError */
export function readArguments(args: readonly string[]): Request | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  if (positionals.length > 0 && values.only === undefined)
    throw new ArgumentError(`${positionals[0]} belongs to no option: see --help`);
  const names = listOf([...(values.only ?? []), ...positionals].join(','), SECTIONS, '--only');
  return {
    sales: numbers(values.sales ?? '10000,100000,1000000', '--sales', 5, 5_000_000),
    executed: numbers(values.executed ?? '97', '--executed', 1, 100),
    engines: listOf(values.engine ?? 'sqlite', ['sqlite', 'postgres'], '--engine'),
    sections: names.length === 0 ? SECTIONS : SECTIONS.filter((name) => names.includes(name)),
    json: values.json ?? null,
    keep: values.keep ?? null,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    sales: text,
    executed: text,
    engine: text,
    json: text,
    keep: text,
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

function numbers(text: string, option: string, from: number, to: number): number[] {
  const list = text.split(',').map((part) => {
    const number = /^\d{1,9}$/.test(part.trim()) ? Number(part) : Number.NaN;
    if (number >= from && number <= to) return number;
    throw new ArgumentError(`${option} ${text}: expected whole numbers from ${from} to ${to}, separated by commas`);
  });
  return [...new Set(list)].sort((a, b) => a - b);
}

function listOf<const T extends string>(text: string, known: readonly T[], option: string): T[] {
  const names = text.split(',').map((name) => name.trim());
  const list = names.filter((name) => name !== '' || option !== '--only');
  return [...new Set(list)].map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new ArgumentError(`${option} ${name}: expected some of ${known.join(', ')}`);
    return found;
  });
}
