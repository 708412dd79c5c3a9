import type { CivilDate } from '../domain/civil-date.js';
import type { KnownRecords } from '../domain/import-known.js';
import type { ImportedSale, LineError } from '../domain/import-line.js';
import type { ImportPlan, KeptCorrection } from '../domain/import-plan.js';
import {
  countSalesWithoutRules,
  countSurveys,
  type ImportSummary,
  type SurveysOfImport,
  summarise,
} from '../domain/import-summary.js';
import type { PlanningChoice, PlanningTerms } from '../domain/planning.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { loadKnownRecords } from '../store/import-records.js';
import { type AlikeLine, listAlikeLines } from './alike-sales.js';
import type { ActionContext } from './context.js';
import { breathe, slicesOf } from './in-turns.js';
import { type ImportSource, planImport, readImport, type SourceRefusal } from './read-import.js';
import { writeImport } from './write-import.js';

export interface ImportInput extends ImportSource {
  readonly choice: PlanningChoice;
}

/** What an import did. */
export interface ImportReport extends ImportSummary {
  readonly surveys: SurveysOfImport;
  /** Corrections made by hand that the file would have undone. */
  readonly kept: readonly KeptCorrection[];
  /** Products that it added; they have no profile yet, so their sales no surveys. */
  readonly newProducts: readonly string[];
  /** New sales whose product gives no rule to plan by, the cancelled ones aside. */
  readonly salesWithoutRules: number;
}

/** Why nothing was imported: the file or its mapping, or lines of it. */
export type ImportRefusal = SourceRefusal | { readonly kind: 'lines'; readonly errors: readonly LineError[] };

/**
 * Imports a sales file, all of it or nothing, in one transaction (SPEC 3, 8). The same file again changes nothing.
 * Products, sellers and customers are recognised or added; new sales get their surveys as the choice says.
 */
export async function importSales(
  context: ActionContext,
  input: ImportInput,
): Promise<Result<ImportReport, ImportRefusal>> {
  const read = await readImport(input, context.today);
  if (!read.ok) return read;
  const { sales, errors } = read.value;
  if (errors.length > 0) return refuse({ kind: 'lines', errors });
  return context.db.transaction((trx) => importSalesIn(trx, context, sales, input.choice));
}

/**
 * As `importSales`, in a transaction of the caller's, who rolls it back when it is refused. `warn` is told of the lines that
 * look recorded already; without it nobody looks for them.
 */
export async function importSalesIn(
  trx: Queryable,
  context: ActionContext,
  sales: readonly ImportedSale[],
  choice: PlanningChoice,
  warn?: (alike: readonly AlikeLine[]) => void,
): Promise<Result<ImportReport, ImportRefusal>> {
  await lockNames(trx, 'products', 'users', 'customers', 'sales');
  const known = await loadKnownRecords(trx, sales);
  const plan = await planImport(known, sales, context.today);
  if (plan.errors.length > 0) return refuse({ kind: 'lines', errors: plan.errors });
  warn?.(await listAlikeLines(trx, plan, known.customers));
  const terms = { choice, calendar: await readCalendar(trx) };
  await writeImport(trx, context, plan, known, terms);
  return ok(await reportOn(plan, known, terms, context.today));
}

/** What applying a plan does, or did. */
export async function reportOn(
  plan: ImportPlan,
  known: KnownRecords,
  { choice, calendar }: PlanningTerms,
  today: CivilDate,
): Promise<ImportReport> {
  const products = new Map(known.products.map((product) => [product.id, product]));
  const surveys = { scheduled: 0, due: 0, inconsistent: 0, cancelled: 0 };
  for (const slice of slicesOf(plan.sales)) {
    const counts = countSurveys(slice, products, choice, today, calendar);
    for (const status of ['scheduled', 'due', 'inconsistent', 'cancelled'] as const) surveys[status] += counts[status];
    await breathe();
  }
  return {
    ...summarise(plan),
    surveys,
    kept: plan.kept,
    newProducts: plan.products.map(({ name }) => name),
    salesWithoutRules: countSalesWithoutRules(plan.sales, products),
  };
}
