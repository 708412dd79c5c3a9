import t from 'tap';
import { importSales } from '../../src/actions/import-sales.js';
import { countByStatus } from '../../src/store/survey-counts.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';
import { REAL_MAPPING, realRows, realSales, skipWithoutRealSales } from '../support/real-sales.js';

const TODAY = '2018-08-20';
const N = 7;
const M = 10;

await onBothEngines(t, async (t, engine) => {
  await t.test('the real export, with one rule on every product', { skip: skipWithoutRealSales }, async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const profileId = await build.profile({ rules: [await build.rule({ startDays: N, expiryDays: M })] });
    const rows = realRows();
    for (const name of new Set(rows.map((row) => row.produto ?? ''))) await build.product({ name, profileId });
    const context = acting(db, build.people.ana, TODAY);
    const input = {
      content: realSales(),
      mapping: REAL_MAPPING,
      cancelledValues: ['canceled'],
      choice: { kind: 'all' } as const,
    };

    const expected = countIndependently(rows);
    t.same(expected, { scheduled: 140, due: 170, inconsistent: 4641, cancelled: 15 });
    const report = done(await importSales(context, input));
    t.match(report, { lines: 4966, added: 4966, addedCancelled: 15, updated: 0, unchanged: 0, products: 0 });
    t.equal(report.sellers, new Set(rows.map((row) => row.vendedor)).size);
    t.same(report.surveys, expected);
    const { executed, closed, pending, ...counted } = await countByStatus(db.read, TODAY);
    t.same({ executed, closed, pending, ...counted }, { executed: 0, closed: 0, pending: 4951, ...expected });

    const before = await db.read('audit').count({ total: '*' }).first();
    const again = done(await importSales(context, input));
    matchLists(t, again, { added: 0, updated: 0, unchanged: 4966, customers: 0, sellers: 0, kept: [] });
    t.same(await db.read('audit').count({ total: '*' }).first(), before, 'the same file again changes nothing');
  });
});

/** The counts straight from the file: days as day numbers, nothing of the product. */
function countIndependently(rows: readonly Record<string, string>[]) {
  const day = (text: string) => Date.UTC(+text.slice(6), +text.slice(3, 5) - 1, +text.slice(0, 2)) / 86_400_000;
  const today = day('20/08/2018');
  const counts = { scheduled: 0, due: 0, inconsistent: 0, cancelled: 0 };
  for (const row of rows) {
    const opens = day(row['data fechamento'] ?? '') + N;
    if (row.situacao === 'canceled') counts.cancelled += 1;
    else if (today < opens) counts.scheduled += 1;
    else if (today <= opens + M) counts.due += 1;
    else counts.inconsistent += 1;
  }
  return counts;
}
