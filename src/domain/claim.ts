import type { CivilDate } from './civil-date.js';
import { type RefusalToExecute, refusalToExecute, type SurveyFacts } from './scheduler.js';

/** How long a survey is reserved by *Iniciar*, an answer or an attempt (SPEC 5). */
const CLAIM_MS = 30 * 60_000;

/** A survey reserved for a user; instants are UTC epoch milliseconds. */
export interface Claim {
  readonly userId: number;
  readonly claimedAt: number;
  readonly expiresAt: number;
}

/** When a claim that is taken or renewed now ends. */
export function claimUntil(now: number): number {
  return now + CLAIM_MS;
}

/** A claim holds up to its end, that instant excluded. */
export function isLive(claim: Pick<Claim, 'expiresAt'>, now: number): boolean {
  return claim.expiresAt > now;
}

/** Whether the user has the survey now. */
export function holds(claim: Claim | null, userId: number | null, now: number): boolean {
  return claim !== null && claim.userId === userId && isLive(claim, now);
}

/** The claim, if somebody else has the survey now. */
export function heldByOther<C extends Claim>(claim: C | null, userId: number | null, now: number): C | null {
  return claim !== null && claim.userId !== userId && isLive(claim, now) ? claim : null;
}

/** Why a survey cannot be finished on `today`; who has a live claim may still do so after the expiry (SPEC 5). */
export function refusalToFinish(facts: SurveyFacts, today: CivilDate, claimed: boolean): RefusalToExecute | null {
  const refusal = refusalToExecute(facts, today);
  return refusal === 'expired' && claimed ? null : refusal;
}
