import { heldByOther, holds, refusalToFinish } from '../domain/claim.js';
import type { RefusalToExecute } from '../domain/scheduler.js';
import { findClaim, type NamedClaim } from '../store/claims.js';
import { isHeldBy } from '../store/contact-predicates.js';
import type { Queryable } from '../store/dialect.js';
import { anyOf, type Predicate } from '../store/predicate.js';
import { mayRun } from '../store/survey-predicates.js';
import type { Survey } from '../store/surveys.js';
import type { ActionContext } from './context.js';

/** Why nobody, or not this user, can work on a survey now. */
export type WorkRefusal =
  | { readonly kind: 'not-possible'; readonly reason: RefusalToExecute }
  /** Somebody else has it. */
  | { readonly kind: 'claimed'; readonly claim: NamedClaim };

/** The surveys that the actor may work on: his to run, or claimed by him before they became another's (SPEC 5). */
export function mayWork({ actor, now }: Pick<ActionContext, 'actor' | 'now'>): Predicate {
  return anyOf([mayRun(actor), isHeldBy(actor.id, now)]);
}

/** Why the actor cannot call for or finish the survey now, or null: what ended it comes before who has it. */
export async function refusalToWork(
  q: Queryable,
  { actor, now, today }: ActionContext,
  survey: Survey,
): Promise<WorkRefusal | null> {
  const claim = await findClaim(q, survey.id);
  const reason = refusalToFinish(survey, today, holds(claim, actor.id, now));
  if (reason !== null) return { kind: 'not-possible', reason };
  const other = heldByOther(claim, actor.id, now);
  return other === null ? null : { kind: 'claimed', claim: other };
}
