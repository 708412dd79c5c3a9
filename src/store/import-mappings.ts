import { createHash } from 'node:crypto';
import type { ChosenMapping } from '../domain/import-mapping.js';
import { nameKey } from '../domain/text.js';
import type { Queryable } from './dialect.js';

/** The mapping that was chosen last for a file with these columns, in whatever order; or null. */
export async function findRememberedMapping(q: Queryable, header: readonly string[]): Promise<ChosenMapping | null> {
  const row = await q('import_mappings')
    .where({ header_hash: hashOf(header) })
    .first('mapping');
  return row === undefined ? null : JSON.parse(row.mapping);
}

/** Remembers a mapping for the next file with these columns. */
export async function rememberMapping(
  trx: Queryable,
  header: readonly string[],
  mapping: ChosenMapping,
  { userId, now }: { readonly userId: number; readonly now: number },
): Promise<void> {
  const row = { mapping: JSON.stringify(mapping), user_id: userId, saved_at: now };
  await trx('import_mappings')
    .insert({ header_hash: hashOf(header), ...row })
    .onConflict('header_hash')
    .merge(row);
}

/** Tells one mapping of a file from another, for a form to say which one it shows. */
export function mappingDigest(mapping: ChosenMapping): string {
  return createHash('sha256').update(JSON.stringify(mapping)).digest('hex').slice(0, 16);
}

function hashOf(header: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(header.map(nameKey).sort()))
    .digest('hex');
}
