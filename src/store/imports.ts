import type { ChosenMapping } from '../domain/import-mapping.js';
import type { ImportOutline } from '../domain/import-outline.js';
import type { AppliedImport } from '../domain/import-record.js';
import type { Queryable } from './dialect.js';
import { unpackContent } from './import-content.js';
import { found } from './not-found.js';

/** An import on its way: staged until it is applied or discarded, which erases the file (SPEC 8, 10). */
export type ImportRecord = ImportFacts &
  (
    | { readonly state: 'staged'; readonly outline: ImportOutline; readonly mapping: ChosenMapping | null }
    | { readonly state: 'applied'; readonly appliedAt: number; readonly report: AppliedImport }
    | { readonly state: 'discarded' }
  );

/** A staged import. */
export type StagedImport = Extract<ImportRecord, { state: 'staged' }>;

/** A staged import of which is known how it is to be read. */
export type MappedImport = StagedImport & { readonly mapping: ChosenMapping };

interface ImportFacts {
  readonly id: number;
  readonly fileName: string;
  /** Who brought the file. */
  readonly userName: string;
  readonly createdAt: number;
}

export interface NewImport {
  readonly userId: number;
  readonly fileName: string;
  /** Packed. */
  readonly content: string;
  readonly outline: ImportOutline;
}

/** Stages a file. Returns its id. */
export async function insertImport(trx: Queryable, file: NewImport, now: number): Promise<number> {
  const [{ id }] = await trx('imports')
    .insert({
      user_id: file.userId,
      file_name: file.fileName,
      content: file.content,
      result: JSON.stringify(file.outline),
      created_at: now,
    })
    .returning('id');
  return id;
}

/** The import without its content. @throws NotFoundError */
export async function getImport(q: Queryable, id: number): Promise<ImportRecord> {
  return toRecord(found(await selectImports(q).where('imports.id', id).first(), 'import', id));
}

/** The text of a staged file; null when it is no longer staged. */
export async function readImportContent(q: Queryable, id: number): Promise<string | null> {
  const row: { content: string | null } | undefined = await q('imports').where({ id }).first('content');
  return row?.content == null ? null : unpackContent(row.content);
}

/** A page of the imports, the latest first: those before `before`. */
export async function listImports(q: Queryable, before: number | null, size: number): Promise<ImportRecord[]> {
  const query = selectImports(q).orderBy('imports.id', 'desc').limit(size);
  if (before !== null) query.where('imports.id', '<', before);
  return (await query).map(toRecord);
}

/** Writes how a staged file is to be read; false when it is no longer staged. */
export async function setImportMapping(trx: Queryable, id: number, mapping: ChosenMapping): Promise<boolean> {
  return (await staged(trx, id).update({ mapping: JSON.stringify(mapping) })) === 1;
}

/**
 * Takes a staged import for applying as it was mapped when it was read: of several at once only one gets true. First in the
 * transaction, which the others wait for.
 */
export async function claimImport(trx: Queryable, id: number, mapping: ChosenMapping, now: number): Promise<boolean> {
  const asRead = staged(trx, id).where({ mapping: JSON.stringify(mapping) });
  return (await asRead.update({ applied_at: now })) === 1;
}

/** Gives up a claim: nothing was applied. */
export async function releaseImport(trx: Queryable, id: number): Promise<void> {
  await trx('imports').where({ id }).update({ applied_at: null });
}

/** Keeps what a claimed import did, and erases the file. */
export async function finishImport(trx: Queryable, id: number, report: AppliedImport): Promise<void> {
  await trx('imports')
    .where({ id })
    .update({ ...ERASED, result: JSON.stringify(report) });
}

/** Erases a staged file; false when it is no longer staged. */
export async function discardImport(trx: Queryable, id: number): Promise<boolean> {
  return (await staged(trx, id).update(ERASED)) === 1;
}

/** Erases the files that were staged before an instant and never applied; returns their imports' ids. */
export async function discardImportsBefore(trx: Queryable, before: number): Promise<number[]> {
  const ids: { id: number }[] = await trx('imports')
    .whereNotNull('content')
    .where('created_at', '<', before)
    .update(ERASED)
    .returning('id');
  return ids.map(({ id }) => id);
}

const ERASED = { content: null, mapping: null, result: null };

function staged(trx: Queryable, id: number) {
  return trx('imports').where({ id, applied_at: null }).whereNotNull('content');
}

interface ImportRow {
  id: number;
  file_name: string;
  user_name: string;
  mapping: string | null;
  result: string | null;
  created_at: number;
  applied_at: number | null;
}

/** Never the content, which may be long. */
function selectImports(q: Queryable) {
  return q('imports')
    .join('users', 'users.id', 'imports.user_id')
    .select('imports.id', 'file_name', 'users.name as user_name', 'mapping', 'result', 'applied_at')
    .select('imports.created_at as created_at');
}

function toRecord(row: ImportRow): ImportRecord {
  const facts = { id: row.id, fileName: row.file_name, userName: row.user_name, createdAt: row.created_at };
  if (row.result === null) return { ...facts, state: 'discarded' };
  const result = JSON.parse(row.result);
  if (row.applied_at !== null) return { ...facts, state: 'applied', appliedAt: row.applied_at, report: result };
  return { ...facts, state: 'staged', outline: result, mapping: row.mapping === null ? null : JSON.parse(row.mapping) };
}
