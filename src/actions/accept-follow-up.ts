import { ok, type Result, refuse } from '../domain/result.js';
import { refusalOfSignal, type SignalRefusal } from '../domain/signal.js';
import { hasEnded } from '../store/follow-ups.js';
import { found } from '../store/not-found.js';
import { allOf } from '../store/predicate.js';
import { findSignalOfAnswer, lockSignals } from '../store/signals.js';
import { openSignals } from './change-signals.js';
import { type ActionContext, actingUser } from './context.js';
import { canFollow, type OpenedFollowUp, surveyOrigin } from './open-follow-up.js';

/**
 * Accepts what an answer of the survey's standing execution proposes by its grade's signal (SPEC 6), where it was heard: who
 * sees the survey becomes the owner. It is the follow-up of all answers of that kind, and of *A abrir*; accepted twice, or
 * where somebody opened one of its kind, that one is given. @throws NotFoundError when nothing is proposed
 */
export async function acceptFollowUp(
  context: ActionContext,
  surveyId: number,
  answerId: number,
): Promise<Result<OpenedFollowUp, SignalRefusal>> {
  const ownerId = actingUser(context);
  return context.db.transaction(async (trx) => {
    // Who was deactivated since his request began gets nothing more.
    found((await canFollow(trx, ownerId)) || undefined, 'proposed follow-up', answerId);
    await surveyOrigin(trx, context, surveyId);
    const id = await findSignalOfAnswer(trx, surveyId, answerId);
    const held = id === null ? [] : await lockSignals(trx, [id], allOf([]));
    const signal = found(held[0], 'proposed follow-up', answerId);
    if (signal.followUpId !== null) {
      const ended = await hasEnded(trx, signal.followUpId);
      return ok({ id: signal.followUpId, added: false, ended });
    }
    const refusal = refusalOfSignal('open', signal);
    if (refusal !== null) return refuse(refusal);
    const [opened] = await openSignals(trx, context, held, ownerId);
    return ok(found(opened, 'proposed follow-up', answerId));
  });
}
