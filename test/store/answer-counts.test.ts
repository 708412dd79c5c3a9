import t from 'tap';
import { countAnswers } from '../../src/store/answer-counts.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf } from '../support/query-plans.js';
import { addQuestion, addVersion, surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('answers are counted by version, up to a cap, and within their index', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const survey = await world.survey({ outcome: 'executed' });
    const { id: execution_id } = await db.read('executions').where({ survey_id: survey }).first('id');
    const grades = [{ label: 'Sim', weight: 100 }];
    const questionId = await db.transaction(async (trx) => {
      const { id, versionId } = await addQuestion(trx, 'Recomenda?', grades);
      const second = await addVersion(trx, id, 2, 'Recomendaria?', grades);
      const answer = { execution_id, question_text: 'Recomenda?', state: 'no-answer' };
      const versions = [versionId, versionId, versionId, second];
      await trx('answers').insert(
        versions.map((question_version_id, index) => ({ ...answer, question_version_id, position: 50 + index })),
      );
      return id;
    });
    t.same(await countAnswers(db.read, questionId, 5), {
      all: 4,
      byVersion: new Map([
        [2, 1],
        [1, 3],
      ]),
    });
    t.same(await countAnswers(db.read, questionId, 1, 2), { all: 3, byVersion: new Map([[2, 1]]) }, 'more than two');
    t.same(await countAnswers(db.read, 999, 5), { all: 0, byVersion: new Map() });
    const steps = (await plansOf(db, () => countAnswers(db.read, questionId, 5))).filter(({ text }) =>
      / answers/.test(text),
    );
    t.equal(steps.length, 2);
    for (const { text } of steps) t.match(text, /COVERING INDEX|Index Only Scan/);
  });
});
