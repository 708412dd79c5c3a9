import type { Actor } from '../../src/actions/context.js';
import { addDays, daysBetween, laterOf } from '../../src/domain/civil-date.js';
import type { Outcome } from '../../src/domain/scheduler.js';
import { nameKey, searchText } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { reserveExecutionId } from '../../src/store/executions.js';
import { allOf } from '../../src/store/predicate.js';
import { settleSurvey } from '../../src/store/surveys.js';
import { insertUser } from '../../src/store/users.js';
import { insertPersonas, NOW, type Persona } from './app.js';

export { NOW } from './app.js';

/** The civil date of `NOW`. */
export const TODAY = '2026-07-10';

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

export interface SurveySpec {
  customer: string;
  phone: string | null;
  document: string | null;
  externalId: string | null;
  closedOn: string;
  startDays: number;
  expiryDays: number;
  extendedTo: string | null;
  sellerId: number;
  productId: number;
  ruleId: number;
  assignedTo: number | null;
  outcome: Outcome | null;
  /** At the hour of `NOW` on the day of execution unless said otherwise. */
  settledAt: number;
  /** Of an executed one. */
  executedBy: number;
  executedOn: string;
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

async function insertSurvey(trx: Queryable, spec: SurveySpec): Promise<number> {
  const { closed_on, ...sale } = await insertSale(trx, spec);
  const opensOn = addDays(closed_on, spec.startDays);
  const expiresOn = addDays(opensOn, spec.expiryDays);
  const survey = {
    ...sale,
    closed_on,
    rule_id: spec.ruleId,
    opens_on: opensOn,
    original_expires_on: expiresOn,
    expires_on: laterOf(expiresOn, spec.extendedTo ?? expiresOn),
    assigned_to: spec.assignedTo,
    ...(spec.outcome !== null && spec.outcome !== 'executed' && { outcome: spec.outcome, settled_at: spec.settledAt }),
  };
  const [{ id }] = await trx('surveys').insert(survey).returning('id');
  if (spec.outcome === 'executed') await execute(trx, id, spec);
  if (spec.outcome === 'closed')
    await trx('closures').insert({
      survey_id: id,
      reason: 'refused',
      closed_by: spec.executedBy,
      closed_at: spec.settledAt,
    });
  return id;
}

/** The instant of `NOW`'s hour on another day. */
function hourOf(day: string): number {
  return NOW + daysBetween(TODAY, day) * 86_400_000;
}

async function insertSale(trx: Queryable, spec: SurveySpec) {
  const [{ id: customer_id }] = await trx('customers')
    .insert({
      name: spec.customer,
      name_key: nameKey(spec.customer),
      phone1: spec.phone,
      document: spec.document,
      search_text: searchText([spec.customer, spec.phone, spec.document]),
      created_at: NOW,
    })
    .returning('id');
  const copies = await trx('customers').where({ id: customer_id }).first('city_key', 'has_phone');
  const copied = {
    customer_id,
    ...copies,
    seller_id: spec.sellerId,
    product_id: spec.productId,
    closed_on: spec.closedOn,
  };
  const cancelled =
    spec.outcome === 'cancelled'
      ? { cancelled_on: spec.closedOn, cancelled_at: spec.settledAt, commission_reversed: true }
      : {};
  const sale = { value_cents: 9990, origin: 'form', recorded_at: NOW, external_id: spec.externalId };
  const [{ id }] = await trx('sales')
    .insert({ ...sale, ...copied, ...cancelled })
    .returning('id');
  return { sale_id: id, ...copied };
}

let keys = 0;

/** Settles the survey with an execution, whose facts it copies. */
async function execute(trx: Queryable, surveyId: number, spec: SurveySpec): Promise<void> {
  const id = await reserveExecutionId(trx);
  const [executedBy, executedOn, score] = [spec.executedBy, spec.executedOn, { sum: 50, count: 2 }];
  const ending = { outcome: 'executed', executionId: id, executedBy, executedOn, score } as const;
  await settleSurvey(trx, surveyId, ending, spec.settledAt, allOf([]));
  await trx('executions').insert({
    id,
    survey_id: surveyId,
    executed_by: spec.executedBy,
    executed_on: spec.executedOn,
    started_at: spec.settledAt,
    finished_at: spec.settledAt,
    rule_name: 'Instalação',
    score_sum: 50,
    score_count: 2,
    by_seller: spec.executedBy === spec.sellerId,
    form_key: `seeded-${++keys}`,
  });
}
