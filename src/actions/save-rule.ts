import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanRule, obstaclesToActivation } from '../domain/rule.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { accessOf, getRule, insertRule, type Rule, updateRule } from '../store/rules.js';
import { type ActionContext, auditActor } from './context.js';
import { faultOfPicked, type SaveRefusal } from './saving.js';

/**
 * Adds a rule (no target) or changes it; returns its id. `active` is what it is to be afterwards: an active one needs
 * questions and somebody to ask them. Surveys that exist keep their dates (SPEC 2). @throws NotFoundError
 */
export function saveRule(
  context: ActionContext,
  target: Target | null,
  rule: CleanRule,
  active: boolean,
): Promise<Result<number, SaveRefusal>> {
  return context.db.transaction((trx) => saveRuleIn(trx, context, target, rule, active));
}

/** As `saveRule`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveRuleIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  rule: CleanRule,
  active: boolean,
): Promise<Result<number, SaveRefusal>> {
  await lockNames(trx, 'rules');
  const before = target && (await getRule(trx, target.id));
  const changes = changesBetween(before, { ...contentOf(rule), active });
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  const errors = await faultsOf(trx, rule, active, before);
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  if (before && !(await updateRule(trx, before, rule, active ? null : context.now))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertRule(trx, rule, active, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'rule', entityId: id, changes }]);
  return ok(id);
}

async function faultsOf(trx: Queryable, rule: CleanRule, active: boolean, before: Rule | null): Promise<FieldErrors> {
  const access = await accessOf(trx, rule.operators);
  const faults = [
    (await nameTaken(trx, 'rule', rule.name, before?.id ?? null))
      ? ({ field: 'name', message: 'taken' } as const)
      : null,
    faultOfPicked(
      'questions',
      rule.questions,
      await statesOf(trx, 'question', rule.questions),
      before?.questions ?? [],
    ),
    faultOfPicked('operators', rule.operators, access, before?.operators ?? []),
  ].filter((fault) => fault !== null);
  if (!active || faults.length > 0) return faults;
  return obstaclesToActivation({ ...rule, operators: rule.operators.filter((id) => access.get(id)) });
}

/** What the editor sets, in one order of fields; who is responsible has no order. */
function contentOf(rule: CleanRule): CleanRule {
  const { name, startDays, expiryDays, businessDays, note, whatsAppText, questions, operators, sellerRuns } = rule;
  const sorted = [...operators].sort((a, b) => a - b);
  return { name, startDays, expiryDays, businessDays, note, whatsAppText, questions, operators: sorted, sellerRuns };
}
