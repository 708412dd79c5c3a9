import { type FileFault, faultOfFile, hasStrangeLetters } from '../domain/import-file.js';
import { OutlineBuilder } from '../domain/import-outline.js';
import { decodeText } from '../domain/import-text.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { cleanLine } from '../domain/text.js';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import { packContent } from '../store/import-content.js';
import { discardImportsBefore, insertImport, type NewImport } from '../store/imports.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { inTurns } from './in-turns.js';
import { readSalesFile, type UnreadableFile } from './read-sales-file.js';

/** Why a file cannot be staged; `line` is where reading it stopped. */
export interface StagingRefusal {
  readonly reason: FileFault | UnreadableFile['reason'] | 'no-lines' | 'one-column' | 'too-many-columns';
  readonly line?: number;
}

/** The most columns that one file may have. */
export const MAX_IMPORT_COLUMNS = 150;

/** How long a file that was never applied is kept: it is full of personal data (SPEC 10). */
export const STAGED_FOR_DAYS = 30;

const DAY = 24 * 60 * 60 * 1000;
const MAX_FILE_NAME = 120;

/** Stages a sales file for its mapping and preview; nothing is imported (SPEC 8). Returns the import's id. */
export async function stageImport(
  context: ActionContext,
  file: { readonly name: string; readonly content: Uint8Array },
): Promise<Result<number, StagingRefusal>> {
  const read = await readFile(file.content);
  if (!read.ok) return read;
  const fileName = cleanLine(file.name).slice(-MAX_FILE_NAME) || 'csv';
  return ok(await stage(context, { userId: actingUser(context), fileName, ...read.value }));
}

async function readFile(bytes: Uint8Array): Promise<Result<Pick<NewImport, 'content' | 'outline'>, StagingRefusal>> {
  const fault = faultOfFile(bytes);
  if (fault !== null) return refuse({ reason: fault });
  const decoded = decodeText(bytes);
  if (hasStrangeLetters(decoded)) return refuse({ reason: 'encoding' });
  const table = await readSalesFile(decoded.text);
  if (!table.ok) {
    const { reason, line } = table.refusal;
    return refuse({ reason: reason === 'empty' && decoded.text.trim() !== '' ? 'no-lines' : reason, line });
  }
  const { header, separator, lines } = table.value;
  if (header.length < 2) return refuse({ reason: 'one-column' });
  if (header.length > MAX_IMPORT_COLUMNS) return refuse({ reason: 'too-many-columns' });
  const builder = new OutlineBuilder(header);
  await inTurns(lines, ({ cells }) => builder.add(cells));
  const outline = { separator, encoding: decoded.encoding, lineCount: lines.length, columns: builder.columns };
  return ok({ content: await packContent(decoded.text), outline });
}

async function stage(context: ActionContext, file: NewImport): Promise<number> {
  const { db, now } = context;
  return db.transaction(async (trx) => {
    const expired = await discardImportsBefore(trx, now - STAGED_FOR_DAYS * DAY);
    const id = await insertImport(trx, file, now);
    const entries: AuditEntry[] = expired.map((entityId) => ({ action: 'expire', entity: 'import', entityId }));
    const changes = { lines: [null, file.outline.lineCount] } as const;
    entries.push({ action: 'stage', entity: 'import', entityId: id, changes });
    await insertAudit(trx, auditActor(context), now, entries);
    return id;
  });
}
