import t from 'tap';
import type { PageKey } from '../../src/store/key-paging.js';
import { countByStatus, countEach } from '../../src/store/survey-counts.js';
import { listSurveys } from '../../src/store/survey-list.js';
import type { SurveySort } from '../../src/store/survey-order.js';
import { isSortable } from '../../src/store/survey-plan.js';
import { type Chip, countersOf, LISTS, listedOn, type PanelFilter, sortsOf } from '../../src/store/survey-tabs.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf, type Step } from '../support/query-plans.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const SINGLE: readonly PanelFilter[] = [
  {},
  { sellerIds: [1] },
  { sellerIds: [1, 2] },
  { productIds: [1] },
  { profileIds: [1] },
  { ruleIds: [1] },
  { operatorIds: [1] },
  { cities: ['natal'] },
  { period: { of: 'expiry', from: '2026-07-01', to: null } },
  { period: { of: 'closing', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'opening', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'execution', from: '2026-07-01', to: '2026-07-31' } },
  { score: { from: -100, to: 0 } },
  { late: true },
  { bySeller: true },
  { withoutPhone: true },
  { attempts: [0] },
  { attempts: [1] },
  { attempts: [2, 3] },
  { text: 'maria' },
  { customerIds: [1] },
];

const PAIRS: readonly PanelFilter[] = [
  { sellerIds: [1], productIds: [1] },
  { cities: ['natal'], late: true },
  { operatorIds: [1], period: { of: 'expiry', from: '2026-07-01', to: '2026-07-31' } },
  { ruleIds: [1], withoutPhone: true },
  { text: 'maria', sellerIds: [1] },
];

const CHIP_SETS: readonly (readonly Chip[])[] = [
  ['scheduled', 'due', 'inconsistent'],
  ['due'],
  ['scheduled', 'inconsistent'],
  ['due', 'closed', 'cancelled'],
  ['closed'],
  [],
];

const LARGE: ReadonlySet<string> = new Set(['surveys', 'sales', 'customers', 'searched', 'executions']);

const VALUES: Partial<Record<SurveySort, string | number>> = { settled: 1, score: 25, attempts: 1 };

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  await world.surveys(Array.from({ length: 50 }, (_, index) => ({ outcome: index % 3 === 0 ? 'executed' : null })));
  if (db.dialect === 'postgres') await db.transaction((trx) => trx.raw('analyze'));
  const scopeOf = (filter: PanelFilter, chips: readonly Chip[]) => ({
    userId: world.bruno.id,
    today: TODAY,
    filter,
    chips,
  });
  const keysOf = (sort: SurveySort): readonly (PageKey | null)[] => {
    const value = VALUES[sort] ?? TODAY;
    return [null, { side: 'after', value, id: 9 }, { side: 'before', value, id: 9 }];
  };

  await t.test('no list and no counter of the panels reads surveys, sales or customers in full', async (t) => {
    for (const filter of [...SINGLE, ...PAIRS])
      for (const tab of LISTS)
        for (const chips of tab === 'pending' ? CHIP_SETS : CHIP_SETS.slice(0, 1)) {
          const scope = scopeOf(filter, chips);
          const where = listedOn(tab, scope);
          const [sort = 'expiry'] = sortsOf(tab);
          const lists = [40, 1_000_000].flatMap((count) =>
            keysOf(sort).map((key) => () => {
              return listSurveys(db.read, where, { sort, descending: tab === 'executed', size: 50, key, count });
            }),
          );
          const short = sortsOf(tab).map((sort) => () => {
            return listSurveys(db.read, where, { sort, descending: false, size: 50, key: null, count: 40 });
          });
          const counters = () => countEach(db.read, countersOf(tab, scope));
          const all = Object.keys(filter).length > 0 ? [...lists, counters] : [...lists, ...short, counters];
          const steps = await plansOf(db, async () => {
            for (const run of all) await run();
          });
          t.same(scansOf(steps), [], `${tab} ${chips.join('+')} ${JSON.stringify(filter)}`);
        }
    t.same(scansOf(await plansOf(db, () => countByStatus(db.read, TODAY))), []);
  });

  await t.test('an order that is for any list comes from its index, on every page', async (t) => {
    const chipSets: readonly (readonly Chip[])[] = [
      ['scheduled', 'due', 'inconsistent'],
      ['scheduled'],
      ['due'],
      ['closed'],
    ];
    for (const tab of LISTS.filter((tab) => tab !== 'my-rules'))
      for (const chips of tab === 'pending' ? chipSets : chipSets.slice(0, 1))
        for (const filter of [{}, { sellerIds: [world.edu.id] }, { ruleIds: [1] }]) {
          const where = listedOn(tab, scopeOf(filter, chips));
          for (const sort of sortsOf(tab).filter((sort) => isSortable(where, sort, Number.POSITIVE_INFINITY)))
            for (const descending of [false, true])
              for (const key of keysOf(sort)) {
                const options = { sort, descending, size: 50, key, count: 1_000_000 };
                const steps = await plansOf(db, () => listSurveys(db.read, where, options));
                // Ties of the score are read apart, and two pages of ids are merged.
                const sorting =
                  sort === 'score' && key !== null ? [] : steps.filter(({ sorts }, at) => sorts && !merges(steps, at));
                const name = `${tab} ${chips.join('+')} ${JSON.stringify(filter)} by ${sort} ${key?.side ?? 'first'}`;
                t.same(sorting, [], name);
              }
        }
  });

  await t.test('the way to due surveys ends where none can be due any more', async (t) => {
    const where = listedOn('pending', scopeOf({}, ['due']));
    const options = { sort: 'expiry', descending: true, size: 50, key: null } as const;
    const plan = (await plansOf(db, () => listSurveys(db.read, where, options))).map(({ text }) => text).join('\n');
    t.match(plan, /surveys_open_by_window/);
    t.match(plan, /surveys_open_extended/);
    if (db.dialect === 'sqlite') t.match(plan, /surveys_open \(expires_on>\? AND expires_on<\?\)/);
  });
});

/** Several lists as one: of each a page is read in order, and these are merged. SQLite tells of what it reads before it sorts. */
function merges(steps: readonly Step[], at: number): boolean {
  return /^SCAN branch\d/.test(steps[at - 1]?.text ?? '') || /Append/.test(steps[at + 1]?.text ?? '');
}

/** The large tables that are read in full; a partial index of open or settled surveys is the list itself, and not meant. */
function scansOf(steps: readonly Step[]): string[] {
  return steps.filter(({ scanned }) => scanned !== null && LARGE.has(scanned)).map(({ text }) => text);
}
