import type { FastifyRequest } from 'fastify';
import { proposalFate } from '../../domain/proposal-fate.js';
import { isRedatedBy } from '../../domain/survey-story.js';
import type { ProposalOfSurvey } from '../../store/proposals.js';
import type { SurveyEvent } from '../../store/survey-events.js';
import { closureText } from '../closure-text.js';
import { outcomeText } from '../contact-texts.js';
import { FOLLOW_UP_KIND_TEXTS } from '../follow-up-texts.js';
import type { SurveyRecord } from './load.js';
import { settledSpans } from './why.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'now'>;

interface Event {
  readonly at: number;
  readonly text: string;
  readonly icon: string;
  readonly who?: string | undefined;
  readonly detail?: string | undefined;
}

/** Who did what with a survey, the latest first: the facts themselves, and what only the audit has. */
export function historyOf(request: Request, record: SurveyRecord) {
  const events = [
    ...recorded(request, record),
    ...record.events.map((event) => eventOf(request, record, event)),
    ...attempted(request, record),
    ...proposed(request, record),
    ...extended(request, record),
    ...closed(request, record),
    ...executed(request, record),
  ];
  return events
    .map((event, index) => ({ ...event, index, when: request.formats.instant(event.at) }))
    .sort((a, b) => b.at - a.at || b.index - a.index);
}

/** Sales that were brought in without an audit of their own were recorded all the same. */
function recorded({ t }: Request, { survey, events }: SurveyRecord): Event[] {
  if (events.some(({ kind }) => kind === 'recorded')) return [];
  return [{ at: survey.sale.recordedAt, text: t('surveyStory.didRecord'), icon: 'shopping-cart' }];
}

function eventOf({ t, formats }: Request, record: SurveyRecord, event: SurveyEvent): Event {
  const done = { at: event.at, who: event.by ?? undefined };
  switch (event.kind) {
    case 'recorded':
      return { ...done, text: t(recordedKey(record, event.surveys)), icon: 'shopping-cart' };
    case 'planned':
      return { ...done, text: t('surveyStory.didPlan', { count: event.surveys }), icon: 'calendar-event' };
    case 'reconfigured':
      return { ...done, text: t('surveyStory.didReconfigure', { count: event.surveys }), icon: 'calendar-time' };
    case 'corrected': {
      const moved = isRedatedBy(event, settledSpans(record));
      const params = { from: formats.date(event.from), to: formats.date(event.to) };
      const text = t(moved ? 'surveyStory.didRedate' : 'surveyStory.didCorrect', params);
      return { ...done, text, icon: 'calendar-time' };
    }
    case 'cancelled':
      return { ...done, text: t('surveyStory.didCancel'), icon: 'ban' };
    case 'restored':
      return { ...done, text: t('surveyStory.didRestore'), icon: 'rotate' };
    case 'reassigned':
      return { ...done, text: t('surveyStory.didReassign', { name: event.to ?? '—' }), icon: 'user' };
    case 'taken-back':
      return { ...done, text: t('surveyStory.didTakeBack', { name: event.from ?? '—' }), icon: 'users' };
    case 'dismissed':
    case 'asked-again': {
      const kind = t(FOLLOW_UP_KIND_TEXTS[event.signal]).toLowerCase();
      const text = t(event.kind === 'dismissed' ? 'signals.told' : 'signals.toldRestored', { kind });
      return { ...done, text, detail: event.reason, icon: event.kind === 'dismissed' ? 'ban' : 'rotate' };
    }
    case 'followed': {
      const kind = t(FOLLOW_UP_KIND_TEXTS[event.as]).toLowerCase();
      return { ...done, text: t('signals.toldOpened', { kind }), icon: 'flag' };
    }
    case 'released':
      return { ...done, text: t('surveyStory.didRelease', { name: event.from ?? '—' }), icon: 'x' };
  }
}

/** A sale's surveys are planned when it is recorded, unless its product had no profile then. */
function recordedKey({ events }: SurveyRecord, surveys: number) {
  const alone = surveys > 0 && !events.some(({ kind }) => kind === 'planned');
  return alone ? 'surveyStory.didRecordAndPlan' : 'surveyStory.didRecord';
}

/** Their notes stand with the attempts. */
function attempted(request: Request, { attempts, claim, survey }: SurveyRecord): Event[] {
  const events: Event[] = attempts.map(({ attemptedAt, outcome, by }) => {
    const text = request.t('surveyStory.didAttempt', { outcome: outcomeText(request, outcome) });
    return { at: attemptedAt, text, who: by, icon: 'phone-off' };
  });
  const live = claim !== null && survey.outcome === null && claim.expiresAt > request.now;
  if (!live) return events;
  return [
    ...events,
    { at: claim.claimedAt, text: request.t('surveyStory.didClaim'), who: claim.userName, icon: 'player-play' },
  ];
}

/** What attempts proposed to managers, and what became of it: nothing that was proposed vanishes. */
function proposed(request: Request, { proposals, survey }: SurveyRecord): Event[] {
  const { t, formats } = request;
  return proposals.map((proposal) => {
    const { kind, at, by, expiresOn } = proposal;
    const text =
      kind === 'closing'
        ? t('surveyStory.proposedClosing')
        : t('surveyStory.proposedExtension', { date: formats.date(expiresOn) });
    return { at, text, who: by, detail: fateText(request, proposal, survey), icon: 'message-circle' };
  });
}

function fateText(
  { t, formats }: Request,
  proposal: ProposalOfSurvey,
  survey: Pick<SurveyRecord['survey'], 'outcome' | 'expiresOn'>,
): string {
  const fate = proposalFate(proposal, survey);
  const decided = { name: proposal.decided?.by ?? '—', date: formats.instant(proposal.decided?.at) };
  switch (fate.kind) {
    case 'waiting':
      return t('surveyStory.fateWaiting');
    case 'accepted':
      return t('surveyStory.fateAccepted', decided);
    case 'dismissed':
      return t('surveyStory.fateDismissed', decided);
    case 'overtaken':
      return t(`surveyStory.overtakenBy_${fate.by}`, { date: formats.date(survey.expiresOn) });
  }
}

function extended({ t, formats }: Request, { extensions }: SurveyRecord): Event[] {
  return extensions.map(({ at, by, expiresOn, reason }) => {
    const text = t('surveyStory.didExtend', { date: formats.date(expiresOn) });
    return { at, text, who: by, detail: reason, icon: 'calendar-time' };
  });
}

function closed(request: Request, { closures }: SurveyRecord): Event[] {
  return closures.flatMap(({ at, by, reason, note, reopening }) => {
    const text = request.t('surveyStory.didClose', { reason: closureText(request, reason) });
    const closing = { at, text, who: by, detail: note, icon: 'circle-x' };
    return reopening === null ? [closing] : [closing, undone(request.t('surveyStory.didReopen'), reopening)];
  });
}

function executed({ t }: Request, { executions }: SurveyRecord): Event[] {
  return executions.flatMap(({ finishedAt, by, annulment }) => {
    const execution = { at: finishedAt, text: t('surveyStory.didExecute'), who: by.name, icon: 'circle-check' };
    return annulment === null ? [execution] : [execution, undone(t('surveyStory.didAnnul'), annulment)];
  });
}

function undone(text: string, done: { readonly at: number; readonly by: string; readonly reason: string }): Event {
  return { at: done.at, text, who: done.by, detail: done.reason, icon: 'rotate' };
}
