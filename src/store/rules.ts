import type { Knex } from 'knex';
import type { Role } from '../domain/permissions.js';
import type { CleanRule } from '../domain/rule.js';
import { nameKey } from '../domain/text.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import { type Named, type Target, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** A rule; questions in the order in which they are asked, operators by id (SPEC 2). */
export interface Rule extends CleanRule {
  readonly id: number;
  readonly active: boolean;
  readonly version: number;
}

/** The rule, or null. */
export async function findRule(q: Queryable, id: number): Promise<Rule | null> {
  const row = await q('rules').where({ id }).first();
  if (row === undefined) return null;
  const questions = await q('rule_questions').where({ rule_id: id }).orderBy('position').select('question_id');
  const operators = await q('rule_operators').where({ rule_id: id }).orderBy('user_id').select('user_id');
  return {
    id,
    name: row.name,
    startDays: row.start_days,
    expiryDays: row.expiry_days,
    businessDays: Boolean(row.business_days),
    note: row.note,
    whatsAppText: row.whatsapp_text,
    sellerRuns: Boolean(row.seller_runs),
    questions: questions.map((one) => one.question_id),
    operators: operators.map((one) => one.user_id),
    active: row.deactivated_at === null,
    version: row.version,
  };
}

/** @throws NotFoundError */
export async function getRule(q: Queryable, id: number): Promise<Rule> {
  return found(await findRule(q, id), 'rule', id);
}

/** The rule of that name, without regard to case, accents and white space; or null. */
export async function findRuleByName(q: Queryable, name: string): Promise<Rule | null> {
  const row = await q('rules')
    .where({ name_key: nameKey(name) })
    .first('id');
  return row ? findRule(q, row.id) : null;
}

/** A row of *Painel de Regras*. */
export interface RuleListRow {
  id: number;
  name: string;
  startDays: number;
  expiryDays: number;
  questionCount: number;
  operatorCount: number;
  sellerRuns: boolean;
  profileCount: number;
  active: boolean;
}

/**
 * A page of the panel; sort keys: name, start, expiry, questions, operators, profiles; filters: profile (id, none),
 * operator (id; none: *o vendedor da venda* runs it).
 */
export async function listRules(q: Queryable, request: ConfigListRequest): Promise<ConfigListPage<RuleListRow>> {
  const count = (table: string, alias: string) => q(table).where('rule_id', q.ref('rules.id')).count('*').as(alias);
  const query = q('rules').select(
    'rules.*',
    count('rule_questions', 'question_count'),
    count('rule_operators', 'operator_count'),
    count('profile_rules', 'profile_count'),
  );
  const { profile, operator } = request.filters ?? {};
  if (profile !== undefined) whereLinked(query, q, 'profile_rules', profile, 'profile_id');
  if (operator === 'none') query.where('rules.seller_runs', true);
  else if (operator !== undefined) whereLinked(query, q, 'rule_operators', operator, 'user_id');
  const sorts = {
    start: 'start_days',
    expiry: 'expiry_days',
    questions: 'question_count',
    operators: 'operator_count',
    profiles: 'profile_count',
  };
  const page = await listConfigPage<RuleListRowRaw>(query, { table: 'rules', name: 'rules.name_key', sorts }, request);
  return { ...page, rows: page.rows.map(toListRow) };
}

/** Narrows to the rules that a table links with the record of that id, or with none. */
function whereLinked(query: Knex.QueryBuilder, q: Queryable, table: string, id: string, column: string): void {
  const links = q(table).where('rule_id', q.ref('rules.id')).select('rule_id');
  if (id === 'none') query.whereNotExists(links);
  else query.whereExists(links.where(column, Number(id) || 0));
}

/** Every rule as a choice: the active ones first, each by name. */
export async function listRuleChoices(q: Queryable): Promise<Named[]> {
  const rows = await q('rules').orderBy('name_key').select('id', 'name', 'deactivated_at');
  const choices = rows.map(toNamed);
  return [...choices.filter((rule) => rule.active), ...choices.filter((rule) => !rule.active)];
}

/** The profiles that hold the rule, by name. */
export async function listProfilesOfRule(q: Queryable, id: number): Promise<Named[]> {
  const rows = await q('profiles')
    .whereIn('id', q('profile_rules').where({ rule_id: id }).select('profile_id'))
    .orderBy('name_key')
    .select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}

/** Who can be made responsible: users with access, and those of the given ids whether or not they still have it. */
export async function listOperatorChoices(
  q: Queryable,
  alsoIds: readonly number[],
): Promise<(Named & { login: string; role: Role })[]> {
  const rows = await q('users')
    .where((able) => able.whereNull('deactivated_at').whereNotNull('password_hash'))
    .orWhereIn('id', [...alsoIds])
    .orderBy('name_key')
    .select('id', 'name', 'login', 'role', 'password_hash', 'deactivated_at');
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    login: row.login ?? '',
    role: row.role,
    active: row.deactivated_at === null && row.password_hash !== null,
  }));
}

/** Which of the ids name a user, and whether each can sign in. */
export async function accessOf(q: Queryable, userIds: readonly number[]): Promise<Map<number, boolean>> {
  const rows = await q('users')
    .whereIn('id', [...userIds])
    .select('id', 'password_hash', 'deactivated_at');
  return new Map(rows.map((row) => [row.id, row.password_hash !== null && row.deactivated_at === null]));
}

/** Adds a rule and returns its id. The name must be free: see `lockNames`. */
export async function insertRule(trx: Queryable, rule: CleanRule, active: boolean, now: number): Promise<number> {
  const [row] = await trx('rules')
    .insert({ ...columnsOf(rule), created_at: now, deactivated_at: active ? null : now })
    .returning('id');
  await insertParts(trx, row.id, rule);
  return row.id;
}

/** Writes the rule over the version that was read; false when somebody else wrote meanwhile. */
export async function updateRule(
  trx: Queryable,
  target: Target,
  rule: CleanRule,
  deactivatedAt: number | null,
): Promise<boolean> {
  const changed = await trx('rules')
    .where({ id: target.id, version: target.version })
    .update({ ...columnsOf(rule), deactivated_at: deactivatedAt, version: target.version + 1 });
  if (changed !== 1) return false;
  await trx('rule_questions').where({ rule_id: target.id }).delete();
  await trx('rule_operators').where({ rule_id: target.id }).delete();
  await insertParts(trx, target.id, rule);
  return true;
}

async function insertParts(trx: Queryable, id: number, rule: CleanRule): Promise<void> {
  const questions = rule.questions.map((questionId, index) => ({
    rule_id: id,
    question_id: questionId,
    position: index + 1,
  }));
  const operators = rule.operators.map((userId) => ({ rule_id: id, user_id: userId }));
  if (questions.length > 0) await trx('rule_questions').insert(questions);
  if (operators.length > 0) await trx('rule_operators').insert(operators);
}

function columnsOf(rule: CleanRule) {
  return {
    name: rule.name,
    name_key: nameKey(rule.name),
    start_days: rule.startDays,
    expiry_days: rule.expiryDays,
    business_days: rule.businessDays,
    note: rule.note,
    whatsapp_text: rule.whatsAppText,
    seller_runs: rule.sellerRuns,
  };
}

interface RuleListRowRaw {
  id: number;
  name: string;
  start_days: number;
  expiry_days: number;
  question_count: number;
  operator_count: number;
  profile_count: number;
  seller_runs: boolean | number;
  deactivated_at: number | null;
}

function toListRow(row: RuleListRowRaw): RuleListRow {
  return {
    id: row.id,
    name: row.name,
    startDays: row.start_days,
    expiryDays: row.expiry_days,
    questionCount: row.question_count,
    operatorCount: row.operator_count,
    profileCount: row.profile_count,
    sellerRuns: Boolean(row.seller_runs),
    active: row.deactivated_at === null,
  };
}
