import t from 'tap';
import { bulkSignals, previewSignals, type SignalSelection } from '../../src/actions/bulk-signals.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { workSignal } from '../../src/actions/work-signal.js';
import type { Database } from '../../src/store/connection.js';
import { addJobItems } from '../../src/store/job-items.js';
import { getJob, insertJob } from '../../src/store/jobs.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { runWaiting } from '../support/jobs.js';
import { matchLists } from '../support/match-lists.js';
import { runSurvey, signalling } from '../support/signals.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// SPEC 6: the signals of one survey, and of several people, are kept apart.

/** A complaint and an opportunity of one survey, each with its own comment. */
const BOTH = { grade: 5, comment: 'Quer mais', polite: 2, politeComment: 'Não se apresentou' };

async function prepare(db: Database) {
  const world = await surveyWorld(db);
  await signalling(db, world);
  return { world, survey: await world.survey() };
}

const byHand = (db: Database, { ana }: SurveyWorld, surveyId: number, kind: string, text: string) =>
  openFollowUp(
    acting(db, ana),
    { kind: 'survey', id: surveyId },
    { kind, priority: '2', ownerId: String(ana.id), dueOn: '', text },
    text,
  ).then(done);

const kinds = (db: Database) => db.read('signals').orderBy('kind').select('id', 'kind', 'follow_up_id');

await onBothEngines(t, async (t, engine) => {
  await t.test('of two kinds in one survey each becomes its own, with what was said of it', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await prepare(db);
    await runSurvey(db, world, survey, BOTH);
    const [complaint, opportunity] = await kinds(db);
    done(await workSignal(acting(db, world.bruno), complaint.id, 'open'));
    t.equal((await kinds(db))[1].follow_up_id, null, 'the other one waits');
    done(await workSignal(acting(db, world.bruno), opportunity.id, 'open'));
    t.same(await db.read('follow_ups').orderBy('kind').select('kind', 'text'), [
      { kind: 'complaint', text: 'Não se apresentou' },
      { kind: 'opportunity', text: 'Quer mais' },
    ]);
  });

  await t.test(
    'what is being followed in another kind takes nothing up; a later follow-up takes nothing over',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const { world, survey } = await prepare(db);
      const { id: first } = await byHand(db, world, survey, 'complaint', 'Antes');
      await runSurvey(db, world, survey, BOTH);
      matchLists(t, await kinds(db), [{ follow_up_id: first }, { follow_up_id: null }]);
      await byHand(db, world, survey, 'complaint', 'Depois');
      matchLists(t, await kinds(db), [{ follow_up_id: first }, { follow_up_id: null }]);
    },
  );

  await t.test('the audit tells a dismissal from its undoing', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await prepare(db);
    await runSurvey(db, world, survey, { grade: 5 });
    const [{ id }] = await kinds(db);
    done(await workSignal(acting(db, world.bruno), id, 'dismiss', { reason: 'Já ligamos' }));
    done(await workSignal(acting(db, world.bruno), id, 'restore'));
    const written = await db.read('audit').whereLike('action', '%-signal').orderBy('id').pluck('changes');
    t.same(
      written.map((changes) => JSON.parse(changes).signal),
      [
        ['opportunity', null],
        [null, 'opportunity'],
      ],
    );
  });

  await t.test('a preview says nothing of those of others, and the job leaves what left the list', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await prepare(db);
    await runSurvey(db, world, survey, BOTH);
    const ids = (await kinds(db)).map(({ id }) => id);
    const dismiss = { verb: 'dismiss', reason: 'Campanha acabou' } as const;
    const marked = { kind: 'ids', ids } as const;
    t.match(await previewSignals(acting(db, world.carla), marked, dismiss), { skipped: { gone: 2 } });
    t.match(await previewSignals(acting(db, world.bruno), marked, dismiss), { doing: 2, skipped: {} });
    const selection = {
      kind: 'listed',
      listed: { viewer: world.ana, states: ['waiting'], filter: { kinds: ['doubt'] } },
    };
    t.match(await previewSignals(acting(db, world.ana), selection as SignalSelection, dismiss), { total: 0 });
    selection.listed.filter.kinds = ['complaint'];
    const input = { action: dismiss, selection, backHref: '/' };
    const job = { kind: bulkSignals.kind, input, total: 2, createdBy: world.ana.id, formKey: 'k' };
    const jobId = await db.transaction(async (trx) => {
      const { id } = await insertJob(trx, job, NOW);
      await addJobItems(trx, id, ids);
      await trx('jobs')
        .where({ id })
        .update({ cursor: JSON.stringify({ step: 'change', after: 0 }) });
      return id;
    });
    await runWaiting(db);
    t.match(await getJob(db.read, jobId, null), { done: 1, skipped: { 'left-list': 1 } });
    t.same(await db.read('signals').whereNotNull('dismissed_at').pluck('kind'), ['complaint']);
  });
});
