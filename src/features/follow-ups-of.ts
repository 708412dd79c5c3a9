import type { FastifyRequest } from 'fastify';
import { FOLLOW_UP_STATUSES } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import { refusalOfSignal } from '../domain/signal.js';
import type { FirstFollowUps, FollowUpRow } from '../store/follow-up-list.js';
import type { SignalOfSurvey } from '../store/signal-list.js';
import { signedIn } from '../web/request.js';
import { FOLLOW_UP_KIND_TEXTS, followUpRow } from './follow-up-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** The follow-ups of a survey, a sale or a customer, with the way to open one; only those that are his are links. */
export function followUpsOf(
  request: Request,
  { rows, count }: FirstFollowUps,
  of: 'survey' | 'sale' | 'customer',
  id: number,
) {
  const user = signedIn(request);
  const all = can(user.role, 'seeEveryFollowUp');
  return {
    followUps: rows.map((row) => {
      const shown = followUpRow(request, row);
      return { ...shown, href: all || row.ownerId === user.id ? shown.href : null };
    }),
    moreFollowUps: rows.length < count ? moreOf(request, rows, count) : null,
    listHref: of === 'customer' && all && count > 0 ? listOf(id) : null,
    newHref: `/${of}s/${id}/follow-ups/new`,
  };
}

/** A customer's follow-ups in the list, whatever became of them. */
function listOf(customerId: number): string {
  const search = new URLSearchParams({ customer: String(customerId), tab: 'all' });
  for (const status of FOLLOW_UP_STATUSES) search.append('status', status);
  return `/follow-ups?${search}`;
}

/** All of them stand in the customer's timeline, which is the managers' (SPEC 1). */
function moreOf({ t, formats, user }: Request, rows: readonly FollowUpRow[], count: number) {
  const text = t('followUps.more', { shown: formats.number(rows.length), number: formats.number(count) });
  const href = `/customers/${rows[0]?.customerId}?show=follow-ups#timeline`;
  return { text, ...(can(signedIn({ user }).role, 'manageCustomers') && { href }) };
}

/** That somebody dismissed what the grades ask for, and why; who works it can take that back. */
function dismissalOf({ t }: Pick<Request, 't'>, { id, dismissedAt, dismissedBy, reason, his }: SignalOfSurvey) {
  if (dismissedAt === null) return null;
  const text = t('signals.dismissedBy', { name: dismissedBy ?? '—', reason });
  return { text, restoreHref: his ? `/follow-ups/signals/${id}/restoration` : null };
}

/** Where the follow-up stands that was opened; null for an operator whose it is not. */
function hrefOfOpened({ user }: Pick<Request, 'user'>, { followUpId, ownerId }: SignalOfSurvey): string | null {
  const { id, role } = signedIn({ user });
  return can(role, 'seeEveryFollowUp') || ownerId === id ? `/follow-ups/${followUpId}` : null;
}

/**
 * What the answers of a survey propose, one for each kind: an operator accepts what he heard, and at the end of the survey
 * sees what became of it. The survey's page lists its follow-ups anyhow; of a cancelled sale nothing is proposed.
 */
export function proposalsOf(
  request: Pick<Request, 't' | 'user'>,
  signals: readonly SignalOfSurvey[],
  surveyId: number,
  back: 'done' | 'survey',
) {
  const { t } = request;
  const shown = signals.filter((signal) => {
    const refusal = refusalOfSignal('open', signal);
    return refusal === null || (refusal === 'followed' && back === 'done');
  });
  return {
    proposals: shown.map((signal) => ({
      answers: signal.answers,
      label: t('followUps.accept', { kind: t(FOLLOW_UP_KIND_TEXTS[signal.kind]).toLowerCase() }),
      dismissed: signal.followUpId === null ? dismissalOf({ t }, signal) : null,
      opened: signal.followUpId === null ? null : { href: hrefOfOpened(request, signal) },
    })),
    acceptHref: `/surveys/${surveyId}/follow-ups/accepted`,
    back,
  };
}
