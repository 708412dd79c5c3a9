import t from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { JOAO, MAPPING, MARIA, provider } from '../support/provider.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a known sale takes what differs from what was imported last', async (t) => {
    const { db, bring, sale } = await provider(t, engine);
    done(await bring([MARIA, JOAO]));
    const report = done(
      await bring(['P-1;03/07/2026;Maria Souza;11911112222;Santos;Fibra 500;Vera Vendedora;200;cancelado', JOAO]),
    );
    t.match(report, { added: 0, updated: 1, unchanged: 1, cancelled: 1, customersChanged: 1, customers: 0 });
    t.match(await sale('P-1'), { closed_on: '2026-07-03', value_cents: 20000, commission_base_cents: 2000 });
    const vera = await db.read('users').where({ name: 'Vera Vendedora' }).first();
    const survey = await db.read('surveys').orderBy('id').first();
    t.match(survey, { opens_on: '2026-07-10', expires_on: '2026-07-20', outcome: 'cancelled', seller_id: vera.id });
    t.match(await db.read('customers').orderBy('id').first(), { phone1: '+5511911112222', city: 'Santos' });

    const restored = done(await bring([MARIA.replace('01/07', '03/07'), JOAO.replace('cancelado', 'ativo')]));
    t.match(restored, { updated: 2, restored: 2 });
    t.equal((await db.read('surveys').whereNotNull('outcome')).length, 0);
  });

  await t.test('a closing date that the file corrects moves the surveys, and the latest extension holds', async (t) => {
    const { db, bring } = await provider(t, engine);
    done(await bring([MARIA]));
    const { id } = await db.read('surveys').first();
    await db.transaction(async (trx) => {
      const by = { survey_id: id, reason: 'férias', extended_by: 1, extended_at: 1 };
      await trx('extensions').insert(['2026-07-28', '2026-07-24'].map((expires_on) => ({ ...by, expires_on })));
      await trx('surveys').update({ expires_on: '2026-07-28' });
    });
    for (const [closing, original, expiry] of [
      ['03/07', '2026-07-20', '2026-07-28'],
      ['11/07', '2026-07-28', '2026-07-28'],
      ['12/07', '2026-07-29', '2026-07-29'],
      ['01/07', '2026-07-18', '2026-07-28'],
    ] as const) {
      done(await bring([MARIA.replace('01/07', closing)]));
      const dates = { original_expires_on: original, expires_on: expiry };
      t.match(await db.read('surveys').first(), dates, `closed ${closing}`);
    }
  });

  await t.test('corrections made by hand survive what the file repeats, and are listed', async (t) => {
    const { context, bring, sale, build } = await provider(t, engine);
    done(await bring([MARIA, JOAO]));
    const { id, version, product_id, seller_id } = await sale('P-1');
    const combo = await build.product({ name: 'Combo' });
    const form = {
      customer: 'Maria S. Souza',
      phone1: '11 3333-4444',
      city: 'Campinas',
      seller: String(build.people.carla.id),
      closedOn: '2026-07-02',
      value: '99,90',
      externalId: 'P-1',
    };
    done(await editSale(context, { id, version }, { ...form, product: String(combo) }));
    done(await restoreSale(context, (await sale('P-2')).id));
    const again = done(await bring([MARIA, JOAO]));
    t.match(again, { added: 0, updated: 0, unchanged: 2, customersChanged: 0 });
    t.same(
      again.kept.map((kept) => `${kept.externalId} ${kept.field}`),
      ['P-1 customer', 'P-1 phone1', 'P-1 product', 'P-1 closedOn', 'P-1 seller', 'P-2 status'],
    );
    t.match(await sale('P-1'), { product_id: combo, seller_id: build.people.carla.id, closed_on: '2026-07-02' });
    t.not(product_id, combo);
    t.not(seller_id, build.people.carla.id);

    const value = done(await bring([MARIA.replace('99,90', '150'), JOAO]));
    t.match(value, { updated: 1 }, 'what the ERP changed comes through');
    t.match(await sale('P-1'), { value_cents: 15000, closed_on: '2026-07-02', product_id: combo });
  });

  await t.test('a sale cancelled by hand stays cancelled while the file repeats that it stands', async (t) => {
    const { context, bring, sale } = await provider(t, engine);
    done(await bring([MARIA]));
    done(await cancelSale(context, (await sale('P-1')).id, { cancelledOn: '2026-07-09', reverseCommission: 'no' }));
    matchLists(t, done(await bring([MARIA])), { unchanged: 1, restored: 0, kept: [{ field: 'status' }] });
    t.match(await sale('P-1'), { cancelled_on: '2026-07-09' });
  });

  await t.test('a correction survives a file that lacks its column, and the next one that has it', async (t) => {
    const { db, bring, sale } = await provider(t, engine);
    done(await bring([MARIA]));
    await db.transaction((trx) => trx('sales').update({ value_cents: 15000 }));
    matchLists(t, done(await bring([MARIA], { mapping: { ...MAPPING, value: '' } })), { unchanged: 1, kept: [] });
    matchLists(t, done(await bring([MARIA])), { updated: 0, unchanged: 1, kept: [{ field: 'value' }] });
    t.match(await sale('P-1'), { value_cents: 15000 });
  });

  await t.test('a new sale brings news of a known customer, and fills his gaps', async (t) => {
    const { db, bring } = await provider(t, engine);
    const mapping = { ...MAPPING, customerExternalId: 'situacao', status: '' };
    const line = (id: string, phone: string, city: string, customer: string) =>
      `${id};01/07/2026;Maria;${phone};${city};Fibra 500;Bruno Operador;1;${customer}`;
    const customers = () => db.read('customers').orderBy('id').select('external_id', 'phone1', 'city');
    done(await bring([line('1', '11987654321', '', 'C-1')], { mapping }));
    done(await bring([line('2', '11987654321', 'Itu', 'C-1')], { mapping }));
    matchLists(t, await customers(), [{ external_id: 'C-1', phone1: '+5511987654321', city: 'Itu' }]);
    await db.transaction((trx) => trx('customers').update({ phone1: '+5511900000000' }));
    done(await bring([line('3', '11987654321', 'Itu', 'C-1')], { mapping }));
    matchLists(t, await customers(), [{ phone1: '+5511900000000' }], 'a corrected phone stays');
    done(await bring([line('4', '11955556666', 'Itu', 'C-1')], { mapping }));
    matchLists(t, await customers(), [{ phone1: '+5511955556666' }], 'a new one comes through');
    done(await bring([line('5', '11955556666', 'Itu', 'C-2')], { mapping }));
    t.equal((await customers()).length, 2, 'another id is another customer');
  });
});
