import type { Queryable } from './dialect.js';
import { select } from './statements.js';
import { CHIPS, type Chip } from './survey-tabs.js';

/** The chips of *Não executadas* that the user chose last; null until he chose some. */
export async function findPanelChips(q: Queryable, userId: number): Promise<readonly Chip[] | null> {
  const [row] = await select<{ panel_chips: string | null }>(q, CHIPS_OF, [userId]);
  const stored = row?.panel_chips ?? null;
  if (stored === null) return null;
  const names = stored.split(' ');
  return CHIPS.filter((chip) => names.includes(chip));
}

const CHIPS_OF = 'select panel_chips from user_preferences where user_id = ?';

/** Remembers them; none is a choice too. */
export async function savePanelChips(trx: Queryable, userId: number, chips: readonly Chip[]): Promise<void> {
  const row = { user_id: userId, panel_chips: chips.join(' ') };
  await trx('user_preferences').insert(row).onConflict('user_id').merge(['panel_chips']);
}
