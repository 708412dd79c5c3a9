import t from 'tap';
import { workSignal } from '../../src/actions/work-signal.js';
import { SIGNAL_STATES, type SignalState } from '../../src/domain/signal.js';
import type { Queryable } from '../../src/store/dialect.js';
import type { PageKey } from '../../src/store/key-paging.js';
import { listSignals, listSignalsOf, SIGNAL_SORTS, type SignalSort, walkSignals } from '../../src/store/signal-list.js';
import { listedSignals, mayTakeUp, type SignalFilter } from '../../src/store/signal-predicates.js';
import { countSignals } from '../../src/store/signal-reads.js';
import {
  deleteSignals,
  findSignals,
  insertSignals,
  setSignalsCancelled,
  takeUpSignals,
} from '../../src/store/signals.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf, type Step } from '../support/query-plans.js';
import { runSurvey, signalling } from '../support/signals.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const FILTERS: readonly SignalFilter[] = [
  {},
  { kinds: ['complaint'] },
  { kinds: ['complaint', 'doubt'] },
  { operatorIds: [1] },
  { operatorIds: [1, 2] },
  { sellerIds: [1] },
  { productIds: [1, 2] },
  { ruleIds: [1] },
  { profileIds: [1] },
  { cities: ['natal'] },
  { period: { of: 'executed', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'executed', from: null, to: '2026-07-31' } },
  { text: 'maria' },
  { text: 'maria', sellerIds: [1], kinds: ['doubt'] },
];

const STATE_SETS: readonly (readonly SignalState[])[] = [['waiting'], ['dismissed'], ['followed'], SIGNAL_STATES];

const keysOf = (sort: SignalSort): readonly (PageKey | null)[] => {
  const value = { executed: TODAY, kind: 'doubt', customer: 'maria' }[sort];
  return [null, { side: 'after', value, id: 2 }, { side: 'before', value, id: 2 }];
};

const LARGE: ReadonlySet<string> = new Set([
  'signals',
  'follow_ups',
  'surveys',
  'sales',
  'customers',
  'answers',
  'searched',
]);

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  await signalling(db, world);
  const surveys = await world.surveys([{}, {}, {}]);
  for (const id of surveys) await runSurvey(db, world, id, { grade: 1, comment: 'Cai' });
  const signal = await db.read('signals').first('id');
  done(await workSignal(acting(db, world.ana), signal.id, 'dismiss', { reason: 'Já ligamos' }));
  if (db.dialect === 'postgres') await db.transaction((trx) => trx.raw('analyze'));

  await t.test('no list and no counter reads signals, sales or customers in full', async (t) => {
    for (const viewer of [world.ana, world.bruno])
      for (const filter of FILTERS)
        for (const states of STATE_SETS) {
          const steps = await plansOf(db, async () => {
            const where = await listedSignals(db.read, { viewer, states, filter });
            for (const sort of SIGNAL_SORTS)
              for (const key of keysOf(sort))
                for (const count of [40, 1_000_000])
                  await listSignals(db.read, where, { sort, descending: true, size: 25, key, count });
            await walkSignals(db.read, where, { executedOn: TODAY, id: 2 }, 500);
            await findSignals(db.read, [1, 2], where);
            await countSignals(db.read, { viewer, filter });
          });
          t.same(scansOf(steps), [], `${viewer.role} ${states.join('+')} ${JSON.stringify(filter)}`);
        }
  });

  await t.test('an order that is for any list is walked in its index from the page’s key on', async (t) => {
    for (const viewer of [world.ana, world.bruno])
      for (const state of SIGNAL_STATES) {
        const where = await listedSignals(db.read, { viewer, states: [state], filter: {} });
        for (const sort of ['executed', 'kind'] as const) {
          const steps = await plansOf(db, async () => {
            for (const key of keysOf(sort))
              await listSignals(db.read, where, { sort, descending: false, size: 25, key, count: 1_000_000 });
          });
          const sorted = steps.filter(({ sorts, text }) => sorts && /RIGHT PART|FOR ORDER BY/.test(text));
          if (db.dialect === 'sqlite' && sort === 'executed') t.same(sorted, [], `${viewer.role} ${state} ${sort}`);
          const own = viewer === world.bruno && sort === 'executed' ? '_own' : sort === 'kind' ? '_by_kind' : '';
          if (db.dialect === 'sqlite')
            t.ok(
              steps.some(({ text }) => text.includes(`signals_${state}${own} (`)),
              `${viewer.role} ${state} ${sort}`,
            );
        }
      }
  });

  await t.test('what is written with an execution, a cancellation and a survey’s page looks up its own', async (t) => {
    const { bruno } = world;
    const works: Readonly<Record<string, (trx: Queryable) => Promise<unknown>>> = {
      'an execution': (trx) => insertSignals(trx, 999_999),
      'its annulment': (trx) => deleteSignals(trx, 999_999),
      'a cancellation': (trx) => setSignalsCancelled(trx, 999_999, 1),
      'a follow-up': (trx) => takeUpSignals(trx, [999_998, 999_999]),
      'a survey’s page': (trx) => listSignalsOf(trx, surveys[0] ?? 0, mayTakeUp(bruno)),
    };
    for (const [what, work] of Object.entries(works)) {
      const steps = await db.transaction((trx) => plansOf({ ...db, read: trx }, () => work(trx)));
      t.ok(steps.length > 0, `${what} has a plan`);
      t.same(scansOf(steps), [], what);
    }
  });
});

/** The large tables that are read in full; an index of what waits is the list itself, and not meant. */
function scansOf(steps: readonly Step[]): string[] {
  return steps.filter(({ scanned }) => scanned !== null && LARGE.has(scanned)).map(({ text }) => text);
}
