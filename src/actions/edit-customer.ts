import { type ContactForm, readContact } from '../domain/customer.js';
import { FieldChecks, type Raw } from '../domain/field-checks.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { getCustomer } from '../store/customers.js';
import { lockNames } from '../store/dialect.js';
import { type ActionContext, auditActor } from './context.js';
import { contentOf, documentTaken, rewriteCustomer } from './place-customer.js';
import type { SaveRefusal } from './saving.js';

/** A customer as his own page posts him. */
export interface CustomerForm extends ContactForm {
  readonly name?: Raw;
}

/** Corrects a customer over the version that was read; his id at the ERP is the import's. @throws NotFoundError */
export async function editCustomer(
  context: ActionContext,
  { id, version }: { readonly id: number; readonly version: number },
  form: CustomerForm,
): Promise<Result<null, SaveRefusal>> {
  const checks = new FieldChecks();
  const checked = checks.result({ name: checks.name('name', form.name), ...readContact(checks, form) });
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'customers');
    const before = await getCustomer(trx, id);
    if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
    const fault = await documentTaken(trx, checked.value.document, id);
    if (fault !== null) return refuse({ kind: 'invalid', errors: [fault] });
    if (before.version !== version) return refuse({ kind: 'stale' });
    const entries = await rewriteCustomer(trx, before, { ...contentOf(before), ...checked.value });
    await insertAudit(trx, auditActor(context), context.now, entries);
    return ok(null);
  });
}
