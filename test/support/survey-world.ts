import type { Actor } from '../../src/actions/context.js';
import { nameKey } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { insertUser } from '../../src/store/users.js';
import { insertPersonas, NOW, type Persona } from './app.js';
import { hourOf, insertSurvey, type SurveySpec, TODAY } from './survey-rows.js';

export { NOW } from './app.js';
export { TODAY } from './survey-rows.js';

/** A small ISP: ana manages, bruno and carla operate, davi administers, edu sells. bruno answers for the rule. */
export interface SurveyWorld {
  readonly ana: Actor & { readonly id: number };
  readonly bruno: Actor & { readonly id: number };
  readonly carla: Actor & { readonly id: number };
  readonly davi: Actor & { readonly id: number };
  readonly edu: Actor & { readonly id: number };
  readonly ruleId: number;
  readonly productId: number;
  /** Two questions: 1 to 5 with a comment required up to the second grade, and Sim/Não with *não se aplica*. */
  readonly versionIds: readonly [number, number];
  /** Adds a sale with one survey of the rule, due today unless said otherwise; returns the survey's id. */
  survey(over?: Partial<SurveySpec>): Promise<number>;
  /** Adds many, in one transaction. */
  surveys(overs: readonly Partial<SurveySpec>[]): Promise<number[]>;
}

export async function surveyWorld(db: Database): Promise<SurveyWorld> {
  const people = await personas(db);
  const configured = await db.transaction((trx) => configure(trx, people.bruno.id));
  const defaults: Omit<SurveySpec, 'settledAt'> = {
    customer: 'Maria Souza',
    phone: '+5511987654321',
    document: null,
    externalId: null,
    closedOn: '2026-07-01',
    startDays: 7,
    expiryDays: 3,
    extendedTo: null,
    sellerId: people.edu.id,
    productId: configured.productId,
    ruleId: configured.ruleId,
    assignedTo: null,
    outcome: null,
    executedBy: people.bruno.id,
    executedOn: TODAY,
  };
  const surveys = (overs: readonly Partial<SurveySpec>[]) =>
    db.transaction(async (trx) => {
      const ids: number[] = [];
      for (const over of overs) {
        const spec = { ...defaults, ...over };
        ids.push(await insertSurvey(trx, { settledAt: hourOf(spec.executedOn), ...spec }));
      }
      return ids;
    });
  return { ...people, ...configured, surveys, survey: async (over = {}) => (await surveys([over]))[0] ?? 0 };
}

/** The personas of `testApp`, made when there are none yet, and edu. */
async function personas(db: Database): Promise<Pick<SurveyWorld, Persona | 'edu'>> {
  const known: { id: number; login: Persona }[] = await db.read('users').select('id', 'login');
  const ids =
    known.length > 0
      ? (Object.fromEntries(known.map(({ id, login }) => [login, id])) as Record<Persona, number>)
      : await insertPersonas(db);
  const edu = { name: 'Edu Vendedor', role: 'operator' as const, login: 'edu', passwordHash: null, externalId: null };
  return {
    ana: { id: ids.ana, role: 'manager' },
    bruno: { id: ids.bruno, role: 'operator' },
    carla: { id: ids.carla, role: 'operator' },
    davi: { id: ids.davi, role: 'admin' },
    edu: { id: (await db.transaction((trx) => insertUser(trx, edu, NOW))) ?? 0, role: 'operator' },
  };
}

async function configure(trx: Queryable, operatorId: number) {
  const five = ['1', '2', '3', '4', '5'].map((label, index) => ({ label, weight: index * 50 - 100 }));
  const yesNo = [
    { label: 'Sim', weight: 100 },
    { label: 'Não', weight: -100 },
  ];
  const first = await addQuestion(trx, 'Como avalia a instalação?', five, { comment: 2, na: false });
  const second = await addQuestion(trx, 'O técnico foi cordial?', yesNo, { comment: null, na: true });
  const ruleId = await addRule(trx, 'Instalação', { questions: [first.id, second.id], operators: [operatorId] });
  const productId = await addProduct(trx, 'Fibra 500 Mega');
  return { ruleId, productId, versionIds: [first.versionId, second.versionId] as const };
}

/** Adds a question with its first version. */
export async function addQuestion(
  trx: Queryable,
  text: string,
  grades: readonly { label: string; weight: number }[],
  { comment = null as number | null, na = false } = {},
): Promise<{ id: number; versionId: number }> {
  const question = { text_key: nameKey(text), current_number: 1, created_at: NOW };
  const [{ id }] = await trx('questions').insert(question).returning('id');
  const versionId = await addVersion(trx, id, 1, text, grades, { comment, na });
  return { id, versionId };
}

/** Adds a version of a question and makes it the current one. */
export async function addVersion(
  trx: Queryable,
  questionId: number,
  number: number,
  text: string,
  grades: readonly { label: string; weight: number }[],
  { comment = null as number | null, na = false } = {},
): Promise<number> {
  const version = { question_id: questionId, number, text, not_applicable: na, comment_required_up_to: comment };
  const [{ id }] = await trx('question_versions')
    .insert({ ...version, created_at: NOW })
    .returning('id');
  await trx('grades').insert(
    grades.map((grade, index) => ({ question_version_id: id, position: index + 1, ...grade })),
  );
  await trx('questions').where({ id: questionId }).update({ current_number: number });
  return id;
}

/** Adds a rule of N = 7, M = 3 and returns its id. */
export async function addRule(
  trx: Queryable,
  name: string,
  { questions = [] as number[], operators = [] as number[], sellerRuns = false } = {},
): Promise<number> {
  const rule = { name, name_key: nameKey(name), start_days: 7, expiry_days: 3, seller_runs: sellerRuns };
  const [{ id }] = await trx('rules')
    .insert({ ...rule, created_at: NOW })
    .returning('id');
  for (const [index, question_id] of questions.entries())
    await trx('rule_questions').insert({ rule_id: id, question_id, position: index + 1 });
  for (const user_id of operators) await trx('rule_operators').insert({ rule_id: id, user_id });
  return id;
}

/** Adds a product without profile and returns its id. */
export async function addProduct(trx: Queryable, name: string): Promise<number> {
  const [{ id }] = await trx('products')
    .insert({ name, name_key: nameKey(name), created_at: NOW })
    .returning('id');
  return id;
}
