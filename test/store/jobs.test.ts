import t from 'tap';
import { getJob, listJobs } from '../../src/store/jobs.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, waitingBulk } from '../support/jobs.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('jobs are listed the latest first, by page and by who started them', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const input = bulkInput({ verb: 'take-back' }, [1]);
    const ids: number[] = [];
    for (const who of [world.ana, world.davi, world.ana]) ids.push(await waitingBulk(db, who, input));
    const [first = 0, davis = 0, last = 0] = ids;
    const listed = async (owner: number | null, before: number | null, size = 10) =>
      (await listJobs(db.read, 'bulk-surveys', { owner, before, size })).map(({ id }) => id);
    t.same(await listed(null, null), [last, davis, first]);
    t.same(await listed(world.ana.id, null), [last, first]);
    t.same(await listed(null, last, 1), [davis]);
    t.same(await listJobs(db.read, 'another', { owner: null, before: null, size: 10 }), []);
    t.match(await getJob(db.read, davis, null), {
      kind: 'bulk-surveys',
      input,
      state: 'running',
      cursor: null,
      createdBy: { id: world.davi.id, name: 'Davi Administrador' },
    });
    await t.rejects(getJob(db.read, davis, world.ana.id), { name: 'NotFoundError' });
  });
});
