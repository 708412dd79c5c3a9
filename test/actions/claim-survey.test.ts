import t from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import type { Actor } from '../../src/actions/context.js';
import { releaseClaim } from '../../src/actions/release-claim.js';
import { claimUntil } from '../../src/domain/claim.js';
import type { Database } from '../../src/store/connection.js';
import { insertUser } from '../../src/store/users.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { NOW, surveyWorld } from '../support/survey-world.js';

const MINUTE = 60_000;

await onBothEngines(t, async (t, engine) => {
  await t.test('a claim reserves a survey for half an hour, and others are told whose it is', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    t.same(await claimsIn(db), [[surveyId, world.bruno.id, NOW, claimUntil(NOW)]]);
    t.match(refused(await claimSurvey(acting(db, world.ana), surveyId)), {
      kind: 'claimed',
      claim: { userName: 'Bruno Operador', claimedAt: NOW },
    });
    const justBefore = { ...acting(db, world.ana), now: claimUntil(NOW) - 1 };
    t.match(refused(await claimSurvey(justBefore, surveyId)), { kind: 'claimed' });
    done(await claimSurvey({ ...justBefore, now: claimUntil(NOW) }, surveyId));
    const over = claimUntil(NOW);
    t.same(await claimsIn(db), [[surveyId, world.ana.id, over, claimUntil(over)]], 'a claim that is over is taken');
    t.equal((await db.read('audit')).length, 0, 'claims leave no trace in the audit');
  });

  await t.test('taking it again renews it, from the same beginning', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    const later = NOW + 20 * MINUTE;
    done(await claimSurvey({ ...acting(db, world.bruno), now: later }, surveyId));
    t.same(await claimsIn(db), [[surveyId, world.bruno.id, NOW, claimUntil(later)]]);
    const over = later + 31 * MINUTE;
    done(await claimSurvey({ ...acting(db, world.bruno), now: over }, surveyId));
    t.same(await claimsIn(db), [[surveyId, world.bruno.id, over, claimUntil(over)]], 'one that was over begins anew');
  });

  await t.test('a user has one survey: a new one releases the last, a refused one does not', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const [second, third] = await world.surveys([{}, {}]);
    done(await claimSurvey(acting(db, world.ana), third ?? 0));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    refused(await claimSurvey(acting(db, world.bruno), third ?? 0));
    done(await claimSurvey(acting(db, world.bruno), second ?? 0));
    t.same(await claimsIn(db), [
      [second, world.bruno.id, NOW, claimUntil(NOW)],
      [third, world.ana.id, NOW, claimUntil(NOW)],
    ]);
  });

  await t.test('only a survey that can be run today is claimed, by who may run it', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const overs = [
      { startDays: 30 },
      { expiryDays: 0 },
      { outcome: 'closed' as const },
      { outcome: 'cancelled' as const },
    ];
    const reasons = ['not-yet-open', 'expired', 'closed', 'cancelled'];
    for (const [index, id] of (await world.surveys(overs)).entries())
      t.match(refused(await claimSurvey(acting(db, world.bruno), id)), { reason: reasons[index] });
    await t.rejects(claimSurvey(acting(db, world.carla), surveyId), { name: 'NotFoundError' });
    done(await claimSurvey(acting(db, world.ana), surveyId));
    t.same(await claimsIn(db), [[surveyId, world.ana.id, NOW, claimUntil(NOW)]]);
  });

  await t.test('after expiry or reassignment who has it keeps it as long as he had it', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    const later = { ...acting(db, world.bruno, '2026-07-12'), now: NOW + MINUTE };
    done(await claimSurvey(later, surveyId));
    t.same(await claimsIn(db), [[surveyId, world.bruno.id, NOW, claimUntil(NOW)]], 'past its expiry');
    await db.transaction((trx) => trx('surveys').update({ assigned_to: world.carla.id }));
    done(await claimSurvey({ ...later, today: '2026-07-10' }, surveyId));
    t.same(await claimsIn(db), [[surveyId, world.bruno.id, NOW, claimUntil(NOW)]], 'when it is another’s');
    t.match(refused(await claimSurvey(acting(db, world.carla), surveyId)), { kind: 'claimed' });
    await t.rejects(claimSurvey({ ...later, now: claimUntil(NOW) }, surveyId), { name: 'NotFoundError' });
  });

  await t.test('a user gives back his own claim, a manager anybody’s, which is audited', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const bruno = acting(db, world.bruno);
    t.same(refused(await releaseClaim(bruno, surveyId)), { kind: 'not-claimed' });
    done(await claimSurvey(bruno, surveyId));
    done(await releaseClaim(bruno, surveyId));
    t.same(await claimsIn(db), []);
    t.equal((await db.read('audit')).length, 0);
    done(await claimSurvey(bruno, surveyId));
    await t.rejects(releaseClaim(acting(db, world.carla), surveyId), { name: 'NotFoundError' });
    done(await releaseClaim(acting(db, world.ana), surveyId));
    t.same(await claimsIn(db), []);
    const [entry] = await db.read('audit');
    t.match(entry, { action: 'release', entity: 'survey', entity_id: surveyId, actor_id: world.ana.id });
    t.same(JSON.parse(entry.changes), { claimedBy: [world.bruno.id, null] });
    done(await claimSurvey(acting(db, world.ana), surveyId));
    t.same(refused(await releaseClaim(bruno, surveyId)), { kind: 'forbidden' }, 'an operator releases nobody else');
  });

  await t.test('however a survey ends, it is nobody’s any more', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await claimSurvey(acting(db, world.bruno), surveyId));
    done(await closeSurvey(acting(db, world.ana), surveyId, { reason: 'refused', note: '' }));
    t.same(await claimsIn(db), []);
  });

  await t.test('of 60 users who claim 3 surveys at once exactly 3 win', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveys = await world.surveys([{}, {}, {}]);
    const users = await managers(db, 60);
    const all = users.map((user, index) => claimSurvey(acting(db, user), surveys[index % 3] ?? 0));
    const won = (await Promise.all(all)).filter((one) => one.ok);
    t.equal(won.length, 3);
    const claims = await claimsIn(db);
    t.same(
      claims.map(([id]) => id),
      surveys,
      'each survey has one claim',
    );
  });

  await t.test('one user who claims 20 surveys at once has one in the end', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveys = await world.surveys(Array.from({ length: 20 }, () => ({})));
    const results = await Promise.all(surveys.map((id) => claimSurvey(acting(db, world.bruno), id)));
    t.ok(results.every((one) => one.ok));
    t.equal((await claimsIn(db)).length, 1);
  });
});

async function prepare(db: Database) {
  const world = await surveyWorld(db);
  return { db, world, surveyId: await world.survey() };
}

async function claimsIn(db: Database): Promise<number[][]> {
  const rows = await db.read('claims').orderBy('survey_id');
  return rows.map((row) => [row.survey_id, row.user_id, row.claimed_at, row.expires_at]);
}

async function managers(db: Database, count: number): Promise<Actor[]> {
  return db.transaction(async (trx) => {
    const made: Actor[] = [];
    for (let n = 0; n < count; n++) {
      const user = { login: `gestor${n}`, name: `Gestor ${n}`, role: 'manager' as const };
      made.push({ id: await insertUser(trx, { ...user, passwordHash: null, externalId: null }, NOW), role: 'manager' });
    }
    return made;
  });
}
