import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import { getJob, listJobs } from '../../src/store/jobs.js';
import { migrate } from '../../src/store/migrate.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, waitingBulk } from '../support/jobs.js';
import { matchLists } from '../support/match-lists.js';
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
    matchLists(t, await getJob(db.read, davis, null), {
      kind: 'bulk-surveys',
      input,
      state: 'running',
      cursor: null,
      createdBy: { id: world.davi.id, name: 'Davi Administrador' },
    });
    await t.rejects(getJob(db.read, davis, world.ana.id), { name: 'NotFoundError' });
  });

  await t.test('a job that ended before texts were forgotten forgets them, one under way keeps them', async (t) => {
    const config = await engine.emptyConfig(t);
    const own = migrations.findIndex(({ name }) => name.endsWith('ended_jobs'));
    await migrate(config, { known: migrations.slice(0, own) });
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const input = {
      action: { verb: 'close', reason: 'Maria' },
      backHref: '/panel/pending?late=1&q=Maria&after=x.1',
      tab: 'a',
    };
    await db.transaction(async (trx) => {
      await trx('users').insert({ name: 'Ana', name_key: 'ana', role: 'manager', created_at: 1 });
      for (const [kind, state, backHref] of [
        ['bulk-surveys', 'done', input.backHref],
        ['bulk-follow-ups', 'cancelled', '/follow-ups?q=Maria'],
        ['bulk-surveys', 'running', input.backHref],
        ['apply-configuration', 'done', input.backHref],
      ] as const)
        await trx('jobs').insert({
          kind,
          state,
          input: JSON.stringify({ ...input, backHref }),
          total: 1,
          created_by: 1,
          created_at: 1,
          finished_at: state === 'running' ? null : 2,
          form_key: `${kind} ${state}`,
        });
    });
    await migrate(config);
    const inputs = await db.read('jobs').orderBy('id').pluck('input');
    t.same(
      inputs.map((text) => JSON.parse(text)),
      [
        { action: { verb: 'close' }, backHref: '/panel/pending?late=1' },
        { action: { verb: 'close' }, backHref: '/follow-ups' },
        input,
        input,
      ],
    );
  });
});
