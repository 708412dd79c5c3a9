import type { FieldErrors } from '../domain/result.js';
import { ok, type Result, refuse } from '../domain/result.js';
import {
  type SignalAction,
  type SignalForm,
  type SignalSkip,
  type SignalVerb,
  validateSignalAction,
} from '../domain/signal.js';
import { found } from '../store/not-found.js';
import { changeSignals } from './change-signals.js';
import { type ActionContext, actingUser } from './context.js';

export type SignalWorkRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'not-possible'; readonly reason: SignalSkip };

/**
 * Takes one signal up, dismisses it or takes its dismissal back (SPEC 6). What is opened without an owner is the actor's.
 * @throws NotFoundError when it is not his, or its execution was annulled
 */
export async function workSignal(
  context: ActionContext,
  id: number,
  verb: SignalVerb,
  form: SignalForm = {},
): Promise<Result<SignalAction, SignalWorkRefusal>> {
  const own = verb === 'open' && form.ownerId === undefined ? { ownerId: String(actingUser(context)) } : form;
  const checked = validateSignalAction(verb, own);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const outcomes = await changeSignals(trx, context, [id], checked.value);
    found(outcomes.has(id) || undefined, 'signal', id);
    const reason = outcomes.get(id) ?? null;
    return reason === null ? ok(checked.value) : refuse({ kind: 'not-possible', reason });
  });
}
