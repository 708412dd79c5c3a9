import fc from 'fast-check';
import t, { type Test } from 'tap';
import { addDays } from '../../src/domain/civil-date.js';
import type { Queryable } from '../../src/store/dialect.js';
import { LongReads } from '../../src/store/long-reads.js';
import { type FollowUpRow, followUpReading } from '../../src/store/result-follow-ups.js';
import type { ResultFilter } from '../../src/store/results.js';
import { CountedReads, forgetful } from '../support/counted-reads.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { type ResultWorld, resultWorld } from '../support/result-world.js';
import { NOW, TODAY } from '../support/survey-world.js';

type Step = (world: ResultWorld, id: number, pick: number) => Promise<unknown>;

const dayOf = (pick: number) => addDays('2026-02-01', pick % 160);

const endedOn = ({ ana }: ResultWorld, kind: string, pick: number) => ({
  ...{ ended_by: ana.id, ended_at: NOW, ended_on: dayOf(pick), conclusion: 'Trocado o roteador' },
  ending: kind === 'opportunity' ? (pick % 2 === 0 ? 'won' : 'lost') : pick % 2 === 0 ? 'resolved' : 'discarded',
  won_cents: kind === 'opportunity' && pick % 2 === 0 ? 100 * pick : null,
});

/** Each writes one fact that is narrowed to or added up, of one follow-up or of several at once. */
const steps: Record<string, Step> = {
  open: (world, _, pick) =>
    addFollowUp(world.db, world, 1 + (pick % 40), { opened_on: dayOf(pick), kind: kindOf(pick) }),
  end: async (world, id, pick) => {
    const { kind } = await world.db.read('follow_ups').where({ id }).first('kind');
    return change({ id }, endedOn(world, kind, pick))(world);
  },
  reopen: (world, id) => change({ id }, NOT_ENDED)(world),
  kind: (world, id, pick) => change({ id, ended_at: null }, { kind: kindOf(pick) })(world),
  owner: (world, id, pick) => change({ id }, { owner_id: pick % 2 === 0 ? world.ana.id : world.bruno.id })(world),
  endAll: (world, _, pick) => change({ ended_at: null, kind: 'doubt' }, endedOn(world, 'doubt', pick))(world),
  value: (world, id, pick) => change({ id, ending: 'won' }, { won_cents: pick })(world),
  opening: (world, id, pick) => change({ id }, { opened_on: dayOf(pick) })(world),
  ending: (world, id, pick) => change({ id, ending: 'resolved' }, { ended_on: dayOf(pick) })(world),
  gone: ({ db }, id) => db.transaction((trx) => trx('follow_ups').where({ id }).delete()),
  seller: (world, id, pick) => ofSale(world, id, { seller_id: pick % 2 === 0 ? world.ana.id : world.edu.id }),
  product: (world, id, pick) =>
    ofSale(world, id, { product_id: pick % 2 === 0 ? world.productId : world.otherProductId }),
  city: async ({ db }, id, pick) => {
    const { customer_id } = await db.read('follow_ups').where({ id }).first('customer_id');
    const city = pick % 2 === 0 ? 'Itaboraí' : 'Macaé';
    await db.transaction((trx) =>
      trx('customers').where({ id: customer_id }).update({ city, city_key: city.toLowerCase() }),
    );
  },
};

const NOT_ENDED = { ended_by: null, ended_at: null, ended_on: null, ending: null, won_cents: null, conclusion: '' };

function kindOf(pick: number): string {
  return ['complaint', 'doubt', 'improvement', 'opportunity'][pick % 4] ?? '';
}

function change(where: object, values: object) {
  return ({ db }: ResultWorld) => db.transaction((trx: Queryable) => trx('follow_ups').where(where).update(values));
}

async function ofSale({ db }: ResultWorld, id: number, values: object): Promise<void> {
  const { sale_id } = await db.read('follow_ups').where({ id }).first('sale_id');
  await db.transaction((trx) => trx('sales').where({ id: sale_id }).update(values));
}

await onBothEngines(t, async (t, engine) => {
  await t.test('after whatever happened, what is remembered is what would be read anew', async (t) => {
    const world = await resultWorld(await engine.freshDatabase(t), { surveys: 50 });
    const kept = new LongReads(world.db);
    t.teardown(() => kept.close());
    for (let pick = 0; pick < 24; pick += 1) await steps.open?.(world, 0, pick * 7);
    await compare(t, world, kept, 'at first');
    const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), pick: fc.nat(1000) });
    for (const { name, pick } of fc.sample(step, { numRuns: 60, seed: 5 })) {
      const ids: number[] = await world.db.read('follow_ups').orderBy('id').pluck('id');
      await steps[name]?.(world, ids[pick % ids.length] ?? 1, pick);
      await compare(t, world, kept, `${name} ${pick}`);
    }
  });

  await t.test('one that ends has its day read again, and no other', async (t) => {
    const world = await resultWorld(await engine.freshDatabase(t), { surveys: 5 });
    const id = await addFollowUp(world.db, world, 1, { opened_on: '2026-03-10', kind: 'doubt' });
    const reads = new CountedReads(world.db);
    const look = async () => {
      await sumsOf(world, reads);
      return reads.anew();
    };
    t.ok((await look()) > 5);
    t.equal(await look(), 0);
    await change({ id }, endedOn(world, 'doubt', 60))(world);
    t.equal(await look(), 1);
    await change({ id }, { due_on: '2026-08-01', text: 'Outra' })(world);
    t.equal(await look(), 0, 'what is not added up is no reason');
  });
});

async function compare(t: Test, world: ResultWorld, kept: LongReads, after: string): Promise<void> {
  const filters = [{}, { operatorIds: [world.ana.id] }, { sellerIds: [world.edu.id] }, { cities: ['macaé'] }];
  const [remembered, anew] = await Promise.all(
    [kept, forgetful(world.db)].map((reads) => sumsOf(world, reads, filters)),
  );
  t.strictSame(remembered, anew, after);
}

async function sumsOf({ db }: ResultWorld, reads: Pick<LongReads, 'all'>, filters: readonly ResultFilter[] = [{}]) {
  const period = { from: '2026-02-03', to: '2026-07-31' };
  const tables = await reads.all(
    filters.map((filter) => followUpReading(db.dialect, { period, filter, today: TODAY })),
  );
  return tables.map((rows) => [...(rows as readonly FollowUpRow[])].sort((a, b) => (a.kind < b.kind ? -1 : 1)));
}
