import {
  type AttemptForm,
  type AttemptRules,
  type CleanAttempt,
  isAfterExpiry,
  retryAt,
  validateAttempt,
} from '../domain/attempt.js';
import type { CivilDate } from '../domain/civil-date.js';
import { wasOpenedBefore } from '../domain/form-moment.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { findAttemptByFormKey, findLastAlike, insertAttempt } from '../store/attempts.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { getCallingSettings } from '../store/calling-settings.js';
import { lockClaimsOn, renewClaim } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import { allOf } from '../store/predicate.js';
import { putProposal } from '../store/proposals.js';
import { getSettings } from '../store/settings.js';
import { hasStatus, mayRun, ofCustomer } from '../store/survey-predicates.js';
import { getSurvey, listSurveyIds, type Survey } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { mayWork, refusalToWork, type WorkRefusal } from './working.js';

export type AttemptRefusal = { readonly kind: 'invalid'; readonly errors: FieldErrors } | WorkRefusal;

export interface AttemptInput extends AttemptForm {
  /** Of the form that it is sent with: the same form sent again records nothing. */
  readonly formKey: string;
  /** The call was about the customer's other due surveys too, as far as the actor may run them now. */
  readonly others?: boolean;
}

/** What was recorded, with what the user is to be told of it. */
export interface RecordedAttempt {
  readonly id: number;
  /** The call-back lies after the expiry: nobody can finish the survey then, unless it is extended. */
  readonly afterExpiry: boolean;
  /** After the cool-down there is no calling moment left until this expiry: the survey does not wait. Else null. */
  readonly lastCall: CivilDate | null;
  readonly proposed: readonly ('closing' | 'extension')[];
  /** How many other surveys of the customer it was recorded for. */
  readonly alsoFor: number;
  /** It stood there already, and nothing was written. */
  readonly again?: true;
}

/**
 * Records that a customer was called and could not be asked (SPEC 5). It never ends the survey; it renews the claim of who
 * has it, and proposes to the managers what its outcome suggests. What says the same as the last attempt, in a form that was
 * opened before that was recorded, is that attempt sent again. @throws NotFoundError when the survey is not the actor's
 */
export async function recordAttempt(
  context: ActionContext,
  surveyId: number,
  { formKey, others = false, ...form }: AttemptInput,
): Promise<Result<RecordedAttempt, AttemptRefusal>> {
  const { db, now } = context;
  return db.transaction(async (trx) => {
    const rest = others ? await listOthersToCall(trx, context, surveyId) : [];
    await lockClaimsOn(trx, [surveyId, ...rest]);
    const survey = await getSurvey(trx, surveyId, mayWork(context));
    const first = await findAttemptByFormKey(trx, formKey);
    if (first !== null) return ok({ id: first, ...NOTHING });
    const refusal = await refusalToWork(trx, context, survey);
    if (refusal !== null) return refuse(refusal);
    const { timeZone: zone } = await getSettings(trx);
    const rules = { ...(await getCallingSettings(trx)), zone, now };
    const checked = validateAttempt(form, rules);
    if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
    const last = await findLastAlike(trx, said(context, surveyId, checked.value));
    if (last !== null && wasOpenedBefore(formKey, last.at)) return ok({ id: last.id, ...NOTHING, again: true });
    const attempt = { ...checked.value, rules };
    const recorded = await insert(trx, context, survey, attempt, formKey);
    let alsoFor = 0;
    for (const id of rest) if (await insertFor(trx, context, id, attempt, formKey)) alsoFor += 1;
    return ok({ ...recorded, alsoFor });
  });
}

const NOTHING = { afterExpiry: false, lastCall: null, proposed: [], alsoFor: 0 } as const;

/** An attempt with what its cool-down is measured by. */
type Measured = CleanAttempt & { readonly rules: AttemptRules };

function said(context: ActionContext, surveyId: number, { outcome, note, callBack }: CleanAttempt) {
  return { surveyId, outcome: outcome.kind, note, callBack, by: actingUser(context) };
}

/** Due surveys of the same customer: before they are held, so that what can be done with each is looked at again. */
async function listOthersToCall(trx: Queryable, context: ActionContext, surveyId: number): Promise<number[]> {
  const { customer } = await getSurvey(trx, surveyId, mayWork(context));
  const due = allOf([hasStatus('due', context.today), mayRun(context.actor), ofCustomer(customer.id)]);
  return (await listSurveyIds(trx, due)).filter((id) => id !== surveyId);
}

async function insertFor(
  trx: Queryable,
  context: ActionContext,
  surveyId: number,
  attempt: Measured,
  formKey: string,
): Promise<boolean> {
  const survey = await getSurvey(trx, surveyId, allOf([]));
  if ((await refusalToWork(trx, context, survey)) !== null) return false;
  await insert(trx, context, survey, attempt, `${formKey}/${surveyId}`);
  return true;
}

async function insert(
  trx: Queryable,
  context: ActionContext,
  survey: Survey,
  attempt: Measured,
  formKey: string,
): Promise<Omit<RecordedAttempt, 'alsoFor'>> {
  const { now } = context;
  const { outcome, note, callBack, rules } = attempt;
  const [surveyId, by] = [survey.id, actingUser(context)];
  const retry = retryAt(outcome, survey.expiresOn, rules);
  const facts = { ...said(context, surveyId, attempt), retryAt: retry ?? now, at: now, formKey };
  const id = await insertAttempt(trx, facts);
  await renewClaim(trx, { surveyId, userId: by, now });
  const proposed = await propose(trx, id, survey, { outcome, callBack }, now);
  await insertAudit(trx, auditActor(context), now, [
    {
      action: 'attempt',
      entity: 'survey',
      entityId: surveyId,
      changes: changesBetween(null, { attempt: outcome.kind, callBackAt: callBack?.at ?? null }),
      personal: changesBetween({ note: '' }, { note }),
    },
  ]);
  const lastCall = retry === null && callBack === null ? survey.expiresOn : null;
  return { id, afterExpiry: isAfterExpiry(callBack, survey.expiresOn), lastCall, proposed };
}

async function propose(
  trx: Queryable,
  attemptId: number,
  survey: Survey,
  { outcome, callBack }: Pick<CleanAttempt, 'outcome' | 'callBack'>,
  now: number,
): Promise<RecordedAttempt['proposed']> {
  const proposed: RecordedAttempt['proposed'][number][] = [];
  const proposal = { surveyId: survey.id, attemptId, at: now };
  if (outcome.proposesClosing) {
    await putProposal(trx, { ...proposal, kind: 'closing', expiresOn: null });
    proposed.push('closing');
  }
  if (outcome.proposesExtension && isAfterExpiry(callBack, survey.expiresOn)) {
    await putProposal(trx, { ...proposal, kind: 'extension', expiresOn: callBack.on });
    proposed.push('extension');
  }
  return proposed;
}
