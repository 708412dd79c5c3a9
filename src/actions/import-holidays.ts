import type { CivilDate } from '../domain/civil-date.js';
import { type HolidayList, readHolidayList } from '../domain/holiday.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { insertHolidays, listHolidays } from '../store/holidays.js';
import { nationalHolidays } from '../store/national-holidays.js';
import { type ActionContext, auditActor } from './context.js';

/** What importing the list would do now; nothing of it is done. */
export async function previewHolidays(q: Queryable, text: string): Promise<HolidayList> {
  const national = (date: CivilDate) => nationalHolidays(Number(date.slice(0, 4))).some(({ on }) => on === date);
  return readHolidayList(text, await listHolidays(q), national);
}

/**
 * Adds the holidays of a list that are not known yet, each once, all or nothing; returns how many. A list with faults is
 * refused with them. Surveys that exist keep their dates (SPEC 2).
 */
export async function importHolidays(context: ActionContext, text: string): Promise<Result<number, HolidayList>> {
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'holidays');
    const list = await previewHolidays(trx, text);
    if (list.faults.length > 0 || list.holidays.length === 0) return refuse(list);
    const added = list.holidays
      .filter(({ known }) => known === null)
      .map(({ on, name }) => ({ on, name, yearly: false }));
    const ids = await insertHolidays(trx, added, context.now);
    const entries = added.map((holiday, index) => ({
      action: 'create',
      entity: 'holiday',
      entityId: ids[index] ?? 0,
      changes: changesBetween(null, holiday),
    }));
    await insertAudit(trx, auditActor(context), context.now, entries);
    return ok(added.length);
  });
}
