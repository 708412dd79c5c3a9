import t from 'tap';
import { acceptFollowUp } from '../../src/actions/accept-follow-up.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { endFollowUp } from '../../src/actions/work-follow-up.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { runSurvey, signalling } from '../support/signals.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// SPEC 6: what the grades of a survey ask for is one follow-up of each kind, where the survey ends as in the list.

const BAD = { grade: 1, comment: 'Cai toda noite' };

/** A company whose grades signal, and a survey of it that bruno ran. */
async function ran(db: Database, said = BAD as Parameters<typeof runSurvey>[3]) {
  const world = await surveyWorld(db);
  await signalling(db, world);
  const survey = await world.survey();
  await runSurvey(db, world, survey, said);
  return { world, survey };
}

const byHand = (db: Database, { ana }: SurveyWorld, surveyId: number, kind: string) =>
  openFollowUp(
    acting(db, ana),
    { kind: 'survey', id: surveyId },
    { kind, priority: '2', ownerId: String(ana.id), dueOn: '', text: `Por telefone: ${kind}` },
    `${kind} ${surveyId}`,
  ).then(done);

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'accepted at the end of the survey, by whichever of its answers, it is one with both comments',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const { world, survey } = await ran(db, { ...BAD, polite: 2, politeComment: 'Não se apresentou' });
      const [first, second] = await db.read('answers').orderBy('position').pluck('id');
      const accept = (answerId: number) => acceptFollowUp(acting(db, world.bruno), survey, answerId);
      const opened = done(await accept(second));
      t.equal(opened.added, true);
      const both = { id: opened.id, answer_id: first, text: 'Cai toda noite\nNão se apresentou' };
      for (const answer of [first, second])
        t.same(done(await accept(answer)), { id: opened.id, added: false, ended: false });
      matchLists(t, await db.read('follow_ups'), [{ ...both, owner_id: world.bruno.id }]);
      done(
        await endFollowUp(acting(db, world.bruno), { id: opened.id, version: 1 }, 'resolve', { conclusion: 'Feito' }),
      );
      t.same(done(await accept(first)), { id: opened.id, added: false, ended: true });
      await t.rejects(accept(999_999), { name: 'NotFoundError' });
    },
  );

  await t.test('what somebody opened by hand is what is accepted', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db);
    const { id: answer } = await db.read('answers').orderBy('position').first('id');
    const second = await during(
      db,
      (db) => byHand(db, world, survey, 'complaint'),
      (db) => acceptFollowUp(acting(db, world.bruno), survey, answer),
    );
    const [byAna, ...more] = await db.read('follow_ups');
    t.same(more, []);
    t.same(done(second), { id: byAna.id, added: false, ended: false });
  });
});
