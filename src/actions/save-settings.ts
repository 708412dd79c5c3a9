import { ok, type Result, refuse } from '../domain/result.js';
import { type SettingsForm, validateSettings } from '../domain/settings.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { getSettings, updateSettings } from '../store/settings.js';
import { type ActionContext, auditActor } from './context.js';
import type { SaveRefusal } from './saving.js';

/** Changes the company's settings over the version that was read (*Empresa*). No date that is stored changes. */
export async function saveSettings(
  context: ActionContext,
  version: number,
  form: SettingsForm,
): Promise<Result<null, SaveRefusal>> {
  const checked = validateSettings(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const before = await getSettings(trx);
    const changes = changesBetween(before, checked.value);
    if (Object.keys(changes).length === 0) return ok(null);
    if (!(await updateSettings(trx, { ...checked.value, version }))) return refuse({ kind: 'stale' });
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change', entity: 'settings', entityId: 1, changes },
    ]);
    return ok(null);
  });
}
