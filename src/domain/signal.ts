import type { Raw } from './field-checks.js';
import { validateFollowUpText, validateOwner } from './follow-up-form.js';
import { type FieldErrors, ok, type Result } from './result.js';

// SPEC 6: what a finished survey's grades ask to be followed up, until somebody takes it up or dismisses it.

/** A abrir; dispensado; com acompanhamento. What lost its execution, or its sale before that, asks nothing. */
export const SIGNAL_STATES = ['waiting', 'dismissed', 'followed'] as const;

export type SignalState = (typeof SIGNAL_STATES)[number];

/** The facts that decide what can be done with a signal; instants in UTC epoch milliseconds. */
export interface SignalFacts {
  readonly followUpId: number | null;
  readonly saleCancelledAt: number | null;
  readonly dismissedAt: number | null;
}

/** What it is now; null where it asks nothing any more. */
export function signalState({ followUpId, saleCancelledAt, dismissedAt }: SignalFacts): SignalState | null {
  if (followUpId !== null) return 'followed';
  if (saleCancelledAt !== null) return null;
  return dismissedAt === null ? 'waiting' : 'dismissed';
}

/** Opening its follow-up, dismissing it, and taking the dismissal back. */
export const SIGNAL_VERBS = ['open', 'dismiss', 'restore'] as const;

export type SignalVerb = (typeof SIGNAL_VERBS)[number];

export type SignalAction =
  | { readonly verb: 'open'; readonly ownerId: number }
  | { readonly verb: 'dismiss'; readonly reason: string }
  | { readonly verb: 'restore' };

export type SignalRefusal = 'followed' | 'sale-cancelled' | 'dismissed' | 'not-dismissed';

/** Why a signal is left as it is; `gone` is also one whose execution was annulled, or that is not the acting user's. */
export type SignalSkip = SignalRefusal | 'owner-gone' | 'left-list' | 'gone';

/** Why something cannot be done with a signal, or null when it can: one that was dismissed can still be taken up. */
export function refusalOfSignal(verb: SignalVerb, facts: SignalFacts): SignalRefusal | null {
  if (facts.followUpId !== null) return 'followed';
  if (facts.saleCancelledAt !== null) return 'sale-cancelled';
  const dismissed = facts.dismissedAt !== null;
  if (verb === 'dismiss' && dismissed) return 'dismissed';
  return verb === 'restore' && !dismissed ? 'not-dismissed' : null;
}

/** The controls of the form; each verb reads its own. */
export interface SignalForm {
  readonly ownerId?: Raw;
  readonly reason?: Raw;
}

/** Checks the form as posted: a follow-up has an owner, a dismissal a reason. */
export function validateSignalAction(verb: SignalVerb, form: SignalForm): Result<SignalAction, FieldErrors> {
  switch (verb) {
    case 'open': {
      const owner = validateOwner(form);
      return owner.ok ? ok({ verb, ...owner.value }) : owner;
    }
    case 'dismiss': {
      const reason = validateFollowUpText('reason', form.reason);
      return reason.ok ? ok({ verb, reason: reason.value.text }) : reason;
    }
    case 'restore':
      return ok({ verb });
  }
}

/** What the follow-up of several answers says: their comments, each once, in the order of the questions. */
export function signalText(comments: readonly string[]): string {
  return [...new Set(comments.filter((comment) => comment !== ''))].join('\n');
}
