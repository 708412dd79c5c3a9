import { savePanelChips } from '../store/preferences.js';
import type { Chip } from '../store/survey-tabs.js';
import { type ActionContext, actingUser } from './context.js';

/** Keeps the chips of *Não executadas* for the user who acts (SPEC 6). A taste of his own: the audit has no word of it. */
export function rememberChips(context: ActionContext, chips: readonly Chip[]): Promise<void> {
  return context.db.transaction((trx) => savePanelChips(trx, actingUser(context), chips));
}
