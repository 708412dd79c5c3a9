import type { FastifyRequest } from 'fastify';
import { type CivilDate, daysBetween } from '../../domain/civil-date.js';
import { holds } from '../../domain/claim.js';
import { type ClosingDays, isBlockedOwn } from '../../domain/own-survey.js';
import { formatPhone } from '../../domain/phone.js';
import { type PastAttempt, standingCallBack, waitingOf } from '../../domain/waiting.js';
import type { NamedClaim } from '../../store/claims.js';
import type { Page } from '../../store/key-paging.js';
import type { Progress } from '../../store/progress.js';
import type { QueuedSurvey } from '../../store/work-queue.js';
import { encodePageKey } from '../../web/page-key.js';
import { signedIn } from '../../web/request.js';
import { momentText, waitingText } from '../contact-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'company' | 'now' | 'user'>;

/** What was tried and who has what, by survey. */
export interface Contacts {
  readonly attempts: ReadonlyMap<number, readonly PastAttempt[]>;
  readonly claims: ReadonlyMap<number, NamedClaim>;
  /** See store/own-surveys. */
  readonly blocked: readonly ClosingDays[];
}

/** How far the user's day has come: what he finished, what is left, and how long one takes him. */
export function progressModel({ t, formats }: Pick<Request, 't' | 'formats'>, progress: Progress, due: number) {
  const seconds = progress.done === 0 ? null : Math.round(progress.spentMs / progress.done / 1000);
  return [
    { label: t('myRules.doneToday'), value: formats.number(progress.done) },
    { label: t('myRules.leftToday'), value: formats.number(due) },
    { label: t('myRules.averageTime'), value: seconds === null ? '—' : durationText({ t }, seconds) },
  ];
}

function durationText({ t }: Pick<Request, 't'>, seconds: number): string {
  if (seconds < 60) return t('myRules.seconds', { seconds });
  return t('myRules.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** The list of the surveys that the user is to run. */
export function listModel(
  request: Request,
  { rows, previous, next }: Page<QueuedSurvey>,
  contacts: Contacts,
  due: number,
) {
  const { t, formats, today } = request;
  const [first] = rows;
  const firstWaiting = rows.find(({ waits }) => waits);
  return {
    // Only the first page begins with it.
    nextName:
      previous === null && first !== undefined && !first.waits ? `${first.customer.name} · ${first.ruleName}` : null,
    surveys: rows.map((row) => ({
      waits: row.waits,
      firstWaiting: row === firstWaiting,
      href: `/surveys/${row.id}`,
      customer: row.customer.name,
      phone: row.customer.phone === null ? null : formatPhone(row.customer.phone),
      tel: row.customer.phone?.startsWith('+') ? `tel:${row.customer.phone}` : null,
      product: row.productName,
      seller: row.sellerName,
      closedOn: formats.date(row.closedOn),
      rule: row.ruleName,
      assigned: row.assignedTo !== null,
      daysLeft: t('myRules.days', { count: daysBetween(today, row.expiresOn) }),
      expiresOn: formats.date(row.expiresOn),
      lastDay: row.expiresOn === today,
      ...contactModel(request, row, contacts),
    })),
    countText: t('myRules.count', { count: due }),
    previousHref: previous && `/my-rules?before=${encodePageKey(previous)}`,
    nextHref: next && `/my-rules?after=${encodePageKey(next)}`,
  };
}

/** How often it was tried, why it waits, and whether its call-back is due; a missing phone stands in its own column. */
function contactModel(request: Request, row: QueuedSurvey, contacts: Contacts) {
  const [attempts, claim] = [contacts.attempts.get(row.id) ?? [], contacts.claims.get(row.id) ?? null];
  const user = signedIn(request);
  const ownSale = isBlockedOwn(row, user.id, contacts.blocked);
  const waiting = waitingOf({ attempts, claim, hasPhone: true, ownSale }, user.id, request.now);
  const callBack = standingCallBack(attempts);
  const callNow = waiting === null && callBack !== null;
  return {
    attempts: attempts.length === 0 ? null : request.t('myRules.attempts', { count: attempts.length }),
    waiting: waiting && waitingText(request, waiting),
    callNow: callNow ? request.t('myRules.callNow', { when: momentText(request, callBack) }) : null,
    mine: holds(claim, user.id, request.now),
  };
}

/** Why there is nothing to run, and when there will be. */
export function emptyModel(
  { t, formats }: Pick<Request, 't' | 'formats'>,
  counts: { readonly due: number; readonly scheduled: number; readonly inconsistent: number },
  soonest: CivilDate | null,
  hasRules: boolean,
) {
  const scheduled = soonest && t('myRules.emptyScheduled', { count: counts.scheduled, date: formats.date(soonest) });
  const overdue = counts.inconsistent > 0 ? t('myRules.emptyOverdue', { count: counts.inconsistent }) : null;
  const texts = [scheduled, overdue].filter((text) => text !== null);
  return {
    emptyText: texts.length > 0 ? texts.join(' ') : t(hasRules ? 'myRules.emptyOfRules' : 'myRules.emptyNothing'),
  };
}
