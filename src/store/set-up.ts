import type { SetUpFacts } from '../domain/first-steps.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

const CAN_SIGN_IN = 'users.password_hash is not null and users.deactivated_at is null';
const HAS_OPERATOR = `exists (select 1 from rule_operators join users on users.id = rule_operators.user_id
  where rule_operators.rule_id = rules.id and ${CAN_SIGN_IN})`;

/** Conditions on an active record that lacks what it needs or that nothing uses, by what is the matter with it. */
export const ORPHANS = {
  'product-without-profile': { table: 'products', where: 'profile_id is null' },
  'product-with-inactive-profile': {
    table: 'products',
    where:
      'exists (select 1 from profiles where profiles.id = products.profile_id and profiles.deactivated_at is not null)',
  },
  'profile-without-rules': {
    table: 'profiles',
    where: `not exists (select 1 from profile_rules join rules on rules.id = profile_rules.rule_id
      where profile_rules.profile_id = profiles.id and rules.deactivated_at is null)`,
  },
  'rule-without-questions': {
    table: 'rules',
    where: 'not exists (select 1 from rule_questions where rule_questions.rule_id = rules.id)',
  },
  'rule-without-operators': { table: 'rules', where: `not rules.seller_runs and not ${HAS_OPERATOR}` },
  'question-unused': {
    table: 'questions',
    where: 'not exists (select 1 from rule_questions where rule_questions.question_id = questions.id)',
  },
  'rule-unused': {
    table: 'rules',
    where: 'not exists (select 1 from profile_rules where profile_rules.rule_id = rules.id)',
  },
  'profile-unused': {
    table: 'profiles',
    where: 'not exists (select 1 from products where products.profile_id = profiles.id)',
  },
} as const;

export type OrphanKind = keyof typeof ORPHANS;

const FACTS = `select
  (select count(*) from questions where deactivated_at is null) as questions,
  (select count(*) from rules where deactivated_at is null and (seller_runs or ${HAS_OPERATOR})
    and exists (select 1 from rule_questions where rule_questions.rule_id = rules.id)) as rules,
  (select count(*) from profiles where deactivated_at is null
    and not (${ORPHANS['profile-without-rules'].where})) as profiles,
  (select count(*) from products join profiles on profiles.id = products.profile_id
    where products.deactivated_at is null and profiles.deactivated_at is null
    and not (${ORPHANS['profile-without-rules'].where})) as products,
  (select count(*) from users where ${CAN_SIGN_IN} and (
    exists (select 1 from rules where seller_runs and deactivated_at is null)
    or exists (select 1 from rule_operators join rules on rules.id = rule_operators.rule_id
      where rule_operators.user_id = users.id and rules.deactivated_at is null))) as operators,
  (select count(*) from users where ${CAN_SIGN_IN} and role <> 'admin') as staff,
  exists (select 1 from sales) as has_sales`;

/** What *Primeiros passos* asks about: the configuration is hundreds of records, and of the sales one is looked for. */
export async function findSetUpFacts(q: Queryable): Promise<SetUpFacts> {
  const [row] = await select<Record<string, number | boolean>>(q, FACTS);
  return {
    questions: Number(row?.questions),
    rules: Number(row?.rules),
    profiles: Number(row?.profiles),
    products: Number(row?.products),
    operators: Number(row?.operators),
    staff: Number(row?.staff),
    hasSales: Boolean(row?.has_sales),
  };
}

/** How many active products have no profile. */
export async function countUnprofiled(q: Queryable): Promise<number> {
  const sql = 'select count(*) as n from products where deactivated_at is null and profile_id is null';
  const [row] = await select<{ n: number }>(q, sql);
  return Number(row?.n ?? 0);
}
