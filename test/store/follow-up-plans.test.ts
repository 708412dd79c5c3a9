import t from 'tap';
import { FOLLOW_UP_STATUSES, type FollowUpStatus } from '../../src/domain/follow-up.js';
import { countFollowUps, countListed, countOverdue } from '../../src/store/follow-up-counts.js';
import { FOLLOW_UP_TABS, listedFollowUps, listFollowUps } from '../../src/store/follow-up-list.js';
import { FOLLOW_UP_SORTS, type FollowUpSort, isIndexed } from '../../src/store/follow-up-order.js';
import type { FollowUpFilter } from '../../src/store/follow-up-predicates.js';
import type { PageKey } from '../../src/store/key-paging.js';
import type { Predicate } from '../../src/store/predicate.js';
import { followUpReading } from '../../src/store/result-follow-ups.js';
import type { ResultFilter } from '../../src/store/results.js';
import { walkFollowUps } from '../../src/store/selected-follow-ups.js';
import { statementsOf } from '../support/counted-reads.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { plansOf, type Step } from '../support/query-plans.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const OPEN: readonly FollowUpStatus[] = ['open', 'in-progress'];
const ENDED: readonly FollowUpStatus[] = ['resolved', 'discarded', 'won', 'lost'];

const STATUS_SETS: readonly (readonly FollowUpStatus[])[] = [
  OPEN,
  ['open'],
  ENDED,
  ['won'],
  ['resolved', 'lost'],
  ['in-progress', 'discarded'],
  FOLLOW_UP_STATUSES,
];

const SOME_SETS = [OPEN, ['won'], FOLLOW_UP_STATUSES] as const;

const STANDING = { sort: 'due', descending: true, size: 25, key: { side: 'after', value: TODAY, id: 2 } } as const;

const FILTERS: readonly FollowUpFilter[] = [
  {},
  { sellerIds: [1] },
  { sellerIds: [1, 2] },
  { productIds: [1] },
  { profileIds: [1] },
  { ruleIds: [1] },
  { ruleIds: [1, 2], profileIds: [1, 2], sellerIds: [1] },
  { cities: ['natal'] },
  { cities: ['natal', 'recife'] },
  { customerIds: [1] },
  { ownerIds: [1] },
  { ownerIds: [1, 2] },
  { kinds: ['opportunity'] },
  { kinds: ['complaint', 'doubt'] },
  { priorities: [1] },
  { priorities: [1, 3] },
  { period: { of: 'due', from: '2026-07-01', to: '2026-07-31' } },
  { period: { of: 'opened', from: '2026-07-01', to: null } },
  { period: { of: 'ended', from: null, to: '2026-07-31' } },
  { overdue: true },
  { annulled: true },
  { annulled: true, sellerIds: [1] },
  { text: 'maria' },
  { sellerIds: [1], productIds: [1] },
  { cities: ['natal'], kinds: ['doubt'], priorities: [2] },
  { text: 'maria', sellerIds: [1] },
];

/** A bound of the page's key, or of the status. */
const SOUGHT = /SEARCH follow_ups USING (COVERING )?INDEX follow_ups_\w+ \(/;

const LARGE: ReadonlySet<string> = new Set(['follow_ups', 'surveys', 'sales', 'customers', 'searched']);

const VALUES: Partial<Record<FollowUpSort, string | number>> = { opened: 1, ended: 1, priority: 2, kind: 'doubt' };

const keysOf = (sort: FollowUpSort): readonly (PageKey | null)[] => {
  const value = VALUES[sort] ?? TODAY;
  return [null, { side: 'after', value, id: 2 }, { side: 'before', value, id: 2 }];
};

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const survey = await world.survey();
  for (const ending of [null, null, 'resolved'] as const) await addFollowUp(db, world, survey, { ending });
  if (db.dialect === 'postgres') await db.transaction((trx) => trx.raw('analyze'));
  const scope = { viewer: world.ana, today: TODAY, tab: 'all', statuses: FOLLOW_UP_STATUSES, filter: {} } as const;
  const open = { ...scope, statuses: OPEN } as const;
  const pagesOf = async (where: Predicate, sort: FollowUpSort, count: number, descending = false) => {
    for (const key of keysOf(sort)) await listFollowUps(db.read, where, { sort, descending, size: 25, key, count });
  };

  await t.test('no list and no counter reads follow-ups, sales or customers in full', async (t) => {
    for (const filter of FILTERS)
      for (const tab of FOLLOW_UP_TABS)
        for (const statuses of tab === 'mine' ? [FOLLOW_UP_STATUSES] : filter.sellerIds ? STATUS_SETS : SOME_SETS) {
          const looked = { ...scope, tab, statuses, filter };
          const steps = await plansOf(db, async () => {
            const where = await listedFollowUps(db.read, looked);
            for (const count of [40, 1_000_000]) await listFollowUps(db.read, where, { ...STANDING, count });
            for (const sort of filter === FILTERS[0] ? FOLLOW_UP_SORTS : []) await pagesOf(where, sort, 40);
            await walkFollowUps(db.read, where, { dueOn: TODAY, id: 2 }, 500);
            await countListed(db.read, where);
          });
          t.same(scansOf(steps), [], `${tab} ${statuses.join('+')} ${JSON.stringify(filter)}`);
        }
  });

  await t.test('no counter of a page reads rows, whatever the filter', async (t) => {
    for (const filter of FILTERS) {
      const steps = await plansOf(db, () => countFollowUps(db.read, { ...open, filter }));
      t.same(scansOf(steps), [], JSON.stringify(filter));
    }
    const menu = await plansOf(db, () => countOverdue(db.read, world.bruno, TODAY));
    t.same(scansOf(menu), []);
  });

  await t.test('an order that is for any list is walked in its index from the page’s key on', async (t) => {
    for (const filter of [{}, { kinds: ['complaint', 'opportunity'] }, { sellerIds: [1], priorities: [1] }] as const)
      for (const statuses of [OPEN, ENDED, ['won'], ['resolved', 'lost']] as const)
        for (const sort of FOLLOW_UP_SORTS.filter(isIndexed)) {
          const where = await listedFollowUps(db.read, { ...scope, statuses, filter });
          const name = `${statuses.join('+')} ${JSON.stringify(filter)} by ${sort}`;
          // Each branch by itself: what is merged is the short pages of several.
          for (const branch of where.branches ?? [where]) {
            const steps = await plansOf(db, () => pagesOf(branch, sort, 1_000_000));
            // Of one value of it PostgreSQL may well take another index: there are no rows here to choose by.
            const oneValue = 'priorities' in filter || statuses.length === 1;
            if (db.dialect === 'sqlite' || !oneValue) t.same(sortsIn(steps), [], name);
            // The open ones have no end to be sought by: they are few.
            if (db.dialect === 'sqlite' && (sort !== 'ended' || statuses !== OPEN))
              t.ok(
                steps.some(({ text }) => SOUGHT.test(text)),
                name,
              );
          }
        }
  });

  await t.test('a short list is looked up by what narrows it most', async (t) => {
    const narrowed = { sellerIds: /ended_by_seller/, productIds: /ended_by_product/, ownerIds: /ended_by_owner/ };
    if (db.dialect === 'postgres') return t.pass('PostgreSQL chooses by its statistics');
    for (const [part, index] of Object.entries(narrowed)) {
      const where = await listedFollowUps(db.read, { ...scope, statuses: ENDED, filter: { [part]: [1] } });
      const steps = await plansOf(db, () => pagesOf(where, 'opened', 40));
      t.ok(
        steps.some(({ text }) => index.test(text)),
        part,
      );
    }
    const won = await listedFollowUps(db.read, { ...scope, statuses: ['won'] });
    const steps = await plansOf(db, () => pagesOf(won, 'priority', 40));
    t.ok(steps.some(({ text }) => /ended_by_ending/.test(text)));
  });

  await t.test('what a period came to is read by the day of opening, and by that of ending', async (t) => {
    const period = { from: '2026-07-01', to: '2026-07-31' };
    const plansFor = (filter: ResultFilter) =>
      plansOf(db, async () => {
        for (const { sql, bindings } of statementsOf(followUpReading(db.dialect, { period, filter, today: TODAY })))
          await db.read.raw(sql, [...bindings]);
      });
    const everybodys = await plansFor({});
    for (const index of [/\bfollow_ups_opened\b/, /\bfollow_ups_ended\b/])
      t.ok(
        everybodys.some(({ text }) => index.test(text)),
        `${index} in ${JSON.stringify(everybodys)}`,
      );
    t.notOk(
      everybodys.some(({ text }) => /follow_ups_ended_by/.test(text)),
      'and in no other order',
    );
    for (const steps of [
      everybodys,
      await plansFor({ operatorIds: [world.bruno.id] }),
      await plansFor({ ruleIds: [1] }),
      await plansFor({ operatorIds: [world.bruno.id], ruleIds: [1], profileIds: [1] }),
    ])
      t.notOk(
        steps.some(({ scanned }) => scanned === 'follow_ups'),
        JSON.stringify(steps),
      );
  });
});

/** The large tables that are read in full; an index of the open or of the ended ones is the list itself, and not meant. */
function scansOf(steps: readonly Step[]): string[] {
  return steps.filter(({ scanned }) => scanned !== null && LARGE.has(scanned)).map(({ text }) => text);
}

/** What shares the key's value is read apart, and the short pages of several are merged. */
function sortsIn(steps: readonly Step[]): string[] {
  const isMerging = (index: number) =>
    /branch|LEFT|RIGHT/.test(steps[index - 1]?.text ?? '') || /Append|Limit/.test(steps[index + 1]?.text ?? '');
  return steps.filter(({ sorts }, index) => sorts && !isMerging(index)).map(({ text }) => text);
}
