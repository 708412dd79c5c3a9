import t from 'tap';
import type { ActionContext } from '../../src/actions/context.js';
import {
  assignFollowUp,
  commentFollowUp,
  editFollowUp,
  endFollowUp,
  reopenFollowUp,
  startFollowUp,
} from '../../src/actions/work-follow-up.js';
import { followUpStatus } from '../../src/domain/follow-up.js';
import { keyOpenedAt } from '../../src/domain/form-moment.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp, type FollowUpSpec } from '../support/follow-ups.js';
import { matchLists } from '../support/match-lists.js';
import { NOW, surveyWorld } from '../support/survey-world.js';

const EDIT = { kind: 'complaint', priority: '1', dueOn: '2026-07-20', text: 'Sinal cai' };

/** Each thing to do, and the status that it leads to from `open`, from `in-progress` and from an ending; null: refused. */
const VERBS = (owner: number, product: number) =>
  ({
    start: [(c: ActionContext, id: number) => startFollowUp(c, { id, version: 1 }), 'in-progress', null, null],
    edit: [(c: ActionContext, id: number) => editFollowUp(c, { id, version: 1 }, EDIT), 'open', 'in-progress', null],
    assign: [
      (c: ActionContext, id: number) => assignFollowUp(c, { id, version: 1 }, { ownerId: String(owner) }),
      'open',
      'in-progress',
      null,
    ],
    resolve: [
      (c: ActionContext, id: number) => endFollowUp(c, { id, version: 1 }, 'resolve', { conclusion: 'Feito' }),
      'resolved',
      'resolved',
      null,
    ],
    discard: [
      (c: ActionContext, id: number) => endFollowUp(c, { id, version: 1 }, 'discard', { conclusion: 'Engano' }),
      'discarded',
      'discarded',
      null,
    ],
    win: [
      (c: ActionContext, id: number) =>
        endFollowUp(c, { id, version: 1 }, 'win', { value: '99,90', productId: String(product) }),
      null,
      null,
      null,
    ],
    reopen: [
      (c: ActionContext, id: number) => reopenFollowUp(c, { id, version: 1 }, { reason: 'Voltou' }),
      null,
      null,
      'open',
    ],
  }) as const;

const STATES: readonly FollowUpSpec[] = [{}, { started: true }, { ending: 'resolved' }];

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const survey = await world.survey();
  const add = (spec: FollowUpSpec = {}) => addFollowUp(db, world, survey, spec);
  const rowOf = (id: number) => db.read('follow_ups').where({ id }).first();
  const statusOf = async (id: number) => {
    const row = await rowOf(id);
    return followUpStatus({ startedAt: row.started_at, ending: row.ending });
  };

  await t.test('who may do what, from each state', async (t) => {
    const verbs = VERBS(world.ana.id, world.productId);
    for (const [verb, [act, ...leads]] of Object.entries(verbs))
      for (const [index, state] of STATES.entries())
        for (const who of ['bruno', 'ana'] as const) {
          const id = await add(state);
          const result = await act(acting(db, world[who]), id);
          const expected = leads[index] ?? null;
          t.equal(result.ok, expected !== null, `${who} ${verb} ${JSON.stringify(state)}`);
          if (expected !== null) t.equal(await statusOf(id), expected);
          const audited = await db.read('audit').where({ entity: 'follow-up', entity_id: id });
          t.equal(audited.length, expected === null ? 0 : 1, 'a row of the audit for what was done');
        }
    for (const [act] of Object.values(verbs))
      await t.rejects(act(acting(db, world.carla), await add()), { name: 'NotFoundError' }, 'not hers');
  });

  await t.test('an opportunity is won with its value, its product and its own sale, or lost', async (t) => {
    const id = await add({ kind: 'opportunity' });
    const bruno = acting(db, world.bruno);
    const sold = { value: '99,90', productId: String(world.productId) };
    t.match(refused(await endFollowUp(bruno, { id, version: 1 }, 'resolve', { conclusion: 'x' })), {
      reason: 'other-kind',
    });
    const { sale_id: other } = await db
      .read('surveys')
      .where({ id: await world.survey({ customer: 'Zé' }) })
      .first();
    matchLists(t, refused(await endFollowUp(bruno, { id, version: 1 }, 'win', { ...sold, saleId: String(other) })), {
      errors: [{ field: 'saleId', message: 'unknownValue' }],
    });
    const { sale_id: own } = await db.read('surveys').where({ id: survey }).first();
    done(await endFollowUp(bruno, { id, version: 1 }, 'win', { ...sold, saleId: String(own) }));
    t.match(await rowOf(id), { ending: 'won', won_cents: 9_990, won_product_id: world.productId, won_sale_id: own });
    done(await reopenFollowUp(bruno, { id, version: 2 }, { reason: 'Desistiu' }));
    t.match(await rowOf(id), { ending: null, won_cents: null, won_product_id: null, won_sale_id: null });
    done(await endFollowUp(bruno, { id, version: 3 }, 'lose', { conclusion: 'Caro' }));
    t.equal(await statusOf(id), 'lost');
  });

  await t.test('what somebody changed meanwhile is not overwritten', async (t) => {
    const id = await add();
    const bruno = acting(db, world.bruno);
    done(await startFollowUp(bruno, { id, version: 1 }));
    t.same(refused(await editFollowUp(bruno, { id, version: 1 }, EDIT)), { kind: 'stale' });
    t.equal((await rowOf(id)).text, 'Sinal cai à noite');
    t.same(refused(await endFollowUp(bruno, { id, version: 1 }, 'resolve', { conclusion: 'x' })), { kind: 'stale' });
    const wrong = { ...EDIT, text: ' ' };
    t.same(refused(await editFollowUp(bruno, { id, version: 1 }, wrong)), { kind: 'stale' }, 'and wrong besides');
    matchLists(t, refused(await editFollowUp(bruno, { id, version: 2 }, wrong)), { errors: [{ field: 'text' }] });
  });

  await t.test('texts and reasons are required, and an owner has to have access', async (t) => {
    const id = await add();
    const bruno = acting(db, world.bruno);
    t.match(refused(await endFollowUp(bruno, { id, version: 1 }, 'discard', {})), { kind: 'invalid' });
    matchLists(t, refused(await assignFollowUp(bruno, { id, version: 1 }, { ownerId: String(world.edu.id) })), {
      errors: [{ field: 'ownerId', message: 'inactive' }],
    });
    t.match(refused(await commentFollowUp(bruno, id, { comment: ' ', formKey: 'a' })), { kind: 'invalid' });
  });

  await t.test('a comment sent twice is written once; personal texts stand where they can be erased', async (t) => {
    const id = await add();
    for (const _ of [1, 2])
      done(await commentFollowUp(acting(db, world.ana), id, { comment: 'Liguei', formKey: 'k1' }));
    t.equal((await db.read('follow_up_comments').where({ follow_up_id: id })).length, 1);
    const [row, ...more] = await db.read('audit').where({ entity: 'follow-up', entity_id: id });
    t.equal(more.length, 0);
    t.notMatch(row.changes, 'Liguei');
    t.match((await db.read('audit_personal').where({ audit_id: row.id }).first()).changes, 'Liguei');
    await t.rejects(commentFollowUp(acting(db, world.carla), id, { comment: 'x', formKey: 'k2' }), {
      name: 'NotFoundError',
    });
  });

  await t.test('the last comment once more is sent again; after another one, or later, it is one', async (t) => {
    const id = await add();
    const say = async (minute: number, comment: string, opened = minute, who = world.ana) => {
      const context = { ...acting(db, who), now: NOW + minute * 60_000 };
      const formKey = keyOpenedAt(NOW + opened * 60_000, crypto.randomUUID());
      return done(await commentFollowUp(context, id, { comment, formKey })).added;
    };
    t.ok(await say(0, 'Não atendeu'));
    t.notOk(await say(9, 'Não atendeu'), 'soon after it, in a new form');
    t.notOk(await say(90, 'Não atendeu', -1), 'in a form that was opened before it');
    t.ok(await say(90, 'Não atendeu'), 'later');
    t.ok(await say(91, 'Não atendeu', 91, world.bruno), 'by somebody else');
    t.ok(await say(92, 'Não atendeu'), 'after another one');
    t.equal((await db.read('follow_up_comments').where({ follow_up_id: id })).length, 4);
  });

  await t.test('of two at once one wins', async (t) => {
    const id = await add();
    const context = acting(db, world.bruno);
    const both = await Promise.all([
      endFollowUp(context, { id, version: 1 }, 'resolve', { conclusion: 'Feito' }),
      endFollowUp(context, { id, version: 1 }, 'discard', { conclusion: 'Engano' }),
    ]);
    t.equal(both.filter(({ ok }) => ok).length, 1);
  });
});
