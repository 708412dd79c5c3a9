import { type Calendar, calendarOf, type OwnHoliday } from '../domain/calendar.js';
import type { CivilDate } from '../domain/civil-date.js';
import { effectsOfCalendar } from '../domain/configuration-change.js';
import { NO_EFFECTS } from '../domain/configuration-effects.js';
import { type HolidayList, readHolidayList } from '../domain/holiday.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { insertHolidays, listHolidays } from '../store/holidays.js';
import { nationalHolidays } from '../store/national-holidays.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, type ReachRefusal, readyToApply } from './reach-back.js';

/** What importing the list would do now; nothing of it is done. */
export async function previewHolidays(q: Queryable, text: string): Promise<HolidayList> {
  const national = (date: CivilDate) => nationalHolidays(Number(date.slice(0, 4))).some(({ on }) => on === date);
  return readHolidayList(text, await listHolidays(q), national);
}

/** Why a list was not imported: it has faults or nothing in it, or see `ReachRefusal`. Nothing was written. */
export type ListRefusal = { readonly kind: 'list'; readonly list: HolidayList } | ReachRefusal;

/** How many holidays were added, and the first of them; null when all were known. */
export interface ImportedHolidays {
  readonly count: number;
  readonly firstId: number | null;
}

/** The holidays of a list that are not known yet. */
export function addedBy({ holidays }: HolidayList): OwnHoliday[] {
  return holidays.filter(({ known }) => known === null).map(({ on, name }) => ({ on, name, yearly: false }));
}

/**
 * Adds the holidays of a list that are not known yet, each once, all or nothing. Surveys that exist keep their dates
 * unless it is asked for that open ones follow (SPEC 2); a list that adds nothing moves nothing.
 */
export async function importHolidays(
  context: ActionContext,
  text: string,
  asked: ApplyAsked | null = null,
): Promise<Result<ImportedHolidays, ListRefusal>> {
  const { read } = context.db;
  const listed = addedBy(await previewHolidays(read, text));
  const effects = listed.length === 0 ? null : effectsOfCalendar();
  const foreseen = await foresee(context, asked, async () => effects, await calendarWithAll(read, listed));
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => importIn(trx, context, text, foreseen.value));
}

async function importIn(
  trx: Queryable,
  context: ActionContext,
  text: string,
  foreseen: Foreseen | null,
): Promise<Result<ImportedHolidays, ListRefusal>> {
  await lockNames(trx, 'holidays');
  const list = await previewHolidays(trx, text);
  if (list.faults.length > 0 || list.holidays.length === 0) return refuse({ kind: 'list', list });
  const added = addedBy(list);
  if (added.length === 0) return ok({ count: 0, firstId: null });
  const calendar = await calendarWithAll(trx, added);
  const effects = foreseen === null ? NO_EFFECTS : effectsOfCalendar();
  const ready = await readyToApply(trx, context, { effects, foreseen, matters: true, calendar });
  if (!ready.ok) return ready;
  const ids = await insertHolidays(trx, added, context.now);
  await insertAudit(
    trx,
    auditActor(context),
    context.now,
    added.map((holiday, index) => ({
      action: 'create',
      entity: 'holiday',
      entityId: ids[index] ?? 0,
      changes: changesBetween(null, holiday),
    })),
  );
  const firstId = ids[0] ?? 0;
  await applyReady(trx, context, ready.value, { kind: 'holiday', id: firstId, version: 1 });
  return ok({ count: added.length, firstId });
}

/** The company's calendar with more holidays of its own. */
export async function calendarWithAll(q: Queryable, added: readonly OwnHoliday[]): Promise<Calendar> {
  return calendarOf([...(await listHolidays(q)), ...added], (year) => nationalHolidays(year));
}
