import fc from 'fast-check';
import t, { type Test } from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { executeSurvey } from '../../src/actions/execute-survey.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import type { Database } from '../../src/store/connection.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addProduct, NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

const COPIED = [
  ...['seller_id', 'product_id', 'closed_on', 'customer_id', 'city_key', 'has_phone', 'execution_id', 'executed_by'],
  ...['executed_on', 'by_seller', 'score_sum', 'score_count', 'score_key', 'attempt_count'],
];

interface Stage {
  readonly db: Database;
  readonly world: SurveyWorld;
  readonly productIds: readonly number[];
  /** A number of its own for each step, for what must be unique. */
  next(): number;
}

type Step = (stage: Stage, surveyId: number, pick: number) => Promise<unknown>;

/** What people do: each may be refused, which changes nothing. */
const steps: Record<string, Step> = {
  record: (stage, _id, pick) => recordSale(acting(stage.db, stage.world.ana), saleForm(stage, pick)),
  edit: async (stage, id, pick) => {
    const sale = await saleOf(stage.db, id);
    return editSale(acting(stage.db, stage.world.ana), sale, saleForm(stage, pick));
  },
  execute: ({ db, world, next }, surveyId, pick) => {
    const [five, yesNo] = world.versionIds;
    const key = { surveyId, userId: world.bruno.id, startedAt: NOW - 60_000, versionIds: world.versionIds };
    const answers = { [five]: { answer: String(1 + (pick % 5)), comment: 'Então' }, [yesNo]: { answer: 'na' } };
    return executeSurvey(acting(db, world.bruno), {
      surveyId,
      key: { ...key, nonce: `k${next()}` },
      form: { answers },
    });
  },
  annul: async ({ db, world }, id) => {
    const execution = await db.read('executions').where({ survey_id: id, annulled_at: null }).first('id');
    return annulExecution(acting(db, world.ana), id, { executionId: execution?.id ?? 1, reason: 'Engano' });
  },
  attempt: ({ db, world, next }, id) =>
    recordAttempt(acting(db, world.bruno), id, { outcome: 'no-answer', note: '', formKey: `a${next()}` }),
  reassign: ({ db, world }, id) => reassignSurvey(acting(db, world.ana), id, { operatorId: String(world.bruno.id) }),
  close: ({ db, world }, id) => closeSurvey(acting(db, world.ana), id, { reason: 'refused', note: '' }),
  reopen: ({ db, world }, id) => reopenSurvey(acting(db, world.ana), id, { reason: 'Engano' }),
  cancel: async ({ db, world }, id) =>
    cancelSale(acting(db, world.ana), (await saleOf(db, id)).id, { cancelledOn: TODAY, reverseCommission: 'yes' }),
  restore: async ({ db, world }, id) => restoreSale(acting(db, world.ana), (await saleOf(db, id)).id),
};

await onBothEngines(t, async (t, engine) => {
  await t.test('after whatever happened, surveys say what their sale, execution and attempts say', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const productIds = await db.transaction(async (trx) => {
      const named = { name: 'Padrão', name_key: 'padrao', created_at: NOW };
      const [{ id }] = await trx('profiles').insert(named).returning('id');
      await trx('profile_rules').insert({ profile_id: id, rule_id: world.ruleId, position: 1 });
      const other = await addProduct(trx, 'Fibra 900 Mega');
      await trx('products').update({ profile_id: id });
      return [world.productId, other];
    });
    await world.surveys([{}, {}, { outcome: 'executed' }]);
    let count = 0;
    const stage: Stage = { db, world, productIds, next: () => ++count };
    const happened = new Map<string, number>();
    const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), pick: fc.nat(10_000) });
    for (const [index, { name, pick }] of fc.sample(step, { numRuns: 240, seed: 23 }).entries()) {
      const ids: number[] = await db.read('surveys').orderBy('id').pluck('id');
      const result = await steps[name]?.(stage, ids[pick % ids.length] ?? 1, pick).catch(unlessNotFound);
      if ((result as { ok?: boolean }).ok) happened.set(name, (happened.get(name) ?? 0) + 1);
      if (index % 8 === 7) await compare(t, db);
    }
    await compare(t, db);
    t.same([...happened.keys()].sort(), Object.keys(steps).sort(), 'each of it happened');
  });
});

/** Whoever may not run a survey does not find it; anything else that is thrown is a bug. */
function unlessNotFound(error: unknown): { ok: false } {
  if (error instanceof NotFoundError) return { ok: false };
  throw error;
}

async function saleOf(db: Database, surveyId: number): Promise<{ id: number; version: number }> {
  const survey = await db.read('surveys').where({ id: surveyId }).first('sale_id');
  return db.read('sales').where({ id: survey?.sale_id }).first('id', 'version');
}

function saleForm({ world, productIds }: Stage, pick: number) {
  return {
    customer: `Cliente ${pick % 7}`,
    phone1: ['11987654321', '', '1133334444'][pick % 3] ?? '',
    city: ['Natal', 'Caicó', ''][pick % 5] ?? 'Recife',
    product: String(productIds[pick % 2]),
    seller: String([world.edu.id, world.bruno.id][pick % 2]),
    closedOn: `2026-07-0${1 + (pick % 3)}`,
    value: '100',
  };
}

/** Each survey's copies against where they come from. */
async function compare(t: Test, db: Database): Promise<void> {
  const [surveys, sales, customers, executions, attempts] = await Promise.all(
    ['surveys', 'sales', 'customers', 'executions', 'attempts'].map((table) => db.read(table).orderBy('id')),
  );
  const copies = (surveys ?? []).map((survey) => Object.fromEntries(COPIED.map((name) => [name, plain(survey[name])])));
  const definition = (surveys ?? []).map((survey) => {
    const sale = sales?.find(({ id }) => id === survey.sale_id);
    const customer = customers?.find(({ id }) => id === sale.customer_id);
    const standing = executions?.find((one) => one.survey_id === survey.id && one.annulled_at === null);
    const { seller_id, product_id, closed_on, customer_id } = sale;
    const { executed_by, executed_on, by_seller, score_sum, score_count } = standing ?? {};
    const score_key = standing && (score_count === 0 ? -101 : score_sum / score_count);
    const attempt_count = attempts?.filter(({ survey_id }) => survey_id === survey.id).length;
    const { city_key, has_phone } = customer;
    const ofExecution = { execution_id: standing?.id, executed_by, executed_on, by_seller, score_sum, score_count };
    const all = { seller_id, product_id, closed_on, customer_id, city_key, has_phone, ...ofExecution, score_key };
    return Object.fromEntries(Object.entries({ ...all, attempt_count }).map(([name, value]) => [name, plain(value)]));
  });
  t.same(copies, definition);
}

/** SQLite says 0 and 1. */
function plain(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
}
