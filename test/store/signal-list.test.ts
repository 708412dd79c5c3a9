import fc from 'fast-check';
import t from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { workSignal } from '../../src/actions/work-signal.js';
import { SIGNAL_STATES, type SignalState, signalState } from '../../src/domain/signal.js';
import type { Database } from '../../src/store/connection.js';
import {
  isSignalSortable,
  listSignals,
  listSignalsOf,
  SIGNAL_SORTS,
  type SignalRow,
  type SignalSort,
  walkSignals,
} from '../../src/store/signal-list.js';
import { listedSignals, mayTakeUp, type SignalFilter, type SignalScope } from '../../src/store/signal-predicates.js';
import { countListedSignals, countSignals } from '../../src/store/signal-reads.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { runSurvey, signalling } from '../support/signals.js';
import { addProduct, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

const NAMES = ['Maria Souza', 'Rui Costa', 'Eva Lima', 'Maria Lima'];
const CITIES = ['natal', 'recife'];
const DAYS = ['2026-07-01', '2026-07-09', TODAY];

/** A dozen surveys that signal, of two sellers, products, cities and operators; one is opened, one cancelled, some dismissed. */
async function furnished(db: Database) {
  const world = await surveyWorld(db);
  await signalling(db, world);
  const tv = await db.transaction((trx) => addProduct(trx, 'TV'));
  for (let index = 0; index < 12; index += 1) {
    const customer = `${NAMES[index % 4]} ${index}`;
    const [sellerId, productId] = [index % 2 ? world.edu.id : world.ana.id, index % 3 ? world.productId : tv];
    const survey = await world.survey({ customer, sellerId, productId });
    const said = {
      grade: index % 4 ? 1 : 5,
      comment: `Disse ${index}`,
      polite: index % 3 ? 1 : 2,
      politeComment: 'Mal',
    };
    await runSurvey(db, world, survey, said);
  }
  const rows = await db.read('signals').orderBy('id');
  for (const [index, { id, customer_id }] of rows.entries()) {
    await db.transaction(async (trx) => {
      const city = CITIES[index % 2];
      await trx('customers').where({ id: customer_id }).update({ city, city_key: city });
      const executed_by = index % 3 ? world.bruno.id : world.carla.id;
      await trx('signals')
        .where({ id })
        .update({ executed_by, executed_on: DAYS[index % 3] });
    });
    if (index % 4 === 1) done(await workSignal(acting(db, world.ana), id, 'dismiss', { reason: `Motivo ${index}` }));
  }
  done(await workSignal(acting(db, world.ana), rows[2].id, 'open'));
  const cancellation = { cancelledOn: TODAY, reverseCommission: 'no' };
  done(await cancelSale(acting(db, world.ana), rows[3].sale_id, cancellation));
  return { world, tv };
}

/** What the list has to be, by the domain and the filter read one by one. */
async function expected(db: Database, { viewer, states, filter }: SignalScope): Promise<number[]> {
  const rows = await db
    .read('signals')
    .join('customers', 'customers.id', 'signals.customer_id')
    .select('signals.*', 'name');
  const among = <V>(values: readonly V[] | undefined, value: V) => values === undefined || values.includes(value);
  const { period, text } = filter;
  return rows
    .filter((row) => {
      const facts = {
        followUpId: row.follow_up_id,
        saleCancelledAt: row.sale_cancelled_at,
        dismissedAt: row.dismissed_at,
      };
      const state = signalState(facts);
      return (
        state !== null &&
        states.includes(state) &&
        (viewer.role !== 'operator' || row.executed_by === viewer.id) &&
        among(filter.kinds, row.kind) &&
        among(filter.operatorIds, row.executed_by) &&
        among(filter.sellerIds, row.seller_id) &&
        among(filter.productIds, row.product_id) &&
        among(filter.cities, row.city_key) &&
        (period === undefined || ((period.from ?? '') <= row.executed_on && row.executed_on <= (period.to ?? '9'))) &&
        (text === undefined || row.name.toLowerCase().includes(text))
      );
    })
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

/** The list page by page, forwards. */
async function everything(db: Database, scope: SignalScope, sort: SignalSort, descending: boolean) {
  const where = await listedSignals(db.read, scope);
  const rows: SignalRow[] = [];
  let key: Awaited<ReturnType<typeof listSignals>>['next'] = null;
  do {
    const page: Awaited<ReturnType<typeof listSignals>> = await listSignals(db.read, where, {
      ...{ sort, descending, size: 3, key },
    });
    rows.push(...page.rows);
    key = page.next;
  } while (key !== null);
  return rows;
}

async function walked(db: Database, scope: SignalScope, size: number): Promise<number[]> {
  const where = await listedSignals(db.read, scope);
  const ids: number[] = [];
  let key: Awaited<ReturnType<typeof walkSignals>>['next'] = null;
  do {
    const stretch: Awaited<ReturnType<typeof walkSignals>> = await walkSignals(db.read, where, key, size);
    ids.push(...stretch.ids);
    key = stretch.next;
  } while (key !== null);
  return ids;
}

const ascending = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

const picked = (all: SignalFilter, names: readonly string[]): SignalFilter =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

function filters({ bruno, carla, edu, ana, productId }: SurveyWorld, tv: number) {
  const parts = fc.record({
    kinds: fc.subarray(['complaint', 'doubt', 'opportunity'] as const, { minLength: 1 }),
    operatorIds: fc.subarray([bruno.id, carla.id], { minLength: 1 }),
    sellerIds: fc.subarray([edu.id, ana.id], { minLength: 1 }),
    productIds: fc.subarray([productId, tv], { minLength: 1 }),
    cities: fc.subarray(CITIES, { minLength: 1 }),
    text: fc.constantFrom('maria', 'rui', 'nobody'),
    period: fc.record({
      of: fc.constant('executed' as const),
      from: fc.constantFrom(null, '2026-07-01', '2026-07-09'),
      to: fc.constantFrom(null, '2026-07-09', TODAY),
    }),
  });
  // Few at once, so that they leave something.
  return parts.chain((all) => fc.subarray(Object.keys(all), { maxLength: 3 }).map((names) => picked(all, names)));
}

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const { world, tv } = await furnished(db);

  await t.test('list, counters and walk have what the domain says, each once, whoever looks', async (t) => {
    await fc.assert(
      fc.asyncProperty(
        filters(world, tv),
        fc.subarray<SignalState>([...SIGNAL_STATES]),
        fc.constantFrom(...SIGNAL_SORTS),
        fc.boolean(),
        fc.constantFrom('ana' as const, 'bruno' as const, 'carla' as const),
        async (filter, states, sort, descending, who) => {
          const scope: SignalScope = { viewer: world[who], states, filter };
          const ids = await expected(db, scope);
          const rows = await everything(db, scope, sort, descending);
          t.same(ascending(rows.map(({ id }) => id)), ids);
          t.same(ascending(await walked(db, scope, 2)), ids);
          t.equal(await countListedSignals(db.read, await listedSignals(db.read, scope)), ids.length);
          const counts = await countSignals(db.read, scope);
          t.equal(
            states.reduce((sum, state) => sum + counts[state], 0),
            ids.length,
          );
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  await t.test('each row has the answers of its own kind, and of nobody else', async (t) => {
    const scope: SignalScope = { viewer: world.ana, states: SIGNAL_STATES, filter: {} };
    const rows = await everything(db, scope, 'executed', true);
    t.ok(rows.some(({ answers }) => answers.length === 2) && rows.some(({ kind }) => kind === 'opportunity'));
    for (const { id, kind, customerName, answers } of rows) {
      const said = `Disse ${customerName.split(' ').at(-1)}`;
      const own = ({ grade, comment }: SignalRow['answers'][number]) =>
        kind === 'opportunity'
          ? grade === '5' && comment === said
          : (grade === '1' && comment === said) || grade === 'Não';
      t.ok(answers.length > 0 && answers.every((one) => one.signalId === id && own(one)), `${id} ${kind}`);
    }
    const last = await db.read('signals').orderBy('survey_id', 'desc').first();
    const itsOwn = await db.read('signals').where({ survey_id: last.survey_id }).orderBy('kind').pluck('id');
    t.same(
      (await listSignalsOf(db.read, last.survey_id, mayTakeUp(world.ana))).map(({ id }) => id),
      itsOwn,
      'as its survey’s page tells them',
    );
  });

  await t.test('a counter by name follows the customer’s name', async (t) => {
    const scope = { viewer: world.ana, filter: { text: 'outra' } };
    t.equal((await countSignals(db.read, scope)).waiting, 0);
    const { customer_id } = await db
      .read('signals')
      .where({ follow_up_id: null, dismissed_at: null })
      .first('customer_id');
    const named = { name: 'Outra', name_key: 'outra', search_text: 'outra' };
    await db.transaction((trx) => trx('customers').where({ id: customer_id }).update(named));
    t.ok((await countSignals(db.read, scope)).waiting > 0);
  });

  await t.test('names are sorted up to so many', async (t) => {
    t.same(
      SIGNAL_SORTS.map((sort) => [isSignalSortable(sort, 10, 10), isSignalSortable(sort, 11, 10)]),
      SIGNAL_SORTS.map((sort) => [true, sort !== 'customer']),
    );
  });
});
