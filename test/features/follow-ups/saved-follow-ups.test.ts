import t from 'tap';
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
