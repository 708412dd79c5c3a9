import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';
import { hrefOf, idsIn, listed, walk } from './panel-pages.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a list is sorted by city, operator, attempts and opening too, over all its pages', async (t) => {
    const { db, world, ana } = await prepare(t, engine, 10_000);
    const ids = await world.surveys(
      Array.from({ length: 60 }, (_, index) => ({
        closedOn: `2026-05-${String(1 + (index % 20)).padStart(2, '0')}`,
        startDays: 1 + ((index * 7) % 20),
        assignedTo: [null, world.bruno.id, world.carla.id][index % 3] ?? null,
      })),
    );
    await db.transaction(async (trx) => {
      await trx('customers').whereRaw('id % 4 = 1').update({ city: 'Natal', city_key: 'natal' });
      await trx('customers').whereRaw('id % 4 = 2').update({ city: 'Caicó', city_key: 'caico' });
      await trx('surveys').whereRaw('id % 5 = 2').update({ attempt_count: 2 });
    });
    const rows = new Map((await db.read<Row>('surveys')).map((row: Row) => [String(row.id), row]));
    const names: Record<number, string> = { [world.bruno.id]: 'bruno', [world.carla.id]: 'carla' };
    const keys: Record<string, (row: Row) => string | number> = {
      city: (row) => row.city_key,
      operator: (row) => names[row.assigned_to ?? 0] ?? '',
      attempts: (row) => row.attempt_count,
      opening: (row) => row.opens_on,
    };
    for (const [sort, keyOf] of Object.entries(keys))
      for (const descending of [false, true]) {
        const { seen, pages, last } = await walk(ana, `/panel/inconsistent?sort=${descending ? '-' : ''}${sort}`);
        t.equal(pages, 2);
        t.same([...seen].sort(), [...ids].map(String).sort(), `every survey once: ${sort}`);
        const sorted = seen.map((id) => keyOf(rows.get(id) as Row));
        t.same(descending ? [...sorted].reverse() : sorted, sorted.toSorted(compare), sort);
        t.same(idsIn((await ana.get(hrefOf(last, 'prev'))).body), seen.slice(0, 50), 'back to the first');
      }
  });

  await t.test('a list that is too long for an order is shown in its own, and says so', async (t) => {
    const { world, ana } = await prepare(t, engine, 3);
    await world.surveys(
      ['Ana', 'Bia', 'Caio', 'Davi'].map((customer, index) => ({ customer, closedOn: `2026-06-0${9 - index}` })),
    );
    const page = await ana.get('/panel/inconsistent?sort=customer');
    t.equal(page.status, 200);
    t.match(page.text, 'Há 4 linhas: para ordenar por Cliente, filtre até 3.');
    t.same(await listed(ana, '/panel/inconsistent?sort=customer'), ['Davi', 'Caio', 'Bia', 'Ana'], 'by expiry');
    t.match((await ana.get('/panel/inconsistent/print?sort=customer')).text, 'Vencimento');
    t.same(await listed(ana, '/panel/inconsistent?sort=customer&to=2026-06-18'), ['Bia', 'Caio', 'Davi'], 'three may');
    const indexed = await ana.get('/panel/pending?sort=-closing');
    t.notMatch(indexed.text, 'para ordenar por', 'an order that has an index is for any list');
    t.match(indexed.body, /aria-sort="descending"/);
  });
});

async function prepare(t: Test, engine: Engine, sortedRows: number) {
  const { db, browser } = await testApp(t, engine, undefined, { xlsxRows: 10, printRows: 10, sortedRows });
  return { db, world: await surveyWorld(db), ana: await browser('ana') };
}

interface Row {
  id: number;
  city_key: string;
  assigned_to: number | null;
  attempt_count: number;
  opens_on: string;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
