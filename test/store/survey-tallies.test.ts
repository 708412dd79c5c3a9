import fc from 'fast-check';
import t, { type Test } from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { addDays } from '../../src/domain/civil-date.js';
import { isPending, STATUSES, statusOf } from '../../src/domain/scheduler.js';
import type { Database } from '../../src/store/connection.js';
import { countByStatus } from '../../src/store/survey-counts.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

/** The first and the last day of a month, the turn of a year, and days between. */
const DAYS = ['2026-06-30', '2026-07-01', '2026-07-09', TODAY, '2026-07-11', '2026-07-31', '2026-08-01', '2027-01-01'];

type Step = (db: Database, world: SurveyWorld, surveyId: number) => Promise<unknown>;

/** What people do: each may be refused, which changes nothing. */
const actions: Record<string, Step> = {
  extend: (db, { ana }, id) =>
    extendSurvey(acting(db, ana), id, { expiresOn: addDays(TODAY, (id * 11) % 60), reason: 'Viagem' }),
  close: (db, { ana }, id) => closeSurvey(acting(db, ana), id, { reason: 'refused', note: '' }),
  reopen: (db, { ana }, id) => reopenSurvey(acting(db, ana), id, { reason: 'Engano' }),
  annul: async (db, { ana }, id) => {
    const execution = await db.read('executions').where({ survey_id: id, annulled_at: null }).first('id');
    return annulExecution(acting(db, ana), id, { executionId: execution?.id ?? 1, reason: 'Engano' });
  },
  cancel: async (db, { ana }, id) =>
    cancelSale(acting(db, ana), await saleOf(db, id), { cancelledOn: TODAY, reverseCommission: 'yes' }),
  restore: async (db, { ana }, id) => restoreSale(acting(db, ana), await saleOf(db, id)),
};

/** What stands nowhere in the actions but may happen to the rows. */
const statements: Record<string, Step> = {
  add: (_db, world, id) => world.survey({ closedOn: addDays(TODAY, -(id % 90)), outcome: id % 3 ? null : 'executed' }),
  moveMany: (db) =>
    db.transaction((trx) =>
      trx('surveys')
        .whereRaw('id % 3 = 0')
        .update({ opens_on: '2026-05-31', original_expires_on: '2026-12-31', expires_on: '2027-01-01' }),
    ),
  touch: (db, _world, id) => db.transaction((trx) => trx('surveys').where({ id }).update({ assigned_to: null })),
  moveSale: (db, world, id) =>
    db.transaction((trx) =>
      trx('sales')
        .where('id', trx('surveys').where({ id }).select('sale_id'))
        .update({ closed_on: '2026-01-31', seller_id: world.ana.id }),
    ),
  remove: (db, _world, id) =>
    db.transaction(async (trx) => {
      for (const table of ['closures', 'extensions']) await trx(table).where({ survey_id: id }).delete();
      await trx('surveys').where({ id }).whereNotIn('id', trx('executions').select('survey_id')).delete();
    }),
  undone: (db, _world, id) =>
    db
      .transaction(async (trx) => {
        await trx('surveys').where({ id }).update({ assigned_to: null, expires_on: '2030-01-01' });
        throw new Error('undone');
      })
      .catch(() => undefined),
  halfUndone: (db, _world, id) =>
    db.transaction(async (trx) => {
      const inner = trx.transaction(async (savepoint) => {
        await savepoint('surveys').where({ id }).update({ expires_on: '2031-01-01' });
        throw new Error('undone');
      });
      await inner.catch(() => undefined);
      await trx('surveys').whereRaw('id % 5 = 0').update({ expires_on: '2029-02-28' });
    }),
};

async function saleOf(db: Database, surveyId: number): Promise<number> {
  return (await db.read('surveys').where({ id: surveyId }).first('sale_id'))?.sale_id ?? 1;
}

const steps = { ...actions, ...statements };

await onBothEngines(t, async (t, engine) => {
  await t.test('after whatever happened, tallies and counters are those of the surveys', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const dates = Array.from({ length: 12 }, (_, index) => ({ closedOn: addDays(TODAY, -index * 3) }));
    await world.surveys(dates);
    const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), pick: fc.nat(1000) });
    const chosen = fc.sample(step, { numRuns: 150, seed: 11 });
    for (const [index, { name, pick }] of chosen.entries()) {
      const ids: number[] = await db.read('surveys').orderBy('id').pluck('id');
      await steps[name as keyof typeof steps]?.(db, world, ids[pick % ids.length] ?? 1);
      if (index % 10 === 9) await compare(t, db);
    }
  });
});

/** The tallies against their definition, and the counters that come from them against the scheduler. */
async function compare(t: Test, db: Database): Promise<void> {
  const rows = await db.read('surveys');
  const expected = new Map<string, number>();
  const add = (kind: string, month: string) =>
    expected.set(`${kind} ${month}`, (expected.get(`${kind} ${month}`) ?? 0) + 1);
  for (const row of rows)
    if (row.outcome === null) {
      add('expiring', row.expires_on.slice(0, 7));
      add('opening', row.opens_on.slice(0, 7));
    } else add(row.outcome, '');
  const tallied = await db.read('survey_tallies').groupBy('kind', 'month').select('kind', 'month').sum('surveys as n');
  t.same(
    Object.fromEntries(
      tallied.filter(({ n }) => Number(n) !== 0).map(({ kind, month, n }) => [`${kind} ${month}`, Number(n)]),
    ),
    Object.fromEntries(expected),
  );
  for (const today of DAYS) {
    const named = rows.map((row) => statusOf(factsOf(row), today).status);
    const counts = Object.fromEntries(STATUSES.map((status) => [status, named.filter((one) => one === status).length]));
    t.same(await countByStatus(db.read, today), { ...counts, pending: named.filter(isPending).length }, today);
  }
}

interface Row {
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  outcome: 'executed' | 'closed' | 'cancelled' | null;
}

function factsOf(row: Row) {
  const { opens_on: opensOn, expires_on: expiresOn, original_expires_on: originalExpiresOn, outcome } = row;
  return { opensOn, expiresOn, originalExpiresOn, outcome };
}
