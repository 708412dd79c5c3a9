import t from 'tap';
import { LongReads } from '../../src/store/long-reads.js';
import { countEach } from '../../src/store/survey-counts.js';
import { listSurveys } from '../../src/store/survey-list.js';
import { SurveyReads } from '../../src/store/survey-reads.js';
import { countersOf, listedOn, type PanelFilter, type Tab } from '../../src/store/survey-tabs.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const year = { from: '2026-01-01', to: TODAY };

const CASES: readonly { tab: Tab; filter: PanelFilter; aside: boolean }[] = [
  { tab: 'executed', filter: {}, aside: false },
  { tab: 'executed', filter: { period: { of: 'expiry', ...year }, late: true }, aside: false },
  { tab: 'executed', filter: { opinions: ['promoter'] }, aside: true },
  { tab: 'executed', filter: { opinions: ['satisfied', 'unsatisfied'], operatorIds: [2] }, aside: true },
  { tab: 'executed', filter: { grades: [{ versionId: 1, position: 1 }] }, aside: true },
  { tab: 'pending', filter: { reasons: ['refused'] }, aside: true },
  { tab: 'past', filter: { period: { of: 'expiry', ...year }, operatorIds: [2] }, aside: false },
  { tab: 'past', filter: { pastStatuses: ['closed'], reasons: ['other'] }, aside: true },
  { tab: 'inconsistent', filter: {}, aside: false },
  { tab: 'inconsistent', filter: { period: { of: 'overdue', ...year } }, aside: true },
  { tab: 'inconsistent', filter: { period: { of: 'settlement', ...year }, operatorIds: [2] }, aside: true },
];

t.test('what looks much up is read aside on SQLite, and is what would be read at hand', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await world.surveys([
      { customer: 'Aberta' },
      { customer: 'Vencida', closedOn: '2026-05-01' },
      { customer: 'Executada', outcome: 'executed' },
      { customer: 'Atrasada', closedOn: '2026-05-01', outcome: 'executed' },
      { customer: 'Encerrada', closedOn: '2026-05-01', outcome: 'closed' },
    ]);
    const long = new LongReads(db);
    t.teardown(() => long.close());
    let asked = 0;
    const all: LongReads['all'] = (readings) => {
      asked += 1;
      return long.all(readings);
    };
    const reads = new SurveyReads(db, { all });
    for (const { tab, filter, aside } of CASES) {
      const scope = { userId: world.bruno.id, today: TODAY, filter, chips: ['due', 'closed'] as const };
      const options = {
        sort: tab === 'executed' ? 'settled' : 'expiry',
        descending: false,
        size: 10,
        key: null,
      } as const;
      asked = 0;
      const counts = await reads.counts(countersOf(tab, scope));
      const page = await reads.page(listedOn(tab, scope), { ...options, count: counts.listed });
      const what = `${tab} ${JSON.stringify(filter)}`;
      const rowsToo = page.rows.length > 0 ? 1 : 0;
      t.equal(asked, aside && engine.dialect === 'sqlite' ? 2 + rowsToo : 0, what);
      t.same(counts, await db.transaction((trx) => countEach(trx, countersOf(tab, scope))), `counters of ${what}`);
      const atHand = await listSurveys(db.read, listedOn(tab, scope), { ...options, count: counts.listed });
      t.same(page, atHand, `page of ${what}`);
    }
  });
});
