import t from 'tap';
import { acceptFollowUp } from '../../src/actions/accept-follow-up.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { runSurvey, signalling } from '../support/signals.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

const FORM = ({ bruno }: SurveyWorld) => {
  const ownerId = String(bruno.id);
  return { kind: 'doubt', priority: '2', ownerId, dueOn: '', text: 'Fatura em dobro' };
};

function ended({ bruno }: SurveyWorld) {
  return { ending: 'resolved', ended_at: NOW, ended_on: '2026-07-10', ended_by: bruno.id };
}

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

  for (const place of ['survey', 'sale', 'customer'] as const)
    await t.test(`the same from a ${place} twice, in two windows at once or one after the other, is one`, async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      const survey = await db
        .read('surveys')
        .where({ id: await world.survey() })
        .first();
      const from = {
        kind: place,
        id: { survey: survey.id, sale: survey.sale_id, customer: survey.customer_id }[place],
      };
      const open = (db: Database, key: string, over: object = {}) =>
        openFollowUp(acting(db, world.ana), from, { ...FORM(world), ...over }, key);
      const second = done(
        await during(
          db,
          async (db) => done(await open(db, 'one')),
          (db) => open(db, 'two'),
        ),
      );
      const [first] = await db.read('follow_ups');
      t.same(second, { id: first.id, added: false, ended: false });
      const again = { id: first.id, added: false, ended: false };
      t.same(done(await open(db, 'one', { text: 'Outra' })), again, 'the same form');
      t.same(done(await open(db, 'three', { dueOn: first.due_on })), again, 'the day on which it is due by itself');
      const others = [
        ...[{ text: 'Fatura errada' }, { kind: 'complaint' }, { ownerId: String(world.ana.id) }],
        ...[{ priority: '1' }, { dueOn: '2026-08-03' }],
      ];
      for (const [index, over] of others.entries())
        t.equal(done(await open(db, `other-${index}`, over)).added, true, JSON.stringify(over));
      await db.transaction((trx) => trx('follow_ups').update(ended(world)));
      t.same(done(await open(db, 'one')), { id: first.id, added: false, ended: true }, 'the same form, as it came to');
      t.equal(done(await open(db, 'later')).added, true, 'what has ended may come again');
      t.equal((await db.read('audit').where({ action: 'open' })).length, 7);
    });

  await t.test('the same words about another sale or survey of the customer are another', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const survey = await db
      .read('surveys')
      .where({ id: await world.survey() })
      .first();
    const places = [
      { kind: 'customer', id: survey.customer_id },
      { kind: 'sale', id: survey.sale_id },
      { kind: 'survey', id: survey.id },
    ] as const;
    for (const from of places)
      t.equal(done(await openFollowUp(acting(db, world.ana), from, FORM(world), from.kind)).added, true, from.kind);
  });

  await t.test('an answer that is accepted again gives its own follow-up, and not that of another', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await signalling(db, world);
    const survey = await world.survey();
    await runSurvey(db, world, survey, { grade: 5, polite: 2 });
    const answers: number[] = await db.read('answers').orderBy('id').pluck('id');
    const accept = (answer: number) => acceptFollowUp(acting(db, world.bruno), survey, answer);
    const opened = [];
    for (const answer of answers) opened.push(done(await accept(answer)).id);
    t.equal(new Set(opened).size, 2);
    for (const [index, answer] of answers.entries())
      t.same(done(await accept(answer)), { id: opened[index], added: false, ended: false });
    t.equal((await db.read('follow_ups')).length, 2);
  });
});
