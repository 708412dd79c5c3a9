import fc from 'fast-check';
import t, { type Test } from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Database } from '../../src/store/connection.js';
import { LongReads } from '../../src/store/long-reads.js';
import { ResultReader } from '../../src/store/result-reader.js';
import { RANKED, type ResultFilter } from '../../src/store/results.js';
import { listDuties } from '../../src/store/rule-operators.js';
import { acting } from '../support/acting.js';
import { forgetful } from '../support/counted-reads.js';
import { onBothEngines } from '../support/engines.js';
import { type ResultWorld, resultWorld } from '../support/result-world.js';
import { TODAY } from '../support/survey-world.js';

type Step = (world: ResultWorld, surveyId: number, pick: number) => Promise<unknown>;

/** What people do: each may be refused, which changes nothing. */
const actions: Record<string, Step> = {
  annul: async ({ db, ana }, id) => {
    const execution = await db.read('executions').where({ survey_id: id, annulled_at: null }).first('id');
    return annulExecution(acting(db, ana), id, { executionId: execution?.id ?? 1, reason: 'Engano' });
  },
  cancel: async ({ db, ana }, id) =>
    cancelSale(acting(db, ana), await saleOf(db, id), { cancelledOn: TODAY, reverseCommission: 'yes' }),
  restore: async ({ db, ana }, id) => restoreSale(acting(db, ana), await saleOf(db, id)),
};

/** What no action does, or not alone: one fact of a survey is written, or of its answers. */
const statements: Record<string, Step> = {
  add: (world, id) => world.survey({ closedOn: addDays(TODAY, -(id % 90)), outcome: 'executed' }),
  expiry: onSurvey((pick) => ({ expires_on: addDays('2026-12-01', pick % 60) })),
  originalExpiry: ({ db }, id) =>
    db.transaction((trx) =>
      trx('surveys')
        .where({ id })
        .update({ original_expires_on: trx.raw('opens_on') }),
    ),
  opening: ({ db }, id) =>
    db.transaction((trx) =>
      trx('surveys')
        .where({ id })
        .update({ opens_on: trx.raw('original_expires_on') }),
    ),
  extend: (world, id, pick) => extend(world, id, pick),
  extendNone: ({ db }, id) => db.transaction((trx) => trx('extensions').where({ survey_id: id }).delete()),
  extendOther: ({ db }, id, pick) =>
    db.transaction((trx) =>
      trx('extensions')
        .where({ survey_id: id })
        .update({ extended_on: addDays('2026-06-05', pick % 60) }),
    ),
  attempts: onSurvey((pick) => ({ attempt_count: pick % 6 })),
  score: onExecution((_, pick) => [{ score_sum: pick % 200, score_count: 2 }, { score_key: (pick % 200) / 2 }]),
  executedOn: onExecution((_, pick) => {
    const day = addDays('2026-06-01', pick % 40);
    return [{ executed_on: day }, { settled_at: Date.parse(`${day}T15:00Z`) }];
  }),
  executor: onExecution(({ bruno, carla }, pick) => [{ executed_by: [bruno, carla][pick % 2]?.id }, {}]),
  city: async ({ db }, id, pick) =>
    db.transaction(async (trx) => {
      const { customer_id } = await trx('surveys').where({ id }).first('customer_id');
      const city = ['Itaboraí', 'Macaé'][pick % 2] ?? '';
      await trx('customers').where({ id: customer_id }).update({ city, city_key: city.toLowerCase() });
    }),
  seller: onSale(({ ana, edu }, pick) => ({ seller_id: [ana, edu][pick % 2]?.id })),
  product: onSale(({ productId, otherProductId }, pick) => ({ product_id: [productId, otherProductId][pick % 2] })),
  answer: onAnswers((trx, execution, pick) =>
    trx('answers')
      .where({ execution_id: execution, state: 'graded' })
      .update({ grade_position: 1 + (pick % 5) }),
  ),
  noAnswer: onAnswers((trx, execution) => trx('answers').where({ execution_id: execution }).delete()),
  undone: ({ db }, id) =>
    db
      .transaction(async (trx) => {
        await trx('surveys').where({ id }).update({ attempt_count: 9 });
        throw new Error('undone');
      })
      .catch(() => undefined),
  halfUndone: ({ db }, id) =>
    db.transaction(async (trx) => {
      const inner = trx.transaction(async (savepoint) => {
        await savepoint('surveys').where({ id }).update({ attempt_count: 9 });
        throw new Error('undone');
      });
      await inner.catch(() => undefined);
      await trx('surveys').whereRaw('id % 5 = 0').update({ attempt_count: 2 });
    }),
};

/** Some when their last day was over, some before. */
function extend({ db, ana }: ResultWorld, surveyId: number, pick: number): Promise<unknown> {
  const days = { was_expires_on: addDays('2026-06-02', pick % 55), extended_on: addDays('2026-06-05', pick % 60) };
  const row = { survey_id: surveyId, ...days, expires_on: '2026-08-01', reason: 'Viajou' };
  return db.transaction((trx) => trx('extensions').insert({ ...row, extended_by: ana.id, extended_at: 1 }));
}

function onSurvey(change: (pick: number) => object): Step {
  return ({ db }, id, pick) => db.transaction((trx) => trx('surveys').where({ id }).update(change(pick)));
}

function onSale(change: (world: ResultWorld, pick: number) => object): Step {
  return async (world, id, pick) => {
    const sale = await saleOf(world.db, id);
    await world.db.transaction((trx) => trx('sales').where({ id: sale }).update(change(world, pick)));
  };
}

/** What a survey copies of its execution, and what follows from it: the deferred key lets both be written. */
function onExecution(change: (world: ResultWorld, pick: number) => [copied: object, own: object]): Step {
  return (world, id, pick) =>
    world.db.transaction(async (trx) => {
      const [copied, own] = change(world, pick);
      await trx('surveys')
        .where({ id, outcome: 'executed' })
        .update({ ...copied, ...own });
      await trx('executions').where({ survey_id: id, annulled_at: null }).update(copied);
    });
}

function onAnswers(
  change: (
    trx: Parameters<Parameters<Database['transaction']>[0]>[0],
    execution: number,
    pick: number,
  ) => Promise<unknown>,
): Step {
  return ({ db }, id, pick) =>
    db.transaction(async (trx) => {
      const { execution_id } = await trx('surveys').where({ id }).first('execution_id');
      if (execution_id !== null) await change(trx, execution_id, pick);
    });
}

async function saleOf(db: Database, surveyId: number): Promise<number> {
  return (await db.read('surveys').where({ id: surveyId }).first('sale_id'))?.sale_id ?? 1;
}

const steps = { ...actions, ...statements };

await onBothEngines(t, async (t, engine) => {
  await t.test('after whatever happened, what is remembered is what would be read anew', async (t) => {
    const world = await resultWorld(await engine.freshDatabase(t), { surveys: 80 });
    const kept = new LongReads(world.db);
    t.teardown(() => kept.close());
    for (const id of world.ids.slice(0, 60)) await extend(world, id, id * 7);
    await compare(t, world, kept, 'at first');
    const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), pick: fc.nat(1000) });
    for (const [index, { name, pick }] of fc.sample(step, { numRuns: 80, seed: 5 }).entries()) {
      const ids: number[] = await world.db.read('surveys').where({ outcome: 'executed' }).orderBy('id').pluck('id');
      await steps[name]?.(world, ids[pick % ids.length] ?? 1, pick);
      if (index % 2 === 1) await compare(t, world, kept, name);
    }
  });
});

/** Everything that is read in pieces, by the reader that remembers and by one that knows nothing. */
async function compare(t: Test, world: ResultWorld, kept: LongReads, after: string): Promise<void> {
  const duties = await listDuties(world.db.read);
  const [remembered, anew] = await Promise.all(
    [kept, forgetful(world.db)].map((reads) => everything(reads, world, duties)),
  );
  t.strictSame(remembered, anew, after);
}

async function everything(
  reads: Pick<LongReads, 'all'>,
  world: ResultWorld,
  duties: Awaited<ReturnType<typeof listDuties>>,
) {
  const reader = new ResultReader(reads, world.db.dialect);
  const scope = (filter: ResultFilter, from: string) => ({ period: { from, to: '2027-01-31' }, filter, today: TODAY });
  const [whole, part] = [scope({}, '2026-01-01'), scope({ sellerIds: [world.edu.id] }, '2026-05-05')];
  const ranked = RANKED.map((by) =>
    by === 'operator'
      ? reader.rankedByOperator(whole, [world.npsVersionId], duties)
      : reader.ranked(whole, by, [world.npsVersionId]),
  );
  const all = [reader.overview(whole, part), reader.gradesByDay(part, [world.npsVersionId]), ...ranked];
  return sorted(await Promise.all(all));
}

/** Rows and groups come in no order. */
function sorted(value: unknown): unknown {
  if (value instanceof Map) return sorted([...value]);
  if (Array.isArray(value))
    return value
      .map(sorted)
      .map((one) => JSON.stringify(one))
      .sort();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(one)]));
}
