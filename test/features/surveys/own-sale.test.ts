import t, { type Test } from 'tap';
import { insertPolicy } from '../../../src/store/policies.js';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { NOW, surveyWorld } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a seller is told why he may not run the survey of his sale, and is not offered it', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const own = await world.survey({ customer: 'Cliente Meu', sellerId: world.bruno.id, closedOn: '2026-07-01' });
    const other = await world.survey({ customer: 'Cliente de Edu', closedOn: '2026-07-02' });
    const bruno = await browser('bruno');
    const list = await bruno.get('/my-rules');
    t.match(list.text, /Faltam hoje 1 .*Cliente de Edu .*Aguardando: .*Cliente Meu .*venda sua: a política não deixa/);
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${other}`);
    const page = await bruno.get(`/surveys/${own}`);
    t.match(page.text, 'não deixa o próprio vendedor executar a pesquisa');
    t.match(page.text, 'Bruno Operador venda sua');
    t.notMatch(page.body, 'id="surveys-form"');
    t.notMatch(page.text, 'Registrar tentativa');
    const refused = await bruno.post(`/surveys/${own}/claim`);
    t.equal(refused.status, 409);
    t.match(refused.text, 'Esta venda é sua, e a política não deixa');
    t.equal((await bruno.post(`/surveys/${own}/attempts`, { outcome: 'busy' })).status, 409);
  });

  await t.test('who opened the form before the policy loses nothing that he typed', async (t) => {
    const { world, browser, block } = await prepare(t, engine, false);
    const own = await world.survey({ sellerId: world.bruno.id, closedOn: '2026-07-01' });
    const bruno = await browser('bruno');
    const key = /name="key" value="([^"]+)"/.exec((await bruno.get(`/surveys/${own}`)).body)?.[1] ?? '';
    await block();
    const [five, yesNo] = world.versionIds;
    const form = { key, [`answers.${five}.answer`]: '5', [`answers.${yesNo}.answer`]: '1', note: 'Tudo ótimo' };
    const page = await bruno.post(`/surveys/${own}/execution`, form);
    t.equal(page.status, 409);
    t.match(page.text, 'Esta venda é sua');
    t.match(page.text, 'Tudo ótimo');
  });

  await t.test('managers see what waits for nobody, on its page and on the list of who is calling', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const own = await world.survey({ customer: 'Só de Bruno', sellerId: world.bruno.id });
    await world.survey({ customer: 'De Edu', phone: null });
    const ana = await browser('ana');
    t.match((await ana.get(`/surveys/${own}`)).text, 'Ninguém espera por esta pesquisa');
    const { text } = await ana.get('/attending');
    t.match(text, /Sem quem execute .*Só de Bruno Instalação Bruno Operador os operadores da regra/);
    t.notMatch(text, 'De Edu');
    t.match(text, '1 pesquisa não executada é de cliente sem telefone válido');
    await ana.post(`/surveys/${own}/assignment`, { operatorId: String(world.carla.id) });
    t.notMatch((await ana.get('/attending')).text, 'Sem quem execute');
    t.notMatch((await ana.get(`/surveys/${own}`)).text, 'Ninguém espera');
    t.equal((await (await browser('carla')).get('/my-rules/next')).location, `/surveys/${own}`);
  });
});

async function prepare(t: Test, engine: Engine, blocked = true) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  const policy = { fromMonth: '2026-07', k: 2000, bonusOnly: false, ownSurvey: 'block' } as const;
  const block = () => app.db.transaction((trx) => insertPolicy(trx, policy, { by: world.ana.id, at: NOW }));
  if (blocked) await block();
  return { ...app, world, block };
}
