import type { Queryable } from './dialect.js';
import { hasAnyFollowUpStatus, isOwnedBy } from './follow-up-predicates.js';
import { isBlockedOwn, readBlockedClosings } from './own-surveys.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';

// What a user who loses his access leaves behind that nobody else could work (SPEC 1).

/** A rule that nobody else runs, everybody who is on its list, with access or not, and how many surveys wait for him. */
export interface RuleInNeed {
  readonly id: number;
  readonly name: string;
  readonly operators: readonly number[];
}

const ABLE = 'users.deactivated_at is null and users.password_hash is not null';

/** Somebody else on the list of the rule can sign in. */
const OTHERS = `select 1 from rule_operators join users on users.id = rule_operators.user_id
  where rule_operators.rule_id = rules.id and users.id <> ? and ${ABLE}`;

/** Open, and its rule's to answer for. */
const WAITING = 'surveys.settled_at is null and surveys.assigned_to is null';

/** Whether an active rule has the user among its operators. */
export async function operatesRules(q: Queryable, userId: number): Promise<boolean> {
  const row = await q('rule_operators')
    .join('rules', 'rules.id', 'rule_operators.rule_id')
    .where('rule_operators.user_id', userId)
    .whereNull('rules.deactivated_at')
    .first('rules.id');
  return row !== undefined;
}

/**
 * The rules for which the user is the only responsible operator who can sign in, by name: active ones, and those that
 * have open surveys left. One that *o vendedor da venda* runs has somebody else, unless the seller of one of its open
 * surveys is he himself or cannot sign in.
 */
export async function listRulesInNeed(q: Queryable, userId: number): Promise<RuleInNeed[]> {
  const waiting = `exists (select 1 from surveys where surveys.rule_id = rules.id and ${WAITING}`;
  const sellerGone = `(surveys.seller_id = ? or not exists (select 1 from users where users.id = surveys.seller_id and ${ABLE}))`;
  const rules: { id: number; name: string }[] = await q('rules')
    .whereRaw('exists (select 1 from rule_operators where rule_id = rules.id and user_id = ?)', [userId])
    .whereRaw(`not exists (${OTHERS})`, [userId])
    .where((needs) =>
      needs
        .whereRaw(`not rules.seller_runs and (rules.deactivated_at is null or ${waiting}))`)
        .orWhereRaw(`rules.seller_runs and ${waiting} and ${sellerGone})`, [userId]),
    )
    .orderBy('name_key')
    .select('id', 'name');
  const ids = rules.map(({ id }) => id);
  const rows = await q('rule_operators').whereIn('rule_id', ids).orderBy('user_id').select('rule_id', 'user_id');
  const operatorsOf = (id: number): number[] => rows.filter((row) => row.rule_id === id).map((row) => row.user_id);
  return rules.map((rule) => ({ ...rule, operators: operatorsOf(rule.id) }));
}

/**
 * The open surveys that are the user's alone: his own, and those of his sales by rules that only the seller runs. Those of
 * rules that he is on the list of go with the rule.
 */
export function leftBy(userId: number): Predicate {
  const soldByHim = `surveys.settled_at is null and surveys.assigned_to is null and surveys.seller_id = ?
    and surveys.rule_id in (select id from rules where rules.seller_runs
      and not exists (select 1 from rule_operators where rule_id = rules.id and user_id = ?) and not exists (${OTHERS}))`;
  return anyOf([
    predicate('surveys.settled_at is null and surveys.assigned_to = ?', [userId]),
    predicate(soldByHim, [userId, userId, userId]),
  ]);
}

/** The ids of the surveys that he alone is responsible for. */
export async function listSurveysLeftBy(q: Queryable, userId: number): Promise<number[]> {
  const left = leftBy(userId);
  return q('surveys')
    .whereRaw(left.sql, [...left.bindings])
    .orderBy('id')
    .pluck('id');
}

/** How many surveys he alone is responsible for. */
export async function countSurveysLeftBy(q: Queryable, userId: number): Promise<number> {
  const left = leftBy(userId);
  const [row] = await q('surveys')
    .whereRaw(left.sql, [...left.bindings])
    .count({ total: '*' });
  return Number(row?.total);
}

/** How many of them an heir may not run either, since he sold what they ask about and the policy blocks him. */
export async function countLeftToSeller(q: Queryable, userId: number, heirId: number): Promise<number> {
  const { sql, bindings } = allOf([leftBy(userId), isBlockedOwn(heirId, await readBlockedClosings(q))]);
  const [row] = await q('surveys')
    .whereRaw(sql, [...bindings])
    .count({ total: '*' });
  return Number(row?.total);
}

/** His open follow-ups: each has one owner, and who cannot sign in works none. */
function followUpsLeftBy(q: Queryable, userId: number) {
  const { sql, bindings } = allOf([hasAnyFollowUpStatus(['open', 'in-progress']), isOwnedBy(userId)]);
  return q('follow_ups').whereRaw(sql, [...bindings]);
}

/** The ids of his open follow-ups. */
export async function listFollowUpsLeftBy(q: Queryable, userId: number): Promise<number[]> {
  return followUpsLeftBy(q, userId).orderBy('id').pluck('id');
}

/** How many follow-ups of his are open. */
export async function countFollowUpsLeftBy(q: Queryable, userId: number): Promise<number> {
  const [row] = await followUpsLeftBy(q, userId).count({ total: '*' });
  return Number(row?.total);
}
