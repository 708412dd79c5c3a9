import t, { type Test } from 'tap';
import { listAlikeSales } from '../../../src/actions/alike-sales.js';
import { insertSales } from '../../../src/store/sales.js';
import { listStandingSales } from '../../../src/store/standing-sales.js';
import { NOW, testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { postedBy } from '../../support/posted-by.js';

const MANY = 3000;
const DAY = '2026-07-01';

/** A customer who has as many sales as none has, all alike: *consumidor final*. */
async function crowd(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const build = await fixtures(app.db);
  const customerId = await build.customer({ name: 'Consumidor Final' });
  const productId = await build.product();
  const sold = { customerId, productId, sellerId: build.people.bruno.id, closedOn: DAY, valueCents: 1 };
  const bare = { externalId: null, commissionBaseCents: null, cancellation: null, lastImported: null, formKey: null };
  const all = Array.from({ length: MANY }, () => ({ ...sold, ...bare, origin: 'import' as const }));
  const ids = await app.db.transaction((trx) => insertSales(trx, all, NOW));
  return { ...app, build, sold, ids };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('very many sales that look like a new one hold up nobody, and it can be recorded', async (t) => {
    const { db, build, sold, ids, browser } = await crowd(t, engine);
    const contact = { document: null, phone2: null, phone3: null, email: null, city: null, state: null };
    const customer = { ...contact, name: 'Consumidor Final', phone1: '+5511987654321' };
    let [turns, over] = [0, false];
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    t.same(await listAlikeSales(db.read, { ...sold, customer, externalId: null }), ids);
    over = true;
    t.ok(turns >= MANY / 250, `${turns} turns for ${MANY} sales`);

    const ana = await browser('ana');
    await ana.get('/sales/new');
    const form = {
      customer: 'Consumidor Final',
      phone1: '(11) 98765-4321',
      product: String(sold.productId),
      seller: String(sold.sellerId),
      closedOn: DAY,
      value: '99,90',
    };
    const warned = await ana.post('/sales', form);
    t.equal(warned.status, 409);
    await build.sale(sold);
    const another = await ana.post('/sales', postedBy(warned.body, '/sales'));
    t.match([another.status, another.text], [409, /Já há 3\.?001 vendas/], 'one more than was shown');
    t.equal((await ana.post('/sales', postedBy(another.body, '/sales'))).status, 303);
  });

  await t.test('of a customer’s sales only those are read that can be like one of the given', async (t) => {
    const { db } = await testApp(t, engine);
    const build = await fixtures(db);
    const { bruno, carla } = build.people;
    const customerId = await build.customer();
    const [one, other] = [await build.product(), await build.product()];
    const sale = (productId: number, sellerId: number, closedOn = DAY, cancelledOn: string | null = null) =>
      build.sale({ customerId, productId, sellerId, closedOn, cancelledOn });
    const [first, second] = [await sale(one, bruno.id), await sale(other, carla.id, '2026-07-02')];
    await sale(one, bruno.id, '2026-07-02');
    await sale(one, carla.id);
    await sale(other, bruno.id);
    await sale(one, bruno.id, '2026-07-03');
    await sale(one, bruno.id, DAY, '2026-07-04');
    const stranger = await build.customer();
    await build.sale({ customerId: stranger, productId: one, sellerId: bruno.id, closedOn: DAY });
    const found = await listStandingSales(
      db.read,
      [customerId, customerId],
      [
        { product: one, seller: bruno.id, closedOn: DAY },
        { product: other, seller: carla.id, closedOn: '2026-07-02' },
      ],
    );
    t.same(
      found.map(({ id }) => id),
      [first, second],
    );
    t.same(await listStandingSales(db.read, [customerId], []), []);
  });
});
