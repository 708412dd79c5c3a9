import type { FastifyRequest } from 'fastify';
import { clockText } from '../../domain/calling-hours.js';
import { heldByOther, holds } from '../../domain/claim.js';
import { keyOpenedAt } from '../../domain/form-moment.js';
import { can } from '../../domain/permissions.js';
import { refusalToExecute } from '../../domain/scheduler.js';
import { type Waiting, waitingOf } from '../../domain/waiting.js';
import type { Attempt } from '../../store/attempts.js';
import { signedIn } from '../../web/request.js';
import { momentText, outcomeText, waitingText } from '../contact-texts.js';
import type { SurveyRecord } from './load.js';
import type { Refused } from './refused.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'company' | 'user' | 'now'>;

/** By whom it is held, that no phone is known, or whose sale it is: each has a place of its own. */
const SAID_ELSEWHERE: readonly Waiting['kind'][] = ['claimed', 'without-phone', 'own-sale'];

const NOTE_ID = 'attempt-note';

/** Who has the survey and why it waits, with what the viewer may do about it. */
export function claimModel(request: Request, record: SurveyRecord) {
  const { t, formats, now, today } = request;
  const { survey, claim } = record;
  const user = signedIn(request);
  const open = survey.outcome === null;
  const mine = open && holds(claim, user.id, now);
  const other = open ? heldByOther(claim, user.id, now) : null;
  const due = refusalToExecute(survey, today) === null;
  const waiting = due && record.his ? waitingOf(record, user.id, now) : null;
  return {
    mine: mine && claim !== null ? t('surveys.claimedByYou', { time: formats.time(claim.expiresAt) }) : null,
    other: other && t('surveys.claimedByOther', { name: other.userName, time: formats.time(other.claimedAt) }),
    heldNow: other && t('surveys.heldNow', { name: other.userName, time: formats.time(other.claimedAt) }),
    waiting:
      waiting !== null && !SAID_ELSEWHERE.includes(waiting.kind)
        ? t('surveys.waiting', { reason: waitingText(request, waiting) })
        : null,
    attempts: record.runnable,
    canStart: record.runnable && !mine && record.questions.length > 0,
    canRelease: mine || (other !== null && can(user.role, 'manageSurveys')),
  };
}

/** The attempts that were made, the latest first, and the form for another one. */
export function attemptsModel(request: Request, record: SurveyRecord, refused: Refused | null) {
  const { attempts, calling, survey, runnable } = record;
  const mine = refused?.form === 'attempt' ? refused : null;
  return {
    count: attempts.length,
    events: [...attempts].reverse().map((attempt) => attemptEvent(request, attempt)),
    form: !runnable
      ? null
      : {
          open: mine !== null,
          key: mine?.typed.formKey || keyOpenedAt(request.now, crypto.randomUUID()),
          typed: mine?.typed ?? {},
          errors: mine?.errors ?? [],
          // The survey's form has a note too.
          summary: (mine?.errors ?? []).map((error) => (error.field === 'note' ? { ...error, field: NOTE_ID } : error)),
          noteId: NOTE_ID,
          others: othersModel(request, record, mine),
          outcomes: calling.outcomes
            .filter(({ active }) => active)
            .map(({ kind, needsNote, needsCallBack }, index) => ({
              value: kind,
              key: String(index + 1),
              label: outcomeText(request, kind),
              asks: asksFor(request, { needsNote, needsCallBack }),
              needs: `${needsCallBack ? ' needs-call-back' : ''}${needsNote ? ' needs-note' : ''}`,
            })),
          callBackHint: request.t('surveys.callBackHint', {
            from: clockText(calling.hours.fromMinute),
            until: clockText(calling.hours.untilMinute),
            date: request.formats.date(survey.expiresOn),
          }),
        },
  };
}

/** The same call was about the customer's other surveys: ticked until somebody says otherwise. */
function othersModel({ t }: Request, { others }: SurveyRecord, refused: Refused | null) {
  if (others.length === 0) return null;
  const checked = refused === null || refused.typed.others === '1';
  return { label: t('surveys.attemptAlso', { count: others.length }), checked };
}

function asksFor({ t }: Request, needs: { readonly needsNote: boolean; readonly needsCallBack: boolean }) {
  if (needs.needsNote && needs.needsCallBack) return t('surveys.asksBoth');
  if (needs.needsCallBack) return t('surveys.asksCallBack');
  return needs.needsNote ? t('surveys.asksNote') : null;
}

function attemptEvent(request: Request, attempt: Attempt) {
  const { t, formats } = request;
  const { callBackAt } = attempt;
  const callBack = callBackAt === null ? null : t('surveys.callBackFor', { when: momentText(request, callBackAt) });
  return {
    text: outcomeText(request, attempt.outcome),
    detail: [callBack, attempt.note].filter(Boolean).join('\n'),
    when: formats.instant(attempt.attemptedAt),
    who: attempt.by,
    icon: 'phone-off',
  };
}
