import t, { type Test } from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import type { Database } from '../../src/store/connection.js';
import { enlisted } from '../../src/store/enlisted.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// A survey is opened again, and before that is committed somebody cancels its sale. On SQLite there is one writer anyhow.

/** Undoes within a transaction, cancels the sale meanwhile, or when that has to wait, right after. */
async function cancelMeanwhile(
  db: Database,
  world: SurveyWorld,
  surveyId: number,
  undo: (db: Database) => Promise<unknown>,
) {
  const { sale_id: saleId } = await db.read('surveys').where({ id: surveyId }).first('sale_id');
  const cancel = (db: Database) =>
    cancelSale(acting(db, world.ana), saleId, { cancelledOn: '2026-07-10', reverseCommission: 'yes' });
  const inTime = await db.transaction(async (trx) => {
    await undo(enlisted(trx));
    if (db.dialect === 'sqlite') return false;
    const attempt = db.transaction(async (other) => {
      await other.raw("set local lock_timeout = '100ms'");
      return (await cancel(enlisted(other))).ok;
    });
    return attempt.catch(() => false);
  });
  if (!inTime) done(await cancel(db));
}

async function outcomeOf(t: Test, db: Database, id: number): Promise<void> {
  t.equal((await db.read('surveys').where({ id }).first('outcome')).outcome, 'cancelled');
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey is not left open when its sale is cancelled while its execution is annulled', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey({ outcome: 'executed' });
    const execution = await db.read('executions').first('id');
    await cancelMeanwhile(db, world, id, async (within) =>
      done(await annulExecution(acting(within, world.ana), id, { executionId: execution.id, reason: 'Engano' })),
    );
    await outcomeOf(t, db, id);
  });

  await t.test('a survey is not left open when its sale is cancelled while it is reopened', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey();
    done(await closeSurvey(acting(db, world.ana), id, { reason: 'refused', note: '' }));
    await cancelMeanwhile(db, world, id, async (within) =>
      done(await reopenSurvey(acting(within, world.ana), id, { reason: 'Engano' })),
    );
    await outcomeOf(t, db, id);
  });
});
