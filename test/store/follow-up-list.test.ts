import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { FOLLOW_UP_STATUSES, followUpStatus, isOverdue } from '../../src/domain/follow-up.js';
import type { Database } from '../../src/store/connection.js';
import { countFollowUps, countOverdue } from '../../src/store/follow-up-counts.js';
import {
  FOLLOW_UP_TABS,
  type FollowUpRow,
  type FollowUpScope,
  listedFollowUps,
  listFollowUps,
} from '../../src/store/follow-up-list.js';
import { FOLLOW_UP_SORTS } from '../../src/store/follow-up-order.js';
import { FOLLOW_UP_PERIODS, type FollowUpFilter } from '../../src/store/follow-up-predicates.js';
import type { PageKey } from '../../src/store/key-paging.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { runSurvey } from '../support/signals.js';
import { addProduct, addRule, surveyWorld, TODAY } from '../support/survey-world.js';

const picked = (all: FollowUpFilter, names: readonly string[]): FollowUpFilter =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

const byNumber = (a: number, b: number) => a - b;

/** What the list has to be, by the domain and the filter read one by one. */
async function expected(db: Database, { viewer, tab, statuses, filter, today }: FollowUpScope): Promise<number[]> {
  const joined = db.read('follow_ups').join('customers', 'customers.id', 'follow_ups.customer_id');
  const rows = await joined.select('follow_ups.*', 'search_text');
  const profileOf = new Map((await db.read('products')).map(({ id, profile_id }) => [id, profile_id]));
  const ruleOf = new Map((await db.read('surveys')).map(({ id, rule_id }) => [id, rule_id]));
  const among = <V>(values: readonly V[] | undefined, value: V) => values === undefined || values.includes(value);
  const { period, text = '', overdue } = filter;
  return rows
    .filter((row) => {
      const facts = { startedAt: row.started_at, ending: row.ending };
      const day = period && { due: row.due_on, opened: row.opened_on, ended: row.ended_on }[period.of];
      return (
        statuses.includes(followUpStatus(facts)) &&
        ((tab === 'all' && viewer.role !== 'operator') || row.owner_id === viewer.id) &&
        among(filter.kinds, row.kind) &&
        among(filter.priorities, row.priority) &&
        among(filter.ownerIds, row.owner_id) &&
        among(filter.productIds, row.product_id) &&
        among(filter.profileIds, profileOf.get(row.product_id)) &&
        among(filter.ruleIds, ruleOf.get(row.survey_id)) &&
        among(filter.sellerIds, row.seller_id) &&
        among(filter.customerIds, row.customer_id) &&
        among(filter.cities, row.city_key) &&
        (!overdue || isOverdue({ ...facts, dueOn: row.due_on }, today)) &&
        (period === undefined ||
          (period.from === null && period.to === null) ||
          (day !== null && (period.from ?? '') <= day && day <= (period.to ?? '9'))) &&
        text.split(' ').every((word) => row.search_text.includes(word))
      );
    })
    .map(({ id }) => id)
    .sort(byNumber);
}

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const tv = await db.transaction((trx) => addProduct(trx, 'TV'));
  const surveys = await world.surveys([
    {},
    { customer: 'José Lima', phone: null, sellerId: world.ana.id },
    { customer: 'Ána Sousa', productId: tv },
  ]);
  const customers = await db.read('customers').orderBy('id').pluck('id');
  const { otherRule, profiles } = await db.transaction(async (trx) => {
    const named = ['Fibra', 'Móvel'].map((name) => ({ name, name_key: name, created_at: 1 }));
    const profiles = (await trx('profiles').insert(named).returning('id')).map(({ id }) => id);
    await trx('products').where({ id: tv }).update({ profile_id: profiles[0] });
    const otherRule = await addRule(trx, 'Trinta dias', { operators: [world.bruno.id] });
    await trx('surveys').where({ id: surveys[1] }).update({ rule_id: otherRule });
    return { otherRule, profiles };
  });
  await db.transaction((trx) =>
    trx('customers').where({ id: customers[1] }).update({ city: 'Natal', city_key: 'natal' }),
  );
  const spec = fc.record({
    kind: fc.constantFrom('complaint', 'doubt', 'improvement', 'opportunity'),
    owner_id: fc.constantFrom(world.ana.id, world.bruno.id, world.carla.id),
    priority: fc.integer({ min: 1, max: 3 }),
    due_on: fc.constantFrom('2026-07-08', '2026-07-09', TODAY, '2026-07-11'),
    opened_on: fc.constantFrom('2026-07-01', '2026-07-05'),
    started: fc.boolean(),
    ended: fc.constantFrom(null, 'well', 'badly'),
  });
  const specs = fc.sample(spec, { numRuns: 60, seed: 7 });
  for (const [index, { ended, ...one }] of specs.entries()) {
    const [well, badly] =
      one.kind === 'opportunity' ? (['won', 'lost'] as const) : (['resolved', 'discarded'] as const);
    const ending = ended === null ? null : ended === 'well' ? well : badly;
    await addFollowUp(db, world, surveys[index % surveys.length] ?? 0, { ...one, ending });
  }

  const everything = async (scope: FollowUpScope, sort: (typeof FOLLOW_UP_SORTS)[number], descending: boolean) => {
    const where = await listedFollowUps(db.read, scope);
    const rows: FollowUpRow[] = [];
    let key: PageKey | null = null;
    do {
      const page: Awaited<ReturnType<typeof listFollowUps>> = await listFollowUps(db.read, where, {
        sort,
        descending,
        size: 7,
        key,
      });
      rows.push(...page.rows);
      key = page.next;
    } while (key !== null);
    return rows;
  };

  const parts = fc.record({
    kinds: fc.subarray(['complaint', 'doubt', 'improvement', 'opportunity'] as const, { minLength: 1 }),
    priorities: fc.subarray([1, 2, 3], { minLength: 1 }),
    ownerIds: fc.subarray([world.ana.id, world.bruno.id], { minLength: 1 }),
    productIds: fc.subarray([world.productId, tv], { minLength: 1 }),
    profileIds: fc.subarray(profiles, { minLength: 1 }),
    ruleIds: fc.subarray([world.ruleId, otherRule], { minLength: 1 }),
    sellerIds: fc.subarray([world.edu.id, world.ana.id], { minLength: 1 }),
    customerIds: fc.subarray(customers, { minLength: 1 }),
    cities: fc.subarray(['natal', ''], { minLength: 1 }),
    overdue: fc.constant(true as const),
    text: fc.constantFrom('maria', 'lima jose', '98765', 'nobody', 'an'),
    period: fc.record({
      of: fc.constantFrom('due' as const, 'opened' as const, 'ended' as const),
      from: fc.constantFrom(null, '2026-07-05', '2026-07-09'),
      to: fc.constantFrom(null, TODAY),
    }),
  });
  // Few at once, so that they leave something.
  const filter = parts.chain((all) =>
    fc.subarray(Object.keys(all), { maxLength: 3 }).map((names) => picked(all, names)),
  );

  await t.test('a counter equals its list, which has each row once in its order, and the domain agrees', async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        fc.constantFrom(...FOLLOW_UP_TABS),
        fc.subarray([...FOLLOW_UP_STATUSES]),
        fc.constantFrom(...FOLLOW_UP_SORTS),
        fc.boolean(),
        fc.constantFrom('ana' as const, 'bruno' as const),
        async (filter, tab, statuses, sort, descending, who) => {
          const scope = { viewer: world[who], today: TODAY, tab, statuses, filter };
          const rows = await everything(scope, sort, descending);
          const counts = await countFollowUps(db.read, scope);
          equal(counts.listed, rows.length);
          deepEqual(rows.map(({ id }) => id).sort(byNumber), await expected(db, scope));
          for (const row of rows) {
            ok(statuses.includes(followUpStatus(row)));
            if (filter.overdue) ok(isOverdue(row, TODAY));
          }
          const inChips = statuses.reduce((sum, status) => sum + counts.statuses[status], 0);
          equal(inChips, rows.length, 'the chips that are on add up to the list');
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });

  await t.test('each filter alone leaves what it says', async (t) => {
    const periods = FOLLOW_UP_PERIODS.flatMap((of) =>
      [
        { from: '2026-07-05', to: '2026-07-09' },
        { from: '2026-07-10', to: null },
        { from: null, to: '2026-07-08' },
      ].map((bounds) => ({ period: { of, ...bounds } })),
    );
    const alone: FollowUpFilter[] = [
      ...[{ kinds: ['doubt'] as const }, { kinds: ['doubt', 'opportunity'] as const }, { priorities: [1] }],
      ...[{ ownerIds: [world.ana.id] }, { ownerIds: [world.ana.id, world.carla.id] }, { productIds: [tv] }],
      ...[{ sellerIds: [world.ana.id] }, { customerIds: [customers[0]] }, { cities: ['natal'] }],
      ...[{ overdue: true } as const, { text: 'lima' }, ...periods],
    ];
    for (const filter of alone) {
      const scope = { viewer: world.ana, today: TODAY, tab: 'all', statuses: FOLLOW_UP_STATUSES, filter } as const;
      const ids = await expected(db, scope);
      const rows = await everything(scope, 'due', false);
      t.same(rows.map(({ id }) => id).sort(byNumber), ids, JSON.stringify(filter));
      t.equal((await countFollowUps(db.read, scope)).listed, ids.length, JSON.stringify(filter));
    }
  });

  await t.test('an operator sees and counts his own; a manager everything', async (t) => {
    const scope = { today: TODAY, tab: 'all' as const, statuses: FOLLOW_UP_STATUSES, filter: {} };
    const rows = await everything({ ...scope, viewer: world.carla }, 'due', false);
    t.ok(rows.length > 0 && rows.every(({ ownerName }) => ownerName === 'Carla Operadora'));
    const all = await everything({ ...scope, viewer: world.davi }, 'due', false);
    t.equal(all.length, specs.length);
    const overdue = (list: readonly FollowUpRow[]) => list.filter((row) => isOverdue(row, TODAY)).length;
    t.equal(await countOverdue(db.read, world.carla, TODAY), overdue(rows));
    t.equal(await countOverdue(db.read, world.ana, TODAY), overdue(all));
    for (const today of [TODAY, '2026-07-12']) {
      const late = await countFollowUps(db.read, { ...scope, viewer: world.ana, today, filter: { overdue: true } });
      t.equal(late.listed, all.filter((row) => isOverdue(row, today)).length, `the next day counts anew: ${today}`);
    }
  });

  await t.test('what was opened by hand after an annulment did not come from what was annulled', async (t) => {
    const survey = await world.survey({ customer: 'Rui' });
    await runSurvey(db, world, survey, { grade: 1, comment: 'Cai' });
    const form = { kind: 'doubt', priority: '2', ownerId: String(world.ana.id), dueOn: '', text: 'Antes' };
    const from = { kind: 'survey', id: survey } as const;
    const before = done(await openFollowUp(acting(db, world.ana), from, form, 'before'));
    const scope = { viewer: world.ana, today: TODAY, tab: 'all', statuses: FOLLOW_UP_STATUSES } as const;
    const counted = async (filter: FollowUpFilter) => (await countFollowUps(db.read, { ...scope, filter })).listed;
    t.same([await counted({ annulled: true }), await counted({ text: 'outra' })], [0, 0]);
    const executionId = (await db.read('executions').where({ survey_id: survey }).first('id')).id;
    done(await annulExecution(acting(db, world.ana), survey, { executionId, reason: 'Engano' }));
    const [{ customer_id: id }] = await db.read('follow_ups').where({ id: before.id }).select('customer_id');
    const named = { name: 'Outra', name_key: 'outra', search_text: 'outra' };
    await db.transaction((trx) => trx('customers').where({ id }).update(named));
    const after = [await counted({ annulled: true }), await counted({ text: 'outra' })];
    t.same(after, [1, 1], 'no follow-up was written, and the counters know all the same');
    const tomorrow = acting(db, world.ana, '2026-07-11');
    done(await openFollowUp(tomorrow, from, { ...form, text: 'Depois' }, 'after'));
    const annulled = await everything({ ...scope, filter: { annulled: true } }, 'due', false);
    t.same(
      annulled.map(({ id }) => id),
      [before.id],
    );
  });

  await t.test('counters by profile know at once that a product has another one', async (t) => {
    const filter = { profileIds: [profiles[1] ?? 0] };
    const scope = { viewer: world.ana, today: TODAY, tab: 'all', statuses: FOLLOW_UP_STATUSES, filter } as const;
    const count = async () => (await countFollowUps(db.read, scope)).listed;
    t.equal(await count(), 0);
    await db.transaction((trx) => trx('products').where({ id: tv }).update({ profile_id: profiles[1] }));
    const rows = await db.read('follow_ups').where({ product_id: tv });
    t.ok(rows.length > 0);
    t.equal(await count(), rows.length);
  });
});
