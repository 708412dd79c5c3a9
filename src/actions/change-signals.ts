import { dueAfter, NORMAL_PRIORITY } from '../domain/follow-up.js';
import { refusalOfSignal, type SignalAction, type SignalSkip, signalText } from '../domain/signal.js';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import { lockClaimsOn } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import { getFollowUpSettings } from '../store/follow-up-settings.js';
import { readCalendar } from '../store/holidays.js';
import { keepSalesOf } from '../store/managed-surveys.js';
import { mayTakeUp } from '../store/signal-predicates.js';
import {
  dismissSignals,
  type HeldSignal,
  listSignalAnswers,
  lockSignals,
  restoreSignals,
  surveysOfSignals,
} from '../store/signals.js';
import type { Outcomes } from './change-surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { canFollow, insertOpened, type OpenedFollowUp } from './open-follow-up.js';

/**
 * Does something with each signal that allows it and is the actor's, with its audit row, in the transaction of the caller:
 * the same for one and for many. One that is not his, or whose execution was annulled, is missing from the outcomes.
 */
export async function changeSignals(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  action: SignalAction,
): Promise<Outcomes<SignalSkip>> {
  // Who is given something is held first, then sales, surveys and signals, as everywhere.
  const owned = action.verb !== 'open' || (await canFollow(trx, action.ownerId));
  if (action.verb === 'open') {
    const surveyIds = await surveysOfSignals(trx, ids);
    await keepSalesOf(trx, surveyIds);
    await lockClaimsOn(trx, surveyIds);
  }
  const held = await lockSignals(trx, ids, mayTakeUp(context.actor));
  const outcomes = new Map(
    held.map((one) => [one.id, refusalOfSignal(action.verb, one) ?? (owned ? null : ('owner-gone' as const))]),
  );
  const possible = held.filter(({ id }) => outcomes.get(id) === null);
  if (possible.length === 0) return outcomes;
  if (action.verb === 'open') await openSignals(trx, context, possible, action.ownerId);
  else await decide(trx, context, possible, action);
  return outcomes;
}

/**
 * Opens the follow-up of each signal, which is held: by the first of its answers, with the comments of all, due as its kind
 * is by default.
 */
export async function openSignals(
  trx: Queryable,
  context: ActionContext,
  signals: readonly HeldSignal[],
  ownerId: number,
): Promise<OpenedFollowUp[]> {
  const { days } = await getFollowUpSettings(trx);
  const calendar = await readCalendar(trx);
  const answers = await listSignalAnswers(
    trx,
    signals.map(({ id }) => id),
  );
  const opened = [];
  for (const { id, kind, surveyId, saleId, customerId } of signals) {
    const own = answers.filter(({ signalId }) => signalId === id);
    const one = await insertOpened(trx, context, {
      ...{ kind, surveyId, saleId, customerId, ownerId },
      answerId: own[0]?.answerId ?? null,
      text: signalText(own.map(({ comment }) => comment)),
      priority: NORMAL_PRIORITY,
      dueOn: dueAfter(context.today, days[kind], calendar),
      formKey: null,
    });
    opened.push(one);
  }
  return opened;
}

/** Written to the history of the survey, since a signal has no page of its own; a reason may name people. */
async function decide(
  trx: Queryable,
  context: ActionContext,
  signals: readonly HeldSignal[],
  action: Exclude<SignalAction, { verb: 'open' }>,
): Promise<void> {
  const ids = signals.map(({ id }) => id);
  const dismissed = action.verb === 'dismiss';
  if (dismissed) await dismissSignals(trx, ids, { by: actingUser(context), at: context.now, reason: action.reason });
  else await restoreSignals(trx, ids);
  const entries = signals.map(
    ({ kind, surveyId }): AuditEntry => ({
      action: dismissed ? 'dismiss-signal' : 'restore-signal',
      entity: 'survey',
      entityId: surveyId,
      changes: { signal: dismissed ? [kind, null] : [null, kind] },
      ...(dismissed && { personal: { reason: [null, action.reason] } }),
    }),
  );
  await insertAudit(trx, auditActor(context), context.now, entries);
}
