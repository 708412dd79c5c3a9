import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addProduct, addRule, surveyWorld } from '../../support/survey-world.js';
import { listed } from './panel-pages.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('filters find what they say', async (t) => {
    const { app, world, browser } = await prepare(t, engine);
    const [other, ruleId] = await app.db.transaction(async (trx) => [
      await addProduct(trx, 'Combo TV'),
      await addRule(trx, 'Renovação', { operators: [world.carla.id] }),
    ]);
    await world.surveys([
      { customer: 'João Ávila', phone: '+5531912345678', document: '12345678909', externalId: 'ERP-77' },
      { customer: 'Eva', externalId: '2026-001' },
      { customer: 'Bia', productId: other, sellerId: world.carla.id },
      { customer: 'Caio', ruleId, closedOn: '2026-07-03' },
      { customer: 'Dora', outcome: 'executed', executedBy: world.carla.id, executedOn: '2026-07-05' },
      { customer: '100%_real', assignedTo: world.carla.id },
    ]);
    const ana = await browser('ana');
    const found = async (query: string, tab = 'pending') => (await listed(ana, `/panel/${tab}?${query}`)).sort();
    for (const text of ['joao', 'ÁVILA JOÃO', '(31) 91234-5678', '123.456.789-09', 'erp-77', '31 9 1234'])
      t.same(await found(`q=${encodeURIComponent(text)}`), ['João Ávila'], text);
    t.same(await found('q=2026-001'), ['Eva'], 'an id that looks like a phone');
    t.same(await found(`q=${encodeURIComponent('0%_r')}`), ['100%_real'], 'no wildcards');
    t.same(await found('q=ninguem'), []);
    t.same(await found(`product=${other}`), ['Bia']);
    t.same(await found(`seller=${world.carla.id}`), ['Bia']);
    t.same(await found(`rule=${ruleId}`), ['Caio']);
    t.same(await found(`operator=${world.carla.id}`), ['100%_real', 'Caio'], 'responsible');
    t.same(await found(`operator=${world.carla.id}`, 'executed'), ['Dora'], 'who executed');
    t.same(await found('of=closing&from=2026-07-02&to=2026-07-03'), ['Caio']);
    t.same(await found('of=opening&from=10/07/2026'), ['Caio'], 'a day as people write it');
    t.same(await found('from=2026-07-12'), ['Caio'], 'expiry by itself');
    t.same(await found('to=2026-07-05', 'executed'), ['Dora'], 'execution by itself in Executadas');
    t.same(await found('of=execution&to=2026-07-04', 'executed'), []);
    t.equal((await found('of=execution&to=2026-07-04')).length, 5, 'which does not apply elsewhere');
    t.match(
      (await ana.get('/panel/pending?of=execution&to=2026-07-04')).text,
      'Execução: até 04/07/2026 não se aplica',
    );
    t.match((await ana.get('/panel/my-rules?operator=1')).text, 'Operador: Ana Gestora não se aplica a esta aba');
    t.match((await ana.get('/panel/pending?q=ninguem')).text, 'Nenhuma pesquisa com estes filtros');
  });

  await t.test('a bad filter is a 422 with the message at the filter', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey({ customer: 'Fulano' });
    const ana = await browser('ana');
    for (const [query, message] of [
      ['seller=abc', 'Escolha uma das opções.'],
      ['seller=999', 'Não existe mais.'],
      ['product=-1', 'Escolha uma das opções.'],
      ['rule=99999999999', 'Escolha uma das opções.'],
      ['operator=1e3', 'Escolha uma das opções.'],
      ['from=2026-02-31', 'Digite uma data que exista'],
      ['to=ontem', 'Digite uma data que exista'],
      ['from=2026-07-10&to=2026-07-09', 'O fim do período vem antes do começo.'],
      ['of=birthday', 'Escolha uma das opções.'],
      ['status=late', 'Escolha uma das opções.'],
      ['sort=weight', 'não pode ser ordenada assim'],
      ['after=%3Cx%3E', 'endereço desta página da lista está incompleto'],
      [`before=${Buffer.from('["x",0]').toString('base64url')}`, 'está incompleto'],
      [`after=${Buffer.from('["2026-02-31",1]').toString('base64url')}`, 'está incompleto'],
      [`q=${'a'.repeat(300)}`, 'Use no máximo 200 caracteres'],
      ['q=a%00b', 'Este filtro tem caracteres que não podem ser lidos.'],
      ['q=a&q=b', 'Este filtro aceita só um valor.'],
      ['colour=red', 'Este filtro não existe.'],
      ['__proto__=1', 'Este filtro não existe.'],
      ['attempts=__proto__', 'Escolha uma das opções.'],
      ['reason=constructor', 'Escolha uma das opções.'],
      ['city=atlantida', 'Não existe mais.'],
      ['profile=1', 'Não existe mais.'],
      ['period=this-year', 'Escolha uma das opções.'],
      ['period=today&from=2026-07-01', 'Escolha um período pronto ou as datas, não os dois.'],
      ['score-from=101', 'O maior valor aceito é 100.'],
      ['score-to=-101', 'O menor valor aceito é −100.'],
      ['score-from=dez', 'Digite um número inteiro.'],
      ['score-from=10&score-to=-10', 'A maior pontuação vem antes da menor.'],
      ['late=yes', 'Escolha uma das opções.'],
      ['size=1000000000', 'Uma página mostra 25, 50 ou 100 linhas.'],
      ['size=51', 'Uma página mostra 25, 50 ou 100 linhas.'],
      [Array.from({ length: 200 }, (_, index) => `seller=${index + 1}`).join('&'), 'Informe no máximo 100.'],
      ['after=e30&before=e30', 'está incompleto'],
    ] as const) {
      const page = await ana.get(`/panel/pending?${query}`);
      t.equal(page.status, 422, query);
      t.match(page.text, message);
      t.notMatch(page.text, 'Fulano');
      t.match(page.text, 'Corrija os filtros');
    }
    for (const part of ['filters', 'print', 'export.csv', 'export.xlsx']) {
      const page = await ana.get(`/panel/pending/${part}?from=2026-02-31`);
      t.equal(page.status, 422, part);
      t.match(page.text, 'Digite uma data que exista', part);
    }
    t.equal((await ana.get('/panel/pending?sort=-settled')).status, 200, 'the order of another tab is no error');
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, app, world: await surveyWorld(app.db) };
}
