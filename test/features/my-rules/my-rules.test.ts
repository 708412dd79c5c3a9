import t, { type Test } from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('lists the due surveys of the user, the soonest to expire first', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey({ customer: 'Amanhã', closedOn: '2026-07-01' });
    await world.survey({ customer: 'Hoje', closedOn: '2026-06-30' });
    await world.survey({ customer: 'Agendada', closedOn: TODAY });
    await world.survey({ customer: 'Vencida', closedOn: '2026-06-01' });
    await world.survey({ customer: 'De Carla', assignedTo: world.carla.id });
    await world.survey({ customer: 'Gravada', outcome: 'executed' });
    const page = await (await browser('bruno')).get('/my-rules');
    t.equal(page.status, 200);
    t.match(page.text, /Hoje .* vence hoje .* Amanhã .* vence amanhã/);
    t.match(page.body, 'href="tel:+5511987654321"');
    t.match(page.text, '2 pesquisas');
    for (const other of ['Agendada', 'Vencida', 'De Carla', 'Gravada']) t.notMatch(page.text, other);
    const carlas = await (await browser('carla')).get('/my-rules');
    t.match(carlas.text, 'De Carla');
    t.match(carlas.text, 'só sua');
  });

  await t.test('Executar próxima opens the first', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey();
    const first = await world.survey({ closedOn: '2026-06-30' });
    t.match(await (await browser('bruno')).get('/my-rules/next'), { status: 303, location: `/surveys/${first}` });
    t.match((await (await browser('carla')).get('/my-rules/next')).location, '/my-rules');
  });

  await t.test('Executar próxima passes over a customer without a phone, who stays in the list', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey({ customer: 'Sem Número', phone: null, closedOn: '2026-06-30' });
    const bruno = await browser('bruno');
    t.equal((await bruno.get('/my-rules/next')).location, '/my-rules');
    t.match((await bruno.get('/my-rules')).text, /Sem Número sem telefone/i);
    const callable = await world.survey();
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${callable}`);
  });

  await t.test('Executar próxima passes over what waits, and the list says why', async (t) => {
    const { world, clock, browser } = await prepare(t, engine);
    const [cooling, called, held] = await world.surveys([
      { customer: 'Ocupada', closedOn: '2026-06-30' },
      { customer: 'Retorno', closedOn: '2026-07-02' },
      { customer: 'De Ana' },
    ]);
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    await bruno.post(`/surveys/${cooling}/attempts`, { outcome: 'busy' });
    await bruno.post(`/surveys/${cooling}/attempts`, { outcome: 'no-answer' });
    const later = { outcome: 'call-back', callBackOn: '2026-07-10', callBackTime: '15:00' };
    await bruno.post(`/surveys/${called}/attempts`, later);
    await ana.post(`/surveys/${held}/claim`);
    const page = await bruno.get('/my-rules');
    t.match(page.text, /2 tentativas não atendeu às 10:00, tentar após 13:00/);
    t.match(page.text, /1 tentativa retorno marcado para 15:00/);
    t.match(page.text, 'com Ana Gestora desde 10:00');
    t.equal((await bruno.get('/my-rules/next')).location, '/my-rules');
    t.match((await bruno.get('/my-rules')).text, 'Nenhuma pesquisa para ligar agora');
    clock.now = Date.parse('2026-07-10T15:00:00-03:00');
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${called}`, 'the call-back goes first');
    t.match((await bruno.get('/my-rules')).text, 'Ligar agora: retorno pedido para 15:00');
    await bruno.post(`/surveys/${called}/attempts`, { outcome: 'busy' });
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${cooling}`, 'then what expires soonest');
  });

  await t.test('on the evening of its last day a survey does not wait, and comes after the others', async (t) => {
    const { world, clock, browser } = await prepare(t, engine);
    const [tried, other] = await world.surveys([{ closedOn: '2026-06-30' }, { closedOn: '2026-07-01' }]);
    const bruno = await browser('bruno');
    clock.now = Date.parse('2026-07-10T19:16:00-03:00');
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${tried}`);
    await bruno.post(`/surveys/${tried}/attempts`, { outcome: 'no-answer' });
    const page = await bruno.get(`/surveys/${tried}`);
    t.match(page.text, 'Vence hoje: não há outro horário de ligação antes do vencimento.');
    t.notMatch(page.text, 'Aguardando');
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${other}`);
    await bruno.post(`/surveys/${other}/attempts`, { outcome: 'no-answer' });
    t.match((await bruno.get(`/surveys/${other}`)).text, 'tentar após 11/07/2026 08:00');
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${tried}`, 'nothing else is left');
  });

  await t.test(
    'the list is in the order of calling: call-backs that are due, then what can be called, then what waits',
    async (t) => {
      const { world, clock, browser } = await prepare(t, engine);
      const [waiting, , called] = await world.surveys([
        { customer: 'Ocupado', closedOn: '2026-06-30' },
        { customer: 'Livre', closedOn: '2026-07-01' },
        { customer: 'Retorno', closedOn: '2026-07-02' },
      ]);
      const bruno = await browser('bruno');
      const later = { outcome: 'call-back', callBackOn: '2026-07-10', callBackTime: '11:00' };
      await bruno.get('/my-rules');
      await bruno.post(`/surveys/${called}/attempts`, later);
      clock.now += 61 * 60_000;
      await bruno.post(`/surveys/${waiting}/attempts`, { outcome: 'busy' });
      const { text } = await bruno.get('/my-rules');
      t.match(text, /Executar próxima Retorno · Instalação/);
      t.match(text, /Retorno .*Ligar agora: retorno pedido para 11:00.* Livre .* Aguardando: .* Ocupado/);
      t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${called}`);
    },
  );

  await t.test('the day’s progress: what he finished himself, what is left, and the mean time', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const bruno = await browser('bruno');
    t.match((await bruno.get('/my-rules')).text, 'Feitas hoje 0 Faltam hoje 0 Tempo médio —');
    const mine = { outcome: 'executed', executedBy: world.bruno.id } as const;
    const ids = await world.surveys([
      mine,
      mine,
      { ...mine, executedOn: addDays(TODAY, -1) },
      { ...mine, executedBy: world.carla.id },
      {},
      { customer: 'De Carla', assignedTo: world.carla.id },
    ]);
    const took = (id: number | undefined, seconds: number) =>
      db.transaction((trx) =>
        trx('executions')
          .where({ survey_id: id })
          .update({ started_at: trx.raw('finished_at - ?', [seconds * 1000]) }),
      );
    await took(ids[0], 100);
    await took(ids[1], 240);
    t.match((await bruno.get('/my-rules')).text, 'Feitas hoje 2 Faltam hoje 1 Tempo médio 2 min 50 s');
    await took(ids[1], 10);
    t.match((await bruno.get('/my-rules')).text, 'Tempo médio 55 s');
  });

  await t.test('an empty list says why, and when there is work again', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const bruno = await browser('bruno');
    const none = 'Você não responde por nenhuma pesquisa em aberto.';
    t.match((await bruno.get('/my-rules')).text, `${none} As das suas regras aparecem aqui quando abrem`);
    const carla = await browser('carla');
    t.match((await carla.get('/my-rules')).text, `${none} Um administrador inclui operadores no Painel de Regras.`);
    await world.surveys([
      { closedOn: TODAY, startDays: 3, expiryDays: 90 },
      { closedOn: TODAY, startDays: 9, expiryDays: 1 },
      { closedOn: '2026-06-01' },
    ]);
    const page = await bruno.get('/my-rules');
    t.match(page.text, '2 pesquisas suas estão agendadas; a próxima abre em 13/07/2026.');
    t.match(page.text, '1 pesquisa sua venceu sem execução');
  });

  await t.test('pages by key, forwards and back, also from what can be called to what waits', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const due = Array.from({ length: 120 }, (_, index) => ({
      customer: `Cliente ${String(index).padStart(3, '0')}`,
      closedOn: addDays(TODAY, -10 + (index % 3)),
      phone: index % 4 === 0 ? null : '+5511987654321',
    }));
    await world.surveys(due);
    const bruno = await browser('bruno');
    const walk = async (from: string, rel: 'next' | 'prev') => {
      const pages: string[][] = [];
      let url: string | undefined = from;
      while (url !== undefined) {
        const page = await bruno.get(url);
        pages.push([...page.body.matchAll(/(?<=<th scope="row">.*)Cliente \d{3}/g)].map(([name]) => name));
        last = url;
        url = new RegExp(`rel="${rel}" href="([^"]+)"`).exec(page.body)?.[1];
      }
      return pages;
    };
    let last = '';
    const forwards = await walk('/my-rules', 'next');
    const sorted = [...due].sort((one, other) => {
      const rank = (row: typeof one) => `${row.phone === null} ${row.closedOn} ${row.customer}`;
      return rank(one) < rank(other) ? -1 : 1;
    });
    t.same(
      forwards.flat(),
      sorted.map(({ customer }) => customer),
    );
    t.same(
      forwards.map(({ length }) => length),
      [50, 50, 20],
    );
    t.same((await walk(last, 'prev')).reverse(), forwards);
    t.match(await bruno.get('/my-rules?after=bm9uc2Vuc2U'), { status: 200 }, 'a broken key is the first page');
  });

  await t.test('asks to sign in, and takes no other parameters', async (t) => {
    const { browser } = await prepare(t, engine);
    t.match((await (await browser()).get('/my-rules')).location, '/sign-in');
    t.match((await (await browser()).get('/my-rules/next')).location, '/sign-in');
    t.equal((await (await browser('bruno')).get('/my-rules?user=1')).status, 400);
    t.equal((await (await browser('ana')).get('/my-rules')).status, 200, 'a manager has one too');
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, world: await surveyWorld(app.db) };
}
