import { heldByOther, holds, refusalToFinish } from '../domain/claim.js';
import { isBlockedOwn } from '../domain/own-survey.js';
import type { RefusalToExecute } from '../domain/scheduler.js';
import { findClaim, type NamedClaim } from '../store/claims.js';
import { isHeldBy } from '../store/contact-predicates.js';
import type { Queryable } from '../store/dialect.js';
import { readBlockedClosings } from '../store/own-surveys.js';
import { anyOf, type Predicate } from '../store/predicate.js';
import { mayRun } from '../store/survey-predicates.js';
import type { Survey } from '../store/surveys.js';
import type { ActionContext } from './context.js';

/** Why nobody, or not this user, can work on a survey now. */
export type WorkRefusal =
  | { readonly kind: 'not-possible'; readonly reason: RefusalToExecute }
  /** He sold what it asks about, and the policy of that month keeps him from running it. */
  | { readonly kind: 'own-sale' }
  /** Somebody else has it. */
  | { readonly kind: 'claimed'; readonly claim: NamedClaim };

/** The surveys that the actor may work on: his to run, or claimed by him before they became another's (SPEC 5). */
export function mayWork({ actor, now }: Pick<ActionContext, 'actor' | 'now'>): Predicate {
  return anyOf([mayRun(actor), isHeldBy(actor.id, now)]);
}

/** Whether the policy keeps the user from running the survey of what he sold. */
async function isOwnSale(q: Queryable, userId: number | null, { seller, sale }: Survey): Promise<boolean> {
  if (seller.id !== userId) return false;
  return isBlockedOwn({ sellerId: seller.id, closedOn: sale.closedOn }, userId, await readBlockedClosings(q));
}

/** Why the actor cannot call for or finish the survey now, or null: what ended it comes before whose sale it is, and that before who has it. */
export async function refusalToWork(
  q: Queryable,
  { actor, now, today }: ActionContext,
  survey: Survey,
): Promise<WorkRefusal | null> {
  const claim = await findClaim(q, survey.id);
  const reason = refusalToFinish(survey, today, holds(claim, actor.id, now));
  if (reason !== null) return { kind: 'not-possible', reason };
  if (await isOwnSale(q, actor.id, survey)) return { kind: 'own-sale' };
  const other = heldByOther(claim, actor.id, now);
  return other === null ? null : { kind: 'claimed', claim: other };
}
