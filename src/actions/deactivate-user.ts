import { FieldChecks, type Raw } from '../domain/field-checks.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import type { Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { insertRuleOperator, listRulesOnlyRunBy, type RuleInNeed } from '../store/rule-operators.js';
import { endSessionsOf } from '../store/sessions.js';
import { adminExists, findUser, getUser, type User, updateUserDeactivation } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import type { SaveRefusal } from './saving.js';

/**
 * Deactivates a user: his sessions end, his history stays. Where he is the only responsible operator of an active rule,
 * `successor` becomes one too; the last administrator who can sign in stays (SPEC 1). @throws NotFoundError
 */
export async function deactivateUser(
  context: ActionContext,
  target: Target,
  form: { readonly successor?: Raw },
): Promise<Result<null, SaveRefusal>> {
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'users');
    await lockNames(trx, 'rules');
    const before = await getUser(trx, target.id);
    if (!before.active) return ok(null);
    if (before.version !== target.version) return refuse({ kind: 'stale' });
    if (before.hasAccess && before.role === 'admin' && !(await adminExists(trx, before.id)))
      return refuse({ kind: 'invalid', errors: [{ field: 'deactivation', message: 'lastAdmin' }] });
    const rules = await listRulesOnlyRunBy(trx, before.id);
    const successor = rules.length === 0 ? ok(null) : await chosenSuccessor(trx, before, form);
    if (!successor.ok) return refuse({ kind: 'invalid', errors: successor.refusal });
    await updateUserDeactivation(trx, target, context.now);
    await endSessionsOf(trx, before.id, context.now);
    const entries: AuditEntry[] = [
      { action: 'deactivate', entity: 'user', entityId: before.id, changes: { active: [true, false] } },
    ];
    if (successor.value !== null) entries.push(...(await handOver(trx, rules, successor.value)));
    await insertAudit(trx, auditActor(context), context.now, entries);
    return ok(null);
  });
}

/** Who takes over: somebody else who can sign in. */
async function chosenSuccessor(
  trx: Queryable,
  leaving: User,
  form: { readonly successor?: Raw },
): Promise<Result<number, FieldErrors>> {
  const checks = new FieldChecks();
  const id = checks.id('successor', form.successor);
  const user = checks.errors.length === 0 ? await findUser(trx, id) : null;
  if (checks.errors.length === 0 && (user === null || !user.hasAccess || id === leaving.id))
    checks.refuse('successor', user === null || id === leaving.id ? 'unknownValue' : 'inactive');
  return checks.result(id);
}

async function handOver(trx: Queryable, rules: readonly RuleInNeed[], successor: number): Promise<AuditEntry[]> {
  await insertRuleOperator(
    trx,
    rules.map(({ id }) => id),
    successor,
  );
  return rules.map(({ id, operators }) => {
    const after = [...new Set([...operators, successor])].sort((a, b) => a - b);
    return { action: 'change', entity: 'rule', entityId: id, changes: { operators: [operators, after] } };
  });
}
