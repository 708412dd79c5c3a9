import t from 'tap';
import { MOST_SHARED } from '../../../src/store/saved-filters.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';

const SEARCH = 'kind=complaint&overdue=1&tab=mine';

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'a list of follow-ups is saved, opened first, renamed and deleted, beside those of the panel',
    async (t) => {
      const { browser, db } = await testApp(t, engine);
      const ana = await browser('ana');
      await ana.post('/panel/filters', { tab: 'pending', search: 'q=a', name: 'Atrasadas', opensFirst: '1' });
      const saved = await ana.post('/follow-ups/saved', { search: 'overdue=1&kind=complaint&q=', name: 'Atrasadas' });
      t.equal(saved.location, `/follow-ups?${SEARCH}`, 'canonical, and the name of another list is free');
      t.match((await ana.get(saved.location)).body, /aria-current="true">Atrasadas/);
      t.match((await ana.get('/follow-ups/saved')).text, 'Tipo: Reclamação · Só os vencidos');
      const { id } = await db.read('saved_filters').where({ list: 'follow-ups' }).first('id');
      t.equal((await ana.get('/follow-ups')).status, 200, 'nothing opens first yet');
      await ana.post(`/follow-ups/saved/${id}/default`, { on: '1' });
      t.equal((await ana.get('/follow-ups')).location, `/follow-ups?${SEARCH}`);
      t.match((await ana.get('/panel')).location, '/panel/pending?q=a', 'each list has its own');
      const plain = await ana.get('/follow-ups?tab=mine');
      t.equal(plain.status, 200, 'the list without filters can still be seen');
      t.match((await ana.get(`/follow-ups?${SEARCH}`)).body, 'href="/follow-ups?tab=mine"');
      t.equal((await ana.post(`/panel/filters/${id}/name`, { name: 'Outra' })).status, 404, 'not of that list');
      await ana.post(`/follow-ups/saved/${id}/name`, { name: 'Urgentes' });
      t.match(await db.read('saved_filters').where({ id }).first('name'), { name: 'Urgentes' });
      await ana.post(`/follow-ups/saved/${id}/deletion`);
      t.equal((await ana.get('/follow-ups')).status, 200);
      t.equal((await ana.post('/follow-ups/saved', { search: 'kind=x', name: 'Errado' })).status, 422);
    },
  );

  await t.test('what is shared is offered to whoever uses the list, and stays its owner’s', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    await ana.post('/follow-ups/saved', { search: SEARCH, name: 'Da Ana', shared: '1' });
    await ana.post('/panel/filters', { tab: 'pending', search: 'late=1', name: 'Do painel', shared: '1' });
    const { id } = await db.read('saved_filters').where({ name: 'Da Ana' }).first('id');
    const menu = await bruno.get(`/follow-ups?${SEARCH}`);
    t.match(menu.text, 'Da Ana de Ana Gestora');
    t.notMatch(menu.text, 'Do painel');
    t.match((await bruno.get('/follow-ups/saved')).text, 'Compartilhados por colegas Da Ana de Ana Gestora');
    for (const what of ['name', 'default', 'sharing', 'deletion'])
      t.equal((await bruno.post(`/follow-ups/saved/${id}/${what}`, { name: 'Minha', on: '' })).status, 404, what);
    t.match((await (await browser('davi')).get('/panel/filters')).text, 'Do painel de Ana Gestora');
    t.equal((await bruno.get('/panel/filters')).status, 403);
    await ana.post(`/follow-ups/saved/${id}/sharing`, { on: '' });
    t.notMatch((await bruno.get('/follow-ups')).text, 'Da Ana');
    await ana.post(`/follow-ups/saved/${id}/sharing`, { on: '1' });
  });

  await t.test('a search is shared with nobody, however it comes to be', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const ana = await browser('ana');
    const sentence = 'Um filtro com busca não pode ser compartilhado: os colegas leriam o que você procurou.';
    const [secret, plain] = ['kind=doubt&q=Fulano+Secreto', 'kind=doubt'];
    for (const [path, tab] of [
      ['/follow-ups/saved', {}],
      ['/panel/filters', { tab: 'pending' }],
    ] as const) {
      const search = (text: string) => (path === '/panel/filters' ? text.replace('kind=doubt', 'late=1') : text);
      const post = (fields: object) => ana.post(path, { ...tab, ...fields });
      const state = () => db.read('saved_filters').where({ name: 'Um' }).first('id', 'search', 'is_shared as shared');
      const refused = await post({ search: search(secret), name: 'Um', shared: '1', opensFirst: '1' });
      t.equal(refused.status, 422, path);
      t.match(refused.text, sentence);
      t.match(refused.body, /name="shared" value="1" checked aria-invalid="true" aria-describedby="shared-error"/);
      t.match(refused.body, 'Fulano+Secreto', 'what was typed stays');
      t.equal(await state(), undefined);
      t.equal((await post({ search: search(secret), name: 'Um' })).status, 303, 'his own he may keep');
      const { id } = await state();
      const sharing = await ana.post(`${path}/${id}/sharing`, { on: '1' });
      t.equal(sharing.status, 422);
      t.match(sharing.body, `id="share-${id}-error"`);
      t.match(sharing.text, sentence);
      t.notOk((await state()).shared);
      t.equal((await post({ search: search(plain), name: 'Um', shared: '1', replace: '1' })).status, 303);
      const replaced = await post({ search: search(secret), name: 'Um', shared: '1', replace: '1' });
      t.equal(replaced.status, 422, 'one that is shared gets no search');
      t.match(replaced.body, /name="replace" value="1" checked/);
      t.match(await state(), { search: /^(?!.*Secreto)/ });
      t.equal((await post({ search: search(secret), name: 'Um', replace: '1' })).status, 303);
      t.notOk((await state()).shared, 'it is his own again');
      await ana.post(`${path}/${id}/deletion`);
    }
  });

  await t.test('no more than the first by name are shown of what others share', async (t) => {
    const { browser, db, ids } = await testApp(t, engine);
    const bruno = await browser('bruno');
    const add = (userId: number, from: number, count: number) => {
      const rows = Array.from({ length: count }, (_, index) => {
        const name = `F${String(from + index).padStart(3, '0')}`;
        const names = { name: name, name_key: name.toLowerCase() };
        return { ...names, user_id: userId, list: 'follow-ups', is_default: false, is_shared: true, created_at: 1 };
      });
      return db.transaction((trx) => trx('saved_filters').insert(rows.map((row) => ({ ...row, search: SEARCH }))));
    };
    const seen = async (path: string) => {
      const { text } = await bruno.get(path);
      return {
        shown: new Set(text.match(/\bF\d{3}\b/g)).size,
        last: /F049/.test(text),
        more: /Mais \d+ filtros? compartilhados?|\d+ a \d+ de \d+/.exec(text)?.[0],
      };
    };
    const [page, menu] = ['/follow-ups/saved', '/follow-ups?tab=mine'];
    await add(ids.ana, MOST_SHARED / 2, MOST_SHARED / 2);
    await add(ids.davi, 0, MOST_SHARED / 2);
    for (const path of [page, menu])
      t.same(await seen(path), { shown: MOST_SHARED, last: true, more: undefined }, path);
    await add(ids.davi, MOST_SHARED, 1);
    t.same(await seen(menu), { shown: MOST_SHARED, last: true, more: 'Mais 1 filtro compartilhado' });
    t.match((await bruno.get(menu)).body, `href="${page}?page=2#shared-filters"`);
    t.same(await seen(page), { shown: MOST_SHARED, last: true, more: '1 a 50 de 51' });
    t.same(await seen(`${page}?page=2`), { shown: 1, last: false, more: '51 a 51 de 51' });
    for (const beyond of ['3', '2147483647']) t.match(await seen(`${page}?page=${beyond}`), { more: '51 a 51 de 51' });
    for (const odd of ['0', 'x', '-1']) t.match(await seen(`${page}?page=${odd}`), { more: '1 a 50 de 51' });
    await add(ids.ana, MOST_SHARED + 1, 2);
    await add(ids.bruno, 900, 1);
    const more = { shown: MOST_SHARED + 1, last: true, more: 'Mais 3 filtros compartilhados' };
    t.same(await seen(menu), more, 'his own besides');
    t.same(await seen(`${page}?page=2`), { shown: 4, last: false, more: '51 a 53 de 53' }, 'on each page');
  });

  await t.test('a tick that would be refused is not offered, and says why', async (t) => {
    const { browser } = await testApp(t, engine);
    const ana = await browser('ana');
    for (const [path, other] of [
      ['/follow-ups?q=maria', '/follow-ups?tab=mine'],
      ['/panel/pending?q=maria', '/panel/pending?late=1'],
    ] as const) {
      const tick = /<input[^>]*id="save-shared"[^>]*>/;
      const searching = await ana.get(path);
      t.match(tick.exec(searching.body)?.[0], /disabled/, path);
      t.match(searching.text, 'Um filtro com busca não pode ser compar');
      t.notMatch(tick.exec((await ana.get(other)).body)?.[0], /disabled/, other);
    }
  });

  await t.test('what somebody shared who cannot take it back any more is offered to nobody', async (t) => {
    const { browser, db, ids } = await testApp(t, engine);
    const [ana, bruno, davi] = [await browser('ana'), await browser('bruno'), await browser('davi')];
    await ana.post('/follow-ups/saved', { search: SEARCH, name: 'Da Ana', shared: '1' });
    await ana.post('/panel/filters', { tab: 'pending', search: 'late=1', name: 'Do painel', shared: '1' });
    const { password_hash: hash } = await db.read('users').where({ id: ids.ana }).first('password_hash');
    const seen = async (change: object) => {
      await db.transaction((trx) => trx('users').where({ id: ids.ana }).update(change));
      return {
        followUps: (await bruno.get('/follow-ups/saved')).text.includes('Da Ana'),
        menu: (await bruno.get('/follow-ups?tab=mine')).text.includes('Da Ana'),
        panel: (await davi.get('/panel/filters')).text.includes('Do painel'),
        panelMenu: (await davi.get('/panel/pending')).text.includes('Do painel'),
      };
    };
    const [all, none] = [
      { followUps: true, menu: true, panel: true, panelMenu: true },
      { followUps: false, menu: false, panel: false, panelMenu: false },
    ];
    t.same(await seen({ role: 'admin' }), all);
    t.same(await seen({ role: 'operator' }), { ...all, panel: false, panelMenu: false }, 'the panel is closed to her');
    t.same(await seen({ role: 'manager' }), all);
    t.same(await seen({ password_hash: null }), none, 'she cannot sign in');
    t.same(await seen({ password_hash: hash, deactivated_at: 1 }), none, 'she has left');
    t.same(await seen({ deactivated_at: null }), all);
  });
});
