import { effectsOfRule } from '../domain/configuration-change.js';
import { isWithoutEffects, NO_EFFECTS } from '../domain/configuration-effects.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanRule, obstaclesToActivation } from '../domain/rule.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { accessOf, findRule, getRule, insertRule, type Rule, updateRule } from '../store/rules.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { type ConfigRefusal, faultOfPicked } from './saving.js';

/**
 * Adds a rule (no target) or changes it; returns its id. `active` is what it is to be afterwards: an active one needs
 * questions and somebody to ask them. Surveys that exist keep their dates unless it is asked for that open ones get new
 * ones (SPEC 2). @throws NotFoundError
 */
export async function saveRule(
  context: ActionContext,
  target: Target | null,
  rule: CleanRule,
  active: boolean,
  asked: ApplyAsked | null = null,
): Promise<Result<number, ConfigRefusal>> {
  const foreseen = await foresee(context, asked, async (q) => {
    const before = target && (await findRule(q, target.id));
    return before === null || before.version !== target?.version ? null : effectsOfRule(before.id, rule);
  });
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => saveRuleIn(trx, context, target, rule, active, foreseen.value));
}

/** What of a rule decides which surveys are planned, and with which dates. */
const PLANNING = ['startDays', 'expiryDays', 'businessDays', 'active'];

/** As `saveRule`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveRuleIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  rule: CleanRule,
  active: boolean,
  foreseen: Foreseen | null = null,
): Promise<Result<number, ConfigRefusal>> {
  await lockNames(trx, 'rules');
  const before = target && (await getRule(trx, target.id));
  const changes = changesBetween(before, { ...contentOf(rule), active });
  const effects = before && foreseen ? effectsOfRule(before.id, rule) : NO_EFFECTS;
  if (before && Object.keys(changes).length === 0 && isWithoutEffects(effects)) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  const errors = await faultsOf(trx, rule, active, before);
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  const matters = before !== null && PLANNING.some((field) => field in changes);
  const ready = await readyToApply(trx, context, { effects, foreseen, matters });
  if (!ready.ok) return ready;
  if (before && !(await updateRule(trx, before, rule, active ? null : context.now))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertRule(trx, rule, active, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'rule', entityId: id, changes }]);
  await applyReady(trx, context, ready.value, { kind: 'rule', id, version: (before?.version ?? 0) + 1 });
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
