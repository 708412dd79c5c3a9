import t from 'tap';
import { closeSurvey } from '../../src/actions/close-survey.js';
import type { ActionContext, Actor } from '../../src/actions/context.js';
import { executeSurvey, type FormKey } from '../../src/actions/execute-survey.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Database } from '../../src/store/connection.js';
import { listExecutions } from '../../src/store/executions.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { meanwhile } from '../support/meanwhile.js';
import { addVersion, NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

let nonces = 0;

await onBothEngines(t, async (t, engine) => {
  await t.test('an execution copies what was asked and keeps its score as sum and count', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const [five, yesNo] = world.versionIds;
    await db.transaction((trx) =>
      addVersion(trx, 1, 2, 'Texto novo', [
        { label: 'ruim', weight: -1 },
        { label: 'bom', weight: 1 },
      ]),
    );
    const result = await executeSurvey(as(db, world.bruno), {
      surveyId,
      key: keyFor(world, surveyId, world.bruno),
      form: { answers: { [five]: { answer: '4', comment: '' }, [yesNo]: { answer: 'na' } }, note: 'Tudo bem' },
    });
    t.ok(result.ok);
    const [execution] = await listExecutions(db.read, surveyId);
    t.match(execution, {
      by: { name: 'Bruno Operador' },
      executedOn: TODAY,
      startedAt: NOW - 60_000,
      finishedAt: NOW,
      ruleName: 'Instalação',
      bySeller: false,
      note: 'Tudo bem',
      score: { sum: 50, count: 1 },
      annulment: null,
    });
    matchLists(t, execution?.answers, [
      { questionText: 'Como avalia a instalação?', state: 'graded', gradeLabel: '4', weight: 50 },
      { questionText: 'O técnico foi cordial?', state: 'not-applicable', gradeLabel: null, weight: null },
    ]);
    t.match(await db.read('surveys').where({ id: surveyId }).first(), { outcome: 'executed', settled_at: NOW });
    const audit = await db.read('audit').where({ entity: 'survey', entity_id: surveyId });
    matchLists(t, audit, [{ action: 'execute', actor_id: world.bruno.id, origin: 'web' }]);
  });

  await t.test('the sale’s own seller is marked', async (t) => {
    const { db, world } = await prepare(await engine.freshDatabase(t));
    const surveyId = await world.survey({ assignedTo: world.edu.id });
    t.ok((await executeSurvey(as(db, world.edu), input(world, surveyId, world.edu))).ok);
    t.ok((await listExecutions(db.read, surveyId))[0]?.bySeller);
    const another = await world.survey();
    const sells = () => db.transaction((trx) => trx('sales').update({ seller_id: world.bruno.id }));
    const racing = { ...as(db, world.bruno), db: meanwhile(db, sells) };
    t.ok((await executeSurvey(racing, input(world, another, world.bruno))).ok);
    t.ok((await listExecutions(db.read, another))[0]?.bySeller, 'also where the sale became his meanwhile');
  });

  await t.test('a key that was used gives the first result again', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const sent = input(world, surveyId, world.bruno);
    const first = await executeSurvey(as(db, world.bruno), sent);
    const again = await executeSurvey(as(db, world.bruno), { ...sent, form: { answers: {} } });
    t.same(again, first);
    t.equal((await listExecutions(db.read, surveyId)).length, 1);
  });

  await t.test('what cannot be finished is refused and leaves nothing', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const refusalOf = async (over: Parameters<typeof input>[3], actor: Actor = world.bruno) => {
      const result = await executeSurvey(as(db, actor), { ...input(world, surveyId, world.bruno), ...over });
      return result.ok ? null : result.refusal;
    };
    const [five] = world.versionIds;
    matchLists(t, await refusalOf({ form: { answers: { [five]: { answer: '1' } } } }), {
      kind: 'invalid',
      errors: [{ message: 'commentRequired' }, { message: 'answerMissing' }],
    });
    t.match(await refusalOf({ key: null }), { kind: 'stale-key' });
    t.match(await refusalOf({ key: keyFor(world, surveyId + 1, world.bruno) }), { kind: 'stale-key' });
    t.match(await refusalOf({}, world.ana), { kind: 'stale-key' }, 'a key belongs to the user who opened the form');
    await t.rejects(refusalOf({}, world.carla), { name: 'NotFoundError' }, 'a survey of others is not there');
    const early = await world.survey({ closedOn: addDays(TODAY, -1) });
    const over = await world.survey({ closedOn: addDays(TODAY, -20) });
    const extended = await world.survey({ closedOn: addDays(TODAY, -20), extendedTo: TODAY });
    t.match(await executeSurvey(as(db, world.bruno), input(world, early, world.bruno)), {
      refusal: { kind: 'not-possible', reason: 'not-yet-open' },
    });
    t.match(await executeSurvey(as(db, world.bruno), input(world, over, world.bruno)), {
      refusal: { kind: 'not-possible', reason: 'expired' },
    });
    t.equal((await db.read('executions')).length, 0);
    t.equal((await db.read('audit')).length, 0);
    t.ok((await executeSurvey(as(db, world.bruno), input(world, extended, world.bruno))).ok, 'an extension lets it be');
  });

  await t.test('40 parallel finishes of one survey record exactly one execution', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const other = await world.survey();
    const same = input(world, surveyId, world.bruno);
    const sent = await Promise.all(Array.from({ length: 40 }, () => executeSurvey(as(db, world.bruno), same)));
    t.equal(new Set(sent.map((one) => one.ok && one.value.executionId)).size, 1, 'one key: all get the first result');
    t.ok(sent.every((one) => one.ok));
    const different = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const actor = index % 2 === 0 ? world.bruno : world.ana;
        return executeSurvey(as(db, actor), input(world, other, actor));
      }),
    );
    t.equal(different.filter((one) => one.ok).length, 1, 'forty keys: one wins');
    const losers = different.flatMap((one) => (one.ok ? [] : [one.refusal]));
    t.ok(losers.every((one) => one.kind === 'not-possible' && one.reason === 'executed'));
    t.equal((await db.read('executions')).length, 2);
    t.equal((await db.read('answers')).length, 4);
    t.equal((await db.read('audit')).length, 2);
  });

  await t.test('an execution and a closure never both win', async (t) => {
    const { db, world } = await prepare(await engine.freshDatabase(t));
    for (let round = 0; round < 8; round++) {
      const surveyId = await world.survey();
      const finish = () => executeSurvey(as(db, world.bruno), input(world, surveyId, world.bruno));
      const close = () => closeSurvey(as(db, world.ana), surveyId, { reason: 'refused', note: '' });
      const attempts = Array.from({ length: 10 }, (_, index) => ((index + round) % 2 === 0 ? finish() : close()));
      const won = (await Promise.all(attempts)).filter((one) => one.ok);
      const [executions, closures] = await Promise.all([
        db.read('executions').where({ survey_id: surveyId }),
        db.read('closures').where({ survey_id: surveyId }),
      ]);
      t.equal(won.length, 1);
      t.equal(executions.length + closures.length, 1);
      const { outcome } = await db.read('surveys').where({ id: surveyId }).first();
      t.equal(outcome, executions.length === 1 ? 'executed' : 'closed');
    }
  });
});

async function prepare(db: Database): Promise<{ db: Database; world: SurveyWorld; surveyId: number }> {
  const world = await surveyWorld(db);
  return { db, world, surveyId: await world.survey() };
}

function as(db: Database, actor: Actor): ActionContext {
  return { db, actor, origin: 'web', now: NOW, today: TODAY };
}

function keyFor(world: SurveyWorld, surveyId: number, user: { readonly id: number }): FormKey {
  return { surveyId, userId: user.id, startedAt: NOW - 60_000, versionIds: world.versionIds, nonce: `key-${++nonces}` };
}

function input(
  world: SurveyWorld,
  surveyId: number,
  user: { readonly id: number },
  over: Partial<Parameters<typeof executeSurvey>[1]> = {},
): Parameters<typeof executeSurvey>[1] {
  const [five, yesNo] = world.versionIds;
  const form = { answers: { [five]: { answer: '5' }, [yesNo]: { answer: '1' } } };
  return { surveyId, key: keyFor(world, surveyId, user), form, ...over };
}
