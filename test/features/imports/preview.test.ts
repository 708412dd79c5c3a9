import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { formOf, previewFormOf, salesFile, send, stage } from '../../support/imports.js';

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const build = await fixtures(db);
  const profileId = await build.profile({ rules: [await build.rule({ startDays: 7, expiryDays: 10 })] });
  for (const name of ['Fibra 500', 'Fibra 300']) await build.product({ name, profileId });
  const ana = await browser('ana');
  const count = async (table: string) => Number((await db.read(table).count({ n: '*' }))[0]?.n);
  const apply = async (path: string, over: Record<string, string> = {}) =>
    ana.post(`${path}/application`, { ...previewFormOf(await ana.get(`${path}/preview`)), ...over });

  await t.test('errors are listed by line with the cell, and nothing can be imported', async (t) => {
    const path = await stage(
      ana,
      salesFile(
        'P-4;31/02/2026;Cid Reis;;Fibra 300;Vera Lopes;10,00;ativo',
        'P-5;01/07/2026;;;Fibra 300;Vera Lopes;dez reais;ativo',
        'P-6;01/07/2026;Cid Reis;;Fibra 300;Vera Lopes;1,00;ativo;a mais',
        'P-1;01/07/2026;Maria Souza;;Fibra 500;Vera Lopes;1,00;ativo',
      ),
    );
    const page = await ana.get(`${path}/preview`);
    t.equal(page.status, 200);
    t.match(page.text, 'Linhas do arquivo 7');
    t.match(page.text, 'Linhas com erro 4');
    t.match(page.text, '5 erros impedem a importação');
    t.match(page.text, '5 Data de fechamento 31/02/2026 Digite uma data que exista, como 31/12/2026.');
    t.match(page.text, '6 Valor dez reais Digite um valor como 1.234,56.');
    t.match(page.text, '6 Cliente — Preencha este campo.');
    t.match(page.text, '7 A linha toda — A linha tem mais células do que as 8 colunas.');
    t.match(page.text, '8 Código da venda P-1 Esta venda aparece mais de uma vez no arquivo.');
    t.match(page.body, /type="button" disabled[^>]*>Importar</);
    const forced = await apply(path);
    t.equal(forced.status, 422);
    t.match(forced.text, 'Nada foi importado');
    t.match(forced.text, '5 erros impedem a importação');
    for (const table of ['sales', 'customers', 'surveys']) t.equal(await count(table), 0, table);
    t.match(await db.read('imports').first(), { applied_at: null, content: /./ }, 'it is still staged');
  });

  await t.test('of very many errors the first hundred are listed', async (t) => {
    const lines = Array.from({ length: 150 }, (_, n) => `Q-${n};ontem;Cid Reis;;Fibra 300;Vera Lopes;1,00;ativo`);
    const page = await ana.get(`${await stage(ana, salesFile(...lines))}/preview`);
    t.match(page.text, '150 erros impedem a importação');
    t.match(page.text, 'E mais 50 além dos mostrados.');
    t.equal(page.body.split('Digite uma data que exista').length - 1, 100);
  });

  await t.test('a date in the future and a telephone that is none are warnings', async (t) => {
    const path = await stage(
      ana,
      salesFile(
        'P-4;11/07/2026;Cid Reis;;Fibra 300;Vera Lopes;10,00;ativo',
        'P-5;01/07/2026;Lia Reis;ramal 12;Fibra 300;Vera Lopes;10,00;ativo',
      ),
    );
    const page = await ana.get(`${path}/preview`);
    t.match(page.text, '2 avisos');
    t.match(page.text, '5 Data de fechamento 11/07/2026 A data está no futuro: confira.');
    t.match(page.text, '6 Telefone 1 ramal 12 Telefone inválido');
    t.match(page.text, 'Vendas novas 5');
  });

  await t.test('a line like a sale that stands, or like an earlier line, is a warning', async (t) => {
    const alone = await stage(ana, salesFile(), 'a.csv');
    t.equal((await apply(alone)).status, 303);
    const { id } = await db.read('sales').where({ external_id: 'P-1' }).first('id');
    const [maria = ''] = salesFile().toString().split('\r\n').slice(1);
    const nameless = maria.replace('P-1', '');
    const page = await ana.get(
      `${await stage(ana, salesFile(nameless, nameless, ';01/07/2026;Zé;;Fibra 300;Vera Lopes;1,00;ativo', ';01/07/2026;ZE;;Fibra 300;Vera Lopes;1,00;ativo'), 'b.csv')}/preview`,
    );
    t.match(page.text, `5 A linha toda — Mesmo cliente, produto, vendedor e data de fechamento da venda ${id}.`);
    t.match(page.text, `6 A linha toda — Mesmo cliente, produto, vendedor e data de fechamento da venda ${id}.`);
    t.match(page.text, '8 A linha toda — Mesmo cliente, produto, vendedor e data de fechamento da linha 7.');
    t.match(page.text, '3 avisos');
    await db.transaction((trx) => trx.raw('delete from surveys'));
    await db.transaction((trx) => trx.raw('delete from sales'));
  });

  await t.test('the second choice is counted for the day that is typed, which stays in the URL', async (t) => {
    const path = await stage(ana, salesFile('P-4;01/06/2026;Cid Reis;;Fibra 300;Vera Lopes;10,00;ativo'));
    const page = await ana.get(`${path}/preview`);
    t.match(page.text, 'Não criar pesquisas que já nasceriam vencidas 1 1 0 0');
    t.match(page.text, 'Só as que vencem a partir de 10/06/2026 1 1 1 1');
    t.match(page.text, 'Todas 1 1 1 1');
    const form = previewFormOf(page);
    const again = await ana.post(`${path}/preview`, { ...form, planning: 'since', planningSince: '2026-06-19' });
    t.match(again, { status: 303, location: `${path}/preview?planning=since&planningSince=2026-06-19` });
    const counted = await ana.get(again.location);
    t.match(counted.text, 'Só as que vencem a partir de 19/06/2026 1 1 0 1');
    t.match(previewFormOf(counted), { planning: 'since', planningSince: '2026-06-19' });
    for (const url of [`${path}/preview`, `${path}/application`]) {
      const refused = await ana.post(url, { ...form, planning: 'since', planningSince: '2026-02-30' });
      t.equal(refused.status, 422);
      t.match(refused.body, 'href="#planningSince"');
      t.match(refused.body, /value="2026-02-30"/);
    }
    t.match(await ana.post(`${path}/application`, { ...form, planning: 'some' }), { status: 422 });
    t.equal((await ana.get(`${path}/preview?planning=x&planningSince=y`)).status, 200);
    t.equal(await count('surveys'), 0);
    await ana.post(`${path}/application`, { ...form, planning: 'since', planningSince: '2026-06-19' });
    t.same(await db.read('surveys').orderBy('expires_on').pluck('expires_on'), [
      '2026-07-07',
      '2026-07-18',
      '2026-07-25',
    ]);
    t.match((await ana.get(path)).text, 'Planejamento Só as que vencem a partir de 19/06/2026');
  });

  await t.test('corrections made by hand are listed and survive', async (t) => {
    const { id } = await db.read('sales').where({ external_id: 'P-1' }).first('id');
    await db.transaction((trx) => trx('sales').where({ id }).update({ value_cents: 12345 }));
    const file = salesFile('P-4;01/06/2026;Cid Reis;;Fibra 300;Vera Lopes;15,00;ativo');
    const path = await stage(ana, file.replace(';ativo\r\nP-2', ';cancelado\r\nP-2'));
    const page = await ana.get(`${path}/preview`);
    t.match(page.text, '1 correção feita à mão fica');
    t.match(page.text, 'P-1 Valor 2');
    t.match(page.body, `href="/sales/${id}"`);
    t.match(page.text, 'Vendas alteradas 2 1 vira cancelada');
    t.match(page.text, 'Vendas sem mudança 2');
    t.equal((await apply(path)).status, 303);
    t.match((await ana.get(path)).text, 'P-1 Valor 2');
    t.match(await db.read('sales').where({ id }).first(), { value_cents: 12345, cancelled_on: '2026-07-10' });
  });

  await t.test('a mapping that somebody else changed meanwhile is shown before it is applied', async (t) => {
    const path = await stage(ana, salesFile());
    const seen = previewFormOf(await ana.get(`${path}/preview`));
    const davi = await browser('davi');
    const form = formOf(await davi.get(path));
    await davi.post(`${path}/mapping`, { ...form, cancelled: [] });
    const before = await count('audit');
    const page = await ana.post(`${path}/application`, seen);
    t.equal(page.status, 409);
    t.match(page.text, 'Outra pessoa mudou as colunas desta importação.');
    t.equal(await count('audit'), before);
    t.equal((await ana.post(`${path}/application`, previewFormOf(page))).status, 303);
  });

  await t.test('speaks English to who wants it', async (t) => {
    const { location } = await send(ana, salesFile());
    await ana.get('/account');
    await db.transaction((trx) => trx('users').where({ login: 'ana' }).update({ locale: 'en' }));
    t.match((await ana.get(location)).text, 'What each column is');
    await ana.post(`${location}/mapping`, formOf(await ana.get(location)));
    t.match((await ana.get(`${location}/preview`)).text, 'No surveys that would be overdue from the start');
  });
});
