import type { FastifyRequest } from 'fastify';
import { daysBetween } from '../../domain/civil-date.js';
import { scheduleOf, statusOf } from '../../domain/scheduler.js';
import { type ClosingCorrection, datedFrom, extensionSteps, isRedatedBy } from '../../domain/survey-story.js';
import { closureText } from '../closure-text.js';
import type { SurveyRecord } from './load.js';

type Speaker = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

/** Why the survey has its status, with the arithmetic of its dates, and what changed them or who it is for (SPEC 4, STYLE 3). */
export function whyModel(speaker: Speaker, record: SurveyRecord) {
  const notes = [
    ...correctionNotes(speaker, record),
    ...extensionNotes(speaker, record),
    undoneNote(speaker, record),
    assigneeNote(speaker, record),
  ];
  return { text: whyText(speaker, record), notes: notes.filter((note) => note !== null) };
}

function whyText(speaker: Speaker, record: SurveyRecord): string {
  const { t, formats, today } = speaker;
  const { survey } = record;
  const { reason } = statusOf(survey, today);
  const params = { arithmetic: arithmetic(speaker, record) };
  switch (reason.kind) {
    case 'opens-in':
      return t('surveyStory.opensIn', { ...params, count: reason.days, date: formats.date(survey.opensOn) });
    case 'expires-in':
      return t('surveyStory.expiresIn', { ...params, count: reason.days, date: formats.date(survey.expiresOn) });
    case 'expired':
      return t('surveyStory.expired', { ...params, count: reason.days, date: formats.date(survey.expiresOn) });
    case 'executed':
      return executedText(speaker, record, params.arithmetic);
    case 'closed':
      return closedText(speaker, record);
    case 'sale-cancelled':
      return cancelledText(speaker, record);
  }
}

/** "venda fechada em 01/07, abertura 7 dias depois e vencimento 3 dias após a abertura": N and M as they were when the dates were given, not as the rule stands now. */
function arithmetic({ t, formats }: Speaker, record: SurveyRecord): string {
  const { survey } = record;
  const closedOn = datedFrom(survey.sale.closedOn, correctionsOf(record), settledSpans(record));
  const { startDays, expiryDays } = scheduleOf(closedOn, survey);
  const moved = expiryDays !== daysBetween(survey.opensOn, survey.originalExpiresOn);
  const plain = t('surveyStory.arithmetic', {
    closed: formats.date(closedOn),
    opening: t('surveyStory.arithmeticOpening', { count: startDays }),
    expiry: t('surveyStory.arithmeticExpiry', { count: expiryDays }),
  });
  const date = formats.date(survey.originalExpiresOn);
  const text = moved ? t('surveyStory.arithmeticMoved', { arithmetic: plain, date }) : plain;
  if (survey.expiresOn === survey.originalExpiresOn) return text;
  const [step, ...others] = stepsOf(record);
  if (step !== undefined && others.length === 0)
    return t('surveyStory.arithmeticOnceExtended', { arithmetic: text, ...stepParams(formats, step) });
  return t('surveyStory.arithmeticExtended', { arithmetic: text, date: formats.date(survey.expiresOn) });
}

function executedText({ t, formats }: Speaker, { survey, executions }: SurveyRecord, sum: string): string {
  const standing = executions.find((execution) => execution.annulment === null);
  const late = daysBetween(survey.originalExpiresOn, standing?.executedOn ?? survey.originalExpiresOn);
  const params = {
    name: standing?.by.name ?? '—',
    date: formats.instant(standing?.finishedAt),
    expiry: formats.date(survey.originalExpiresOn),
    arithmetic: sum,
  };
  return late > 0 ? t('surveyStory.executedLate', { ...params, count: late }) : t('surveyStory.executed', params);
}

function closedText(speaker: Speaker, { closures }: SurveyRecord): string {
  const standing = closures.find((closure) => closure.reopening === null);
  const params = {
    name: standing?.by ?? '—',
    date: speaker.formats.instant(standing?.at),
    reason: standing === undefined ? '—' : closureText(speaker, standing.reason),
  };
  if (!standing?.note) return speaker.t('surveyStory.closed', params);
  return speaker.t('surveyStory.closedSaying', { ...params, note: standing.note });
}

function cancelledText({ t, formats }: Speaker, { events, survey }: SurveyRecord): string {
  const done = events.findLast(({ kind }) => kind === 'cancelled');
  const date = formats.instant(done?.at ?? survey.sale.cancelledAt);
  return done?.by ? t('surveyStory.cancelledBy', { name: done.by, date }) : t('surveyStory.cancelled', { date });
}

function correctionsOf({ events }: SurveyRecord): ClosingCorrection[] {
  return events.filter((event) => event.kind === 'corrected');
}

/** When an execution or a closure stood: then the closing date's corrections moved nothing. */
export function settledSpans({ executions, closures }: SurveyRecord) {
  return [
    ...executions.map(({ finishedAt, annulment }) => ({ from: finishedAt, until: annulment?.at ?? null })),
    ...closures.map(({ at, reopening }) => ({ from: at, until: reopening?.at ?? null })),
  ];
}

function correctionNotes({ t, formats }: Speaker, record: SurveyRecord): string[] {
  const spans = settledSpans(record);
  return record.events.flatMap((event) => {
    if (event.kind !== 'corrected') return [];
    const params = { from: formats.date(event.from), to: formats.date(event.to), name: event.by ?? '—' };
    return t(isRedatedBy(event, spans) ? 'surveyStory.redated' : 'surveyStory.notRedated', params);
  });
}

/** A single extension stands in the sentence itself. */
function extensionNotes({ t, formats }: Speaker, record: SurveyRecord): string[] {
  const steps = stepsOf(record);
  return steps.length < 2 ? [] : steps.map((step) => t('surveyStory.extended', stepParams(formats, step)));
}

function stepsOf({ survey, extensions }: SurveyRecord) {
  return extensionSteps(survey.originalExpiresOn, [...extensions].reverse());
}

function stepParams(formats: Speaker['formats'], { from, expiresOn, by, reason }: ReturnType<typeof stepsOf>[number]) {
  return { from: formats.date(from), to: formats.date(expiresOn), name: by, reason };
}

/** Of an open survey: the execution or the closure that was taken back last. */
function undoneNote({ t, formats }: Speaker, { survey, executions, closures }: SurveyRecord): string | null {
  if (survey.outcome !== null) return null;
  const undone = [
    ...executions.map(({ annulment }) => ({ key: 'surveyStory.annulled' as const, undoing: annulment })),
    ...closures.map(({ reopening }) => ({ key: 'surveyStory.reopened' as const, undoing: reopening })),
  ].sort((a, b) => (b.undoing?.at ?? 0) - (a.undoing?.at ?? 0))[0];
  if (!undone?.undoing) return null;
  const { by, at, reason } = undone.undoing;
  return t(undone.key, { name: by, date: formats.instant(at), reason });
}

function assigneeNote({ t, formats }: Speaker, { survey, events }: SurveyRecord): string | null {
  if (survey.assignee === null || survey.outcome !== null) return null;
  const { name } = survey.assignee;
  const given = events.findLast((event) => event.kind === 'reassigned');
  if (!given?.by) return t('surveyStory.his', { name });
  return t('surveyStory.hisSince', { name, by: given.by, date: formats.instant(given.at) });
}
