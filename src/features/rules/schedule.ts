import type { FastifyRequest } from 'fastify';
import { FieldChecks } from '../../domain/field-checks.js';
import { MAX_DAYS } from '../../domain/rule.js';
import { surveyDates } from '../../domain/scheduler.js';

/** What the two numbers of a rule mean, in words. */
export interface ScheduleView {
  /** For a sale closed today; null while the numbers are not right. */
  readonly sentence: string | null;
  /** The rule has one day only, which may be a non-working one (SPEC 2, M = 0). */
  readonly oneDay: boolean;
}

/** Explains *Agendar início* and *Vencimento após início* by a sale that closes today. */
export function scheduleView(
  typed: { startDays: string; expiryDays: string },
  { t, formats, today }: Pick<FastifyRequest, 't' | 'formats' | 'today'>,
): ScheduleView {
  const checks = new FieldChecks();
  const startDays = checks.integer('startDays', typed.startDays, 0, MAX_DAYS);
  const expiryDays = checks.integer('expiryDays', typed.expiryDays, 0, MAX_DAYS);
  if (checks.errors.length > 0) return { sentence: null, oneDay: false };
  const { opensOn, expiresOn } = surveyDates(today, { startDays, expiryDays });
  const days = { closed: formats.date(today), from: formats.date(opensOn), to: formats.date(expiresOn) };
  const oneDay = expiryDays === 0;
  return { sentence: t(oneDay ? 'rules.meaningOneDay' : 'rules.meaning', days), oneDay };
}
