import t from 'tap';
import { reassignSurvey, takeSurveyBack } from '../../src/actions/reassign-survey.js';
import { isResponsible } from '../../src/store/survey-predicates.js';
import { surveyIs } from '../../src/store/surveys.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a reassigned survey is its operator’s alone, until it is taken back', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey();
    const responsible = async () => {
      const answers = [];
      for (const { id } of [world.bruno, world.carla])
        answers.push(await surveyIs(db.read, surveyId, isResponsible(id)));
      return answers;
    };
    t.same(await responsible(), [true, false]);
    done(await reassignSurvey(acting(db, world.ana), surveyId, { operatorId: String(world.carla.id) }));
    t.same(await responsible(), [false, true]);
    done(await takeSurveyBack(acting(db, world.ana), surveyId));
    t.same(await responsible(), [true, false]);
    const audit = await db.read('audit').orderBy('id');
    t.same(
      audit.map((row) => [row.action, JSON.parse(row.changes)]),
      [
        ['reassign', { assignedTo: [null, world.carla.id] }],
        ['take-back', { assignedTo: [world.carla.id, null] }],
      ],
    );
  });

  await t.test('a survey goes only to an active user who can sign in', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey();
    const give = async (operatorId: number | string) =>
      refused(await reassignSurvey(acting(db, world.ana), surveyId, { operatorId: String(operatorId) }));
    const invalid = (message: string) => ({ kind: 'invalid', errors: [{ field: 'operatorId', message }] });
    matchLists(t, await give(''), invalid('required'));
    matchLists(t, await give('abc'), invalid('unknownValue'));
    matchLists(t, await give(999), invalid('inactive'));
    matchLists(t, await give(world.edu.id), invalid('inactive'), 'he has no password');
    await db.transaction((trx) => trx('users').where({ id: world.carla.id }).update({ deactivated_at: 1 }));
    matchLists(t, await give(world.carla.id), invalid('inactive'));
    t.equal((await db.read('audit')).length, 0);
  });

  await t.test('only open surveys change hands, and only to somebody else', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [carlas, bare] = [await world.survey({ assignedTo: world.carla.id }), await world.survey()];
    const form = { operatorId: String(world.carla.id) };
    t.match(refused(await reassignSurvey(acting(db, world.ana), carlas, form)), { reason: 'already-his' });
    t.match(refused(await takeSurveyBack(acting(db, world.ana), bare)), { reason: 'not-reassigned' });
    for (const outcome of ['executed', 'closed', 'cancelled'] as const) {
      const id = await world.survey({ outcome, assignedTo: world.bruno.id });
      t.match(refused(await reassignSurvey(acting(db, world.ana), id, form)), { reason: outcome });
      t.match(refused(await takeSurveyBack(acting(db, world.ana), id)), { reason: outcome });
    }
    await t.rejects(reassignSurvey(acting(db, world.ana), 999, form), { name: 'NotFoundError' });
    await t.rejects(takeSurveyBack(acting(db, world.ana), 999), { name: 'NotFoundError' });
  });
});
