import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { formOf, previewFormOf, salesFile, send, stage } from '../../support/imports.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a manager imports a file', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const build = await fixtures(db);
    const profileId = await build.profile({ rules: [await build.rule({ startDays: 7, expiryDays: 10 })] });
    await build.product({ name: 'Fibra 500', profileId });
    const ana = await browser('ana');

    const upload = await ana.get('/sales/import');
    t.equal(upload.status, 200);
    t.match(upload.text, 'Como deve ser o arquivo');
    t.match(upload.text, 'Nenhum arquivo foi enviado ainda.');

    const sent = await send(ana, salesFile());
    t.equal(sent.status, 303, sent.text);
    t.match(sent.location, /^\/sales\/import\/\d+$/);
    const mapping = await ana.get(sent.location);
    t.match(mapping.text, 'vendas.csv: 3 linhas · codificação UTF-8 · colunas separadas por ponto e vírgula');
    t.match(mapping.text, 'P-1 · P-2 · P-3');
    t.match(mapping.text, 'Quais valores de “Situação” significam venda cancelada?');
    const form = formOf(mapping);
    t.same(form, {
      field: ['externalId', 'closedOn', 'customer', 'phone1', 'product', 'seller', 'value', 'status'],
      cancelled: ['Cancelado'],
      statusColumn: 'Situação',
    });

    const mapped = await ana.post(`${sent.location}/mapping`, form);
    t.match(mapped, { status: 303, location: `${sent.location}/preview` });
    const preview = await ana.get(`${sent.location}/preview`);
    t.equal(preview.status, 200);
    t.match(preview.text, 'Vendas novas 3 (1 já cancelada)');
    t.match(preview.text, 'Produtos novos 1 Fibra 300');
    t.match(preview.text, 'Vendedores novos 1 Vera Lopes');
    t.match(preview.text, 'Clientes novos 3 Maria Souza, João Lima, Rita Dias');
    t.match(preview.text, 'Não criar pesquisas que já nasceriam vencidas 0 1 0 0');
    t.match(preview.text, 'Só as que vencem a partir de 10/06/2026 0 1 0 1');
    t.match(preview.text, '1 venda nova fica sem pesquisas');
    t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 0, 'nothing is written yet');

    const applied = await ana.post(`${sent.location}/application`, previewFormOf(preview));
    t.match(applied, { status: 303, location: sent.location });
    const result = await ana.get(sent.location);
    t.match(result.text, 'Vendas importadas.');
    t.match(result.text, 'Importado por Ana Gestora');
    t.match(result.text, 'Pesquisas criadas agendadas: 0 · abertas: 1 · vencidas: 0');
    t.match(result.text, '1 venda sem pesquisas');
    t.match(result.text, 'Fibra 300');
    t.match(result.text, 'peça a um administrador');
    t.match(result.body, 'href="/panel/pending"');
    t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 3);
    t.match(await db.read('imports').first(), { content: null, mapping: null });
    t.match((await ana.get('/sales/import')).text, 'Importado: 3 novas, 0 alteradas, 0 sem mudança');

    await t.test('the same file again changes nothing', async (t) => {
      const path = await stage(ana, salesFile(), 'de-novo.csv');
      const again = await ana.get(`${path}/preview`);
      t.match(again.text, 'O arquivo não muda nada');
      t.match(again.text, 'Vendas sem mudança 3');
      await ana.post(`${path}/application`, previewFormOf(again));
      t.match((await ana.get(path)).text, 'Vendas sem mudança 3');
      t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 3);
    });
  });
});
