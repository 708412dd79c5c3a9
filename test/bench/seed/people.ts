import type { Knex } from 'knex';
import { hashPassword } from '../../../src/actions/passwords.js';
import { nameKey } from '../../../src/domain/text.js';

/** Ids of the users that the seed makes, in this order: davi (admin), ana (manager), the operators, the sellers. */
export const ADMIN_ID = 1;
export const MANAGER_ID = 2;
export const OPERATORS = { first: 3, count: 20 } as const;
export const SELLERS = { first: 23, count: 50 } as const;
export const PASSWORD = 'senha da medida';
export const PRODUCTS = 20;
export const PROFILES = 3;
export const QUESTIONS = 6;
/** The id of the one whose grades are 0 to 10; the others are of five grades. */
export const NPS_QUESTION = 6;

/** The rules by id from 1: three of each profile, [days to the opening, days to the expiry]. */
export const RULES: readonly (readonly [start: number, expiry: number])[] = [
  [7, 10],
  [90, 15],
  [365, 30],
  [5, 7],
  [60, 15],
  [180, 20],
  [10, 10],
  [120, 20],
  [300, 30],
];

/** A rule's questions, two or three of the six, by id: `position` counts from 1. */
export const questionCount = (ruleId: string) => `(2 + ${ruleId} % 2)`;
export const questionAt = (ruleId: string, position: string) => `((${ruleId} + ${position}) % ${QUESTIONS} + 1)`;

/** The five operators of a rule, numbered from 0; the manager answers for the first rule too. */
export const operatorAt = (ruleId: string, number: string) =>
  `(${OPERATORS.first} + (${ruleId} * 3 + ${number}) % ${OPERATORS.count})`;

const FIVE = [-100, -50, 0, 50, 100];
const ELEVEN = [-100, -80, -60, -40, -20, 0, 20, 40, 60, 80, 100];

/** Users and configuration, into an empty database. */
export async function insertPeople(db: Knex, now: number): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  await db('settings').update({ company_name: 'Provedor de Medida' });
  await db('users').insert([
    user(ADMIN_ID, 'Davi Administrador', 'admin', 'davi'),
    user(MANAGER_ID, 'Ana Gestora', 'manager', 'ana'),
    ...count(OPERATORS.count).map((n) => user(OPERATORS.first + n, `Operador ${n + 1}`, 'operator', `op${n + 1}`)),
    ...count(SELLERS.count).map((n) => user(SELLERS.first + n, `Vendedor ${n + 1}`, 'operator', null)),
  ]);
  await insertQuestions(db, now);
  await insertRules(db, now);
  await insertProducts(db, now);

  function user(id: number, name: string, role: string, login: string | null) {
    const access = { login, login_key: login, password_hash: login === null ? null : hash };
    return { id, name, name_key: nameKey(name), role, ...access, created_at: now };
  }
}

async function insertQuestions(db: Knex, now: number): Promise<void> {
  for (const id of count(QUESTIONS).map((n) => n + 1)) {
    const text = `Como avalia o item ${id} do atendimento?`;
    await db('questions').insert({ id, text_key: nameKey(text), current_number: 1, created_at: now });
    const [kind, weights, first] = id === NPS_QUESTION ? ['nps', ELEVEN, 0] : [null, FIVE, 1];
    const version = { id, question_id: id, number: 1, text, kind, not_applicable: false, created_at: now };
    await db('question_versions').insert(version);
    await db('grades').insert(
      weights.map((weight, index) => ({
        question_version_id: id,
        position: index + 1,
        label: String(index + first),
        weight,
      })),
    );
  }
}

async function insertRules(db: Knex, now: number): Promise<void> {
  for (const [index, [start, expiry]] of RULES.entries()) {
    const id = index + 1;
    const rule = {
      ...named(id, `Regra ${id}`, now),
      start_days: start,
      expiry_days: expiry,
      seller_runs: id % 3 === 0,
    };
    await db('rules').insert(rule);
    const positions = [1, 2, 3].slice(0, 2 + (id % 2));
    await db('rule_questions').insert(
      positions.map((position) => ({ rule_id: id, position, question_id: ((id + position) % QUESTIONS) + 1 })),
    );
    const operators = count(5).map((n) => OPERATORS.first + ((id * 3 + n) % OPERATORS.count));
    const users = id === 1 ? [MANAGER_ID, ...operators] : operators;
    await db('rule_operators').insert(users.map((user_id) => ({ rule_id: id, user_id })));
  }
}

async function insertProducts(db: Knex, now: number): Promise<void> {
  await db('profiles').insert(count(PROFILES).map((n) => named(n + 1, `Perfil ${n + 1}`, now)));
  await db('profile_rules').insert(
    RULES.map((_, index) => ({
      profile_id: Math.floor(index / 3) + 1,
      rule_id: index + 1,
      position: (index % 3) + 1,
    })),
  );
  const product = (id: number) => ({ ...named(id, `Plano ${id * 50} Mega`, now), profile_id: (id % PROFILES) + 1 });
  await db('products').insert(
    count(PRODUCTS).map((n) => ({ ...product(n + 1), code: `P${n + 1}`, code_key: `p${n + 1}` })),
  );
}

function named(id: number, name: string, now: number) {
  return { id, name, name_key: nameKey(name), created_at: now };
}

function count(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
