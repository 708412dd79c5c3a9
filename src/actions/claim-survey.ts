import { ok, type Result, refuse } from '../domain/result.js';
import { refusalToExecute } from '../domain/scheduler.js';
import { findClaim, lockClaimant, lockSurvey, releaseOtherClaim, takeClaim } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import { found } from '../store/not-found.js';
import { mayRun } from '../store/survey-predicates.js';
import { getSurvey, surveyIs } from '../store/surveys.js';
import { findUser } from '../store/users.js';
import { type ActionContext, actingUser } from './context.js';
import { mayWork, refusalToWork, type WorkRefusal } from './working.js';

/**
 * *Iniciar* (SPEC 5): reserves a survey that can be run today for 30 minutes, and gives up the one that the user had.
 * Who has it already has it longer, but once it expired or went to another operator only as long as he had it: then only
 * answers and attempts renew. @throws NotFoundError when the survey is not the actor's to run
 */
export async function claimSurvey(context: ActionContext, surveyId: number): Promise<Result<null, WorkRefusal>> {
  return context.db.transaction((trx) => claimIn(trx, context, surveyId));
}

/** As `claimSurvey`, first in a transaction of the caller's, as the first answer is (SPEC 5). */
export async function claimIn(
  trx: Queryable,
  context: ActionContext,
  surveyId: number,
): Promise<Result<null, WorkRefusal>> {
  const claimant = { surveyId, userId: actingUser(context), now: context.now };
  await lockClaimant(trx, claimant.userId);
  await assertActive(trx, claimant.userId, surveyId);
  await lockSurvey(trx, surveyId);
  const survey = await getSurvey(trx, surveyId, mayWork(context));
  const refusal = await refusalToWork(trx, context, survey);
  if (refusal !== null) return refuse(refusal);
  const his =
    refusalToExecute(survey, context.today) === null && (await surveyIs(trx, surveyId, mayRun(context.actor)));
  if (!his) return ok(null);
  await releaseOtherClaim(trx, claimant);
  if (await takeClaim(trx, claimant)) return ok(null);
  return refuse(await explainDefeat(trx, surveyId));
}

/** Who was deactivated since his request began, and lost with that what he had, takes nothing more. @throws NotFoundError */
async function assertActive(trx: Queryable, userId: number, surveyId: number): Promise<void> {
  const user = await findUser(trx, userId);
  found(user?.active || undefined, 'survey', surveyId);
}

/** Somebody renewed his claim in the moment in which it ended. */
async function explainDefeat(trx: Queryable, surveyId: number): Promise<WorkRefusal> {
  const claim = await findClaim(trx, surveyId);
  if (claim === null) throw new Error(`survey ${surveyId} is nobody's and could not be claimed`);
  return { kind: 'claimed', claim };
}
