import { type Named, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';

/** A rule that nobody else runs, and everybody who is on its list, with access or not. */
export interface RuleInNeed {
  readonly id: number;
  readonly name: string;
  readonly operators: readonly number[];
}

/**
 * The active rules for which the user is the only responsible operator who can sign in, by name. A rule that *o vendedor
 * da venda* runs has somebody else (SPEC 1).
 */
export async function listRulesOnlyRunBy(q: Queryable, userId: number): Promise<RuleInNeed[]> {
  const ofRule = () => q('rule_operators').where('rule_operators.rule_id', q.ref('rules.id'));
  const others = ofRule()
    .join('users', 'users.id', 'rule_operators.user_id')
    .whereNot('users.id', userId)
    .whereNull('users.deactivated_at')
    .whereNotNull('users.password_hash');
  const rules: { id: number; name: string }[] = await q('rules')
    .where({ deactivated_at: null, seller_runs: false })
    .whereExists(ofRule().where('user_id', userId))
    .whereNotExists(others)
    .orderBy('name_key')
    .select('id', 'name');
  const ids = rules.map(({ id }) => id);
  const rows = await q('rule_operators').whereIn('rule_id', ids).orderBy('user_id').select('rule_id', 'user_id');
  const operatorsOf = (id: number): number[] => rows.filter((row) => row.rule_id === id).map((row) => row.user_id);
  return rules.map((rule) => ({ ...rule, operators: operatorsOf(rule.id) }));
}

/** Everybody who is on the list of a rule, by name. */
export async function listResponsibles(q: Queryable): Promise<Named[]> {
  const rows = await q('users')
    .whereIn('id', q('rule_operators').select('user_id'))
    .orderBy(['name_key', 'id'])
    .select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}

/** Makes the user responsible for the rules too. Their versions go up, so that an editor open on one is told of it. */
export async function insertRuleOperator(trx: Queryable, ruleIds: readonly number[], userId: number): Promise<void> {
  if (ruleIds.length === 0) return;
  await trx('rule_operators')
    .insert(ruleIds.map((ruleId) => ({ rule_id: ruleId, user_id: userId })))
    .onConflict(['rule_id', 'user_id'])
    .ignore();
  await trx('rules')
    .whereIn('id', [...ruleIds])
    .increment('version', 1);
}
