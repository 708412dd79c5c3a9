import t from 'tap';
import { stillListed, type WalkKey, walkListed } from '../../src/store/selected-surveys.js';
import { CHIPS, type Chip, LISTS, type PanelFilter, type Tab } from '../../src/store/survey-tabs.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { plansOf, type Step } from '../support/query-plans.js';
import { oneOfEach } from '../support/survey-states.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const FILTERS: readonly PanelFilter[] = [
  {},
  { sellerIds: [1] },
  { period: { of: 'expiry', from: null, to: '2026-12-31' } },
  { text: 'maria' },
];

const BY_ID = /surveys USING INTEGER PRIMARY KEY|surveys surveys_pkey/;

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  await world.surveys(Array.from({ length: 50 }, (_, index) => ({ outcome: index % 3 === 0 ? 'executed' : null })));
  await oneOfEach(db, world);
  if (db.dialect === 'postgres') await db.transaction((trx) => trx.raw('analyze'));
  const listed = (tab: Tab, filter: PanelFilter = {}, chips: readonly Chip[] = CHIPS) => {
    return { tab, filter, chips, today: TODAY, userId: world.bruno.id };
  };
  const ids = Array.from({ length: 100 }, (_, index) => index + 1);

  await t.test('surveys are looked up again by their ids, whatever index the list has', async (t) => {
    for (const tab of LISTS)
      for (const filter of FILTERS) {
        const steps = await plansOf(db, () => stillListed(db.read, listed(tab, filter), ids));
        const name = `${tab} ${JSON.stringify(filter)}`;
        t.same(
          readsOfSurveys(steps).filter((text) => !BY_ID.test(text)),
          [],
          name,
        );
        t.equal(readsOfSurveys(steps).length, 1, `${name}, once`);
      }
  });

  await t.test('a walk goes on where it ended, without running through what lies before', async (t) => {
    const key: WalkKey = { part: 0, value: '2026-08-01', id: 9 };
    for (const [tab, chips] of [
      ['pending', ['scheduled']],
      ['pending', ['due']],
      ['pending', ['inconsistent']],
      ['inconsistent', CHIPS],
    ] as const) {
      const walk = () => walkListed(db.read, listed(tab, {}, chips), key, 500);
      matchLists(t, readsOfSurveys(await plansOf(db, walk)), [/surveys_open\b/], `${tab} ${chips}`);
      // Its plan does not tell: of two bounds on one side SQLite seeks the first.
      const sent: string[] = [];
      const hear = ({ sql }: { sql: string }) => sent.push(sql);
      db.read.on('query', hear);
      await walk();
      db.read.off('query', hear);
      matchLists(t, sent, [/where \(surveys\.expires_on, surveys\.id\) > \(.+?\) and/], `${tab} ${chips}`);
    }
  });

  await t.test('a list holds what a walk through it meets, each once', async (t) => {
    for (const tab of LISTS) {
      const met: number[] = [];
      let key: WalkKey | null = null;
      do {
        const page: Awaited<ReturnType<typeof walkListed>> = await walkListed(db.read, listed(tab), key, 7);
        met.push(...page.surveys.map(({ id }) => id));
        key = page.next;
      } while (key !== null);
      t.equal(new Set(met).size, met.length, tab);
      const all = await db.read('surveys').pluck('id');
      t.same(
        [...(await stillListed(db.read, listed(tab), all))].sort((a, b) => a - b),
        met.sort((a, b) => a - b),
        tab,
      );
    }
    t.equal((await stillListed(db.read, listed('pending', {}, []), ids)).size, 0, 'no chip, no survey');
    t.equal((await stillListed(db.read, listed('pending'), [])).size, 0);
  });
});

function readsOfSurveys(steps: readonly Step[]): string[] {
  return steps.map(({ text }) => text).filter((text) => /(SEARCH|SCAN) surveys |Scan surveys /.test(text));
}
