import { type ClosingRefusal, closeMonths } from '../../src/actions/close-months.js';
import type { ActionContext } from '../../src/actions/context.js';
import type { Month } from '../../src/domain/month.js';
import { nextMonth } from '../../src/domain/month.js';
import type { Result } from '../../src/domain/result.js';
import type { Score } from '../../src/domain/score.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { reserveExecutionId } from '../../src/store/executions.js';
import { insertPlannedSurveys } from '../../src/store/planned-surveys.js';
import { allOf } from '../../src/store/predicate.js';
import {
  clearCancellation,
  getSale,
  insertSales,
  type SaleContent,
  setCancellation,
  updateSale,
} from '../../src/store/sales.js';
import { settleSurvey, unsettleSurvey } from '../../src/store/surveys.js';
import { type Fixtures, fixtures } from './fixtures.js';

/** Sales whose facts a test changes as it likes, by what the actions write; each step is a minute later. */
export interface CommissionWorld {
  readonly people: Fixtures['people'];
  readonly productIds: readonly number[];
  /** Adds a sale with a survey for each of three rules; base R$ 50,00, value R$ 99,90, by bruno, closed 2026-05-10. */
  sale(over?: Partial<SaleContent>): Promise<number>;
  /** Corrects a sale. */
  correct(id: number, over: Partial<SaleContent>): Promise<void>;
  /** Runs the sale's survey of that rule, 0 to 2, with a score of one answer, or of several; does nothing when it has ended. */
  execute(saleId: number, rule: number, sum: number, by?: number, answers?: number): Promise<void>;
  annul(saleId: number, rule: number): Promise<void>;
  cancel(id: number, reversed: boolean): Promise<void>;
  restore(id: number): Promise<void>;
  /** Closes months as ana on the first day after the last of them. */
  close(through: Month): Promise<Result<readonly Month[], ClosingRefusal>>;
  /** The same people and products, and no sales, in another database or transaction that has them. */
  over(db: Database): CommissionWorld;
  /** An action's context: by ana, on that day, and later than all that was done. */
  context(today: string): ActionContext;
}

const START = Date.parse('2026-05-01T09:00:00-03:00');

export async function commissionWorld(db: Database): Promise<CommissionWorld> {
  const { people, rule, product, customer } = await fixtures(db);
  const rules = [await rule(), await rule(), await rule()];
  const productIds = [await product(), await product()];
  return worldOver(db, { people, rules, productIds, customerId: await customer() });
}

interface Furniture {
  readonly people: Fixtures['people'];
  readonly rules: readonly number[];
  readonly productIds: readonly number[];
  readonly customerId: number;
}

function worldOver(db: Database, furniture: Furniture): CommissionWorld {
  const { people, rules, productIds, customerId } = furniture;
  let now = START;
  const step = <T>(work: (trx: Queryable, now: number) => Promise<T>) => {
    now += 60_000;
    return db.transaction((trx) => work(trx, now));
  };
  const context = (today: string): ActionContext => ({ db, actor: people.ana, origin: 'web', now: ++now, today });
  const defaults: SaleContent = {
    externalId: null,
    customerId,
    sellerId: people.bruno.id,
    productId: productIds[0] ?? 0,
    closedOn: '2026-05-10',
    valueCents: 9990,
    commissionBaseCents: 5000,
  };
  return {
    people,
    productIds,
    context,
    over: (other) => worldOver(other, furniture),
    sale: (over = {}) => step((trx, now) => record(trx, { ...defaults, ...over }, rules, now)),
    correct: (id, over) =>
      step(async (trx) => {
        const before = await getSale(trx, id);
        await updateSale(trx, before, { ...before, ...over });
      }),
    execute: (saleId, index, sum, by = people.carla.id, count = 1) =>
      step((trx, now) => execute(trx, { saleId, ruleId: rules[index] ?? 0, score: { sum, count }, by }, now)),
    annul: (saleId, index) => step((trx, now) => annul(trx, saleId, rules[index] ?? 0, people.ana.id, now)),
    cancel: (id, commissionReversed) =>
      step(async (trx, at) => void (await setCancellation(trx, id, { on: '2026-05-20', at, commissionReversed }))),
    restore: (id) => step(async (trx) => void (await clearCancellation(trx, id))),
    close: (through) => closeMonths(context(`${nextMonth(through)}-01`), through),
  };
}

async function record(trx: Queryable, sale: SaleContent, rules: readonly number[], now: number): Promise<number> {
  const bare = { origin: 'form', cancellation: null, lastImported: null, formKey: null } as const;
  const [id = 0] = await insertSales(trx, [{ ...sale, ...bare }], now);
  const dates = { opensOn: '2026-01-01', expiresOn: '2027-12-31', businessExpiryDays: null };
  const surveys = rules.map((ruleId) => ({ ruleId, ...dates }));
  await insertPlannedSurveys(trx, [{ sale: { ...sale, id }, surveys, cancelledAt: null }]);
  return id;
}

interface Run {
  readonly saleId: number;
  readonly ruleId: number;
  readonly score: Score;
  readonly by: number;
}

async function execute(trx: Queryable, { saleId, ruleId, score, by }: Run, now: number): Promise<void> {
  const survey = await trx('surveys').where({ sale_id: saleId, rule_id: ruleId }).first('id', 'seller_id');
  const id = await reserveExecutionId(trx);
  const executedOn = new Date(now - 3 * 3_600_000).toISOString().slice(0, 10);
  const copies = { executionId: id, executedBy: by, executedOn, score };
  if (!(await settleSurvey(trx, survey.id, copies, now, allOf([])))) return;
  await trx('executions').insert({
    id,
    survey_id: survey.id,
    executed_by: by,
    executed_on: executedOn,
    started_at: now,
    finished_at: now,
    rule_name: 'Instalação',
    score_sum: score.sum,
    score_count: score.count,
    by_seller: by === survey.seller_id,
    form_key: `world-${id}`,
  });
}

async function annul(trx: Queryable, saleId: number, ruleId: number, by: number, now: number): Promise<void> {
  const survey = await trx('surveys').where({ sale_id: saleId, rule_id: ruleId }).first('id', 'execution_id');
  if (!(await unsettleSurvey(trx, survey.id, 'executed', allOf([])))) return;
  const annulled = { annulled_at: now, annulled_by: by, annulment_reason: 'engano' };
  await trx('executions').where({ id: survey.execution_id }).update(annulled);
}
