import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { addFollowUp } from '../../support/follow-ups.js';
import { surveyWorld } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const world = await surveyWorld(db);
  const [maria = 0] = await world.surveys([
    { outcome: 'executed' },
    { customer: 'José Lima', phone: '+5521912345678', externalId: 'V-77' },
    { customer: 'Ána Sousa', phone: null },
  ]);
  await addFollowUp(db, world, maria, { ending: 'resolved' });
  const { customer_id: id } = await db.read('surveys').where({ id: maria }).first('customer_id');
  const ana = await browser('ana');

  await t.test('customers are found by what they are known by, and by their sales', async (t) => {
    const all = (await ana.get('/customers')).text;
    t.match(all, '3 clientes');
    t.ok(all.indexOf('Ána Sousa') < all.indexOf('José Lima'), 'by name, whatever its accents');
    for (const [text, found] of [
      ['jose', 'José Lima'],
      ['(21) 91234', 'José Lima'],
      ['V-77', 'José Lima'],
      ['sousa ana', 'Ána Sousa'],
    ] as const) {
      const page = (await ana.get(`/customers?q=${encodeURIComponent(text)}`)).text;
      t.match(page, '1 cliente');
      t.match(page, found);
    }
    t.match((await ana.get('/customers?q=nobody')).text, 'Nenhum cliente com esta busca');
    t.equal((await (await browser('bruno')).get('/customers')).status, 403);
  });

  await t.test('one page tells everything about a customer', async (t) => {
    const { text } = await ana.get(`/customers/${id}`);
    for (const said of [
      'Comprou',
      'Pesquisa Instalação executada',
      'Reclamação: acompanhamento aberto',
      'Reclamação: resolvido',
      'Trocado o roteador',
    ])
      t.match(text, said);
    const ofSales = (await ana.get(`/customers/${id}?show=sales`)).text;
    t.match(ofSales, 'Venda fechada em 01/07/2026');
    t.notMatch(ofSales, 'Reclamação: acompanhamento aberto');
    t.match((await ana.get(`/customers/${id}?show=whatever&after=broken`)).text, '4 registros');
    t.equal((await ana.get('/customers/2000000000')).status, 404);
    t.equal((await (await browser('carla')).get(`/customers/${id}`)).status, 403);
  });

  await t.test('what a page leaves out is said, and all of it stands in the timeline, page by page', async (t) => {
    const many = Array.from({ length: 24 }, () => ({ customer: 'Cooperativa', phone: '+551133334444' }));
    const made = await world.surveys(many);
    await db.transaction(async (trx) => {
      const sales = trx('surveys').whereIn('id', made).select('sale_id');
      const first = await trx('surveys').where({ id: made[0] }).first('customer_id');
      await trx('sales').whereIn('id', sales).update(first);
    });
    for (let n = 0; n < 21; n += 1) await addFollowUp(db, world, made[0] ?? 0, n === 0 ? { ending: 'resolved' } : {});
    const { customer_id } = await db.read('surveys').where({ id: made[1] }).first('customer_id');
    const { text, body } = await ana.get(`/customers/${customer_id}`);
    for (const said of [
      'As 20 mais recentes de 24',
      'As 20 que vencem primeiro, de 24',
      'Os 20 primeiros de 21',
      '46 registros',
    ])
      t.match(text, said);
    t.match(body, `/customers/${customer_id}?show=follow-ups#timeline`);
    const [, inList = ''] = /href="(\/follow-ups\?[^"]+)">Ver todos na lista/.exec(body) ?? [];
    await addFollowUp(db, world, await world.survey({ customer: 'Outro' }));
    const list = await ana.get(inList.replaceAll('&amp;', '&'));
    t.match(list.text, '21 acompanhamentos', 'the one that has ended too, and nobody else’s');
    t.match(list.text, 'Cliente: Cooperativa');
    await db.transaction((trx) => trx('surveys').where({ id: made[3] }).update({ outcome: 'closed', settled_at: 1 }));
    await world.surveys([{ customer: 'Cooperativa', phone: '+551133334444' }]);
    await ana.post('/panel/pending/chips', { search: '', chip: 'scheduled' });
    const shown = (await ana.get(`/customers/${customer_id}`)).body;
    t.match(shown, 'As 20 que vencem primeiro, de 23');
    const [, inPanel = ''] = /href="(\/panel\/pending[^"]+)"/.exec(shown) ?? [];
    const panel = await ana.get(inPanel.replaceAll('&amp;', '&'));
    t.match(panel.text, '23 pesquisas', 'as many as were said, and nobody else’s');
    t.match(panel.text, 'Cliente: Cooperativa');
    const next = /rel="next" href="([^"#]+)/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    t.match((await ana.get(next)).body, 'rel="prev"');
    const swapped = await ana.get(next, { 'hx-request': 'true', 'hx-target': 'timeline' });
    t.notMatch(swapped.body, '<html');
    t.match(swapped.body, 'id="timeline"');
  });

  await t.test('a manager corrects him; a stale form is not written', async (t) => {
    const typed = { name: 'Maria de Souza', document: '', phone1: '(11) 98765-4321', phone2: '', phone3: '' };
    const form = { ...typed, email: '', city: 'Recife', state: 'pe' };
    t.equal((await ana.post(`/customers/${id}`, { ...form, name: '', version: '1' })).status, 422);
    t.equal((await ana.post(`/customers/${id}`, { ...form, version: '1' })).status, 303);
    t.match(await db.read('customers').where({ id }).first(), { name: 'Maria de Souza', city: 'Recife', state: 'PE' });
    const stale = await ana.post(`/customers/${id}`, { ...form, city: 'Olinda', version: '1' });
    t.equal(stale.status, 409);
    t.match(stale.body, 'Olinda');
    t.match(stale.text, 'Você salvou este registro em outra janela');
    const davi = await browser('davi');
    await davi.get(`/customers/${id}/edit`);
    const others = await davi.post(`/customers/${id}`, { ...form, city: 'Olinda', version: '1' });
    t.match(others.text, 'Outra pessoa salvou este registro');
    const read = await ana.get(`/customers/${id}/edit`);
    const readForm = /name="readForm" value="([^"]*)"/.exec(read.body)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const mine = { ...form, state: 'PE', readForm, version: '2' };
    t.equal((await ana.post(`/customers/${id}`, { ...mine, name: 'Maria Souza', phone2: '1133334444' })).status, 303);
    const both = await ana.post(`/customers/${id}`, {
      ...mine,
      name: 'Maria S. Souza',
      phone1: '11 987654321',
      email: 'm@exemplo.com',
    });
    t.equal(both.status, 409);
    t.match(both.text, 'Maria Souza Maria S. Souza', 'what both changed');
    t.match(both.text, /Telefone 2 — \(11\) 3333-4444/, 'what was taken over');
    t.match(both.body, 'name="phone2" type="tel" value="(11) 3333-4444"');
    t.match(both.body, 'value="m@exemplo.com"');
    t.notMatch(both.text, /E-mail —/, 'what only one changed is no conflict');
    t.match(both.body, /name="version" value="3"/);
    t.match(both.text, 'Salvar por cima');
    t.match(await db.read('audit').where({ entity: 'customer', action: 'change' }).first(), { entity_id: id });
  });
});
