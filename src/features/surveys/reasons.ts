import type { FastifyRequest } from 'fastify';
import type { WorkRefusal } from '../../actions/working.js';
import type { RefusalToExecute, RefusalToExtend } from '../../domain/scheduler.js';
import type { SurveyRecord } from './load.js';

type Speaker = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

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
  if (refusal.kind === 'own-sale') return speaker.t('surveys.refusedOwnSale');
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
