import { type ChosenMapping, readMapping } from '../domain/import-mapping.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { nameKey } from '../domain/text.js';
import { insertAudit } from '../store/audit.js';
import { rememberMapping } from '../store/import-mappings.js';
import { type StagedImport, setImportMapping } from '../store/imports.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/** The mapping form as it was posted. */
export interface MappingForm {
  /** What each column of the file is, in their order; '' for nothing. */
  readonly fields: readonly string[];
  /** Values of the status column that mean a cancelled sale. */
  readonly cancelled: readonly string[];
  /** The column whose values were offered; '' when there was none. */
  readonly statusColumn: string;
}

/**
 * Why a mapping was not taken: its fields; the status column was chosen just now, so that its values are still to be looked
 * at; or the import is no longer staged.
 */
export type MappingRefusal =
  | { readonly kind: 'fields'; readonly errors: FieldErrors }
  | { readonly kind: 'status' }
  | { readonly kind: 'gone' };

/** Says how a staged file is to be read, and remembers it for the next file with these columns (SPEC 8). */
export async function mapImport(
  context: ActionContext,
  staged: StagedImport,
  form: MappingForm,
): Promise<Result<ChosenMapping, MappingRefusal>> {
  const { columns } = staged.outline;
  const header = columns.map(({ name }) => name);
  const read = readMapping(header, form.fields);
  const status = header.indexOf((read.ok && read.value.status) || '');
  const statusValues = columns[status]?.values ?? [];
  const errors = [...(read.ok ? [] : read.refusal)];
  if (columns[status]?.values === null) errors.push({ field: `field-${status}`, message: 'tooMany' });
  if (!read.ok || errors.length > 0) return refuse({ kind: 'fields', errors });
  if (status >= 0 && form.statusColumn !== header[status]) return refuse({ kind: 'status' });
  const ticked = new Set(form.cancelled.map(nameKey));
  const cancelledValues = statusValues.filter((value) => ticked.has(nameKey(value)));
  const mapping = { columns: read.value, cancelledValues, statusValues };
  return (await save(context, staged.id, header, mapping)) ? ok(mapping) : refuse({ kind: 'gone' });
}

async function save(
  context: ActionContext,
  id: number,
  header: readonly string[],
  mapping: ChosenMapping,
): Promise<boolean> {
  const { db, now } = context;
  return db.transaction(async (trx) => {
    if (!(await setImportMapping(trx, id, mapping))) return false;
    await rememberMapping(trx, header, mapping, { userId: actingUser(context), now });
    await insertAudit(trx, auditActor(context), now, [{ action: 'map', entity: 'import', entityId: id }]);
    return true;
  });
}
