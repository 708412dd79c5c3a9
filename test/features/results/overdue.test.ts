import t from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import type { Database } from '../../../src/store/connection.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { countOf } from '../../support/result-pages.js';
import { resultWorld } from '../../support/result-world.js';
import { TODAY } from '../../support/survey-world.js';

const SINCE = 'from=2026-04-01&to=2026-07-31';

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const world = await resultWorld(app.db);
  const ana = await app.browser('ana');

  await t.test('what was overdue and is no more is still told', async (t) => {
    const page = await ana.get(`/results?${SINCE}`);
    const [, table = ''] =
      /aria-label="Inconsistências abertas e resolvidas"[^>]*>(.*?)<\/table>/s.exec(page.body) ?? [];
    const cells = [...table.matchAll(/<td class="numeric">(<a [^>]*>)?([\d.]+)</g)];
    t.ok(
      cells.every(([, link, count]) => (link !== undefined) === (count !== '0')),
      'each number has its list',
    );
    const sum = (column: number) => cells.reduce((all, [, , n], at) => (at % 3 === column ? all + Number(n) : all), 0);
    const { came, settled, open } = await overdueIn(app.db, { from: '2026-04-01', to: '2026-07-31' });
    t.ok(open.size > 3 && came.size > open.size + 3 && settled.size > 3, 'there is something of each');
    t.equal(sum(1), open.size, 'still open');
    const list = (of: string) => countOf(ana, `/panel/inconsistent?of=${of}&${SINCE}`);
    t.same([await list('overdue'), await list('settlement')], [came.size, settled.size]);
    t.ok(sum(0) >= came.size && sum(2) >= settled.size, 'in several pieces where it came up again');
    t.match((await ana.get(`/panel/inconsistent?of=overdue&${SINCE}`)).text, /Executada/, 'whatever became of it');
    const sellers: number[] = await app.db
      .read('surveys')
      .distinct('seller_id')
      .orderBy('seller_id')
      .pluck('seller_id');
    let ofSellers = 0;
    for (const seller of sellers) {
      const listed = await list(`overdue&seller=${seller}`);
      const sold = (await app.db.read('surveys').where({ seller_id: seller }).pluck('id')) as number[];
      t.equal(listed, sold.filter((id) => came.has(id)).length, `of the seller ${seller} alone`);
      ofSellers += listed ?? 0;
    }
    t.ok(sellers.length > 1 && ofSellers === came.size, 'and all sellers make the whole');
    t.match((await ana.get(`/panel/executed?of=overdue&${SINCE}`)).text, /não se aplica a esta aba/);
    t.equal((await ana.get(`/panel/inconsistent/export.csv?of=settlement&${SINCE}`)).status, 200);
  });

  await t.test('one that is extended was settled by that, and still came up', async (t) => {
    const [last, to] = [addDays(TODAY, -3), addDays(TODAY, 5)];
    const id = await world.survey({ closedOn: last, startDays: 0, expiryDays: 0 });
    const day = `from=${last}&to=${last}`;
    const list = (search: string) => countOf(ana, `/panel/inconsistent?${search}`);
    const before = [await list(`of=overdue&${day}`), await list(`of=expiry&${day}`)];
    const settled = (await list(`of=settlement&from=${TODAY}&to=${TODAY}`)) ?? 0;
    const sent = await ana.post(`/surveys/${id}/extension`, { expiresOn: to, reason: 'Viajou' });
    t.equal(sent.status, 303);
    t.equal(await list(`of=overdue&${day}`), before[0], 'it came up');
    t.equal(await list(`of=expiry&${day}`), (before[1] ?? 0) - 1, 'and is none today');
    t.equal(await list(`of=settlement&from=${TODAY}&to=${TODAY}`), settled + 1);
    const kept = await app.db.read('extensions').where({ survey_id: id }).first();
    t.match(kept, { was_expires_on: last, expires_on: to, extended_on: TODAY });
  });
});

/** By the definition, survey by survey. */
async function overdueIn(db: Database, { from, to }: { readonly from: string; readonly to: string }) {
  const within = (day: string) => day >= from && day <= to;
  const [came, settled, open] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const closures = new Map((await db.read('closures')).map((row) => [row.survey_id, row.closed_on]));
  const extensions = await db.read('extensions').whereRaw('extended_on > was_expires_on');
  for (const row of await db.read('surveys')) {
    if (row.outcome === 'cancelled') continue;
    const endedOn = row.executed_on ?? closures.get(row.id) ?? null;
    if (row.outcome === null && row.expires_on < TODAY && within(row.expires_on)) open.add(row.id);
    if ((endedOn ?? TODAY) > row.expires_on && within(row.expires_on)) came.add(row.id);
    if (endedOn !== null && endedOn > row.expires_on && within(endedOn)) settled.add(row.id);
    for (const { was_expires_on, extended_on } of extensions.filter(({ survey_id }) => survey_id === row.id)) {
      if (within(was_expires_on)) came.add(row.id);
      if (within(extended_on)) settled.add(row.id);
    }
  }
  return { came, settled, open };
}
