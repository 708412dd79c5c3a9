import t from 'tap';
import type { Database } from '../../src/store/connection.js';
import { countByStatus, countEach } from '../../src/store/survey-counts.js';
import { listSurveys } from '../../src/store/survey-list.js';
import { type Chip, countersOf, listedOn, type PanelFilter, TABS } from '../../src/store/survey-tabs.js';
import { sqlite } from '../support/engines.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const FILTERS: readonly PanelFilter[] = [
  {},
  { sellerIds: [1] },
  { productIds: [1] },
  { ruleIds: [1] },
  { operatorIds: [1] },
  { period: { of: 'expiry', from: '2026-07-01', to: null } },
  { period: { of: 'closing', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'opening', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'execution', from: '2026-07-01', to: '2026-07-31' } },
  { cities: ['natal'] },
  { score: { from: -100, to: 0 } },
  { late: true },
  { bySeller: true },
  { withoutPhone: true },
  { profileIds: [1] },
  { text: 'maria' },
];

t.test('no list and no counter of the panels reads surveys or sales in full', async (t) => {
  const db = await sqlite.freshDatabase(t);
  const world = await surveyWorld(db);
  await world.surveys(Array.from({ length: 50 }, (_, index) => ({ outcome: index % 3 === 0 ? 'executed' : null })));
  const chips: readonly (readonly Chip[])[] = [
    ['scheduled', 'due', 'inconsistent'],
    ['due'],
    ['scheduled', 'inconsistent'],
    ['due', 'closed', 'cancelled'],
    ['closed'],
    [],
  ];
  for (const filter of FILTERS)
    for (const tab of TABS)
      for (const chosen of tab === 'pending' ? chips : chips.slice(0, 1)) {
        const scope = { userId: world.ana.id, today: TODAY, filter, chips: chosen };
        const sort = tab === 'executed' ? 'settled' : 'expiry';
        const key = { side: 'after', value: sort === 'settled' ? 1 : TODAY, id: 1 } as const;
        const name = `${tab} ${chosen.join('+')} ${JSON.stringify(filter)}`;
        for (const from of [null, key]) {
          const options = { sort, descending: tab === 'executed', size: 50, key: from } as const;
          t.same(await fullScans(db, () => listSurveys(db.read, listedOn(tab, scope), options)), [], name);
        }
        t.same(await fullScans(db, () => countEach(db.read, countersOf(tab, scope))), [], `counters of ${name}`);
      }
  t.same(await fullScans(db, () => countByStatus(db.read, TODAY)), []);
});

t.test('the first page of the open lists comes from the index in its order, without sorting', async (t) => {
  const db = await sqlite.freshDatabase(t);
  const scope = { userId: 1, today: TODAY, filter: {}, chips: ['scheduled', 'due', 'inconsistent'] } as const;
  for (const tab of TABS) {
    const [sort, descending] = tab === 'executed' ? (['settled', true] as const) : (['expiry', false] as const);
    const options = { sort, descending, size: 50, key: null };
    const plan = await planOf(db, () => listSurveys(db.read, listedOn(tab, scope), options));
    t.notOk(
      plan.some((step) => step.includes('USE TEMP B-TREE FOR ORDER BY')),
      `${tab}: ${plan[0]}`,
    );
  }
});

/** Steps that walk a whole table: a partial index of open or settled surveys is the list itself, and not meant. */
async function fullScans(db: Database, run: () => Promise<unknown>): Promise<string[]> {
  const plan = await planOf(db, run);
  return plan.filter(
    (step) =>
      /^SCAN (surveys|sales)\b/.test(step) &&
      !/^SCAN surveys USING (COVERING )?INDEX surveys_(open|executed|closed|cancelled)/.test(step),
  );
}

/** The plans of every statement that `run` sends. */
async function planOf(db: Database, run: () => Promise<unknown>): Promise<string[]> {
  const sent: { sql: string; bindings: readonly unknown[] }[] = [];
  const listen = (query: { sql: string; bindings: readonly unknown[] }) => sent.push(query);
  db.read.on('query', listen);
  await run();
  db.read.off('query', listen);
  const plans = await Promise.all(
    sent.map(({ sql, bindings }) => db.read.raw(`explain query plan ${sql}`, bindings as never)),
  );
  return (plans.flat() as { detail: string }[]).map(({ detail }) => detail);
}
