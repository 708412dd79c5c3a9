import { clockText } from '../domain/calling-hours.js';
import { type CallingRules, type CallingSettingsForm, validateCallingSettings } from '../domain/calling-settings.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { getCallingSettings, updateCallingSettings } from '../store/calling-settings.js';
import { type ActionContext, auditActor } from './context.js';
import type { SaveRefusal } from './saving.js';

/** Changes *Atendimento* over the version that was read. Attempts that were made keep their cool-down and their call-back. */
export async function saveCallingSettings(
  context: ActionContext,
  version: number,
  form: CallingSettingsForm,
): Promise<Result<null, SaveRefusal>> {
  const checked = validateCallingSettings(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const after = checked.value;
  return context.db.transaction(async (trx) => {
    const before = await getCallingSettings(trx);
    const changes = changesBetween(audited(before, after), audited(after, before));
    if (Object.keys(changes).length === 0) return ok(null);
    if (!(await updateCallingSettings(trx, { ...after, version }))) return refuse({ kind: 'stale' });
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change', entity: 'calling', entityId: 1, changes },
    ]);
    return ok(null);
  });
}

/** As the audit tells it: of the outcomes only those that differ from the other side's. */
function audited({ hours, whatsAppText, outcomes }: CallingRules, other: CallingRules) {
  const differing = outcomes.filter((outcome) => {
    const counterpart = other.outcomes.find(({ kind }) => kind === outcome.kind);
    return Object.keys(changesBetween(counterpart ?? null, outcome)).length > 0;
  });
  return {
    from: clockText(hours.fromMinute),
    until: clockText(hours.untilMinute),
    days: hours.days,
    whatsAppText,
    outcomes: differing.map(({ kind, ...flags }) => ({ attempt: kind, ...flags })),
  };
}
