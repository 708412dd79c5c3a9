import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';
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

  await t.test('Não executadas is sorted by status, in each by expiry, over all its pages', async (t) => {
    const { db, world, ana } = await prepare(t, engine, 10_000);
    await world.surveys(
      Array.from({ length: 60 }, (_, index) => ({
        closedOn: ['2026-05-01', '2026-07-01', '2026-07-09'][index % 3] ?? '',
        startDays: index % 4,
        outcome: index % 10 === 9 ? 'closed' : null,
      })),
    );
    const rows = new Map((await db.read<Row>('surveys')).map((row: Row) => [String(row.id), row]));
    const rank = ({ outcome, opens_on, expires_on }: Row) =>
      outcome !== null ? 4 : opens_on > TODAY ? 0 : expires_on >= TODAY ? 1 : 2;
    for (const descending of [false, true]) {
      const url = `/panel/pending?status=pending&status=closed&sort=${descending ? '-' : ''}status`;
      const { seen, pages, last } = await walk(ana, url);
      t.equal(pages, 2);
      t.equal(new Set(seen).size, 60, 'every survey once');
      const sorted = seen.map((id) => rows.get(id) as Row).map((row) => `${rank(row)} ${row.expires_on}`);
      t.same(descending ? [...sorted].reverse() : sorted, sorted.toSorted());
      t.equal(new Set(sorted.map((key) => key[0])).size, 4, 'all four are there');
      t.same(idsIn((await ana.get(hrefOf(last, 'prev'))).body), seen.slice(0, 50), 'back to the first');
    }
    const head = /<th scope="col" aria-sort="descending">.*?<\/th>/.exec(
      (await ana.get('/panel/pending?sort=-status')).body,
    );
    t.match(head?.[0], 'Situação');
    const broken = `after=${Buffer.from('["9",1]').toString('base64url')}`;
    t.equal((await ana.get(`/panel/pending?sort=status&${broken}`)).status, 422);
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
  expires_on: string;
  outcome: string | null;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
