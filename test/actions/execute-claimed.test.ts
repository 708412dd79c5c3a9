import t from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import type { Actor } from '../../src/actions/context.js';
import { executeSurvey } from '../../src/actions/execute-survey.js';
import { releaseClaim } from '../../src/actions/release-claim.js';
import { claimUntil } from '../../src/domain/claim.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

let nonces = 0;

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'a survey that somebody else has is not finished, until it is released or his time is over',
    async (t) => {
      const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
      done(await claimSurvey(acting(db, world.bruno), surveyId));
      const ana = acting(db, world.ana);
      const finish = (now = NOW) => executeSurvey({ ...ana, now }, input(world, surveyId, world.ana));
      t.match(refused(await finish()), { kind: 'claimed', claim: { userName: 'Bruno Operador', claimedAt: NOW } });
      t.match(refused(await finish(claimUntil(NOW) - 1)), { kind: 'claimed' });
      t.equal((await db.read('executions')).length, 0);
      done(await releaseClaim(ana, surveyId));
      done(await finish());
      const second = await world.survey();
      done(await claimSurvey(acting(db, world.bruno), second));
      done(await executeSurvey({ ...ana, now: claimUntil(NOW) }, input(world, second, world.ana)));
      t.equal((await db.read('claims')).length, 0, 'and with it the claim that was over');
    },
  );

  await t.test('who has it finishes past midnight of the expiry, marked as late; without it nobody does', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const other = await world.survey();
    // Ten to midnight of the day of expiry, and ten past.
    const evening = NOW + (37 * 60 + 50) * 60_000;
    done(await claimSurvey({ ...acting(db, world.bruno, '2026-07-11'), now: evening }, surveyId));
    const past = { ...acting(db, world.bruno, '2026-07-12'), now: evening + 20 * 60_000 };
    t.match(refused(await executeSurvey(past, input(world, other, world.bruno))), { reason: 'expired' });
    t.match(refused(await executeSurvey({ ...past, actor: world.ana }, input(world, surveyId, world.ana))), {
      reason: 'expired',
    });
    const over = { ...past, now: claimUntil(evening) };
    t.match(refused(await executeSurvey(over, input(world, surveyId, world.bruno))), { reason: 'expired' });
    done(await executeSurvey(past, input(world, surveyId, world.bruno)));
    t.match(await db.read('executions').first(), { survey_id: surveyId, executed_on: '2026-07-12' });
  });

  await t.test('who has it finishes after it went to another operator', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    await db.transaction((trx) => trx('surveys').update({ assigned_to: world.carla.id }));
    const theirs = (actor: SurveyWorld['bruno'], now = NOW) =>
      executeSurvey({ ...acting(db, actor), now }, input(world, surveyId, actor));
    t.match(refused(await theirs(world.carla)), { kind: 'claimed' });
    t.match(refused(await theirs(world.bruno, claimUntil(NOW))), { kind: 'not-yours' });
    done(await theirs(world.bruno));
  });

  await t.test(
    'how long it took counts from when he began: with his claim, or with the form if that is earlier',
    async (t) => {
      const { db, world } = await prepare(await engine.freshDatabase(t));
      const minute = (count: number) => NOW + count * 60_000;
      const rows: [claims: [who: 'ana' | 'bruno', at: number][], opened: number, began: number, fact: string][] = [
        [[], 5, 5, 'without a claim, from the opening of the form'],
        [[['bruno', 0]], 5, 0, 'a form that was read again within his claim'],
        [[['bruno', 5]], 0, 0, 'a form whose first answer claimed it'],
        [[['ana', -40]], 5, 5, 'another’s claim that was over is not his time'],
        [[['bruno', -40]], 5, 5, 'nor is one of his own that was over'],
        [
          [
            ['bruno', -40],
            ['bruno', 2],
          ],
          5,
          2,
          'but the one that he took anew is',
        ],
      ];
      for (const [claims, opened, began, fact] of rows) {
        const surveyId = await world.survey();
        for (const [who, at] of claims)
          done(await claimSurvey({ ...acting(db, world[who]), now: minute(at) }, surveyId));
        const { key, ...rest } = input(world, surveyId, world.bruno);
        const form = { ...rest, key: { ...key, startedAt: minute(opened) } };
        done(await executeSurvey({ ...acting(db, world.bruno), now: minute(10) }, form));
        const times = { started_at: minute(began), finished_at: minute(10) };
        t.match(await db.read('executions').where({ survey_id: surveyId }).first(), times, fact);
      }
    },
  );

  await t.test('of claims and finishes at once nobody finishes what another got', async (t) => {
    const { db, world } = await prepare(await engine.freshDatabase(t));
    for (let round = 0; round < 6; round++) {
      const surveyId = await world.survey();
      const claim = (actor: Actor) => claimSurvey(acting(db, actor), surveyId);
      const finish = (actor: SurveyWorld['ana']) => executeSurvey(acting(db, actor), input(world, surveyId, actor));
      const [, finishes] = await Promise.all([
        Promise.all([claim(world.bruno), claim(world.davi), claim(world.bruno)]),
        Promise.all([finish(world.ana), finish(world.ana), finish(world.ana)]),
      ]);
      const executed = finishes.filter((one) => one.ok).length;
      const claimed = await db.read('claims').where({ survey_id: surveyId });
      t.equal(executed + claimed.length, 1, `${executed} executed, ${claimed.length} claimed`);
    }
  });
});

async function prepare(db: Database) {
  const world = await surveyWorld(db);
  return { db, world, surveyId: await world.survey() };
}

function input(world: SurveyWorld, surveyId: number, user: { readonly id: number }) {
  const [five, yesNo] = world.versionIds;
  const key = { surveyId, userId: user.id, startedAt: NOW, versionIds: world.versionIds, nonce: `claimed-${++nonces}` };
  return { surveyId, key, form: { answers: { [five]: { answer: '5' }, [yesNo]: { answer: '1' } } } };
}
