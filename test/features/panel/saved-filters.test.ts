import t from 'tap';
import { MAX_SAVED_FILTERS } from '../../../src/domain/saved-filter.js';
import { type TestApp, testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';

const LIST = { tab: 'pending', search: 'q=maria&status=due&sort=customer' };

await onBothEngines(t, async (t, engine) => {
  await t.test('a list is saved under a name, found in the menu, and opened as it was', async (t) => {
    const { browser } = await testApp(t, engine);
    const ana = await browser('ana');
    const saved = await ana.post('/panel/filters', { ...LIST, name: '  Abertas da   Maria ' });
    t.equal(saved.status, 303);
    t.equal(saved.location, '/panel/pending?q=maria&status=due&sort=customer');
    const page = await ana.get(saved.location);
    t.match(page.text, 'Filtro salvo.');
    t.match(page.body, /aria-current="true">Abertas da Maria/);
    const list = await ana.get('/panel/filters');
    t.match(list.text, 'Não executadas · Busca: maria');
    t.equal((await ana.get('/panel')).location, '/panel/inconsistent', 'it is not the default');
  });

  await t.test('what is saved is canonical, and only what can be read is saved', async (t) => {
    const { browser } = await testApp(t, engine);
    const ana = await browser('ana');
    const messy = { tab: 'executed', search: 'size=50&q=&to=31/12/2026&of=&sort=-settled', name: 'Ano' };
    t.equal((await ana.post('/panel/filters', messy)).location, '/panel/executed?of=execution&to=2026-12-31');
    const refused = await ana.post('/panel/filters', { tab: 'executed', search: 'seller=abc', name: 'Errado' });
    t.equal(refused.status, 422);
    t.match(refused.text, 'Corrija os filtros antes de salvar.');
    t.equal(
      (await ana.post('/panel/filters', { tab: 'other', search: '', name: 'Aba' })).location,
      '/panel/inconsistent',
    );
  });

  await t.test('one of them opens the panel, and no other at the same time', async (t) => {
    const app = await testApp(t, engine);
    const ana = await app.browser('ana');
    await ana.post('/panel/filters', { ...LIST, name: 'Primeiro', opensFirst: '1' });
    t.equal((await ana.get('/panel')).location, `/panel/pending?${LIST.search}`);
    await ana.post('/panel/filters', { tab: 'executed', search: '', name: 'Segundo' });
    const second = await idOf(app, 'Segundo');
    await ana.post(`/panel/filters/${second}/default`, { on: '1' });
    t.equal((await ana.get('/panel')).location, '/panel/executed');
    t.equal((await app.db.read('saved_filters').where({ is_default: true })).length, 1);
    await ana.post(`/panel/filters/${second}/default`, { on: '' });
    t.equal((await ana.get('/panel')).location, '/panel/inconsistent');
    t.equal((await (await app.browser('davi')).get('/panel')).location, '/panel/inconsistent', 'each has his own');
  });

  await t.test('a name is taken whatever its case and accents, unless it is to be replaced', async (t) => {
    const app = await testApp(t, engine);
    const ana = await app.browser('ana');
    await ana.post('/panel/filters', { ...LIST, name: 'Mês' });
    const taken = await ana.post('/panel/filters', { tab: 'executed', search: '', name: 'MES' });
    t.equal(taken.status, 422);
    t.match(taken.text, 'Substituir o filtro que já tem este nome');
    t.equal((await ana.post('/panel/filters', { tab: 'executed', search: '', name: 'MES', replace: '1' })).status, 303);
    const rows = await app.db.read('saved_filters').select('name', 'tab');
    t.same(rows, [{ name: 'Mês', tab: 'executed' }]);
    for (const name of ['', '   ', 'x'.repeat(61)])
      t.equal((await ana.post('/panel/filters', { ...LIST, name })).status, 422, name);
  });

  await t.test('is renamed and deleted by its owner', async (t) => {
    const app = await testApp(t, engine);
    const ana = await app.browser('ana');
    for (const name of ['Um', 'Dois']) await ana.post('/panel/filters', { ...LIST, name });
    const id = await idOf(app, 'Um');
    t.equal((await ana.post(`/panel/filters/${id}/name`, { name: 'Três' })).status, 303);
    t.equal((await ana.post(`/panel/filters/${id}/name`, { name: 'tres' })).status, 303, 'its own name');
    const taken = await ana.post(`/panel/filters/${id}/name`, { name: 'DOIS' });
    t.equal(taken.status, 422);
    t.match(taken.body, 'value="DOIS"', 'what was typed stays');
    t.equal((await ana.post(`/panel/filters/${id}/deletion`)).status, 303);
    t.equal((await ana.post(`/panel/filters/${id}/deletion`)).status, 404, 'it is gone');
    t.same(await app.db.read('saved_filters').pluck('name'), ['Dois']);
  });

  await t.test('somebody else’s is not there', async (t) => {
    const app = await testApp(t, engine);
    const [ana, davi] = [await app.browser('ana'), await app.browser('davi')];
    await ana.post('/panel/filters', { ...LIST, name: 'Da Ana' });
    const id = await idOf(app, 'Da Ana');
    t.notMatch((await davi.get('/panel/filters')).text, 'Da Ana');
    for (const [verb, fields] of [
      ['name', { name: 'Do Davi' }],
      ['default', { on: '1' }],
      ['deletion', {}],
    ] as const)
      t.equal((await davi.post(`/panel/filters/${id}/${verb}`, fields)).status, 404, verb);
    t.equal((await davi.post('/panel/filters', { ...LIST, name: 'Da Ana' })).status, 303, 'names are each one’s own');
    t.equal((await app.db.read('saved_filters').where({ name: 'Da Ana' })).length, 2);
  });

  await t.test(`nobody keeps more than ${MAX_SAVED_FILTERS}`, async (t) => {
    const app = await testApp(t, engine);
    const ana = await app.browser('ana');
    await fill(app);
    const refused = await ana.post('/panel/filters', { ...LIST, name: 'Mais um' });
    t.equal(refused.status, 422);
    t.match(refused.text, `Informe no máximo ${MAX_SAVED_FILTERS}.`);
    t.equal((await ana.post('/panel/filters', { ...LIST, name: 'F7', replace: '1' })).status, 303, 'one is replaced');
    await ana.post(`/panel/filters/${await idOf(app, 'F8')}/deletion`);
    t.equal((await ana.post('/panel/filters', { ...LIST, name: 'Mais um' })).status, 303);
  });

  await t.test('one whose filter does not exist any more says so', async (t) => {
    const app = await testApp(t, engine);
    const ana = await app.browser('ana');
    await ana.post('/panel/filters', { tab: 'pending', search: `seller=${app.ids.carla}`, name: 'Da Carla' });
    await app.db.transaction((trx) => trx('saved_filters').update({ search: 'seller=999999' }));
    t.match((await ana.get('/panel/filters')).text, 'Um dos filtros não vale mais');
    t.equal((await ana.get('/panel/pending?seller=999999')).status, 422);
  });

  await t.test('the chips are remembered for each user, and stand in the URL', async (t) => {
    const { browser } = await testApp(t, engine);
    const [ana, davi] = [await browser('ana'), await browser('davi')];
    const off = await ana.post('/panel/pending/chips', { search: 'q=maria', chip: 'scheduled' });
    t.equal(off.location, '/panel/pending?q=maria&status=due&status=inconsistent');
    t.equal((await ana.get('/panel/pending')).location, '/panel/pending?status=due&status=inconsistent');
    const on = await ana.post('/panel/pending/chips', { search: 'status=due&status=inconsistent', chip: 'closed' });
    t.equal(on.location, '/panel/pending?status=due&status=inconsistent&status=closed');
    t.equal((await davi.get('/panel/pending')).status, 200, 'davi sees the three of the beginning');
    const none = await davi.post('/panel/pending/chips', { search: 'status=due', chip: 'due' });
    t.equal(none.location, '/panel/pending?status=none');
    const unknown = await davi.post('/panel/pending/chips', { search: 'status=due', chip: 'late' });
    t.equal(unknown.location, '/panel/pending?status=due', 'an unknown chip changes nothing');
  });
});

async function idOf({ db }: TestApp, name: string): Promise<number> {
  return (await db.read('saved_filters').where({ name }).first('id')).id;
}

/** As many as ana may keep. */
async function fill({ db, ids }: TestApp): Promise<void> {
  const rows = Array.from({ length: MAX_SAVED_FILTERS }, (_, index) => ({
    user_id: ids.ana,
    name: `F${index}`,
    name_key: `f${index}`,
    is_default: false,
    created_at: 1,
    ...LIST,
  }));
  await db.transaction((trx) => trx('saved_filters').insert(rows));
}
