import { type Named, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';

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

/** What says who is responsible for a rule's surveys (domain/permissions). */
export interface RuleDuty {
  readonly operators: readonly number[];
  readonly sellerRuns: boolean;
}

/** Of every rule, by its id. */
export async function listDuties(q: Queryable): Promise<ReadonlyMap<number, RuleDuty>> {
  const rules: { id: number; seller_runs: boolean | number }[] = await q('rules').select('id', 'seller_runs');
  const rows: { rule_id: number; user_id: number }[] = await q('rule_operators').select('rule_id', 'user_id');
  return new Map(
    rules.map(({ id, seller_runs }) => [
      id,
      {
        operators: rows.filter(({ rule_id }) => rule_id === id).map(({ user_id }) => user_id),
        sellerRuns: Boolean(seller_runs),
      },
    ]),
  );
}
