import t from 'tap';
import { testApp } from '../../support/app.js';
import { addQuestion, addRule, adminContext } from '../../support/configuration.js';
import { type Engine, onBothEngines } from '../../support/engines.js';

const ELISA = {
  access: '1',
  name: 'Elisa Vendedora',
  login: 'elisa',
  password: 'uma senha de teste',
  role: 'operator',
  externalId: 'V-17',
};

async function world(t: Parameters<Engine['freshConfig']>[0], engine: Engine) {
  const app = await testApp(t, engine);
  const davi = await app.browser('davi');
  const bruno = `/config/operators/${app.ids.bruno}`;
  const BRUNO = { access: '1', name: 'Bruno Operador', login: 'bruno', password: '', role: 'operator', version: '1' };
  return { ...app, davi, bruno, BRUNO: { ...BRUNO, externalId: '' } };
}

t.test('the list of operators', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('says who works here, as what, and where he is used', async (t) => {
      const { davi, db, ids } = await world(t, engine);
      const questions = [await addQuestion(adminContext(db))];
      await addRule(adminContext(db), { questions, operators: [ids.bruno] });
      const page = await davi.get('/config/operators');
      t.equal(page.status, 200);
      t.match(page.text, 'Novo Operador');
      t.match(page.text, /Bruno Operador bruno Operador — 1 0/);
      t.match(page.text, /Davi Administrador davi Administrador — 0 0/);
      t.match(page.text, '4 registros');
    });

    await t.test('finds by name, login and ERP code, sorts, and filters by state and access', async (t) => {
      const { davi, db } = await world(t, engine);
      await davi.get('/config/operators/new');
      await davi.post('/config/operators', { ...ELISA, access: '', name: 'Élisa Vendedora' });
      await db.transaction((trx) => trx('users').where({ login: 'carla' }).update({ deactivated_at: 1 }));
      for (const [query, shown, hidden] of [
        ['q=elisa', 'Élisa', 'Bruno'],
        ['q=v-17', 'Élisa', 'Bruno'],
        ['q=BRUNO+operador', 'Bruno', 'Élisa'],
        ['access=without', 'Élisa', 'Bruno'],
        ['access=with', 'Bruno', 'Élisa'],
        ['show=inactive', 'Carla', 'Bruno'],
        ['q=%25', 'Nada encontrado', 'Bruno'],
      ] as const) {
        const page = await davi.get(`/config/operators?${query}`);
        t.match(page.text, shown, query);
        t.notMatch(page.text, hidden, query);
      }
      t.match((await davi.get('/config/operators?show=all')).text, 'Todos 5 Com acesso 4 Sem acesso 1');
      const sorted = (await davi.get('/config/operators?sort=-name')).text;
      t.ok(sorted.indexOf('Élisa') < sorted.indexOf('Ana Gestora'), 'backwards');
      for (const sort of ['login', '-role', 'externalId', 'rules', '-sales', 'nonsense'])
        t.equal((await davi.get(`/config/operators?sort=${sort}`)).status, 200, sort);
    });

    await t.test('a thousand sellers without access do not hide who has it', async (t) => {
      const { davi, db } = await world(t, engine);
      const sellers = Array.from({ length: 1200 }, (_, i) => ({
        name: `Vendedor ${i}`,
        name_key: `vendedor ${i}`,
        role: 'operator',
        created_at: 1,
      }));
      await db.transaction((trx) => trx.batchInsert('users', sellers, 400));
      t.match((await davi.get('/config/operators')).text, 'Todos 1.204 Com acesso 4 Sem acesso 1.200');
      t.match((await davi.get('/config/operators?access=with')).text, '4 registros');
      const last = await davi.get('/config/operators?access=without&page=24');
      t.match(last.text, 'Vendedor 999');
      t.match(last.body, 'access=without&amp;page=23', 'the pager keeps the filter');
    });
  });
});

t.test('the editor of operators', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('adds one who can sign in at once', async (t) => {
      const { davi, browser } = await world(t, engine);
      t.match((await davi.get('/config/operators/new')).text, 'Novo operador');
      t.equal((await davi.post('/config/operators', ELISA)).location, '/config/operators');
      t.match((await davi.get('/config/operators')).text, 'Operador salvo.');
      t.equal((await (await (await browser()).signIn('elisa')).get('/account')).status, 200);
    });

    await t.test('keeps what was typed when something is wrong, but never a password', async (t) => {
      const { davi, db } = await world(t, engine);
      await davi.get('/config/operators/new');
      const page = await davi.post('/config/operators', { ...ELISA, name: '', login: 'bruno', password: 'curta' });
      t.equal(page.status, 422);
      t.match(page.text, 'Há 2 problemas a corrigir');
      t.match(page.text, 'Preencha este campo');
      t.match(page.text, 'Use pelo menos 10 caracteres');
      t.match(page.body, 'value="bruno"');
      t.notMatch(page.body, 'curta');
      const taken = await davi.post('/config/operators', { ...ELISA, login: 'bruno' });
      t.equal(taken.status, 422);
      t.match(taken.text, 'Já existe outro com este valor.');
      t.equal((await db.read('users')).length, 4);
    });

    await t.test('shows where he is used and changes him', async (t) => {
      const { davi, db, ids, bruno, BRUNO } = await world(t, engine);
      const questions = [await addQuestion(adminContext(db))];
      await addRule(adminContext(db), { name: 'Instalação', questions, operators: [ids.bruno] });
      const page = await davi.get(bruno);
      t.match(page.text, 'Nenhuma venda.');
      t.match(page.text, 'Instalação');
      t.equal((await davi.post(bruno, { ...BRUNO, name: 'Bruno Silva' })).status, 303);
      t.match((await davi.get(bruno)).body, 'value="Bruno Silva"');
      const kept = await davi.post(bruno, { ...BRUNO, version: '2', access: '' });
      t.equal(kept.status, 422);
      t.match(kept.text, 'É o único operador com acesso de: Instalação.');
    });

    await t.test('a new password or another role ends his sessions at once', async (t) => {
      const { davi, browser, bruno, BRUNO } = await world(t, engine);
      const his = await browser('bruno');
      await davi.get(bruno);
      t.equal((await davi.post(bruno, { ...BRUNO, password: 'outra senha boa' })).status, 303);
      t.match((await his.get('/account')).location, '/sign-in');
      const again = await (await browser()).signIn('bruno', 'outra senha boa');
      t.equal((await davi.post(bruno, { ...BRUNO, version: '2', role: 'manager' })).status, 303);
      t.match((await again.get('/account')).location, '/sign-in');
    });

    await t.test('who sets his own password stays at work, his other sessions do not', async (t) => {
      const { davi, browser, ids } = await world(t, engine);
      const other = await browser('davi');
      const own = `/config/operators/${ids.davi}`;
      await davi.get(own);
      const form = { ...ELISA, name: 'Davi', login: 'davi', role: 'admin', externalId: '', version: '1' };
      t.equal((await davi.post(own, { ...form, password: 'outra senha boa' })).status, 303);
      t.equal((await davi.get('/account')).status, 200);
      t.match((await other.get('/account')).location, '/sign-in');
    });

    await t.test('a stale save is refused with both versions, and may then overwrite', async (t) => {
      const { davi, db, ids, bruno, BRUNO } = await world(t, engine);
      await davi.get(bruno);
      await davi.post(bruno, { ...BRUNO, name: 'Bruno Silva', role: 'manager' });
      const page = await davi.post(bruno, { ...BRUNO, name: 'Bruno Souza', role: 'operator' });
      t.equal(page.status, 409);
      t.match(page.text, 'Você salvou este registro em outra janela');
      t.match(page.text, /Nome Bruno Silva Bruno Souza/);
      t.match(page.text, /Perfil de acesso Gestor Operador/);
      t.match(page.body, 'name="version" value="2"');
      t.equal((await db.read('users').where({ id: ids.bruno }).first()).name, 'Bruno Silva', 'nothing was written');
      t.equal((await davi.post(bruno, { ...BRUNO, version: '2', name: 'Bruno Souza' })).status, 303);
    });

    await t.test('it was oneself who saved meanwhile where nobody else did', async (t) => {
      const { davi, db, ids, browser, bruno, BRUNO } = await world(t, engine);
      const his = await browser('bruno');
      await davi.post(bruno, { ...BRUNO, name: 'Bruno Silva' });
      t.equal((await his.post('/account/preferences', { locale: 'pt-BR', theme: 'dark' })).status, 303);
      t.match(
        (await davi.post(bruno, BRUNO)).text,
        'Você salvou este registro em outra janela',
        'a theme is no version',
      );
      await db.transaction((trx) => trx('users').where({ id: ids.ana }).update({ role: 'admin' }));
      const ana = await browser('ana');
      t.equal((await ana.post(bruno, { ...BRUNO, name: 'Bruno Lima', version: '2' })).status, 303);
      t.match((await davi.post(bruno, BRUNO)).text, 'Outra pessoa salvou este registro', 'he did, and she too');
    });

    await t.test('the last administrator cannot demote himself', async (t) => {
      const { davi, ids } = await world(t, engine);
      const own = `/config/operators/${ids.davi}`;
      await davi.get(own);
      const form = { ...ELISA, name: 'Davi', login: 'davi', password: '', externalId: '', version: '1' };
      const page = await davi.post(own, form);
      t.equal(page.status, 422);
      t.match(page.text, 'É o único administrador ativo com acesso');
      const deactivation = await davi.post(`${own}/deactivation`, { version: '1' });
      t.equal(deactivation.status, 422);
      t.match(deactivation.text, 'É o único administrador ativo com acesso');
    });
  });
});

t.test('deactivating an operator', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('asks who takes over where nobody else is left', async (t) => {
      const { davi, db, ids, bruno, browser } = await world(t, engine);
      const questions = [await addQuestion(adminContext(db))];
      await addRule(adminContext(db), { name: 'Instalação', questions, operators: [ids.bruno] });
      const his = await browser('bruno');
      const asked = await davi.get(`${bruno}/deactivation`);
      t.match(asked.text, 'é o único operador com acesso desta regra');
      t.match(asked.text, 'Carla Operadora (carla)');
      t.notMatch(asked.text, 'Bruno Operador (bruno)');
      const missing = await davi.post(`${bruno}/deactivation`, { version: '1', successor: '' });
      t.equal(missing.status, 422);
      t.match(missing.text, 'Preencha este campo');
      t.equal((await his.get('/account')).status, 200);
      const done = await davi.post(`${bruno}/deactivation`, { version: '1', successor: String(ids.carla) });
      t.equal(done.location, bruno);
      t.match((await his.get('/account')).location, '/sign-in');
      t.match((await davi.get(bruno)).text, 'Operador desativado');
      t.same(await db.read('rule_operators').orderBy('user_id').pluck('user_id'), [ids.bruno, ids.carla]);
      t.equal((await davi.get(`${bruno}/deactivation`)).location, bruno, 'once is enough');
    });

    await t.test('is undone by activating him', async (t) => {
      const { davi, bruno, browser } = await world(t, engine);
      await davi.get(`${bruno}/deactivation`);
      t.equal((await davi.post(`${bruno}/deactivation`, { version: '1' })).status, 303);
      t.equal((await davi.post(`${bruno}/activation`, { version: '1' })).status, 409);
      t.equal((await davi.post(`${bruno}/activation`, { version: '2' })).status, 303);
      t.equal((await (await browser('bruno')).get('/account')).status, 200);
    });

    await t.test('a stale one is refused', async (t) => {
      const { davi, bruno, BRUNO } = await world(t, engine);
      await davi.get(bruno);
      await davi.post(bruno, { ...BRUNO, name: 'Bruno Silva' });
      const page = await davi.post(`${bruno}/deactivation`, { version: '1' });
      t.equal(page.status, 409);
      t.match(page.text, 'Outra pessoa alterou este registro');
    });
  });
});

t.test('operators are the administrator’s', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { browser, bruno } = await world(t, engine);
    const gets = ['/config/operators', '/config/operators/new', bruno, `${bruno}/deactivation`];
    const posts = ['/config/operators', bruno, `${bruno}/deactivation`, `${bruno}/activation`];
    const anonymous = await browser();
    for (const url of gets) t.match((await anonymous.get(url)).location, '/sign-in', url);
    for (const persona of ['bruno', 'ana'] as const) {
      const person = await browser(persona);
      for (const url of gets) t.equal((await person.get(url)).status, 403, `${persona} ${url}`);
      for (const url of posts) t.equal((await person.post(url, {})).status, 403, `${persona} POST ${url}`);
    }
    const davi = await browser('davi');
    await davi.get('/config/operators/new');
    for (const id of ['999', '0', 'x', '99999999999'])
      t.equal((await davi.get(`/config/operators/${id}`)).status, 404, id);
    for (const path of ['', '/deactivation', '/activation'])
      t.equal((await davi.post(`/config/operators/999${path}`, { version: '1' })).status, 404, path);
  });
});
