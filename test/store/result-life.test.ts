import t from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { addDays, dateAt } from '../../src/domain/civil-date.js';
import { merged } from '../../src/domain/result-group.js';
import type { SurveyTally } from '../../src/domain/results.js';
import type { Database } from '../../src/store/connection.js';
import { LongReads } from '../../src/store/long-reads.js';
import { ResultReader } from '../../src/store/result-reader.js';
import { countEach } from '../../src/store/survey-counts.js';
import { listedOn } from '../../src/store/survey-tabs.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import type { SurveySpec } from '../support/survey-rows.js';
import { addProduct, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

/** The last day of each survey at first, and the one before; a survey is looked at on the day after unless said otherwise. */
const [BEFORE, LAST, AFTER] = ['2026-07-09', '2026-07-10', '2026-07-11'] as const;

type Act = (world: World, surveyId: number) => Promise<unknown>;

type World = SurveyWorld & { readonly db: Database };

interface Case {
  readonly what: string;
  readonly spec?: Partial<SurveySpec>;
  readonly act?: Act;
  readonly on?: string;
  /** What the day of expiry has, which is LAST unless said otherwise. */
  readonly expiresOn?: string;
  readonly tally: Partial<SurveyTally>;
}

const at = (instant: string) => dateAt(Date.parse(instant), 'America/Sao_Paulo');
const ran = (executedOn: string): Partial<SurveySpec> => ({ outcome: 'executed', executedOn });
const [WELL, LATE] = [{ executed: 1, onTime: 1 }, { executed: 1 }];
const OVERDUE = { inconsistent: 1 };

const annulled: Act = async ({ db, ana }, id) => {
  const { execution_id: executionId } = await db.read('surveys').where({ id }).first();
  done(await annulExecution(acting(db, ana, AFTER), id, { executionId, reason: 'Ligou para outra pessoa' }));
};
const closed: Act = async ({ db, ana }, id) =>
  done(await closeSurvey(acting(db, ana, LAST), id, { reason: 'refused', note: '' }));
const reopened: Act = async (world, id) => {
  await closed(world, id);
  done(await reopenSurvey(acting(world.db, world.ana, LAST), id, { reason: 'Atendeu' }));
};
const extended: Act = async ({ db, ana }, id) =>
  done(await extendSurvey(acting(db, ana, LAST), id, { expiresOn: addDays(LAST, 5), reason: 'Viajou' }));
const cancelled: Act = async ({ db, ana }, id) => {
  const { sale_id } = await db.read('surveys').where({ id }).first('sale_id');
  done(await cancelSale(acting(db, ana, AFTER), sale_id, { cancelledOn: LAST, reverseCommission: 'yes' }));
};
const restored: Act = async (world, id) => {
  await cancelled(world, id);
  const { sale_id } = await world.db.read('surveys').where({ id }).first('sale_id');
  done(await restoreSale(acting(world.db, world.ana, AFTER), sale_id));
};
/** As planning does: original dates are replaced too (SPEC 4). */
const redated: Act = ({ db }, id) => {
  const dates = { opens_on: BEFORE, original_expires_on: addDays(LAST, 5), expires_on: addDays(LAST, 5) };
  return db.transaction((trx) => trx('surveys').where({ id }).update(dates));
};

const CASES: readonly Case[] = [
  { what: 'open on its last day is no result yet', on: LAST, tally: {} },
  { what: 'open the day after is an inconsistency', tally: OVERDUE },
  { what: 'executed the day it opens', spec: ran(BEFORE), tally: WELL },
  { what: 'executed in the last minute of its last day', spec: ran(at('2026-07-10T23:59:59-03:00')), tally: WELL },
  { what: 'executed a second later, by a claim', spec: ran(at('2026-07-11T00:00:00-03:00')), tally: LATE },
  { what: 'executed already counts before its last day is over', spec: ran(BEFORE), on: BEFORE, tally: WELL },
  { what: 'closed without an answer', act: closed, tally: { closed: 1 } },
  { what: 'closed already counts on its last day', act: closed, on: LAST, tally: { closed: 1 } },
  { what: 'closed and reopened is open on its last day', act: reopened, on: LAST, tally: {} },
  { what: 'closed and reopened is an inconsistency the day after', act: reopened, tally: OVERDUE },
  { what: 'annulled is open again', spec: ran(LAST), act: annulled, tally: OVERDUE },
  { what: 'of a cancelled sale it is none', act: cancelled, tally: {} },
  { what: 'executed before its sale was cancelled stays executed', spec: ran(LAST), act: cancelled, tally: WELL },
  { what: 'of a restored sale it is what it was', act: restored, tally: OVERDUE },
  { what: 'extended is nothing of its first last day', act: extended, tally: {} },
  {
    what: 'extended is open on its new last day',
    act: extended,
    on: addDays(LAST, 5),
    expiresOn: addDays(LAST, 5),
    tally: {},
  },
  { what: 'extended, the day after', act: extended, on: addDays(LAST, 6), expiresOn: addDays(LAST, 5), tally: OVERDUE },
  {
    what: 'extended and executed in the original time is punctual',
    spec: { ...ran(LAST), extendedTo: addDays(LAST, 5) },
    expiresOn: addDays(LAST, 5),
    tally: WELL,
  },
  {
    what: 'extended and executed by the new expiry is late all the same',
    spec: { ...ran(AFTER), extendedTo: addDays(LAST, 5) },
    expiresOn: addDays(LAST, 5),
    tally: LATE,
  },
  {
    what: 'given other dates it is of these',
    spec: ran(AFTER),
    act: redated,
    expiresOn: addDays(LAST, 5),
    tally: WELL,
  },
  { what: 'given other dates it is nothing of the old day', spec: ran(AFTER), act: redated, tally: {} },
];

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = { ...(await surveyWorld(db)), db };
  const reads = new LongReads(db);
  t.teardown(() => reads.close());
  const reader = new ResultReader(reads, db.dialect);
  for (const { what, spec = {}, act, on = AFTER, expiresOn = LAST, tally } of CASES)
    await t.test(what, async (t) => {
      // Each has a product of its own, by which it is told from the others.
      const productId = await db.transaction((trx) => addProduct(trx, what));
      const dates = { closedOn: BEFORE, startDays: 0, expiryDays: 1 };
      const surveyId = await world.survey({ ...dates, productId, ...spec });
      await act?.(world, surveyId);
      const filter = { productIds: [productId] };
      const period = { from: expiresOn, to: expiresOn };
      const [result] = await reader.periods([{ period, filter, today: on }]);
      const expected = { executed: 0, onTime: 0, closed: 0, inconsistent: 0, ...tally };
      t.same(merged(result?.days.values() ?? []).tally, expected);
      const listed = { ...filter, period: { of: 'expiry' as const, ...period } };
      const { all } = await countEach(db.read, {
        all: listedOn('past', { userId: 0, today: on, filter: listed, chips: [] }),
      });
      t.equal(all, expected.executed + expected.closed + expected.inconsistent, 'and its list');
    });
});
