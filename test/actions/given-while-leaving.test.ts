import t from 'tap';
import { acceptFollowUp } from '../../src/actions/accept-follow-up.js';
import { deactivateUser } from '../../src/actions/deactivate-user.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { saveUser } from '../../src/actions/save-user.js';
import type { SaveRefusal } from '../../src/actions/saving.js';
import { assignFollowUp } from '../../src/actions/work-follow-up.js';
import { ok, type Result, refuse } from '../../src/domain/result.js';
import type { Database } from '../../src/store/connection.js';
import { insertSignals } from '../../src/store/signals.js';
import { insertUser } from '../../src/store/users.js';
import { acting, done, refused } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp, bulkOfFollowUps } from '../support/follow-ups.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// SPEC 1: who leaves leaves nothing behind that he alone could work, even if it is given to him at that very moment.

const GIFTS = [
  'a follow-up is opened for him',
  'a follow-up is assigned to him',
  'follow-ups are assigned to him',
  'a survey is given to him',
  'he accepts what an answer proposes',
] as const;

const WAYS = ['is deactivated', 'loses his access'] as const;

type Gift = (typeof GIFTS)[number];
type Way = (typeof WAYS)[number];

/** A user who is to leave, what can be given to him, and how he leaves. */
async function leaver(world: SurveyWorld, db: Database, login: string) {
  const person = { name: login, role: 'operator', login, passwordHash: 'x', externalId: null } as const;
  const id = (await db.transaction((trx) => insertUser(trx, person, NOW))) ?? 0;
  const ownerId = String(id);
  const [survey, executed] = [await world.survey(), await world.survey({ outcome: 'executed', executedBy: id })];
  const followUp = await addFollowUp(db, world, survey, { owner_id: world.ana.id });
  const answerId = await proposingAnswer(world, db, executed);
  const [ana, davi, he] = [world.ana, world.davi, { id, role: 'operator' } as const];
  const form = { kind: 'doubt', priority: '2', ownerId, dueOn: '', text: 'Fatura em dobro' };
  const giving: Record<Gift, (db: Database) => Promise<unknown>> = {
    'a follow-up is opened for him': (db) => openFollowUp(acting(db, ana), { kind: 'survey', id: survey }, form, login),
    'a follow-up is assigned to him': (db) =>
      assignFollowUp(acting(db, ana), { id: followUp, version: 1 }, { ownerId }),
    'follow-ups are assigned to him': async (db) => {
      const job = await bulkOfFollowUps(db, ana, { verb: 'assign', ownerId: id }, [followUp]);
      return job.done === 1 ? ok(null) : refuse(job.skipped);
    },
    'a survey is given to him': (db) => reassignSurvey(acting(db, ana), survey, { operatorId: ownerId }),
    'he accepts what an answer proposes': (db) => acceptFollowUp(acting(db, he), executed, answerId),
  };
  const target = { id, version: 1 };
  const barred = { access: false, name: login, role: 'operator', login: '', password: '', externalId: '' };
  const leaving: Record<Way, (db: Database) => Promise<Result<unknown, SaveRefusal>>> = {
    'is deactivated': (db) => deactivateUser(acting(db, davi), target, {}),
    'loses his access': (db) => saveUser(acting(db, davi), target, barred),
  };
  const his = async () => [
    ...(await db.read('follow_ups').where({ owner_id: id }).pluck('id')),
    ...(await db.read('surveys').where({ assigned_to: id }).pluck('id')),
  ];
  return { giving, leaving, his };
}

/** An answer of the survey's execution whose grade proposes a follow-up. */
async function proposingAnswer({ versionIds }: SurveyWorld, db: Database, surveyId: number): Promise<number> {
  const { id: execution_id } = await db.read('executions').where({ survey_id: surveyId }).first('id');
  const question = { question_version_id: versionIds[0], question_text: 'Como avalia?', comment: '' };
  const grade = { state: 'graded', grade_position: 1, grade_label: '1', weight: -100 };
  return db.transaction(async (trx) => {
    await trx('grades').where({ question_version_id: versionIds[0], position: 1 }).update({ signal: 'complaint' });
    const [{ id }] = await trx('answers')
      .insert({ execution_id, position: 1, ...question, ...grade })
      .returning('id');
    await insertSignals(trx, execution_id);
    return id;
  });
}

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  for (const [index, gift] of GIFTS.entries())
    for (const way of WAYS) {
      await t.test(`${gift} while he ${way}`, async (t) => {
        const { giving, leaving, his } = await leaver(world, db, `first-${index}-${way}`);
        const given = during(db, async (db) => done(await leaving[way](db)), giving[gift]);
        if (gift === 'he accepts what an answer proposes') await t.rejects(given, { name: 'NotFoundError' });
        else t.match(JSON.stringify(refused((await given) as never)), /inactive|owner-gone/);
        t.same(await his(), []);
      });

      await t.test(`he ${way} while ${gift}`, async (t) => {
        const { giving, leaving, his } = await leaver(world, db, `second-${index}-${way}`);
        const left = await during(db, giving[gift], leaving[way]);
        t.equal(refused(left).kind, 'invalid', 'somebody must take it over first');
        t.equal((await his()).length, 1, 'it is still his');
      });
    }
});
