import { type Calendar, calendarOf, type OwnHoliday } from '../domain/calendar.js';
import { effectsOfCalendar } from '../domain/configuration-change.js';
import { NO_EFFECTS } from '../domain/configuration-effects.js';
import { type HolidayForm, sameDay, validateHoliday } from '../domain/holiday.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import type { Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { deleteHoliday, getHoliday, insertHolidays, listHolidays, updateHoliday } from '../store/holidays.js';
import { nationalHolidays } from '../store/national-holidays.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { type ConfigRefusal, invalid } from './saving.js';

/**
 * Adds a holiday of the company's own (no target) or changes it, over the version that was read; returns its id. Surveys
 * that exist keep their dates unless it is asked for that open ones follow (SPEC 2). @throws NotFoundError
 */
export async function saveHoliday(
  context: ActionContext,
  target: Target | null,
  form: HolidayForm,
  asked: ApplyAsked | null = null,
): Promise<Result<number, ConfigRefusal>> {
  const checked = validateHoliday(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const calendar = await calendarWith(context.db.read, target?.id ?? null, checked.value);
  const foreseen = await foresee(context, asked, async () => effectsOfCalendar(), calendar);
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => saveIn(trx, context, target, checked.value, foreseen.value));
}

async function saveIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  holiday: OwnHoliday,
  foreseen: Foreseen | null,
): Promise<Result<number, ConfigRefusal>> {
  await lockNames(trx, 'holidays');
  const before = target && (await getHoliday(trx, target.id));
  const changes = changesBetween(before, holiday);
  if (before && Object.keys(changes).length === 0 && foreseen === null) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  const others = (await listHolidays(trx)).filter(({ id }) => id !== target?.id);
  if (others.some((other) => sameDay(other, holiday))) return refuse(invalid({ field: 'on', message: 'holidayTaken' }));
  const calendar = await calendarWith(trx, target?.id ?? null, holiday);
  const effects = foreseen === null ? NO_EFFECTS : effectsOfCalendar();
  const ready = await readyToApply(trx, context, { effects, foreseen, matters: true, calendar });
  if (!ready.ok) return ready;
  if (target && !(await updateHoliday(trx, target, holiday))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertHolidays(trx, [holiday], context.now))[0] ?? 0;
  const action = target ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'holiday', entityId: id, changes }]);
  await applyReady(trx, context, ready.value, { kind: 'holiday', id, version: (before?.version ?? 0) + 1 });
  return ok(id);
}

/** The company's calendar with a holiday in the place of the one with that id, or without it. */
export async function calendarWith(q: Queryable, id: number | null, holiday: OwnHoliday | null): Promise<Calendar> {
  const others = (await listHolidays(q)).filter((one) => one.id !== id);
  return calendarOf(holiday === null ? others : [...others, holiday], (year) => nationalHolidays(year));
}

/**
 * Removes a holiday of the company's own, over the version that was read: nothing refers to it, and the audit keeps what
 * it was. Surveys that exist keep their dates unless it is asked for that open ones follow. @throws NotFoundError
 */
export async function removeHoliday(
  context: ActionContext,
  target: Target,
  asked: ApplyAsked | null = null,
): Promise<Result<null, ConfigRefusal>> {
  const without = await calendarWith(context.db.read, target.id, null);
  const foreseen = await foresee(context, asked, async () => effectsOfCalendar(), without);
  if (!foreseen.ok) return foreseen;
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'holidays');
    const { id, version, ...before } = await getHoliday(trx, target.id);
    if (version !== target.version) return refuse({ kind: 'stale' });
    const calendar = await calendarWith(trx, id, null);
    const effects = foreseen.value === null ? NO_EFFECTS : effectsOfCalendar();
    const ready = await readyToApply(trx, context, { effects, foreseen: foreseen.value, matters: true, calendar });
    if (!ready.ok) return ready;
    if (!(await deleteHoliday(trx, target))) return refuse({ kind: 'stale' });
    const gone: Partial<OwnHoliday> = before;
    const changes = Object.fromEntries(Object.entries(gone).map(([field, value]) => [field, [value, null] as const]));
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'remove', entity: 'holiday', entityId: id, changes },
    ]);
    await applyReady(trx, context, ready.value, { kind: 'holiday', id, version: version + 1 });
    return ok(null);
  });
}
