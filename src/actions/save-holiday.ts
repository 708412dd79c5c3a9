import type { OwnHoliday } from '../domain/calendar.js';
import { type HolidayForm, sameDay, validateHoliday } from '../domain/holiday.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import type { Target } from '../store/configuration.js';
import { lockNames } from '../store/dialect.js';
import { deleteHoliday, getHoliday, insertHolidays, listHolidays, updateHoliday } from '../store/holidays.js';
import { type ActionContext, auditActor } from './context.js';
import { invalid, type SaveRefusal } from './saving.js';

/**
 * Adds a holiday of the company's own (no target) or changes it, over the version that was read; returns its id. Surveys
 * that exist keep their dates (SPEC 2). @throws NotFoundError
 */
export async function saveHoliday(
  context: ActionContext,
  target: Target | null,
  form: HolidayForm,
): Promise<Result<number, SaveRefusal>> {
  const checked = validateHoliday(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const holiday = checked.value;
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'holidays');
    const before = target && (await getHoliday(trx, target.id));
    const changes = changesBetween(before, holiday);
    if (before && Object.keys(changes).length === 0) return ok(before.id);
    if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
    const others = (await listHolidays(trx)).filter(({ id }) => id !== target?.id);
    if (others.some((other) => sameDay(other, holiday))) return refuse(invalid({ field: 'on', message: 'taken' }));
    if (target && !(await updateHoliday(trx, target, holiday))) return refuse({ kind: 'stale' });
    const id = target?.id ?? (await insertHolidays(trx, [holiday], context.now))[0] ?? 0;
    const action = target ? 'change' : 'create';
    await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'holiday', entityId: id, changes }]);
    return ok(id);
  });
}

/**
 * Removes a holiday of the company's own, over the version that was read: nothing refers to it, and the audit keeps what
 * it was. Surveys that exist keep their dates. @throws NotFoundError
 */
export async function removeHoliday(context: ActionContext, target: Target): Promise<Result<null, SaveRefusal>> {
  return context.db.transaction(async (trx) => {
    const { id, version, ...before } = await getHoliday(trx, target.id);
    if (!(await deleteHoliday(trx, target))) return refuse({ kind: 'stale' });
    const gone: Partial<OwnHoliday> = before;
    const changes = Object.fromEntries(Object.entries(gone).map(([field, value]) => [field, [value, null] as const]));
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'remove', entity: 'holiday', entityId: id, changes },
    ]);
    return ok(null);
  });
}
