import fc from 'fast-check';
import t from 'tap';
import * as migration from '../../migrations/20261129_000142_signals_asked_again.js';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { editFollowUp, endFollowUp, reopenFollowUp } from '../../src/actions/work-follow-up.js';
import { workSignal } from '../../src/actions/work-signal.js';
import type { Database } from '../../src/store/connection.js';
import { countSignals } from '../../src/store/signal-reads.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { SignalModel } from '../support/signal-model.js';
import { runSurvey, signalling } from '../support/signals.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// SPEC 6: an execution that comes after an annulled one signals anew, whatever was opened for the annulled one.

const BAD = { grade: 1, comment: 'Cai toda noite' };
const EDITED = { priority: '2', dueOn: '2026-07-20', text: 'Editado' };

/** A survey, and what is done with it: everything a minute after what was done before it. */
async function stageOf(db: Database) {
  const world = await surveyWorld(db);
  await signalling(db, world);
  let minutes = 0;
  const context = () => {
    minutes += 1;
    return { ...acting(db, world.ana), now: NOW + minutes * 60_000 };
  };
  const signalOf = (survey: number) => db.read('signals').where({ survey_id: survey }).first('id', 'follow_up_id');
  const read = async (id: number) => ({ id, version: (await db.read('follow_ups').where({ id }).first()).version });
  return {
    world,
    context,
    signalOf,
    run: (survey: number, said = BAD) => runSurvey(db, world, survey, { ...said, now: context().now }),
    async annul(survey: number) {
      const { execution_id: executionId } = await db.read('surveys').where({ id: survey }).first('execution_id');
      done(await annulExecution(context(), survey, { executionId, reason: 'Cliente errado' }));
    },
    act: async (survey: number, verb: 'open' | 'dismiss' | 'restore') =>
      workSignal(context(), (await signalOf(survey)).id, verb, { reason: 'Engano', ownerId: String(world.ana.id) }),
    async byHand(survey: number, kind: string) {
      const text = `Por telefone, ${minutes}`;
      const form = { kind, priority: '2', ownerId: String(world.ana.id), dueOn: '', text };
      return done(await openFollowUp(context(), { kind: 'survey', id: survey }, form, crypto.randomUUID())).id;
    },
    end: async (id: number) => endFollowUp(context(), await read(id), 'discard', { conclusion: 'Era da anulada' }),
    reopen: async (id: number) => reopenFollowUp(context(), await read(id), { reason: 'Voltou' }),
    rename: async (id: number, kind: string) => editFollowUp(context(), await read(id), { ...EDITED, kind }),
  };
}

const counts = async (db: Database, { ana }: SurveyWorld) => {
  const { waiting, dismissed } = await countSignals(db.read, { viewer: ana, filter: {} });
  return { waiting, dismissed };
};

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'a complaint of a survey that is executed again waits, and is taken up by its own follow-up',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const stage = await stageOf(db);
      const survey = await stage.world.survey();
      await stage.run(survey);
      done(await stage.act(survey, 'open'));
      const { follow_up_id: first } = await stage.signalOf(survey);
      await stage.annul(survey);
      await stage.run(survey);
      t.same(await counts(db, stage.world), { waiting: 1, dismissed: 0 }, 'the first is open still');
      done(await stage.end(first));
      t.same(await counts(db, stage.world), { waiting: 1, dismissed: 0 }, 'it was discarded');
      done(await stage.reopen(first));
      done(await stage.rename(first, 'doubt'));
      done(await stage.rename(first, 'complaint'));
      t.same(await counts(db, stage.world), { waiting: 1, dismissed: 0 }, 'it was called something else');
      done(await stage.act(survey, 'open'));
      t.not((await stage.signalOf(survey)).follow_up_id, first);
      t.same(await counts(db, stage.world), { waiting: 0, dismissed: 0 });
    },
  );

  await t.test('opened by hand it counts from the annulment on, or before any execution', async (t) => {
    const db = await engine.freshDatabase(t);
    const stage = await stageOf(db);
    const [before = 0, during = 0, after = 0] = await stage.world.surveys([{}, {}, {}]);
    const followUpId = await stage.byHand(before, 'complaint');
    for (const survey of [before, during, after]) await stage.run(survey);
    await stage.byHand(during, 'complaint');
    for (const survey of [before, during, after]) await stage.annul(survey);
    const late = await stage.byHand(after, 'complaint');
    for (const survey of [before, during, after]) await stage.run(survey);
    const taken = await Promise.all([before, during, after].map(stage.signalOf));
    matchLists(t, taken, [{ follow_up_id: followUpId }, { follow_up_id: null }, { follow_up_id: late }]);
  });

  await t.test('a database where one had counted asks again, unless another one took it up', async (t) => {
    const db = await engine.freshDatabase(t);
    const stage = await stageOf(db);
    const surveys = await stage.world.surveys([{}, {}, {}, {}]);
    const [alone = 0, followed = 0, ended = 0, standing = 0] = surveys;
    for (const survey of surveys) {
      await stage.run(survey);
      await stage.byHand(survey, 'complaint');
      if (survey === ended) done(await stage.end(await stage.byHand(survey, 'complaint')));
      if (survey !== standing) await stage.annul(survey);
      if (survey !== standing) await stage.run(survey);
    }
    const own = await stage.byHand(followed, 'complaint');
    const { follow_up_id: kept } = await stage.signalOf(standing);
    await db.transaction(async (trx) => {
      const first = '(select min(id) from follow_ups where survey_id = signals.survey_id)';
      await trx('signals').update({ follow_up_id: trx.raw(first) });
    });
    t.same(await counts(db, stage.world), { waiting: 0, dismissed: 0 });
    await db.transaction((trx) => migration.up(trx));
    const taken = await Promise.all([alone, followed, ended, standing].map(stage.signalOf));
    t.same(
      taken.map((signal) => signal.follow_up_id),
      [null, own, null, kept],
    );
    t.same(await counts(db, stage.world), { waiting: 2, dismissed: 0 }, 'counters are told');
  });

  await t.test('whatever is done, a signal waits as long as nothing of its own execution took it up', async (t) => {
    const db = await engine.freshDatabase(t);
    const stage = await stageOf(db);
    const steps = ['bad', 'good', 'annul', 'open', 'hand', 'doubt', 'end', 'reopen', 'rename', 'dismiss', 'restore'];
    const step = fc.record({ what: fc.constantFrom(...steps, 'bad', 'annul'), which: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const survey = await stage.world.survey();
        const model = new SignalModel();
        const base = await counts(db, stage.world);
        for (const { what, which } of steps) {
          await play(stage, survey, model, what, which);
          const { waiting, dismissed } = await counts(db, stage.world);
          const state = model.signal;
          const expected = { waiting: +(state === 'waiting'), dismissed: +(state === 'dismissed') };
          t.same({ waiting: waiting - base.waiting, dismissed: dismissed - base.dismissed }, expected, what);
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** Does one step in the product and in the model, where it is possible. */
async function play(
  stage: Awaited<ReturnType<typeof stageOf>>,
  survey: number,
  model: SignalModel,
  what: string,
  which: number,
): Promise<void> {
  const one = model.followUps[which % Math.max(1, model.followUps.length)];
  switch (what) {
    case 'bad':
    case 'good':
      if (model.standing !== null) return;
      await stage.run(survey, what === 'bad' ? BAD : { grade: 3, comment: '' });
      return model.execute(what === 'bad');
    case 'annul':
      if (model.standing === null) return;
      await stage.annul(survey);
      return model.annul();
    case 'hand':
    case 'doubt': {
      const kind = what === 'hand' ? 'complaint' : 'doubt';
      return model.add(await stage.byHand(survey, kind), kind);
    }
    case 'open':
      if (model.signal !== 'waiting' && model.signal !== 'dismissed') return;
      done(await stage.act(survey, 'open'));
      return model.add((await stage.signalOf(survey)).follow_up_id, 'complaint');
    case 'dismiss':
    case 'restore': {
      if (model.signal !== (what === 'dismiss' ? 'waiting' : 'dismissed')) return;
      done(await stage.act(survey, what));
      model.signal = what === 'dismiss' ? 'dismissed' : 'waiting';
      return;
    }
    case 'end':
    case 'reopen':
      if (one === undefined || one.open !== (what === 'end')) return;
      done(await (what === 'end' ? stage.end(one.id) : stage.reopen(one.id)));
      one.open = what === 'reopen';
      return;
    case 'rename':
      if (one?.open !== true) return;
      one.kind = one.kind === 'complaint' ? 'doubt' : 'complaint';
      done(await stage.rename(one.id, one.kind));
      return model.take(one);
  }
}
