import { insertAudit } from '../store/audit.js';
import { type ActionContext, auditActor } from './context.js';

/** A list that left the house as a file. */
export interface ExportRecord {
  readonly tab: string;
  readonly format: string;
  readonly count: number;
  /** The names of the filters that were on: their values may be personal data. */
  readonly filters: readonly string[];
}

/** Writes into the audit that the acting user took personal data along (SPEC 10). Nothing else changes. */
export function recordExport(context: ActionContext, { tab, format, count, filters }: ExportRecord): Promise<void> {
  const changes = {
    tab: [null, tab],
    format: [null, format],
    lines: [null, count],
    filters: [null, filters],
  } as const;
  return context.db.transaction((trx) =>
    insertAudit(trx, auditActor(context), context.now, [{ action: 'export', entity: 'panel', entityId: 0, changes }]),
  );
}
