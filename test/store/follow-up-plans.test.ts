import t from 'tap';
import { FOLLOW_UP_STATUSES } from '../../src/domain/follow-up.js';
import {
  countFollowUps,
  countOverdue,
  FOLLOW_UP_SORTS,
  listedFollowUps,
  listFollowUps,
} from '../../src/store/follow-up-list.js';
import { followUpReading } from '../../src/store/result-follow-ups.js';
import type { ResultFilter } from '../../src/store/results.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { plansOf } from '../support/query-plans.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const survey = await world.survey();
  for (const ending of [null, null, 'resolved'] as const) await addFollowUp(db, world, survey, { ending });
  const scope = { viewer: world.ana, today: TODAY, tab: 'all', statuses: FOLLOW_UP_STATUSES, filter: {} } as const;
  const open = { ...scope, statuses: ['open', 'in-progress'] } as const;

  await t.test(
    'a list in the order of a column of its own is read from an index, forwards and backwards',
    async (t) => {
      for (const where of [scope, open])
        for (const sort of FOLLOW_UP_SORTS.filter((name) => name !== 'customer' && name !== 'owner'))
          for (const descending of [false, true]) {
            const steps = await plansOf(db, async () =>
              listFollowUps(db.read, await listedFollowUps(db.read, where), { sort, descending, size: 25, key: null }),
            );
            const title = `${where === open ? 'open' : 'all'}, ${descending ? '-' : ''}${sort}`;
            t.notOk(
              steps.some(({ sorts }) => sorts),
              title,
            );
            t.notOk(
              steps.some(({ scanned }) => scanned === 'follow_ups'),
              title,
            );
          }
    },
  );

  await t.test('counters go through no row', async (t) => {
    for (const where of [scope, open, { ...open, filter: { kinds: ['doubt'], overdue: true } } as const]) {
      const steps = await plansOf(db, () => countFollowUps(db.read, where));
      t.notOk(
        steps.some(({ scanned }) => scanned === 'follow_ups'),
        JSON.stringify(steps),
      );
    }
    const menu = await plansOf(db, () => countOverdue(db.read, world.bruno, TODAY));
    t.notOk(
      menu.some(({ scanned }) => scanned === 'follow_ups'),
      JSON.stringify(menu),
    );
  });

  await t.test('what a period came to is read by the day of opening, and by that of ending', async (t) => {
    const period = { from: '2026-07-01', to: '2026-07-31' };
    const plansFor = (filter: ResultFilter) =>
      plansOf(db, async () => {
        const { sql, bindings } = followUpReading(db.dialect, { period, filter, today: TODAY });
        await db.read.raw(sql, [...bindings]);
      });
    const everybodys = await plansFor({});
    for (const index of [/\bfollow_ups_opened\b/, /\bfollow_ups_ended\b/])
      t.ok(
        everybodys.some(({ text }) => index.test(text)),
        `${index} in ${JSON.stringify(everybodys)}`,
      );
    for (const steps of [everybodys, await plansFor({ operatorIds: [world.bruno.id] })])
      t.notOk(
        steps.some(({ scanned }) => scanned === 'follow_ups'),
        JSON.stringify(steps),
      );
  });
});
