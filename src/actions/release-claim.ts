import { isLive } from '../domain/claim.js';
import { can } from '../domain/permissions.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { type RefusalToRelease, refusalToRelease } from '../domain/survey-change.js';
import { insertAudit } from '../store/audit.js';
import { deleteClaim, deleteClaimsOn, findClaim, lockClaimsOn, lockSurvey } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import { anyOf } from '../store/predicate.js';
import { maySee } from '../store/survey-predicates.js';
import { getSurvey } from '../store/surveys.js';
import { changeSurveys, type Outcomes } from './change-surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { mayWork } from './working.js';

/** `not-claimed`: nobody has the survey (any more). `forbidden`: somebody else has it, and the actor is no manager. */
export type ReleaseRefusal = { readonly kind: 'not-claimed' } | { readonly kind: 'forbidden' };

/** Ends a claim: one's own, or as a manager anybody's, which is audited (SPEC 5). @throws NotFoundError */
export async function releaseClaim(context: ActionContext, surveyId: number): Promise<Result<null, ReleaseRefusal>> {
  const { actor, now } = context;
  const userId = actingUser(context);
  return context.db.transaction(async (trx) => {
    await lockSurvey(trx, surveyId);
    await getSurvey(trx, surveyId, anyOf([maySee(actor), mayWork(context)]));
    const claim = await findClaim(trx, surveyId);
    if (claim === null || !isLive(claim, now)) return refuse({ kind: 'not-claimed' });
    if (claim.userId !== userId && !can(actor.role, 'manageSurveys')) return refuse({ kind: 'forbidden' });
    if (!(await deleteClaim(trx, surveyId, claim.userId))) return refuse({ kind: 'not-claimed' });
    if (claim.userId !== userId)
      await insertAudit(trx, auditActor(context), now, [
        { action: 'release', entity: 'survey', entityId: surveyId, changes: { claimedBy: [claim.userId, null] } },
      ]);
    return ok(null);
  });
}

/** Ends the live claim on each survey that somebody has, as a manager, in the transaction of the caller. */
export async function releaseSurveysIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
): Promise<Outcomes<RefusalToRelease>> {
  await lockClaimsOn(trx, ids);
  return changeSurveys(trx, context, ids, {
    refusalOf: (survey) => refusalToRelease(survey, context.now),
    write: deleteClaimsOn,
    audit: ({ claim }) => ({ action: 'release', changes: { claimedBy: [claim?.userId ?? null, null] } }),
  });
}
