import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

const LIST = '/follow-ups/signals';
const SAVED = `${LIST}/saved`;
const SEARCH = 'kind=complaint&state=waiting&state=dismissed';

await onBothEngines(t, async (t, engine) => {
  await t.test('a list of signals is saved and opened first, apart from those of follow-ups', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const ana = await browser('ana');
    await ana.post('/follow-ups/saved', { search: 'overdue=1', name: 'Urgentes', opensFirst: '1' });
    const saved = await ana.post(SAVED, { search: 'state=dismissed&state=waiting&kind=complaint', name: 'Urgentes' });
    t.equal(saved.location, `${LIST}?${SEARCH}`, 'canonical, and the name of another list is free');
    t.match((await ana.get(saved.location)).body, /aria-current="true">Urgentes/);
    const page = await ana.get(SAVED);
    t.match(page.text, /Filtros salvos .*Urgentes A abrir .*Tipo: Reclamação/);
    t.equal((await ana.get(LIST)).status, 200, 'nothing opens first yet');
    const { id } = await db.read('saved_filters').where({ list: 'signals' }).first('id');
    await ana.post(`${SAVED}/${id}/default`, { on: '1' });
    t.equal((await ana.get(LIST)).location, `${LIST}?${SEARCH}`);
    t.equal((await ana.get('/follow-ups')).location, '/follow-ups?overdue=1&tab=mine', 'each list has its own');
    const cleared = /href="([^"]+)"[^>]*>Limpar filtros</.exec((await ana.get(saved.location)).body)?.[1] ?? '';
    t.equal((await ana.get(cleared.replaceAll('&amp;', '&'))).status, 200, 'what is cleared opens no saved filter');
    t.equal((await ana.post(`/follow-ups/saved/${id}/name`, { name: 'Outra' })).status, 404, 'not of that list');
    await ana.post(`${SAVED}/${id}/name`, { name: 'Reclamações' });
    t.match(await db.read('saved_filters').where({ id }).first('name'), { name: 'Reclamações' });
    await ana.post(`${SAVED}/${id}/deletion`);
    t.equal((await ana.get(LIST)).status, 200);
    t.equal((await ana.post(SAVED, { search: 'kind=praise', name: 'Errado' })).status, 422);
  });

  await t.test('who is shown somebody’s filter sees his own signals by it, and cannot change it', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const world = await surveyWorld(db);
    await signalling(db, world);
    await runSurvey(db, world, await world.survey(), { grade: 1, comment: 'Cai toda noite' });
    const [ana, bruno, carla] = [await browser('ana'), await browser('bruno'), await browser('carla')];
    const search = `operator=${world.bruno.id}&state=waiting`;
    await ana.post(SAVED, { search, name: 'Do Bruno', shared: '1' });
    t.equal((await ana.post(SAVED, { search: 'q=maria', name: 'Busca', shared: '1' })).status, 422);
    const { id } = await db.read('saved_filters').where({ list: 'signals' }).first('id');
    for (const [who, count] of [
      [bruno, '1 sinal'],
      [carla, 'Nenhum sinal'],
    ] as const) {
      const list = await who.get(`${LIST}?${search}`);
      t.match(list.text, 'Do Bruno de Ana Gestora');
      t.match(list.text, count);
      for (const what of ['name', 'default', 'sharing', 'deletion'])
        t.equal((await who.post(`${SAVED}/${id}/${what}`, { name: 'Minha', on: '' })).status, 404, what);
    }
    await ana.post(`${SAVED}/${id}/sharing`, { on: '' });
    t.notMatch((await bruno.get(LIST)).text, 'Do Bruno');
  });
});
