import { NO_EFFECTS } from '../domain/configuration-effects.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { obstaclesToActivation } from '../domain/rule.js';
import { insertAudit } from '../store/audit.js';
import { type ConfigKind, findState, type Target, updateActive } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { found } from '../store/not-found.js';
import { accessOf, getRule } from '../store/rules.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { deactivationEffects } from './record-effects.js';
import type { ConfigRefusal } from './saving.js';

/**
 * Activates or deactivates a question, rule, profile or product. What exists already (surveys, sales, rules that ask the
 * question) stays as it is, unless it is asked for that untouched surveys go (SPEC 2). A rule that nobody could run is not activated.
 * @throws NotFoundError
 */
export async function setActive(
  context: ActionContext,
  kind: ConfigKind,
  target: Target,
  active: boolean,
  asked: ApplyAsked | null = null,
): Promise<Result<null, ConfigRefusal>> {
  const foreseen = await foresee(context, active ? null : asked, async (q) => {
    const before = await findState(q, kind, target.id);
    return before?.active && before.version === target.version ? deactivationEffects(q, kind, target.id) : null;
  });
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => setActiveIn(trx, context, kind, target, active, foreseen.value));
}

/** As `setActive`, in a transaction of the caller's. */
export async function setActiveIn(
  trx: Queryable,
  context: ActionContext,
  kind: ConfigKind,
  target: Target,
  active: boolean,
  foreseen: Foreseen | null = null,
): Promise<Result<null, ConfigRefusal>> {
  // So that its operators keep the access that it is activated for: whoever takes it from them takes this lock too.
  if (kind === 'rule') await lockNames(trx, 'rules');
  const before = found(await findState(trx, kind, target.id), kind, target.id);
  if (before.active === active) return ok(null);
  if (kind === 'rule' && active) {
    const errors = await obstacles(trx, target.id);
    if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  }
  if (before.version !== target.version) return refuse({ kind: 'stale' });
  const effects = foreseen === null ? NO_EFFECTS : await deactivationEffects(trx, kind, target.id);
  const ready = await readyToApply(trx, context, { effects, foreseen, matters: kind !== 'question' });
  if (!ready.ok) return ready;
  if (!(await updateActive(trx, kind, target, active, context.now))) return refuse({ kind: 'stale' });
  const changes = { active: [before.active, active] } as const;
  const action = active ? 'activate' : 'deactivate';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: kind, entityId: target.id, changes }]);
  if (kind !== 'question')
    await applyReady(trx, context, ready.value, { kind, id: target.id, version: before.version + 1 });
  return ok(null);
}

async function obstacles(trx: Queryable, ruleId: number): Promise<FieldErrors> {
  const rule = await getRule(trx, ruleId);
  const access = await accessOf(trx, rule.operators);
  return obstaclesToActivation({ ...rule, operators: rule.operators.filter((id) => access.get(id)) });
}
