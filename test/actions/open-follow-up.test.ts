import t from 'tap';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import type { Queryable } from '../../src/store/dialect.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey that is removed while its follow-up is opened is not found', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey();
    const form = { kind: 'doubt', priority: '2', ownerId: String(world.bruno.id), dueOn: '', text: 'Fatura em dobro' };
    const { opening } = await db.transaction(async (trx) => {
      await trx('surveys').where({ id }).delete();
      let settled = false;
      const opening = openFollowUp(acting(db, world.bruno), { kind: 'survey', id }, form, 'k').finally(() => {
        settled = true;
      });
      opening.catch(() => undefined);
      if (db.dialect === 'postgres') while (!settled && !(await holdsSomebodyUp(trx)));
      return { opening };
    });
    await t.rejects(opening, { name: 'NotFoundError' });
    t.same(await db.read('follow_ups'), []);
  });
});

/** Whether another transaction waits for this one. */
async function holdsSomebodyUp(trx: Queryable): Promise<boolean> {
  const waiting = 'select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';
  const { rows } = await trx.raw(waiting);
  return rows.length > 0;
}
