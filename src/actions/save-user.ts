import { FieldChecks } from '../domain/field-checks.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanUser, type UserForm, validateUser } from '../domain/user.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { lockClaimant } from '../store/claims.js';
import { statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { countFollowUpsLeftBy, countSurveysLeftBy, listRulesInNeed } from '../store/estate.js';
import { insertRuleOperator } from '../store/rule-operators.js';
import { getRule } from '../store/rules.js';
import { endSessionsOf } from '../store/sessions.js';
import {
  adminExists,
  externalIdTaken,
  getUser,
  insertUser,
  loginTaken,
  type User,
  updateUser,
} from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import { releaseClaims } from './hand-over.js';
import { hashPassword } from './passwords.js';
import { faultOfPicked, type SaveRefusal } from './saving.js';

/** *Novo Operador* as posted. Without `access` what was typed as login and password does not count. */
export interface StaffForm extends UserForm {
  readonly access: boolean;
  /** Ids of the rules that a new user with access runs from now on. Rules change their operators in their own editor. */
  readonly rules?: readonly string[];
}

/**
 * Adds a user (no target) or changes him; returns his id. A new one may run rules at once. His sessions end when his password, his role or his access
 * changes. The last administrator stays one, and a rule keeps somebody who can run it (SPEC 1, 10).
 * @throws NotFoundError
 */
export async function saveUser(
  context: ActionContext,
  target: Target | null,
  form: StaffForm,
): Promise<Result<number, SaveRefusal>> {
  const stored = target && (await getUser(context.db.read, target.id));
  const counted = form.access ? form : { ...form, login: '', password: '' };
  const checked = validateUser(counted, { hasPassword: stored?.hasPassword ?? false, mustSignIn: form.access });
  const picked = pickedRules(target === null && form.access ? form.rules : []);
  if (!checked.ok || !picked.ok) {
    const errors = [...(checked.ok ? [] : checked.refusal), ...(picked.ok ? [] : picked.refusal)];
    return refuse({ kind: 'invalid', errors });
  }
  const { password } = checked.value;
  const passwordHash = password === null ? null : await hashPassword(password);
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'users', 'rules');
    if (target !== null) await lockClaimant(trx, target.id);
    if (target === null) return add(trx, context, { ...checked.value, rules: picked.value }, passwordHash);
    return change(trx, context, target, checked.value, passwordHash);
  });
}

function pickedRules(rules: StaffForm['rules']): Result<readonly number[], FieldErrors> {
  const checks = new FieldChecks();
  return checks.result(checks.ids('rules', rules));
}

async function add(
  trx: Queryable,
  context: ActionContext,
  { name, role, login, externalId, rules }: CleanUser & { readonly rules: readonly number[] },
  passwordHash: string | null,
): Promise<Result<number, SaveRefusal>> {
  const fault = faultOfPicked('rules', rules, await statesOf(trx, 'rule', rules), []);
  const errors = [...(await faultsOfKeys(trx, { login, externalId }, null)), ...(fault === null ? [] : [fault])];
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  const id = await insertUser(trx, { name, role, login, externalId, passwordHash }, context.now);
  if (id === null) return refuse({ kind: 'invalid', errors: [{ field: 'login', message: 'taken' }] });
  const changes = changesBetween(null, { role, login, externalId });
  await write(trx, context, {
    action: 'create',
    entity: 'user',
    entityId: id,
    changes,
    personal: { name: [null, name] },
  });
  for (const rule of rules) await giveRule(trx, context, rule, id);
  return ok(id);
}

/** Makes him one of the operators of a rule. */
async function giveRule(trx: Queryable, context: ActionContext, ruleId: number, userId: number): Promise<void> {
  const { operators } = await getRule(trx, ruleId);
  await insertRuleOperator(trx, [ruleId], userId);
  const changes = { operators: [operators, [...operators, userId]] as const };
  await write(trx, context, { action: 'change', entity: 'rule', entityId: ruleId, changes });
}

async function change(
  trx: Queryable,
  context: ActionContext,
  target: Target,
  clean: CleanUser,
  passwordHash: string | null,
): Promise<Result<number, SaveRefusal>> {
  const before = await getUser(trx, target.id);
  const entry = entryOf(before, clean, passwordHash !== null);
  if (entry === null) return ok(before.id);
  if (before.version !== target.version) return refuse({ kind: 'stale' });
  const errors = [...(await faultsOfKeys(trx, clean, before.id)), ...(await faultsOfLoss(trx, before, clean))];
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  const { name, role, login, externalId } = clean;
  // Who has no login has no access, and keeps no password that could come back with one.
  const kept = login === null ? null : (passwordHash ?? undefined);
  if (!(await updateUser(trx, target, { name, role, login, externalId, passwordHash: kept })))
    return refuse({ kind: 'stale' });
  if (passwordHash !== null || role !== before.role || login === null) await endSessionsOf(trx, before.id, context.now);
  if (login === null) await releaseClaims(trx, context, before.id);
  await write(trx, context, entry);
  return ok(before.id);
}

/** What the audit says of the change; null when nothing changed. */
function entryOf(before: User, clean: CleanUser, newPassword: boolean): AuditEntry | null {
  const { name, role, login, externalId } = clean;
  const changes = changesBetween(before, { role, login, externalId });
  const personal = changesBetween(before, { name });
  const aboutHim = { entity: 'user', entityId: before.id } as const;
  const others = Object.keys(changes).length + Object.keys(personal).length;
  if (others === 0) return newPassword ? { action: 'reset-password', ...aboutHim } : null;
  if (newPassword) changes.newPassword = [false, true];
  return { action: 'change', ...aboutHim, changes, personal };
}

async function faultsOfKeys(
  trx: Queryable,
  { login, externalId }: Pick<CleanUser, 'login' | 'externalId'>,
  exceptId: number | null,
): Promise<FieldErrors> {
  return [
    login !== null && (await loginTaken(trx, login, exceptId)) ? ({ field: 'login', message: 'taken' } as const) : null,
    externalId !== null && (await externalIdTaken(trx, externalId, exceptId))
      ? ({ field: 'externalId', message: 'taken' } as const)
      : null,
  ].filter((fault) => fault !== null);
}

/** What nobody could do any more if he lost his role or his access. */
async function faultsOfLoss(trx: Queryable, before: User, { role, login }: CleanUser): Promise<FieldErrors> {
  if (!before.hasAccess) return [];
  const losesAccess = login === null;
  if (before.role === 'admin' && (losesAccess || role !== 'admin') && !(await adminExists(trx, before.id)))
    return [{ field: losesAccess ? 'access' : 'role', message: 'lastAdmin' }];
  if (!losesAccess) return [];
  const rules = await listRulesInNeed(trx, before.id);
  const names = rules.map(({ name }) => name).join(', ');
  if (rules.length > 0) return [{ field: 'access', message: 'onlyOperator', params: { rules: names } }];
  const count = await countSurveysLeftBy(trx, before.id);
  if (count > 0) return [{ field: 'access', message: 'hasOpenSurveys', params: { count } }];
  const followUps = await countFollowUpsLeftBy(trx, before.id);
  return followUps === 0 ? [] : [{ field: 'access', message: 'hasOpenFollowUps', params: { count: followUps } }];
}

function write(trx: Queryable, context: ActionContext, entry: AuditEntry): Promise<void> {
  return insertAudit(trx, auditActor(context), context.now, [entry]);
}
