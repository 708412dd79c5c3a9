import t from 'tap';
import { testApp } from '../../support/app.js';
import { commissionWorld } from '../../support/commission-world.js';
import { onBothEngines } from '../../support/engines.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');

await onBothEngines(t, async (t, engine) => {
  await t.test('every open month of the list says what it pays, and those before it are named', async (t) => {
    const app = await testApp(t, engine);
    const world = await commissionWorld(app.db);
    // Today is 2026-07-10: 2024-08 is the first of the 24 months that are listed.
    await world.sale({ closedOn: '2024-05-10', commissionBaseCents: 1100 });
    await world.sale({ closedOn: '2024-08-10', commissionBaseCents: 2200 });
    await world.sale({ closedOn: '2025-03-10', commissionBaseCents: 3300, sellerId: world.people.carla.id });
    const ana = await app.browser('ana');
    const first = plain((await ana.get('/commissions')).text);
    t.match(first, /março de 2025[^–—]*R\$ 33,00/);
    t.match(first, /agosto de 2024[^–—]*R\$ 22,00/);
    t.notMatch(first, '—', 'no month without figures');
    t.notMatch(first, /R\$ 11,00/);
    t.match(first, 'Há mais 3 meses, de maio de 2024 a julho de 2024.');
    const page = await ana.get('/commissions?until=2024-07');
    t.match(plain(page.text), /maio de 2024[^–—]*R\$ 11,00/);
    t.match(page.body, 'href="/commissions"');
    t.notMatch(page.text, 'Há mais');
    for (const until of ['x', '2020-01', '2199-12'])
      t.match((await ana.get(`/commissions?until=${until}`)).text, 'agosto de 2024', until);
    const own = plain((await (await app.browser('bruno')).get('/commissions')).text);
    t.match(own, /agosto de 2024[^–—]*R\$ 22,00/);
    t.match(own, 'Há mais 3 meses');
    t.notMatch(own, 'R$ 33,00');
  });

  await t.test('closing more months than are named says what all of them come to', async (t) => {
    const app = await testApp(t, engine);
    const world = await commissionWorld(app.db);
    for (const [closedOn, commissionBaseCents] of [
      ['2024-05-10', 1100],
      ['2025-05-10', 2200],
      ['2025-06-10', 4400],
      ['2026-06-10', 8800],
    ] as const)
      await world.sale({ closedOn, commissionBaseCents });
    const ana = await app.browser('ana');
    const month = await ana.get('/commissions/months/2026-06');
    t.match(
      plain(month.text),
      /Fechar este mês fecha também os anteriores em aberto: 26 meses, a partir de maio de 2024/,
    );
    t.notMatch(month.body, 'id="closing"', 'ten years are added up when somebody asks');
    t.match(month.body, 'href="/commissions/months/2026-06?closing=shown#closing"');
    const asked = await ana.get('/commissions/months/2026-06?closing=shown');
    t.match(asked.body, '<details class="confirm" id="closing" open>');
    const page = plain(asked.text);
    t.match(page, /Fecha 26 meses, a partir de maio de 2024/);
    t.match(page, /abril de 2025 0 R\$ 0,00 0 0 2 meses entre eles 2 R\$ 66,00 2 0 julho de 2025/);
    t.match(page, /junho de 2026 1 R\$ 88,00 1 0 Total 4 R\$ 165,00 4 0/);
    const year = plain((await ana.get('/commissions/months/2025-04')).text);
    t.match(year, /Fecha 12 meses/, 'a year is shown unasked');
    t.notMatch((await ana.get('/commissions/months/2025-05')).body, 'id="closing"', 'more than a year is not');
    const last = plain((await ana.get('/commissions/months/2026-04?closing=shown')).text);
    t.match(last, /Fecha 24 meses/);
    t.notMatch(last, 'entre eles', 'as many as are named');
  });

  await t.test('months that are ticked are marked as paid at once, and so are sellers of a month', async (t) => {
    const app = await testApp(t, engine);
    const world = await commissionWorld(app.db);
    const { bruno, carla } = world.people;
    for (const closedOn of ['2026-03-10', '2026-04-10', '2026-05-10'])
      for (const sellerId of [bruno.id, carla.id]) await world.sale({ closedOn, sellerId });
    await world.close('2026-04');
    const ana = await app.browser('ana');
    const payments = () =>
      app.db.read('commission_payments').orderBy(['month', 'seller_id']).select('month', 'seller_id');
    const list = await ana.get('/commissions');
    const ticks = (body: string) => [...body.matchAll(/name="picked" value="([^"]+)"/g)].map(([, value]) => value);
    t.same(ticks(list.body), ['2026-04', '2026-03'], 'closed ones only');
    const none = await ana.post('/commissions/payments', {});
    t.match([none.status, none.text], [422, 'Assinale na lista pelo menos um mês fechado.']);
    const march = '/commissions/months/2026-03';
    t.equal((await ana.post(`${march}/payments`, {})).status, 422);
    for (const [url, picked] of [
      ['/commissions/payments', ['2026-04', '2026-05']],
      ['/commissions/payments', ['x']],
      [`${march}/payments`, [String(bruno.id), '999']],
      ['/commissions/months/2026-05/payments', [String(bruno.id)]],
    ] as const)
      t.equal((await ana.post(url, { picked: [...picked] })).status, 404, `${url} ${picked}`);
    t.same(await payments(), [], 'all of them or none');
    t.equal((await ana.post(`${march}/payments`, { picked: [String(bruno.id)] })).status, 303);
    t.same(await payments(), [{ month: '2026-03', seller_id: bruno.id }]);
    t.same(ticks((await ana.get(march)).body), [String(carla.id)]);
    t.match(await ana.post('/commissions/payments', { picked: ['2026-03', '2026-04'] }), { location: '/commissions' });
    const paid = await ana.get('/commissions');
    t.match(paid.text, '3 extratos marcados como pagos.');
    t.same(ticks(paid.body), []);
    t.equal((await payments()).length, 4);
    t.equal((await app.db.read('audit').where({ action: 'pay' })).length, 4);
    const own = await app.browser('bruno');
    t.same(ticks((await own.get('/commissions')).body), []);
    t.equal((await own.post('/commissions/payments', { picked: '2026-03' })).status, 403);
  });

  await t.test('closed months follow the open ones', async (t) => {
    const app = await testApp(t, engine);
    const world = await commissionWorld(app.db);
    await world.sale({ closedOn: '2024-05-10', commissionBaseCents: 1100 });
    await world.sale({ closedOn: '2024-08-10', commissionBaseCents: 2200 });
    await world.close('2026-05');
    const ana = await app.browser('ana');
    const first = plain((await ana.get('/commissions')).text);
    t.match(first, /agosto de 2024\s*Fechado[^–—]*R\$ 22,00/);
    t.match(plain((await ana.get('/commissions?until=2024-07')).text), /maio de 2024\s*Fechado[^–—]*R\$ 11,00/);
  });
});
