import type { OutcomeKind } from './attempt.js';
import { type Claim, heldByOther } from './claim.js';

/** An attempt as far as it decides when to call again; instants are UTC epoch milliseconds. */
export interface PastAttempt {
  readonly outcome: OutcomeKind;
  readonly attemptedAt: number;
  /** The end of its cool-down, as it was when the attempt was made. */
  readonly retryAt: number;
  readonly callBackAt: number | null;
}

/** What decides whether a survey can be called now, besides its status. */
export interface ContactFacts<C extends Claim = Claim> {
  /** Every attempt, the oldest first. */
  readonly attempts: readonly PastAttempt[];
  readonly claim: C | null;
  /** Its customer has a valid phone. */
  readonly hasPhone: boolean;
  /** The user sold what it asks about, and the policy keeps him from running it (domain/own-survey). */
  readonly ownSale: boolean;
}

/** Why a survey is not offered as the next (SPEC 5). It can be opened all the same, and but for an own sale also run. */
export type Waiting<C extends Claim = Claim> =
  | { readonly kind: 'own-sale' }
  | { readonly kind: 'claimed'; readonly claim: C }
  | { readonly kind: 'without-phone' }
  | { readonly kind: 'call-back'; readonly at: number }
  | { readonly kind: 'cooling-down'; readonly attempt: PastAttempt };

/** Why the survey waits for this user, or null when it is callable now. The SQL predicates of store mirror it. */
export function waitingOf<C extends Claim>(facts: ContactFacts<C>, userId: number, now: number): Waiting<C> | null {
  if (facts.ownSale) return { kind: 'own-sale' };
  const claim = heldByOther(facts.claim, userId, now);
  if (claim !== null) return { kind: 'claimed', claim };
  if (!facts.hasPhone) return { kind: 'without-phone' };
  const at = standingCallBack(facts.attempts);
  if (at !== null && at > now) return { kind: 'call-back', at };
  const last = facts.attempts.at(-1);
  if (last !== undefined && last.retryAt > now) return { kind: 'cooling-down', attempt: last };
  return null;
}

/**
 * When the customer is to be called, as he last asked for it, or null: a call-back stands until another one replaces it
 * or an attempt is made at its time or later. One whose time has come is called first.
 */
export function standingCallBack(attempts: readonly PastAttempt[]): number | null {
  const index = attempts.findLastIndex(({ callBackAt }) => callBackAt !== null);
  const at = attempts[index]?.callBackAt ?? null;
  if (at === null || attempts.slice(index + 1).some(({ attemptedAt }) => attemptedAt >= at)) return null;
  return at;
}

/**
 * Whether its last attempt was made since `dayStart` and nothing waits for it: no cool-down, or no calling moment left
 * before the expiry. Such a survey stays callable, after all that was not tried.
 */
export function isTriedWithoutWait(attempts: readonly PastAttempt[], dayStart: number): boolean {
  const last = attempts.at(-1);
  return last !== undefined && last.attemptedAt >= dayStart && last.retryAt === last.attemptedAt;
}
