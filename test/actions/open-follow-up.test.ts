import t from 'tap';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { acting } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey that is removed while its follow-up is opened is not found', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey();
    const form = { kind: 'doubt', priority: '2', ownerId: String(world.bruno.id), dueOn: '', text: 'Fatura em dobro' };
    const opening = during(
      db,
      ({ read }) => read('surveys').where({ id }).delete(),
      (db) => openFollowUp(acting(db, world.bruno), { kind: 'survey', id }, form, 'k'),
    );
    await t.rejects(opening, { name: 'NotFoundError' });
    t.same(await db.read('follow_ups'), []);
  });
});
