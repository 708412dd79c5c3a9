import t from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { deactivateUser } from '../../src/actions/deactivate-user.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { type ExecutionRefusal, executeSurvey } from '../../src/actions/execute-survey.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { saveDraft } from '../../src/actions/save-draft.js';
import { savePolicy } from '../../src/actions/save-policy.js';
import type { Database } from '../../src/store/connection.js';
import { getSale } from '../../src/store/sales.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { meanwhile } from '../support/meanwhile.js';
import { addVersion, NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

let nonces = 0;

/** What somebody does between the reading and the writing of a finish, and what its operator is told. */
type Event = readonly [
  fact: string,
  event: (db: Database, world: SurveyWorld, surveyId: number) => Promise<unknown>,
  told: ExecutionRefusal | { readonly kind: string; readonly claim: object },
];

const saleOf = async (db: Database, surveyId: number) =>
  getSale(db.read, (await db.read('surveys').where({ id: surveyId }).first('sale_id')).sale_id);

const EVENTS: readonly Event[] = [
  [
    'a manager closes it',
    async (db, { ana }, id) => done(await closeSurvey(acting(db, ana), id, { reason: 'refused', note: '' })),
    { kind: 'not-possible', reason: 'closed' },
  ],
  [
    'its sale is cancelled',
    async (db, { ana }, id) => {
      const form = { cancelledOn: '2026-07-10', reverseCommission: 'no' };
      done(await cancelSale(acting(db, ana), (await saleOf(db, id)).id, form));
    },
    { kind: 'not-possible', reason: 'cancelled' },
  ],
  [
    'a manager executes it',
    async (db, world, id) => done(await executeSurvey(acting(db, world.ana), input(world, id, world.ana))),
    { kind: 'not-possible', reason: 'executed' },
  ],
  [
    'somebody else takes it',
    async (db, { ana }, id) => done(await claimSurvey(acting(db, ana), id)),
    { kind: 'claimed', claim: { userName: 'Ana Gestora' } },
  ],
  [
    'it goes to another operator',
    async (db, { ana, carla }, id) => done(await reassignSurvey(acting(db, ana), id, { operatorId: String(carla.id) })),
    { kind: 'not-yours' },
  ],
  [
    'its closing date turns out to be a later one',
    async (db, { ana }, id) => {
      const { version, sellerId, productId, ...sale } = await saleOf(db, id);
      const form = { customer: 'Maria Souza', seller: String(sellerId), product: String(productId), value: '1' };
      done(await editSale(acting(db, ana), { id: sale.id, version }, { ...form, closedOn: '2026-07-10' }));
    },
    { kind: 'not-possible', reason: 'not-yet-open' },
  ],
  [
    'a colleague saves a draft of newer questions',
    async (db, world, id) => {
      const grades = ['ruim', 'bom'].map((label, index) => ({ label, weight: index }));
      const versionId = await db.transaction((trx) => addVersion(trx, 1, 2, 'Texto novo', grades));
      const { key } = input(world, id, world.ana);
      const newer = { ...key, versionIds: [versionId, world.versionIds[1]] };
      const typed = { answers: { [versionId]: { answer: '2' } } };
      done(await saveDraft(acting(db, world.ana), { surveyId: id, key: newer, form: typed, seen: 0 }));
      await db.transaction((trx) => trx('claims').delete());
    },
    { kind: 'other-questions' },
  ],
  // Last: a policy stays.
  [
    'the seller is kept off his own sales',
    async (db, { davi, bruno }) => {
      await db.transaction((trx) => trx('sales').update({ seller_id: bruno.id }));
      const policy = { k: '0,2', ownSurvey: 'block', fromMonth: '2026-07' };
      done(await savePolicy(acting(db, davi), 0, policy));
    },
    { kind: 'own-sale' },
  ],
];

await onBothEngines(t, async (t, engine) => {
  await t.test('what happens to a survey while it is being finished is told, and nothing is recorded', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    for (const [fact, event, told] of EVENTS) {
      const surveyId = await world.survey();
      const context = { ...acting(db, world.bruno), db: meanwhile(db, () => event(db, world, surveyId)) };
      matchLists(t, refused(await executeSurvey(context, input(world, surveyId, world.bruno))), told, fact);
      t.same(await db.read('executions').where({ survey_id: surveyId, executed_by: world.bruno.id }), [], fact);
    }
  });

  await t.test('who is deactivated while he finishes keeps what he did, once', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey();
    const sent = input(world, surveyId, world.bruno);
    const leave = () =>
      deactivateUser(acting(db, world.davi), { id: world.bruno.id, version: 1 }, { successor: String(world.carla.id) });
    const context = { ...acting(db, world.bruno), db: meanwhile(db, leave) };
    const first = done(await executeSurvey(context, sent));
    t.same(done(await executeSurvey(acting(db, world.bruno), sent)), first, 'a reply that was lost is given again');
    matchLists(t, await db.read('executions'), [{ survey_id: surveyId, executed_by: world.bruno.id }]);
    t.equal((await db.read('users').where({ id: world.bruno.id }).first('deactivated_at')).deactivated_at, NOW);
  });
});

function input(world: SurveyWorld, surveyId: number, user: { readonly id: number }) {
  const [five, yesNo] = world.versionIds;
  const nonce = `meanwhile-${++nonces}`;
  const key = { surveyId, userId: user.id, startedAt: NOW, versionIds: world.versionIds, nonce };
  return { surveyId, key, form: { answers: { [five]: { answer: '5' }, [yesNo]: { answer: '1' } } } };
}
