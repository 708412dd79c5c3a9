import type { FastifyRequest } from 'fastify';
import type { WorkRefusal } from '../../actions/working.js';
import { daysBetween } from '../../domain/civil-date.js';
import { type RefusalToExecute, type RefusalToExtend, statusOf } from '../../domain/scheduler.js';
import type { ClosureReason } from '../../domain/survey-change.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { SurveyRecord } from './load.js';

type Speaker = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

const CLOSURE_TEXTS: Record<ClosureReason, TextKey> = {
  refused: 'surveys.reasonRefused',
  'wrong-number': 'surveys.reasonWrongNumber',
  unreachable: 'surveys.reasonUnreachable',
  other: 'surveys.reasonOther',
};

/** A closure's reason in words. */
export function closureText({ t }: Pick<Speaker, 't'>, reason: ClosureReason): string {
  return t(CLOSURE_TEXTS[reason]);
}

/** Why the survey has its status, with the arithmetic of its dates (SPEC 4, STYLE 3). */
export function whyText(speaker: Speaker, record: SurveyRecord): string {
  const { t, formats, today } = speaker;
  const { survey } = record;
  const { reason } = statusOf(survey, today);
  const params = { arithmetic: arithmetic(speaker, record) };
  switch (reason.kind) {
    case 'opens-in':
      return t('surveys.opensIn', { ...params, count: reason.days, date: formats.date(survey.opensOn) });
    case 'expires-in':
      return t('surveys.expiresIn', { ...params, count: reason.days, date: formats.date(survey.expiresOn) });
    case 'expired':
      return t('surveys.expired', { ...params, count: reason.days, date: formats.date(survey.expiresOn) });
    case 'executed':
      return t('surveys.executedBy', executionParams(speaker, record));
    case 'closed': {
      const [closure] = record.closures;
      const text = closure === undefined ? '—' : closureText(speaker, closure.reason);
      return t('surveys.closedBy', { ...closureParams(speaker, record), reason: text });
    }
    case 'sale-cancelled':
      return t('surveys.saleCancelled');
  }
}

/** "fechada em 01/07 + 7 + 3": N and M as they were when the dates were given, not as the rule stands now. */
function arithmetic({ t, formats }: Speaker, { survey }: SurveyRecord): string {
  const text = t('surveys.arithmetic', {
    closed: formats.date(survey.sale.closedOn),
    start: daysBetween(survey.sale.closedOn, survey.opensOn),
    expiry: daysBetween(survey.opensOn, survey.originalExpiresOn),
  });
  if (survey.expiresOn === survey.originalExpiresOn) return text;
  return t('surveys.arithmeticExtended', { arithmetic: text, date: formats.date(survey.expiresOn) });
}

function executionParams({ formats }: Speaker, { executions }: SurveyRecord) {
  const standing = executions.find((execution) => execution.annulment === null);
  return { name: standing?.by.name ?? '—', date: formats.instant(standing?.finishedAt) };
}

function closureParams({ formats }: Speaker, { closures }: SurveyRecord) {
  const standing = closures.find((closure) => closure.reopening === null);
  return { name: standing?.by ?? '—', date: formats.instant(standing?.at) };
}

/** What is said to who wanted to work on a survey and cannot: what ended it, or who has it and since when. */
export function refusalToWorkText(speaker: Speaker, record: SurveyRecord, refusal: WorkRefusal): string {
  if (refusal.kind === 'not-possible') return refusalToExecuteText(speaker, record, refusal.reason);
  const { userName, claimedAt } = refusal.claim;
  return speaker.t('surveys.refusedClaimed', { name: userName, time: speaker.formats.time(claimedAt) });
}

/** What is said to who wanted to finish a survey and could not: who was quicker, and when. */
export function refusalToExecuteText(speaker: Speaker, record: SurveyRecord, reason: RefusalToExecute): string {
  const { t, formats } = speaker;
  const { survey } = record;
  switch (reason) {
    case 'not-yet-open':
      return t('surveys.refusedNotYetOpen', { date: formats.date(survey.opensOn) });
    case 'expired':
      return t('surveys.refusedExpired', { date: formats.date(survey.expiresOn) });
    case 'executed':
      return t('surveys.refusedExecuted', executionParams(speaker, record));
    case 'closed':
      return t('surveys.refusedClosed', closureParams(speaker, record));
    case 'cancelled':
      return t('surveys.refusedCancelled');
  }
}

/** Why an expiry cannot be moved: at the date where another one would do, else about the survey as a whole. */
export function refusalToExtendText(
  speaker: Speaker,
  record: SurveyRecord,
  reason: RefusalToExtend,
): { readonly field: 'expiresOn' | null; readonly text: string } {
  const { t, formats } = speaker;
  const { opensOn, expiresOn } = record.survey;
  switch (reason) {
    case 'before-today':
      return { field: 'expiresOn', text: t('surveys.refusedBeforeToday') };
    case 'before-opening':
      return { field: 'expiresOn', text: t('surveys.refusedBeforeOpening', { date: formats.date(opensOn) }) };
    case 'before-expiry':
    case 'same-expiry':
      return { field: 'expiresOn', text: t('surveys.refusedBeforeExpiry', { date: formats.date(expiresOn) }) };
    case 'executed':
    case 'closed':
    case 'cancelled':
      return { field: null, text: refusalToExecuteText(speaker, record, reason) };
  }
}
