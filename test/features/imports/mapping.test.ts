import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { formOf, previewFormOf, salesFile, send, stage } from '../../support/imports.js';
import { matchLists } from '../../support/match-lists.js';

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const ana = await browser('ana');
  const open = async (content = salesFile()) => {
    const { location } = await send(ana, content);
    const page = await ana.get(location);
    return { location, page, form: formOf(page) };
  };
  const mappingOf = async (location: string) =>
    (
      await db
        .read('imports')
        .where({ id: location.split('/').at(-1) })
        .first()
    ).mapping;

  await t.test('a required field that no column has is named', async (t) => {
    const { location, form } = await open();
    const page = await ana.post(`${location}/mapping`, { ...form, field: form.field.map(() => '') });
    t.equal(page.status, 422);
    for (const field of ['Data de fechamento', 'Cliente', 'Vendedor', 'Produto'])
      t.match(page.text, `Escolha qual coluna é: ${field}.`);
    t.match(page.body, 'href="#columns"');
    t.equal(await mappingOf(location), null);
    t.match(await ana.get(`${location}/preview`), { status: 303, location }, 'there is no preview without a mapping');
    t.match(await ana.post(`${location}/application`), { status: 303, location });
  });

  await t.test('a field that two columns have is an error at the second, and what was chosen stays', async (t) => {
    const { location, form } = await open();
    const field = form.field.with(3, 'customer');
    const page = await ana.post(`${location}/mapping`, { ...form, field });
    t.equal(page.status, 422);
    t.match(page.body, /id="field-3"[^>]*aria-invalid="true"/);
    t.match(page.body, 'href="#field-3"');
    t.match(page.text, 'Outra coluna já é este campo.');
    t.same(formOf(page), { ...form, field });
  });

  await t.test('an unknown field, or more fields than columns, is no mapping', async (t) => {
    const { location, form } = await open();
    const page = await ana.post(`${location}/mapping`, { ...form, field: form.field.with(0, '__proto__') });
    t.equal(page.status, 422);
    t.match(page.body, 'href="#field-0"');
    const more = await ana.post(`${location}/mapping`, { ...form, field: [...form.field, 'status', 'status'] });
    t.equal(more.status, 303, 'what is beyond the columns is nothing');
  });

  await t.test('a status that is chosen now asks which of its values mean cancelled', async (t) => {
    const other = salesFile().replace('Situação', 'Fase').replace('Cancelado', 'Cancelada em maio');
    const { location, form } = await open(other);
    t.equal(form.field[7], '');
    const field = form.field.with(7, 'status');
    const page = await ana.post(`${location}/mapping`, { ...form, field });
    t.equal(page.status, 422);
    t.match(page.text, 'Marque os valores que significam venda cancelada e continue.');
    t.same(formOf(page), { field, cancelled: ['Cancelada em maio'], statusColumn: 'Fase' });
    t.equal((await ana.post(`${location}/mapping`, { field, statusColumn: 'Fase' })).status, 303, 'none may be ticked');
    matchLists(t, JSON.parse(await mappingOf(location)), { cancelledValues: [] });
  });

  await t.test('a column with too many values is no status', async (t) => {
    const lines = Array.from({ length: 50 }, (_, n) => `P-1${n};01/07/2026;Cid ${n};;Fibra 300;Vera Lopes;1,00;ativo`);
    const { location, form } = await open(salesFile(...lines));
    const field = form.field.with(7, '').with(0, 'status');
    const page = await ana.post(`${location}/mapping`, { ...form, field });
    t.equal(page.status, 422);
    t.match(page.text, 'Esta coluna tem valores demais para ser uma situação.');
  });

  await t.test('the mapping is remembered for the same columns in any order', async (t) => {
    const file = 'Dia;Quem;Coisa;Quem vendeu;Fase\n01/07/2026;Maria;Fibra;Vera;fim\n02/07/2026;Rita;Fibra;Vera;sim\n';
    const { location, form } = await open(file);
    t.same(form.field, ['', '', '', '', '']);
    const field = ['closedOn', 'customer', 'product', 'seller', 'status'];
    await ana.post(`${location}/mapping`, { field, statusColumn: 'Fase', cancelled: 'fim' });
    const turned =
      'Fase;Quem vendeu;Coisa;Quem;DIA\nfim;Vera;Fibra;Maria;01/07/2026\ncancelado;Vera;Fibra;Rita;02/07/2026\n';
    const again = await open(turned);
    t.match(again.page.text, 'As escolhas da última importação com estas colunas foram repetidas.');
    t.same(again.form, {
      field: [...field].reverse(),
      cancelled: ['cancelado', 'fim'],
      statusColumn: 'Fase',
    });
    t.notMatch((await open(file.replace('Fase', 'Etapa'))).page.text, 'As escolhas da última importação');
  });

  await t.test('an import that is no longer staged cannot be mapped', async (t) => {
    const path = await stage(ana, salesFile());
    const form = formOf(await ana.get(path));
    await ana.post(`${path}/application`, previewFormOf(await ana.get(`${path}/preview`)));
    for (const answer of [await ana.post(`${path}/mapping`, form), await ana.get(`${path}/preview`)])
      t.match(answer, { status: 303, location: path });
    t.match((await ana.get(path)).text, 'Resultado da importação');
  });

  await t.test('knows no import that does not exist', async (t) => {
    for (const id of ['999', '0', 'x', '99999999999'])
      for (const answer of [
        await ana.get(`/sales/import/${id}`),
        await ana.get(`/sales/import/${id}/preview`),
        await ana.post(`/sales/import/${id}/mapping`, { field: 'customer' }),
        await ana.post(`/sales/import/${id}/preview`),
        await ana.post(`/sales/import/${id}/application`),
      ])
        t.equal(answer.status, 404, id);
  });
});
