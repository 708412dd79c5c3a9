import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { postedBy } from '../../support/posted-by.js';

/** An ISP with one product whose profile has one rule, N = 7 and M = 10; the day is 2026-07-10. */
async function shop(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const build = await fixtures(app.db);
  const ruleId = await build.rule({ name: 'Instalação' });
  const productId = await build.product({ name: 'Fibra 500', profileId: await build.profile({ rules: [ruleId] }) });
  const form = {
    customer: 'Maria Souza',
    phone1: '(11) 98765-4321',
    product: String(productId),
    seller: String(build.people.bruno.id),
    closedOn: '2026-07-01',
    value: '99,90',
    externalId: 'P-1',
  };
  return { ...app, build, ruleId, productId, form, ana: await app.browser('ana') };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a form that is sent twice records one sale, also both at once', async (t) => {
    const { ana, form, db } = await shop(t, engine);
    const key = /name="key" value="([^"]+)"/.exec((await ana.get('/sales/new')).body)?.[1] ?? '';
    t.match(key, /^[0-9a-f-]{36}$/);
    const twice = { ...form, externalId: '', key };
    const refused = await ana.post('/sales', { ...twice, value: '' });
    t.match(refused.body, `name="key" value="${key}"`, 'a refused form keeps its key');
    const replies = await Promise.all([ana.post('/sales', twice), ana.post('/sales', twice)]);
    t.same(new Set(replies.map(({ location }) => location)).size, 1);
    t.match((await ana.post('/sales', twice)).location, replies[0]?.location);
    t.equal((await db.read('sales')).length, 1);
    t.equal((await db.read('surveys')).length, 1);
    t.equal((await db.read('audit').where({ entity: 'sale' })).length, 1);
  });

  await t.test('a sale that looks recorded already is pointed at, and recorded by a second press', async (t) => {
    const { ana, form, db } = await shop(t, engine);
    const { location } = await ana.post('/sales', form);
    const typed = { ...form, externalId: '', value: '12,00' };
    const warned = await ana.post('/sales', typed);
    t.match([warned.status, warned.text], [409, 'Já há uma venda igual a esta']);
    t.match(warned.body, `href="${location}"`);
    t.match(warned.body, /value="12,00"/);
    t.match(warned.text, 'Registrar mesmo assim');
    t.equal((await db.read('sales')).length, 1);
    const again = postedBy(warned.body, '/sales');
    t.match((await ana.post('/sales', { ...again, product: '999' })).status, 422);
    t.equal((await ana.post('/sales', again)).status, 303);
    const third = await ana.post('/sales', { ...again, key: '' });
    t.match([third.status, third.text], [409, 'Já há 2 vendas iguais a esta']);
    t.equal((await db.read('sales')).length, 2);
  });

  await t.test('ana records a sale and finds it', async (t) => {
    const { ana, form } = await shop(t, engine);
    t.match((await ana.get('/sales')).text, /Nenhuma venda ainda/);
    t.match((await ana.get('/sales/new')).text, /Registrar venda/);
    const saved = await ana.post('/sales', form);
    t.match(saved.location, /^\/sales\/\d+$/);
    const page = (await ana.get(saved.location)).text;
    for (const text of [
      'com 1 pesquisa',
      '(11) 98765-4321',
      'R$ 99,90',
      'Instalação',
      'Aberta',
      '08/07/2026',
      'Ana Gestora',
    ])
      t.ok(page.replaceAll('\u00a0', ' ').includes(text), text);
    for (const url of [
      '',
      '?q=souza',
      '?q=98765-4321',
      '?q=p-1',
      '?from=2026-07-01&to=2026-07-01',
      '?situation=active',
    ])
      t.match((await ana.get(`/sales${url}`)).text, /Maria Souza/, url);
    for (const url of [
      '?q=nobody',
      '?from=2026-07-02',
      '?situation=cancelled',
      '?situation=without-surveys',
      '?seller=99',
    ])
      t.notMatch((await ana.get(`/sales${url}`)).text, /Maria Souza/, url);
  });

  await t.test('a sale is found by an id that looks like a phone', async (t) => {
    const { ana, form } = await shop(t, engine);
    await ana.post('/sales', { ...form, externalId: '2026-001' });
    t.match((await ana.get('/sales?q=2026-001')).text, /Maria Souza/);
  });

  await t.test('a refused form says why at the field and keeps what was typed', async (t) => {
    const { ana, form, db } = await shop(t, engine);
    await ana.get('/sales/new');
    const page = await ana.post('/sales', { ...form, closedOn: '2026-07-11', document: '123', phone1: '9' });
    t.equal(page.status, 422);
    for (const text of ['A data não pode estar no futuro.', 'CPF ou CNPJ inválido', 'Telefone inválido'])
      t.ok(page.text.includes(text), text);
    t.match(page.body, 'value="Maria Souza"');
    t.equal((await db.read('sales')).length, 0);
  });

  await t.test('a sale is corrected, and a save over another save shows both versions', async (t) => {
    const { ana, form, browser } = await shop(t, engine);
    await ana.get('/sales/new');
    const { location } = await ana.post('/sales', form);
    const editor = await ana.get(`${location}/edit`);
    const version = /name="version" value="(\d+)"/.exec(editor.body)?.[1] ?? '';
    t.match(editor.body, 'value="99,90"');
    const corrected = { ...form, version, closedOn: '2026-07-02' };
    const { body } = await ana.post(`${location}/preview`, corrected);
    const shown = /name="shown" value="([\d-]+)"/.exec(body)?.[1] ?? '';
    t.equal((await ana.post(location, { ...corrected, shown })).location, location);
    t.match((await ana.get(location)).text, /Pesquisas com nova data: 1.*09\/07\/2026/);
    const davi = await browser('davi');
    await davi.get(`${location}/edit`);
    const conflict = await davi.post(location, { ...form, version, value: '120' });
    t.equal(conflict.status, 409);
    t.match(conflict.text, /Outra pessoa salvou.*99,90 120/);
    const own = await ana.post(location, { ...form, version, value: '130' });
    t.match(own.text, /Você salvou este registro em outra janela.*99,90 130/);
    t.equal((await davi.post(location, { ...form, version: '2', value: 'x' })).status, 422);
  });

  await t.test('a sale is cancelled with its date and its commission, and restored', async (t) => {
    const { ana, form } = await shop(t, engine);
    await ana.get('/sales/new');
    const { location } = await ana.post('/sales', form);
    await ana.get(location);
    const refused = await ana.post(`${location}/cancellation`, { cancelledOn: '2026-07-11', reverseCommission: '' });
    t.equal(refused.status, 422);
    t.match(refused.text, /A data não pode estar no futuro/);
    t.match(refused.body, /<details class="confirm" id="cancellation" open>/);
    const cancelled = { cancelledOn: '2026-07-10', reverseCommission: 'no' };
    t.equal((await ana.post(`${location}/cancellation`, cancelled)).status, 303);
    t.match(
      (await ana.get(location)).text,
      /Venda cancelada, com 1 pesquisa.*10\/07\/2026, sem estorno.*Restaurar venda/,
    );
    t.match((await ana.get('/sales?situation=cancelled')).text, /Maria Souza/);
    t.equal((await ana.post(`${location}/cancellation`, cancelled)).status, 409);
    t.equal((await ana.get(`${location}/edit`)).status, 409);
    t.equal((await ana.post(`${location}/restoration`)).status, 303);
    t.match((await ana.get(location)).text, /com 1 pesquisa de novo em aberto.*Aberta/);
    t.equal((await ana.post(`${location}/restoration`)).status, 409);
  });

  await t.test('a sale without surveys says why, and is planned now', async (t) => {
    const { ana, build, productId, db } = await shop(t, engine);
    const sale = await build.sale({ productId, closedOn: '2026-07-01' });
    await build.sale({ productId, closedOn: '2026-01-01' });
    const other = await build.sale();
    t.match((await ana.get(`/sales/${other}`)).text, /o produto não tem perfil/);
    const page = await ana.get(`/sales/${sale}`);
    t.match(page.text, /registrada antes de o produto ter as regras de hoje.*Planejar agora.*Abertas: 1/);
    const invalid = await ana.post(`/sales/${sale}/planning`, { planning: 'since', planningSince: 'x' });
    t.equal(invalid.status, 422);
    t.match(invalid.text, /Digite uma data que exista/);
    t.equal((await ana.post(`/sales/${sale}/planning`, { planning: 'upcoming' })).location, `/sales/${sale}`);
    t.match((await ana.get(`/sales/${sale}`)).text, /1 pesquisa criada/);

    t.match((await ana.get('/sales?situation=without-surveys')).text, /Planejar agora para estas vendas/);
    t.match((await ana.get('/sales/planning?q=maria')).text, /2 vendas do filtro.*Vencidas: 0.*Vencidas: 1/);
    t.equal((await ana.post('/sales/planning', { planning: 'since' })).status, 422);
    const typed = { q: 'maria', planning: 'since', planningSince: '2026-05-03' };
    const counted = await ana.post('/sales/planning', { ...typed, recount: '1' });
    t.equal(counted.status, 200, 'counting again plans nothing');
    t.match(counted.body, 'value="2026-05-03"');
    const planned = await ana.post('/sales/planning', { q: 'maria', planning: 'all' });
    t.equal(planned.location, '/sales?q=maria');
    t.equal((await db.read('surveys')).length, 2);
    t.match((await ana.get('/sales/planning')).text, /Não há o que planejar/);
  });

  await t.test('the list pages by key in every order', async (t) => {
    const { ana, build, productId } = await shop(t, engine);
    const customerId = await build.customer({ name: 'Zé' });
    for (let index = 0; index < 51; index += 1)
      await build.sale({ productId, customerId, closedOn: '2026-06-01', valueCents: index, externalId: `v${index}!` });
    for (const sort of ['', 'closing', '-customer', 'product', 'seller', '-value']) {
      const first = await ana.get(`/sales?sort=${sort}`);
      const next = /rel="next" href="([^"]+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const second = await ana.get(next);
      const ids = (body: string) => [...body.matchAll(/v\d+!/g)].map(([id]) => id);
      t.equal(new Set([...ids(first.body), ...ids(second.body)]).size, 51, sort);
      const back = /rel="prev" href="([^"]+)"/.exec(second.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
      t.same(ids((await ana.get(back)).body), ids(first.body));
    }
    t.equal((await ana.get('/sales?after=broken&sort=wrong&situation=none')).status, 200);
    const wrong = await ana.get('/sales?from=x&seller=y');
    t.equal(wrong.status, 422);
    t.match(wrong.text, /Digite uma data que exista.*Escolha uma das opções/);
    t.match((await ana.get('/sales/planning?from=x')).location, '/sales?from=x');
    t.match((await ana.post('/sales/planning', { from: 'x', planning: 'all' })).location, '/sales?from=x');
    const part = await ana.get('/sales', { 'hx-request': 'true', 'hx-target': 'sales' });
    t.match(part.body, /^\s*(<!--.*-->)?\s*<div id="sales"/);
  });

  await t.test('only managers see and change sales', async (t) => {
    const { browser, build, form, db } = await shop(t, engine);
    const sale = await build.sale();
    const reads = ['/sales', '/sales/new', `/sales/${sale}`, `/sales/${sale}/edit`, '/sales/planning'];
    const writes = [
      '/sales',
      `/sales/${sale}`,
      ...['cancellation', 'restoration', 'planning'].map((verb) => `/sales/${sale}/${verb}`),
    ];
    const anonymous = await browser();
    const bruno = await browser('bruno');
    for (const url of reads) {
      t.match((await anonymous.get(url)).location, /^\/sign-in/, url);
      t.equal((await bruno.get(url)).status, 403, url);
    }
    for (const url of [...writes, '/sales/planning']) {
      t.match((await anonymous.post(url, form)).location, /^\/sign-in/, url);
      t.equal((await bruno.post(url, form)).status, 403, url);
    }
    const davi = await browser('davi');
    for (const url of reads) t.equal((await davi.get(url)).status, 200, url);
    t.equal((await davi.get('/sales/999')).status, 404);
    for (const verb of ['cancellation', 'restoration', 'planning']) {
      const body: Record<string, string> =
        verb === 'cancellation' ? { cancelledOn: '2026-07-10', reverseCommission: 'no' } : {};
      t.equal((await davi.post(`/sales/999/${verb}`, body)).status, 404, verb);
    }
    t.equal((await davi.post('/sales/999', form)).status, 404);
    t.equal((await davi.post('/sales', { ...form, unknown: '1' })).status, 400);
    t.equal((await davi.post('/sales', { ...form, _csrf: 'x' })).status, 403);
    t.equal((await db.read('sales')).length, 1);
  });
});
