import fc from 'fast-check';
import t, { type Test } from 'tap';
import { editCustomer } from '../../src/actions/edit-customer.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { assignFollowUp, endFollowUp, reopenFollowUp, startFollowUp } from '../../src/actions/work-follow-up.js';
import { FOLLOW_UP_STATUSES, followUpStatus } from '../../src/domain/follow-up.js';
import { nameKey } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import { countFollowUps, countListed, countOverdue } from '../../src/store/follow-up-counts.js';
import { type FollowUpScope, listedFollowUps, listFollowUps } from '../../src/store/follow-up-list.js';
import type { FollowUpFilter } from '../../src/store/follow-up-predicates.js';
import { FollowUpReads } from '../../src/store/follow-up-reads.js';
import { LongReads } from '../../src/store/long-reads.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { addProduct, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

interface Stage {
  readonly db: Database;
  readonly world: SurveyWorld;
  readonly productIds: readonly number[];
  readonly surveyIds: readonly number[];
  /** All that is read of an ended follow-up is read in the thread. */
  readonly reads: FollowUpReads;
}

interface Target {
  readonly id: number;
  readonly version: number;
  readonly sale_id: number | null;
  readonly customer_id: number;
}

type Step = (stage: Stage, target: Target, pick: number) => Promise<unknown>;

/** What people do: each may be refused, which changes nothing. */
const actions: Record<string, Step> = {
  open: ({ db, world, surveyIds }, { customer_id }, pick) => {
    const form = { kind: 'doubt', priority: '2', ownerId: `${world.carla.id}`, dueOn: '2026-07-20', text: `${pick}` };
    const survey = surveyIds[pick % surveyIds.length] ?? 1;
    const from = [{ kind: 'survey', id: survey } as const, { kind: 'customer', id: customer_id } as const][pick % 2];
    return openFollowUp(acting(db, world.ana), from ?? { kind: 'survey', id: survey }, form, `k${pick}`);
  },
  start: ({ db, world }, target) => startFollowUp(acting(db, world.ana), target),
  end: ({ db, world }, target, pick) => {
    const verb = (['resolve', 'discard', 'lose'] as const)[pick % 3] ?? 'resolve';
    return endFollowUp(acting(db, world.ana), target, verb, { conclusion: 'Feito' });
  },
  reopen: ({ db, world }, target) => reopenFollowUp(acting(db, world.ana), target, { reason: 'Voltou' }),
  assign: ({ db, world }, target, pick) => {
    const owner = [world.bruno, world.carla, world.ana][pick % 3] ?? world.ana;
    return assignFollowUp(acting(db, world.ana), target, { ownerId: String(owner.id) });
  },
  editSale: async ({ db, world, productIds }, { sale_id }, pick) => {
    const sale = await db.read('sales').where({ id: sale_id }).first('id', 'version');
    if (sale === undefined) return { ok: false };
    const form = { customer: `Cliente ${pick % 5}`, product: String(productIds[pick % 2]), value: '100' };
    const seller = String([world.edu.id, world.bruno.id][pick % 2]);
    const closedOn = `2026-07-0${1 + (pick % 3)}`;
    return editSale(acting(db, world.ana), sale, { ...form, seller, closedOn, phone1: '11987654321', city: 'Natal' });
  },
  editCustomer: async ({ db, world }, { customer_id }, pick) => {
    const customer = await db.read('customers').where({ id: customer_id }).first('id', 'version');
    const form = { name: `Maria ${pick % 3}`, city: ['Natal', 'Caicó', ''][pick % 3] ?? '', phone1: '' };
    return editCustomer(acting(db, world.ana), customer, form);
  },
};

/** By themselves they change a list's order, and no follow-up. */
const renames: Record<string, Step> = {
  renameOwner: ({ db, world }, _target, pick) => {
    const name = ['Zélia', 'Abel', 'Carla'][pick % 3] ?? 'Carla';
    return db.transaction((trx) =>
      trx('users')
        .where({ id: world.carla.id })
        .update({ name, name_key: nameKey(name) }),
    );
  },
  renameCustomer: ({ db }, { customer_id }, pick) => {
    const name = ['Zulmira Reis', 'Abel Reis', 'Maria Reis'][pick % 3] ?? 'Maria Reis';
    const named = { name, name_key: nameKey(name), search_text: nameKey(name) };
    return db.transaction((trx) => trx('customers').where({ id: customer_id }).update(named));
  },
};

const changeMany = (db: Database, change: object, undone = false) =>
  db
    .transaction(async (trx) => {
      await trx('follow_ups').whereRaw('id % 3 = 0').update(change);
      if (undone) throw new Error('undone');
    })
    .catch(() => undefined);

/** What stands nowhere in the actions but may happen to the rows. */
const statements: Record<string, Step> = {
  moveMany: ({ db, world }, _target, pick) => changeMany(db, { owner_id: world.carla.id, priority: 1 + (pick % 3) }),
  moveSale: ({ db, world }, { sale_id }) =>
    db
      .transaction((trx) => trx('sales').where({ id: sale_id }).update({ seller_id: world.ana.id, city_key: '' }))
      .catch(() => undefined),
  giveSale: ({ db, world }, { sale_id }, pick) =>
    db.transaction(async (trx) => {
      const to = await trx('customers')
        .whereRaw('id % 2 = ?', [pick % 2])
        .first('id', 'city_key', 'has_phone');
      const { id: customer_id, ...copies } = to ?? (await trx('customers').first('id', 'city_key', 'has_phone'));
      await trx('sales')
        .where({ id: sale_id })
        .update({ customer_id, ...copies, seller_id: world.edu.id });
    }),
  retype: ({ db }) =>
    db.transaction((trx) => trx('follow_ups').where({ kind: 'doubt' }).update({ kind: 'improvement' })),
  remove: ({ db }, { id }) => db.transaction((trx) => trx('follow_ups').where({ id }).delete()),
  undone: ({ db, world }) => changeMany(db, { owner_id: world.ana.id, due_on: '2026-01-01' }, true),
  halfUndone: ({ db, world }) =>
    db.transaction(async (trx) => {
      const inner = trx.transaction(async (savepoint) => {
        await savepoint('follow_ups').update({ owner_id: world.ana.id });
        throw new Error('undone');
      });
      await inner.catch(() => undefined);
      await trx('follow_ups').whereRaw('id % 5 = 0').update({ due_on: '2026-07-01' });
    }),
};

const steps = { ...actions, ...renames, ...statements };

const FILTERS: readonly FollowUpFilter[] = [
  {},
  { kinds: ['complaint'], priorities: [1, 2] },
  { sellerIds: [1, 2, 3, 4, 5], ruleIds: [1] },
  { cities: ['natal'] },
  { overdue: true },
  { text: 'maria' },
  { period: { of: 'ended', from: '2026-07-01', to: null } },
];

await onBothEngines(t, async (t, engine) => {
  await t.test('after whatever happened, copies, tallies and remembered counters are what the rows say', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const productIds = [world.productId, await db.transaction((trx) => addProduct(trx, 'Fibra 900 Mega'))];
    const surveyIds = await world.surveys([{}, { customer: 'José Lima', phone: null }, { customer: 'Ána Sousa' }]);
    const long = new LongReads(db);
    t.teardown(() => long.close());
    const stage = { db, world, productIds, surveyIds, reads: new FollowUpReads(db, long, -1) };
    for (const kind of ['complaint', 'opportunity', 'doubt', 'improvement', 'complaint', 'complaint'])
      await addFollowUp(db, world, surveyIds[0] ?? 1, { kind });
    const happened = new Set<string>();
    const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), pick: fc.nat(10_000) });
    for (const [index, { name, pick }] of fc.sample(step, { numRuns: 160, seed: 5 }).entries()) {
      const targets: Target[] = await db.read('follow_ups').orderBy('id');
      const target = targets[pick % targets.length];
      if (target === undefined || (name === 'remove' && targets.length < 4)) continue;
      const result = await steps[name]?.(stage, target, pick);
      if ((result as { ok?: boolean } | undefined)?.ok !== false) happened.add(name);
      if (index % 8 === 7) await compare(t, stage);
    }
    t.same([...happened].sort(), Object.keys(steps).sort(), 'each of it happened');
    // Nothing else is written between two looks, which would have both forgotten.
    const target = await db.read('follow_ups').whereNull('ended_at').orderBy('id').first();
    for (const rename of Object.values(renames))
      for (const pick of [0, 1, 2]) {
        await rename(stage, target, pick);
        await comparePages(t, stage, {
          ...{ viewer: world.ana, today: TODAY },
          tab: 'all',
          statuses: FOLLOW_UP_STATUSES,
          filter: {},
        });
      }
  });
});

async function compare(t: Test, stage: Stage): Promise<void> {
  const { db, world, reads } = stage;
  const rows = await db.read('follow_ups').orderBy('id');
  await compareCopies(t, db, rows);
  await compareTallies(t, db, rows);
  for (const filter of FILTERS)
    for (const viewer of [world.ana, world.carla]) {
      const statuses = ['open', 'resolved', 'discarded'] as const;
      const scope: FollowUpScope = { viewer, today: TODAY, tab: 'all', statuses, filter };
      const where = await listedFollowUps(db.read, scope);
      const options = { sort: 'due', descending: false, size: 500, key: null } as const;
      const { rows: listed } = await listFollowUps(db.read, where, options);
      const remembered = await reads.counts(scope);
      const name = `${viewer.role} ${JSON.stringify(filter)}`;
      t.equal(remembered.listed, listed.length, name);
      t.equal(await countListed(db.read, where), listed.length, name);
      t.same(remembered, await db.transaction((trx) => countFollowUps(trx, scope)), `${name}, without the memory`);
      await comparePages(t, stage, scope);
    }
  const overdue = rows.filter((row) => row.ended_at === null && row.due_on < TODAY);
  t.equal(await countOverdue(db.read, world.ana, TODAY), overdue.length);
  t.equal(
    await countOverdue(db.read, world.carla, TODAY),
    overdue.filter(({ owner_id }) => owner_id === world.carla.id).length,
  );
}

/** Short ones: their keys are remembered too, which the next page begins with. */
async function comparePages(t: Test, { db, reads }: Stage, scope: FollowUpScope): Promise<void> {
  const where = await listedFollowUps(db.read, scope);
  const { listed: count } = await reads.counts(scope);
  for (const sort of ['due', 'customer', 'owner'] as const) {
    const options = { sort, descending: false, size: 3, key: null, count };
    const name = `${scope.viewer.role} ${JSON.stringify(scope.filter)} by ${sort}, read aside`;
    t.same(await reads.page(scope, options), await listFollowUps(db.read, where, options), name);
  }
}

async function compareCopies(t: Test, db: Database, rows: readonly Record<string, unknown>[]): Promise<void> {
  const sales = new Map((await db.read('sales')).map((sale) => [sale.id, sale]));
  const customers = new Map((await db.read('customers')).map((customer) => [customer.id, customer]));
  for (const row of rows) {
    const sale = row.sale_id === null ? null : sales.get(row.sale_id);
    const customer = customers.get(sale?.customer_id ?? row.customer_id);
    const source = {
      ...{
        seller_id: sale?.seller_id ?? null,
        product_id: sale?.product_id ?? null,
        closed_on: sale?.closed_on ?? null,
      },
      ...{ customer_id: customer?.id, city_key: customer?.city_key, has_phone: customer?.has_phone },
    };
    t.same(Object.fromEntries(Object.keys(source).map((name) => [name, row[name]])), source);
  }
}

async function compareTallies(t: Test, db: Database, rows: readonly Record<string, unknown>[]): Promise<void> {
  const expected: Record<string, number> = {};
  for (const row of rows) {
    const status = followUpStatus({ startedAt: row.started_at, ending: row.ending } as never);
    const key = `${row.owner_id} ${row.kind} ${row.priority} ${status}`;
    expected[key] = (expected[key] ?? 0) + 1;
  }
  const key = ['owner_id', 'kind', 'priority', 'state'];
  const tallied = await db.read('follow_up_tallies').groupBy(key).select(key).sum('follow_ups as n');
  const counted = tallied.filter(({ n }) => Number(n) !== 0);
  t.same(
    Object.fromEntries(
      counted.map((row) => [`${row.owner_id} ${row.kind} ${row.priority} ${row.state}`, Number(row.n)]),
    ),
    expected,
  );
  t.ok(tallied.every(({ state }) => (FOLLOW_UP_STATUSES as readonly string[]).includes(state)));
}
