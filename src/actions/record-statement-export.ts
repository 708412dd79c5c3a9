import { type Month, monthNumber } from '../domain/month.js';
import { insertAudit } from '../store/audit.js';
import { type ActionContext, auditActor } from './context.js';

/** Notes in the audit that statements left the server as a file: of one seller, or (null) the totals of all. */
export async function recordStatementExport(
  context: ActionContext,
  file: { readonly month: Month; readonly sellerId: number | null; readonly format: string; readonly lines: number },
): Promise<void> {
  const { month, sellerId, format, lines } = file;
  const changes = {
    ...(sellerId !== null && { sellerId: [null, sellerId] as const }),
    format: [null, format] as const,
    lines: [null, lines] as const,
  };
  await context.db.transaction((trx) =>
    insertAudit(trx, auditActor(context), context.now, [
      { action: 'export', entity: 'commission', entityId: monthNumber(month), changes },
    ]),
  );
}
