import t, { type Test } from 'tap';
import type { TestApp } from '../../support/app.js';
import { testApp } from '../../support/app.js';
import { commissionWorld } from '../../support/commission-world.js';
import { onBothEngines } from '../../support/engines.js';

type Engine = Parameters<typeof testApp>[1];

/** bruno sold product 0 on 2026-05-10, and May is closed; the products are called Primeiro and Segundo. */
async function closed(t: Test, engine: Engine) {
  const app: TestApp = await testApp(t, engine);
  const world = await commissionWorld(app.db);
  const names = ['Primeiro', 'Segundo'];
  for (const [index, id] of world.productIds.entries())
    await app.db.transaction((trx) => trx('products').where({ id }).update({ name: names[index] }));
  const sale = await world.sale();
  await world.close('2026-05');
  const ana = await app.browser('ana');
  const base = `/commissions/statements/2026-05-${world.people.bruno.id}`;
  const told = async (month = '05') => {
    const of = base.replace('-05-', `-${month}-`);
    return {
      page: (await ana.get(of)).text,
      print: (await ana.get(`${of}/print`)).text,
      csv: (await ana.get(`${of}/export.csv`)).body,
    };
  };
  return { app, world, sale, told };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a closed statement tells the product and the closing date of then', async (t) => {
    const { world, sale, told } = await closed(t, engine);
    const before = await told();
    t.notMatch(before.page, 'depois corrigida');
    await world.correct(sale, { productId: world.productIds[1] ?? 0, closedOn: '2026-06-02' });
    const after = await told();
    t.equal(after.csv, before.csv);
    for (const text of Object.values(after)) {
      t.match(text, /Primeiro.*10\/05\/2026|10\/05\/2026.*Primeiro/s);
      t.notMatch(text, /Segundo|02\/06\/2026/);
    }
    t.match(after.page, 'depois corrigida');
    const june = await told('06');
    for (const text of Object.values(june)) t.match(text, '02/06/2026', 'an open one tells those of today');
  });

  await t.test(
    'a line that was frozen without its date shows that of the sale while it lies in its month',
    async (t) => {
      const { app, world, sale, told } = await closed(t, engine);
      // As the version before wrote it: with no date.
      await forgetDate(app, engine.dialect);
      await world.correct(sale, { closedOn: '2026-05-12' });
      t.match((await told()).page, '12/05/2026');
      await world.correct(sale, { closedOn: '2026-06-02' });
      const { page, print, csv } = await told();
      for (const text of [page, print]) {
        t.match(text, 'maio de 2026');
        t.notMatch(text, '02/06/2026', 'a day of another month is certainly wrong');
      }
      t.notMatch(csv, '02/06/2026');
    },
  );

  await t.test('as many lines as are called provisional carry the mark, adjustments too', async (t) => {
    const { app, world, sale } = await closed(t, engine);
    for (const rule of [0, 1, 2]) await world.execute(sale, rule, 60);
    await world.sale({ closedOn: '2026-06-10', commissionBaseCents: 1000 });
    const other = await world.sale({ closedOn: '2026-05-11' });
    await world.execute(other, 0, 60);
    const ana = await app.browser('ana');
    const of = `/commissions/statements/2026-06-${world.people.bruno.id}`;
    const { text } = await ana.get(of);
    t.match(text, '2 linhas (de 3) são provisórias', 'a sale and an adjustment; the other adjustment is settled');
    t.equal(text.match(/Provisória:/g)?.length, 2);
    const adjustments = text.slice(text.indexOf('Ajustes'), text.indexOf('Vendas do mês'));
    t.match(adjustments, 'Provisória: 2 pesquisas em aberto');
    t.equal((await ana.get(`${of}/print`)).text.match(/Provisória:/g)?.length, 2, 'on paper too');
    t.match(
      (await ana.get('/commissions/months/2026-06')).text,
      /R\$\s[\d,]+\s+2\s+0/,
      'and what closing would freeze',
    );
    await world.close('2026-06');
    t.notMatch((await ana.get(of)).text, /Provisória:|provisóri/, 'what is closed does not change');
  });

  await t.test('a statement that comes to nothing is settled, and nobody is said to be paid', async (t) => {
    const { app, world } = await closed(t, engine);
    const { carla } = world.people;
    await world.sale({ sellerId: carla.id, closedOn: '2026-06-10', commissionBaseCents: null });
    await world.close('2026-06');
    const ana = await app.browser('ana');
    const month = '/commissions/months/2026-06';
    const before = (await ana.get(month)).text;
    t.match(before, /Encerrar sem pagamento.*Carla.* não tem nada a receber neste mês.*Não há como desfazer/);
    t.notMatch(before, 'recebeu');
    await ana.post(`${month}/payment`, { seller: String(carla.id) });
    const statement = `/commissions/statements/2026-06-${carla.id}`;
    for (const page of [month, statement])
      t.match((await ana.get(page)).text, 'Encerrado sem pagamento por Ana Gestora', page);
    t.match((await ana.get('/commissions/months/2026-05')).text, /Marca que Bruno.* recebeu R\$\s50,00\. Não há como/);
  });

  await t.test('a file says why, before and after, and what its lines come to', async (t) => {
    const { world, sale, told } = await closed(t, engine);
    await world.cancel(sale, true);
    const other = await world.sale({ closedOn: '2026-06-10', commissionBaseCents: 1000 });
    await world.cancel(other, true);
    await world.sale({ closedOn: '2026-06-11', commissionBaseCents: null });
    await world.sale({ closedOn: '2026-06-12', commissionBaseCents: 21_620 });
    for (const state of ['open', 'closed']) {
      const { csv } = await told('06');
      t.match(csv, /Venda;.*;10,00;;1;;;0,00;Estornada;/, state);
      t.match(csv, /Venda;.*;;;1;;;0,00;sem base;/);
      t.match(csv, /;216,20;;1;;;216,20;;/, 'two decimals');
      t.match(csv, /Ajuste;.*;50,00;0,00;-50,00;venda cancelada;/);
      t.match(csv, /\r\nTotal;;;;;;;;;;166,20;;\r\n$/);
      if (state === 'open') await world.close('2026-06');
    }
    t.match((await told('05')).csv, /\r\nTotal;;;;;;;;;;50,00;;\r\n$/);
  });
});

async function forgetDate({ db }: TestApp, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const trigger = 'commission_lines_frozen_update';
  await db.transaction(async (trx) => {
    await trx.raw(dialect === 'sqlite' ? `drop trigger ${trigger}` : `drop trigger ${trigger} on commission_lines`);
    await trx('commission_lines').update({ closed_on: null });
  });
}
