import { readFile } from 'node:fs/promises';
import { type AlikeLine, alikeWarning, listAlikeLines } from '../actions/alike-sales.js';
import type { ActionContext } from '../actions/context.js';
import { type ImportRefusal, type ImportReport, importSalesIn, reportOn } from '../actions/import-sales.js';
import { type ImportSource, planImport, type ReadImport, readImport } from '../actions/read-import.js';
import { type ColumnMapping, IMPORT_FIELDS, type ImportField } from '../domain/import-columns.js';
import type { LineError } from '../domain/import-line.js';
import { type PlanningChoice, parsePlanningChoice } from '../domain/planning.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { readCalendar } from '../store/holidays.js';
import { loadKnownRecords } from '../store/import-records.js';
import type { Arguments } from './arguments.js';
import type { Command, CommandIo } from './command.js';
import { reading, writing } from './database.js';
import { CommandError, UsageError } from './errors.js';
import { sayErrors } from './say-errors.js';

/** `import sales FILE`: what the screen does, for scripts. */
export const importSalesCommand: Command = {
  name: 'import sales',
  summary: 'Import sales from a CSV file, all of it or nothing (- for the standard input)',
  positionals: ['FILE'],
  options: [
    { name: 'map', value: 'FIELD=COLUMN', help: 'which column holds a field; one for each field', many: true },
    { name: 'cancelled', value: 'VALUE', help: 'a value of the status column that means a cancelled sale', many: true },
    {
      name: 'plan',
      value: 'CHOICE',
      help: 'surveys to plan: upcoming (not overdue at birth; default), all, since=DATE',
    },
    { name: 'today', value: 'DATE', help: 'the day (YYYY-MM-DD) to plan from; the company’s today if absent' },
    { name: 'dry-run', help: 'say what it would do, and write nothing' },
  ],
  notes: [
    `Fields: ${IMPORT_FIELDS.join(', ')}.`,
    'Needed are closedOn, customer, seller, and product or productCode. The same file again changes nothing.',
  ],
  async run(args, io) {
    const [source, choice] = [await sourceOf(args, io), choiceOf(args)];
    const open = args.has('dry-run') ? reading : writing;
    const result = await open(
      io,
      async (context) => {
        const read = await readImport(source, context.today);
        if (!read.ok) return read;
        for (const line of sayLines(read.value.warnings)) io.err(`warning: ${line}`);
        if (read.value.errors.length > 0) return refuse({ kind: 'lines' as const, errors: read.value.errors });
        return (args.has('dry-run') ? preview : apply)(context, read.value, choice, (alike) => {
          for (const line of sayLines(alike.map(alikeWarning))) io.err(`warning: ${line}`);
        });
      },
      args.date('today'),
    );
    if (!result.ok) throw new CommandError([...explain(result.refusal, source.mapping), 'nothing was imported']);
    for (const line of report(result.value)) io.out(line);
    if (args.has('dry-run')) io.out('nothing was written');
  },
};

async function sourceOf(args: Arguments, io: CommandIo): Promise<ImportSource> {
  const mapping = mappingOf(args.texts('map'));
  const file = args.positional('FILE');
  const content = file === '-' ? await io.input() : await readFile(file);
  return { content, mapping, cancelledValues: args.texts('cancelled') };
}

function mappingOf(pairs: readonly string[]): ColumnMapping {
  const mapping: Partial<Record<ImportField, string>> = {};
  for (const pair of pairs) {
    const [, name, column] = /^([^=]*)=(.+)$/.exec(pair) ?? [];
    const field = IMPORT_FIELDS.find((known) => known === name);
    if (column === undefined) throw new UsageError(`--map ${pair}: expected FIELD=COLUMN`);
    if (field === undefined) throw new UsageError(`--map ${pair}: there is no field ${name}`);
    if (mapping[field] !== undefined) throw new UsageError(`--map ${pair}: ${name} is mapped twice`);
    mapping[field] = column;
  }
  return mapping;
}

function choiceOf(args: Arguments): PlanningChoice {
  const text = args.text('plan') ?? 'upcoming';
  const choice = parsePlanningChoice(text);
  if (choice === null) throw new UsageError(`--plan ${text}: expected upcoming, all or since=YYYY-MM-DD`);
  return choice;
}

type Warn = (alike: readonly AlikeLine[]) => void;

function apply(context: ActionContext, { sales }: ReadImport, choice: PlanningChoice, warn: Warn) {
  return context.db.transaction((trx) => importSalesIn(trx, context, sales, choice, warn));
}

async function preview(
  { db, today }: ActionContext,
  { sales }: ReadImport,
  choice: PlanningChoice,
  warn: Warn,
): Promise<Result<ImportReport, ImportRefusal>> {
  const known = await loadKnownRecords(db.read, sales);
  const plan = await planImport(known, sales, today);
  if (plan.errors.length > 0) return refuse({ kind: 'lines', errors: plan.errors });
  warn(await listAlikeLines(db.read, plan, known.customers));
  const terms = { choice, calendar: await readCalendar(db.read) };
  return ok(await reportOn(plan, known, terms, today));
}

function explain(refusal: ImportRefusal, mapping: ColumnMapping): string[] {
  switch (refusal.kind) {
    case 'unreadable':
      return [`line ${refusal.line}: ${UNREADABLE[refusal.reason]}`];
    case 'mapping':
      return sayErrors(refusal.errors, (field) => `--map ${field}=${mapping[field as ImportField] ?? ''}`);
    case 'lines':
      return sayLines(refusal.errors);
  }
}

const UNREADABLE = {
  empty: 'there are no sales in the file',
  quotes: 'a quoted cell does not end',
  'too-many-lines': 'the file has too many lines for one import',
} as const;

const SHOWN = 200;

/** The errors by line; of very many the first ones, and how many more there are. */
function sayLines(errors: readonly LineError[]): string[] {
  const lines = errors
    .slice(0, SHOWN)
    .flatMap(({ line, ...error }) => sayErrors([error], (field) => `line ${line}: ${field}`));
  return errors.length > SHOWN ? [...lines, `and ${errors.length - SHOWN} more`] : lines;
}

function report({ surveys, kept, ...done }: ImportReport): string[] {
  return [
    `sales: ${done.lines} read, ${done.added} added (${done.addedCancelled} cancelled), ${done.updated} changed ` +
      `(${done.cancelled} cancelled, ${done.restored} restored), ${done.unchanged} unchanged`,
    `added: ${done.products} products, ${done.sellers} sellers, ${done.customers} customers; ` +
      `${done.customersChanged} customers changed`,
    `surveys: ${surveys.scheduled} scheduled, ${surveys.due} due, ${surveys.inconsistent} inconsistent, ` +
      `${surveys.cancelled} cancelled`,
    ...kept.map(({ line, field }) => `line ${line}: ${field}: corrected by hand since, and kept`),
  ];
}
