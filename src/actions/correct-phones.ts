import { type PhonesForm, validatePhones } from '../domain/customer.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { getCustomer } from '../store/customers.js';
import { lockNames } from '../store/dialect.js';
import { getSurvey } from '../store/surveys.js';
import { type ActionContext, auditActor } from './context.js';
import { contentOf, phonesOf, rewriteCustomer } from './place-customer.js';
import { mayWork } from './working.js';

export type PhonesRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody corrected them after the page was read; nothing was written. */
  | { readonly kind: 'stale' };

/**
 * Corrects the telephones of the customer of a survey that is the actor's to run (SPEC 1): all of them as typed, in
 * their order, without gaps. `seen`: those that the page showed. @throws NotFoundError when the survey is not his
 */
export async function correctPhones(
  context: ActionContext,
  surveyId: number,
  form: PhonesForm,
  seen: string,
): Promise<Result<null, PhonesRefusal>> {
  const checked = validatePhones(form);
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'customers');
    const survey = await getSurvey(trx, surveyId, mayWork(context));
    if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
    const customer = await getCustomer(trx, survey.customer.id);
    if (phonesOf(customer).join(' ') !== seen) return refuse({ kind: 'stale' });
    const entries = await rewriteCustomer(trx, customer, { ...contentOf(customer), ...checked.value });
    await insertAudit(trx, auditActor(context), context.now, entries);
    return ok(null);
  });
}
