import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type Heir, type Succession, type SuccessionForm, validateSuccession } from '../domain/succession.js';
import type { AuditEntry } from '../store/audit.js';
import { insertAudit } from '../store/audit.js';
import { deleteClaimsOf } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import {
  countLeftToSeller,
  listFollowUpsLeftBy,
  listRulesInNeed,
  listSurveysLeftBy,
  type RuleInNeed,
} from '../store/estate.js';
import { insertRuleOperator } from '../store/rule-operators.js';
import { findUser, type User } from '../store/users.js';
import { changeFollowUps } from './change-follow-ups.js';
import { type ActionContext, auditActor } from './context.js';
import { slicesOf } from './in-turns.js';
import { mayOperate, reassignSurveysIn } from './reassign-survey.js';

/**
 * Gives what a leaving user alone answers for to those who are named, in the transaction of the caller, who holds users
 * and rules: rules get one more operator, open surveys their own one, open follow-ups another owner; a survey that he is calling is
 * free at once. Each is audited. Refused, and nothing is written, while somebody is missing.
 */
export async function handOver(
  trx: Queryable,
  context: ActionContext,
  leaving: User,
  form: SuccessionForm,
): Promise<Result<null, FieldErrors>> {
  const rules = await listRulesInNeed(trx, leaving.id);
  const surveys = await listSurveysLeftBy(trx, leaving.id);
  const followUps = await listFollowUpsLeftBy(trx, leaving.id);
  const ruleIds = rules.map(({ id }) => id);
  const estate = { ruleIds, surveys: surveys.length > 0, followUps: followUps.length > 0 };
  const succession = validateSuccession(form, estate);
  if (!succession.ok) return succession;
  const faults = await faultsOf(trx, leaving, succession.value);
  if (faults.length > 0) return refuse(faults);
  await releaseClaims(trx, context, leaving.id);
  await giveRules(trx, context, rules, succession.value);
  const heir = succession.value.surveys;
  if (heir !== null)
    for (const ids of slicesOf(surveys)) await reassignSurveysIn(trx, context, ids, { operatorId: heir.userId });
  await giveFollowUps(trx, context, followUps, succession.value);
  return ok(null);
}

async function giveFollowUps(
  trx: Queryable,
  context: ActionContext,
  followUps: readonly number[],
  { followUps: heir }: Succession,
): Promise<void> {
  if (heir === null) return;
  const action = { verb: 'assign', change: { ownerId: heir.userId } } as const;
  for (const ids of slicesOf(followUps)) await changeFollowUps(trx, context, ids, action);
}

/** Ends the claim of a user who may not call any more; what he typed stays with the survey. */
export async function releaseClaims(trx: Queryable, context: ActionContext, userId: number): Promise<void> {
  const released = await deleteClaimsOf(trx, userId);
  const entries = released.map((surveyId): AuditEntry => {
    return { action: 'release', entity: 'survey', entityId: surveyId, changes: { claimedBy: [userId, null] } };
  });
  await insertAudit(trx, auditActor(context), context.now, entries);
}

/** Somebody else who can sign in, each said once; and for surveys nobody whom the policy keeps from running one of them. */
async function faultsOf(
  trx: Queryable,
  leaving: User,
  { rules, surveys, followUps }: Succession,
): Promise<FieldErrors> {
  const heirs = [...rules.values(), surveys, followUps].filter((heir) => heir !== null);
  const faults: FieldErrors[number][] = [];
  for (const heir of heirs) {
    const message = await faultOf(trx, leaving, heir);
    if (message !== null && !faults.some(({ field }) => field === heir.field))
      faults.push({ field: heir.field, message });
  }
  if (faults.length > 0 || surveys === null) return faults;
  const count = await countLeftToSeller(trx, leaving.id, surveys.userId);
  if (count > 0) faults.push({ field: surveys.field, message: 'soldThem', params: { count } });
  return faults;
}

async function faultOf(trx: Queryable, leaving: User, { userId }: Heir): Promise<'unknownValue' | 'inactive' | null> {
  if (userId === leaving.id || (await findUser(trx, userId)) === null) return 'unknownValue';
  return (await mayOperate(trx, userId)) ? null : 'inactive';
}

async function giveRules(
  trx: Queryable,
  context: ActionContext,
  rules: readonly RuleInNeed[],
  succession: Succession,
): Promise<void> {
  const entries: AuditEntry[] = [];
  for (const { id, operators } of rules) {
    const heir = succession.rules.get(id);
    if (heir === undefined) throw new Error(`nobody was named for the rule ${id}`);
    await insertRuleOperator(trx, [id], heir.userId);
    const after = [...new Set([...operators, heir.userId])].sort((a, b) => a - b);
    entries.push({ action: 'change', entity: 'rule', entityId: id, changes: { operators: [operators, after] } });
  }
  await insertAudit(trx, auditActor(context), context.now, entries);
}
