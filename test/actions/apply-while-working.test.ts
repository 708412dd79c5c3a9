import t, { type Test } from 'tap';
import { APPLY_CONFIGURATION, type ApplyInput, applyConfiguration } from '../../src/actions/apply-configuration.js';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { runJobStep } from '../../src/actions/run-job.js';
import { effectsOfDeactivation, effectsOfRule } from '../../src/domain/configuration-change.js';
import { NOTHING_CHANGES } from '../../src/domain/effect-counts.js';
import type { Database } from '../../src/store/connection.js';
import { insertJob } from '../../src/store/jobs.js';
import { acting } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

// What somebody does with a survey in the moment in which a job changes it: as if one of them had come first, with nothing
// lost of either.

/** A survey that is due, N = 7 and M = 10, and a job that re-dates it to N = 20 or removes it. */
async function survey(t: Test, engine: Engine, change: 're-date' | 'remove') {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const ruleId = await build.rule();
  const saleId = await build.sale();
  const id = await build.survey(saleId, ruleId);
  const days = { startDays: 20, expiryDays: 10, businessDays: false };
  const effects =
    change === 're-date' ? effectsOfRule(ruleId, days) : effectsOfDeactivation({ kind: 'rule', id: ruleId });
  const input: ApplyInput = {
    effects,
    foreseen: NOTHING_CHANGES,
    record: { kind: 'rule', id: ruleId, version: 2 },
    lastSaleId: saleId,
  };
  const { davi, bruno, carla } = build.people;
  const job = { kind: APPLY_CONFIGURATION, input, total: 1, createdBy: davi.id, formKey: 'k' };
  const { id: jobId } = await db.transaction((trx) => insertJob(trx, job, 1));
  const apply = async (db: Database) => {
    const { now, today } = acting(db, davi);
    const step = await runJobStep({ db, kinds: [applyConfiguration], now, today }, { id: jobId });
    if (step?.error !== undefined) throw step.error;
  };
  const work: Record<'extend' | 'close' | 'reassign' | 'claim', (db: Database) => Promise<unknown>> = {
    extend: (db: Database) => extendSurvey(acting(db, davi), id, { expiresOn: '2026-08-15', reason: 'pediu' }),
    close: (db: Database) => closeSurvey(acting(db, davi), id, { reason: 'unreachable', note: '' }),
    reassign: (db: Database) => reassignSurvey(acting(db, davi), id, { operatorId: String(carla.id) }),
    claim: (db: Database) => claimSurvey(acting(db, bruno), id),
  };
  const found = async () => {
    const row = await db.read('surveys').where({ id }).first();
    return row && [row.opens_on, row.original_expires_on, row.expires_on, row.outcome];
  };
  return { db, apply, work, found };
}

await onBothEngines(t, async (t, engine) => {
  const rows = [
    { verb: 'extend', before: ['2026-07-21', '2026-07-31', '2026-08-15', null], after: null },
    { verb: 'close', before: ['2026-07-08', '2026-07-18', '2026-07-18', 'closed'], after: 'closed' },
  ] as const;
  for (const { verb, before, after } of rows)
    await t.test(`${verb} and be re-dated`, async (t) => {
      const first = await survey(t, engine, 're-date');
      await during(first.db, first.work[verb], first.apply);
      t.same(await first.found(), before, 'the job waited');
      const second = await survey(t, engine, 're-date');
      t.match(await during(second.db, second.apply, second.work[verb]), { ok: true });
      const expiresOn = verb === 'extend' ? '2026-08-15' : '2026-07-31';
      t.same(await second.found(), ['2026-07-21', '2026-07-31', expiresOn, after], 'it waited for the job');
    });

  for (const verb of ['extend', 'reassign', 'claim'] as const)
    await t.test(`${verb} and be removed`, async (t) => {
      const first = await survey(t, engine, 'remove');
      await during(first.db, first.work[verb], first.apply);
      t.equal((await first.found())[0], '2026-07-08', 'it is touched, and stays');
      const second = await survey(t, engine, 'remove');
      await t.rejects(during(second.db, second.apply, second.work[verb]), { name: 'NotFoundError' });
      t.equal(await second.found(), undefined);
    });
});
