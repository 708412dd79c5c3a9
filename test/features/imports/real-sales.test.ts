import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { formOf, previewFormOf, send } from '../../support/imports.js';
import { realRows, realSales, skipWithoutRealSales } from '../../support/real-sales.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('the real export goes through the screens as it is', { skip: skipWithoutRealSales }, async (t) => {
    const { db, clock, browser } = await testApp(t, engine);
    clock.now = Date.parse('2018-08-20T10:00:00-03:00');
    const build = await fixtures(db);
    const profileId = await build.profile({ rules: [await build.rule({ startDays: 7, expiryDays: 10 })] });
    for (const name of new Set(realRows().map((row) => row.produto ?? ''))) await build.product({ name, profileId });
    const ana = await browser('ana');
    const { location } = await send(ana, realSales(), 'sales-erp-export.csv');
    const form = formOf(await ana.get(location));
    t.same(form, {
      field: [
        'externalId',
        'closedOn',
        'customer',
        'city',
        'state',
        'product',
        'seller',
        'value',
        'status',
        '',
        '',
        '',
      ],
      cancelled: ['canceled'],
      statusColumn: 'situacao',
    });
    await ana.post(`${location}/mapping`, form);
    const preview = await ana.get(`${location}/preview`);
    t.match(preview.text, 'Vendas novas 4.966 (15 já canceladas)');
    t.match(preview.text, 'Não criar pesquisas que já nasceriam vencidas 140 170 0 1');
    t.match(preview.text, 'Todas 140 170 4.641 15');
    t.notMatch(preview.text, /undefined|null|NaN/);
    await ana.post(`${location}/application`, { ...previewFormOf(preview), planning: 'all' });
    t.match((await ana.get(location)).text, 'agendadas: 140 · abertas: 170 · vencidas: 4.641 · canceladas: 15');
    t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 4966);
  });
});
