import type { Queryable } from './dialect.js';
import { CHIPS, type Chip } from './survey-tabs.js';

/** The chips of *Não executadas* that the user chose last; null until he chose some. */
export async function findPanelChips(q: Queryable, userId: number): Promise<readonly Chip[] | null> {
  const row = await q('user_preferences').where({ user_id: userId }).first('panel_chips');
  const stored: string | null = row?.panel_chips ?? null;
  if (stored === null) return null;
  const names = stored.split(' ');
  return CHIPS.filter((chip) => names.includes(chip));
}

/** Remembers them; none is a choice too. */
export async function savePanelChips(trx: Queryable, userId: number, chips: readonly Chip[]): Promise<void> {
  const row = { user_id: userId, panel_chips: chips.join(' ') };
  await trx('user_preferences').insert(row).onConflict('user_id').merge(['panel_chips']);
}
