import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { matchLists } from '../../support/match-lists.js';

const URL = '/config/calendar';
const FORM = { on: '2026-07-14', name: 'Aniversário da cidade' };

async function signedIn(t: Test, engine: Engine) {
  const world = await testApp(t, engine);
  const davi = await world.browser('davi');
  await davi.get(URL);
  const holidays = () => world.db.read('holidays').orderBy('id');
  return { ...world, davi, holidays };
}

t.test('the calendar', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('shows a year: the national holidays, and who looks at them', async (t) => {
      const { davi, db, browser } = await signedIn(t, engine);
      const page = await davi.get(URL);
      t.match(page.text, /03\/04\/2026 sexta-feira Sexta-Feira Santa Nacional/);
      t.match(page.text, /07\/09\/2026 segunda-feira Dia da Independência Nacional/);
      t.match(page.text, 'Nenhum feriado da empresa neste ano');
      t.match(page.text, 'Nenhuma regra ativa vence só em dia útil');
      t.match((await davi.get(`${URL}?year=2027`)).text, '26/03/2027 sexta-feira Sexta-Feira Santa');
      for (const year of ['1899', '2200', 'x', '99999'])
        t.match((await davi.get(`${URL}?year=${year}`)).text, '03/04/2026', `${year}: the current year`);
      const build = await fixtures(db);
      await build.rule({ name: 'Renovação', businessDays: true });
      await build.rule({ name: 'Parada', businessDays: true, active: false });
      const used = await davi.get(URL);
      t.match(used.text, 'Usado por 1 regra que vence só em dia útil Renovação');
      t.notMatch(used.text, 'Parada');
      t.equal((await (await browser('ana')).get(URL)).status, 403);
    });

    await t.test('adds a holiday, which moves the expiries that are planned from then on', async (t) => {
      const { davi, db, ids, holidays } = await signedIn(t, engine);
      const build = await fixtures(db);
      const rule = await build.rule({ startDays: 3, expiryDays: 1, businessDays: true });
      const before = await build.survey(await build.sale({ closedOn: '2026-07-10' }), rule);
      const added = await davi.post(URL, FORM);
      t.equal(added.location, `${URL}?year=2026`);
      const page = await davi.get(added.location);
      t.match(page.text, 'Feriado salvo.');
      t.match(page.text, '14/07/2026 terça-feira Aniversário da cidade Da empresa');
      matchLists(t, await holidays(), [{ held_on: '2026-07-14', version: 1 }]);
      matchLists(t, await db.read('audit').where({ entity: 'holiday' }), [{ action: 'create', actor_id: ids.davi }]);
      t.match((await davi.get('/config/audit?entity=holiday')).text, /Criou: Feriado nº 1 .*14\/07\/2026/);
      const after = await build.survey(await build.sale({ closedOn: '2026-07-10' }), rule);
      const expiry = async (id: number) => (await db.read('surveys').where({ id }).first()).expires_on;
      t.equal(await expiry(before), '2026-07-14', 'what exists stays');
      t.equal(await expiry(after), '2026-07-15');
    });

    await t.test('says at the field what is wrong and keeps what was typed', async (t) => {
      const { davi, holidays } = await signedIn(t, engine);
      await davi.post(URL, { ...FORM, yearly: '1' });
      const wrong = await davi.post(URL, { on: '31/02/2026', name: 'Dia' });
      t.equal(wrong.status, 422);
      t.match(wrong.text, 'Digite uma data que exista');
      t.match(wrong.body, 'value="Dia"');
      for (const over of [{}, { on: '2028-07-14' }]) {
        const taken = await davi.post(URL, { ...FORM, ...over });
        t.equal(taken.status, 422);
        t.match(taken.text, 'Já há um feriado neste dia.');
      }
      t.equal((await holidays()).length, 1);
    });

    await t.test('changes and removes over the version that was read only', async (t) => {
      const { davi, db, holidays } = await signedIn(t, engine);
      await davi.post(URL, FORM);
      const [{ id }] = await holidays();
      t.match((await davi.get(`${URL}/${id}`)).body, 'value="2026-07-14"');
      t.equal((await davi.post(`${URL}/${id}`, { ...FORM, yearly: '1', version: '1' })).status, 303);
      t.match(
        (await davi.get(`${URL}?year=2030`)).text,
        '14/07/2030 domingo Aniversário da cidade Da empresa, todo ano',
      );
      const stale = await davi.post(`${URL}/${id}`, { ...FORM, on: '2026-07-15', version: '1' });
      t.equal(stale.status, 409);
      t.match(stale.text, 'Dia 14/07/2026 15/07/2026 Todo ano neste dia e mês Sim Não');
      t.match(stale.body, 'name="version" value="2"');
      t.match(stale.text, 'Você salvou este registro em outra janela');
      t.equal((await davi.post(`${URL}/${id}/removal`, { version: '1' })).status, 409);
      t.equal((await holidays()).length, 1);
      t.equal((await davi.post(`${URL}/${id}/removal`, { version: '2' })).location, `${URL}?year=2026`);
      t.same(await holidays(), []);
      const last = await db.read('audit').where({ entity: 'holiday' }).orderBy('id', 'desc').first();
      t.match(last, { action: 'remove', entity_id: id });
      matchLists(t, JSON.parse(last.changes), { on: ['2026-07-14', null], yearly: [true, null] });
      t.equal((await davi.get(`${URL}/${id}`)).status, 404);
      t.equal((await davi.post(`${URL}/${id}`, { ...FORM, version: '2' })).status, 404);
    });

    await t.test('imports a year after showing what each line does', async (t) => {
      const { davi, db, holidays } = await signedIn(t, engine);
      await davi.post(URL, FORM);
      const list = '16/02/2027;Carnaval\r\n21/04/2027;Tiradentes\n14/07/2026;Aniversário\n';
      const preview = await davi.post(`${URL}/import`, { text: list, step: 'preview' });
      t.equal(preview.status, 200);
      t.match(preview.text, '1 feriado será acrescentado');
      t.match(
        preview.text,
        /Carnaval Novo 2 21\/04\/2027 quarta-feira Tiradentes Já é feriado nacional 3 14\/07\/2026/,
      );
      t.equal((await holidays()).length, 1, 'nothing is written');
      const added = await davi.post(`${URL}/import`, { text: list, step: 'add' });
      t.equal(added.location, `${URL}?year=2027`);
      t.match((await davi.get(added.location)).text, '1 feriado acrescentado.');
      matchLists(t, await holidays(), [{}, { held_on: '2027-02-16', name: 'Carnaval' }]);
      t.equal((await db.read('audit').where({ entity: 'holiday' })).length, 2);
      await davi.post(`${URL}/import`, { text: list, step: 'add' });
      t.equal((await holidays()).length, 2, 'again it adds nothing');
    });

    await t.test('takes a file, and says by line what is wrong in it', async (t) => {
      const { davi, holidays } = await signedIn(t, engine);
      const latin = Buffer.from('16/02/2027;Feriado de S\xe3o Jo\xe3o\n', 'latin1');
      const read = await davi.upload(`${URL}/import`, {}, { name: 'feriados.csv', content: latin });
      t.equal(read.status, 200);
      t.match(read.text, 'Feriado de São João Novo');
      const wrong = await davi.upload(`${URL}/import`, {}, { name: 'f.csv', content: '16/02/2027;A\n30/02/2027;B\n' });
      t.equal(wrong.status, 422);
      t.match(wrong.text, '2 30/02/2027 Digite uma data que exista');
      t.equal((await davi.post(`${URL}/import`, { text: '30/02/2027;B', step: 'add' })).status, 422);
      t.equal((await davi.post(`${URL}/import`, { text: ' ' })).status, 422);
      const sheet = await davi.upload(`${URL}/import`, {}, { name: 'f.xlsx', content: Buffer.from('PK\x03\x04') });
      t.equal(sheet.status, 422);
      t.same(await holidays(), []);
    });
  });
});
