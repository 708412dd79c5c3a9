import type { FastifyRequest } from 'fastify';
import type { CompanyCalendar } from '../../domain/calendar.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { FieldChecks, isTicked } from '../../domain/field-checks.js';
import { MAX_DAYS } from '../../domain/rule.js';
import { type Schedule, surveyDates } from '../../domain/scheduler.js';

/** What the two numbers of a rule mean, in words. */
export interface ScheduleView {
  /** For a sale closed today; null while the numbers are not right. */
  readonly sentence: string | null;
  /** From which day to which the expiry moves, and why; null when it stays. */
  readonly moved: string | null;
  /** The rule's one day may be a non-working one (SPEC 2, M = 0), and what today's sale would get; null when not. */
  readonly warning: string | null;
}

/** The numbers as typed. */
export type TypedSchedule = Readonly<Record<'startDays' | 'expiryDays' | 'businessDays', string>>;

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

/** Explains *Agendar início*, *Vencimento após início* and business days by a sale that closes today. */
export function scheduleView(typed: TypedSchedule, request: Request, calendar: CompanyCalendar): ScheduleView {
  const checks = new FieldChecks();
  const schedule = {
    startDays: checks.integer('startDays', typed.startDays, 0, MAX_DAYS),
    expiryDays: checks.integer('expiryDays', typed.expiryDays, 0, MAX_DAYS),
    businessDays: isTicked(typed.businessDays),
  };
  if (checks.errors.length > 0) return { sentence: null, moved: null, warning: null };
  const { t, formats, today } = request;
  const { opensOn, expiresOn } = surveyDates(today, schedule, calendar);
  const days = { closed: formats.date(today), from: formats.date(opensOn), to: formats.date(expiresOn) };
  return {
    sentence: t(opensOn === expiresOn ? 'rules.meaningOneDay' : 'rules.meaning', days),
    moved: movedText(request, calendar, addDays(opensOn, schedule.expiryDays), expiresOn),
    warning: warningText(request, calendar, schedule, opensOn),
  };
}

function movedText({ t, formats }: Request, calendar: CompanyCalendar, from: CivilDate, to: CivilDate): string | null {
  const why = from === to ? null : dayOffText({ t, formats }, calendar, from);
  return (
    why && t('rules.expiryMoved', { from: formats.date(from), why, to: formats.date(to), day: formats.weekday(to) })
  );
}

function warningText(
  { t, formats }: Request,
  calendar: CompanyCalendar,
  { expiryDays, businessDays }: Schedule,
  day: CivilDate,
): string | null {
  if (expiryDays > 0 || businessDays) return null;
  const why = dayOffText({ t, formats }, calendar, day);
  const example = why && t('rules.oneDayOff', { day: formats.date(day), why });
  return [t('rules.oneDayWarning'), example].filter(Boolean).join(' ');
}

/** Why a day is no business day; null when it is one. */
function dayOffText({ t, formats }: Omit<Request, 'today'>, calendar: CompanyCalendar, day: CivilDate): string | null {
  const off = calendar.dayOff(day);
  switch (off?.kind) {
    case undefined:
      return null;
    case 'weekend':
      return formats.weekday(day);
    case 'holiday':
      return t('rules.holiday', { name: off.name });
  }
}
