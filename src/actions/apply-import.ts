import type { ImportedSale } from '../domain/import-line.js';
import { type AppliedImport, MAX_REMEMBERED } from '../domain/import-record.js';
import type { PlanningChoice } from '../domain/planning.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { claimImport, finishImport, type MappedImport, readImportContent, releaseImport } from '../store/imports.js';
import { type ActionContext, auditActor } from './context.js';
import { type ImportRefusal, type ImportReport, importSalesIn } from './import-sales.js';
import { readImport } from './read-import.js';

/** Why nothing was applied: somebody was quicker, by applying, discarding or mapping it anew; or the file's lines do not allow it. */
export type ApplyRefusal = { readonly kind: 'gone' } | ImportRefusal;

/**
 * Applies a staged import, all of it or nothing, and exactly once whatever is clicked how often in how many browsers: the
 * first statement of the transaction takes it. The file is erased with it (SPEC 8, 10).
 */
export async function applyImport(
  context: ActionContext,
  staged: MappedImport,
  choice: PlanningChoice,
): Promise<Result<AppliedImport, ApplyRefusal>> {
  const content = await readImportContent(context.db.read, staged.id);
  if (content === null) return refuse({ kind: 'gone' });
  const { columns, cancelledValues } = staged.mapping;
  const read = await readImport({ content, mapping: columns, cancelledValues }, context.today);
  if (!read.ok) return read;
  const { sales, errors } = read.value;
  if (errors.length > 0) return refuse({ kind: 'lines', errors });
  return context.db.transaction((trx) => applyIn(trx, context, staged, sales, choice));
}

async function applyIn(
  trx: Queryable,
  context: ActionContext,
  { id, mapping }: MappedImport,
  sales: readonly ImportedSale[],
  choice: PlanningChoice,
): Promise<Result<AppliedImport, ApplyRefusal>> {
  if (!(await claimImport(trx, id, mapping, context.now))) return refuse({ kind: 'gone' });
  const imported = await importSalesIn(trx, context, sales, choice);
  if (!imported.ok) {
    // Nothing was written but the claim, which nobody has seen.
    await releaseImport(trx, id);
    return imported;
  }
  const report = remembered(imported.value, choice, context.actor.id);
  await finishImport(trx, id, report);
  const { lines, added, updated } = report.summary;
  const changes = { lines: [null, lines], added: [null, added], updated: [null, updated] } as const;
  await insertAudit(trx, auditActor(context), context.now, [
    { action: 'import', entity: 'import', entityId: id, changes },
  ]);
  return ok(report);
}

function remembered(report: ImportReport, choice: PlanningChoice, appliedBy: number | null): AppliedImport {
  const { surveys, kept, newProducts, salesWithoutRules, ...summary } = report;
  return {
    appliedBy,
    choice,
    summary,
    surveys,
    kept: kept.slice(0, MAX_REMEMBERED),
    keptCount: kept.length,
    newProducts: newProducts.slice(0, MAX_REMEMBERED),
    salesWithoutRules,
  };
}
