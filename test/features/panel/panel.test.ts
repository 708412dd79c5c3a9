import fc from 'fast-check';
import t, { type Test } from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { type TestApp, testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { addProduct, addRule, type SurveyWorld, surveyWorld, TODAY } from '../../support/survey-world.js';
import { counters, hrefOf, idsIn, listed, walk } from './panel-pages.js';

const TABS = ['my-rules', 'executed', 'pending', 'inconsistent'];

await onBothEngines(t, async (t, engine) => {
  await t.test('each tab lists its surveys', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.surveys([
      { customer: 'Agendada Um', closedOn: TODAY },
      { customer: 'Aberta Dois' },
      { customer: 'Vencida Tres', closedOn: '2026-06-01' },
      { customer: 'Executada Quatro', outcome: 'executed', executedOn: '2026-07-09' },
      { customer: 'Encerrada Cinco', outcome: 'closed' },
      { customer: 'Cancelada Seis', outcome: 'cancelled' },
      { customer: 'Minha Sete', assignedTo: world.ana.id },
    ]);
    const ana = await browser('ana');
    t.equal((await ana.get('/panel')).location, '/panel/inconsistent');
    t.same(await listed(ana, '/panel/my-rules'), ['Minha Sete']);
    t.same(await listed(ana, '/panel/executed'), ['Executada Quatro']);
    t.same(await listed(ana, '/panel/pending'), ['Vencida Tres', 'Aberta Dois', 'Minha Sete', 'Agendada Um']);
    t.same(await listed(ana, '/panel/inconsistent'), ['Vencida Tres']);
    t.same(await listed(ana, '/panel/past'), ['Vencida Tres', 'Executada Quatro', 'Encerrada Cinco']);
    t.same(await listed(ana, '/panel/past?outcome=closed&outcome=inconsistent'), ['Vencida Tres', 'Encerrada Cinco']);
    t.match((await ana.get('/panel/past')).text, 'Vencidas ou terminadas 3', 'a tab while it is looked at');
    t.match(
      (await ana.get('/panel/past')).text,
      'Executada 09/07/2026 10:00 Bruno Operador · Pontuação 25,0',
      'by whom and how',
    );
    t.notMatch((await ana.get('/panel/pending')).text, 'Vencidas ou terminadas');
    t.match((await ana.get('/panel/pending?outcome=closed')).text, 'não se aplica a esta aba');
    t.same(await listed(ana, '/panel/pending?status=closed&status=cancelled'), ['Encerrada Cinco', 'Cancelada Seis']);
    t.same(await listed(ana, '/panel/pending?status=none'), []);
    matchLists(t, await counters(ana, '/panel/pending?status=due&status=closed'), {
      tabs: [1, 1, 2, 1],
      chips: [1, 2, 1, 1, 1],
    });
    const page = await ana.get('/panel/inconsistent');
    t.notMatch(page.text, /\[object|undefined|null|NaN/);
    t.match(page.text, 'venceu há 29 dias');
    t.match((await ana.get('/panel/executed')).text, '25,0');
    t.match((await ana.get('/panel/pending?status=none')).text, 'Ligue pelo menos uma das situações');
  });

  await t.test('counters equal their lists under any filter', async (t) => {
    const { app, world, browser } = await prepare(t, engine);
    await fillRandomly(app, world);
    const ana = await browser('ana');
    const queries = fc.sample(filters(world), { numRuns: engine.dialect === 'sqlite' ? 25 : 12, seed: 11 });
    for (const query of ['', ...queries]) {
      const { tabs, chips, links } = await counters(ana, `/panel/pending?${query}`);
      for (const [index, link] of links.entries()) t.equal((await listed(ana, link)).length, tabs[index], link);
      t.equal(links.length, TABS.length);
      for (const [index, chip] of ['scheduled', 'due', 'inconsistent', 'closed', 'cancelled'].entries())
        t.equal((await listed(ana, `/panel/pending?${query}&status=${chip}`)).length, chips[index], `${chip} ${query}`);
    }
  });

  await t.test('sorts the whole list by any of its columns and pages through it', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const many = fc.sample(
      fc.record({
        customer: fc.integer({ min: 0, max: 40 }).map((n) => `Cliente ${n}`),
        closedOn: fc.integer({ min: 1, max: 20 }).map((days) => addDays('2026-05-01', days)),
        sellerId: fc.constantFrom(world.bruno.id, world.carla.id, world.edu.id),
      }),
      { numRuns: 130, seed: 5 },
    );
    const ids = await world.surveys(many);
    const ana = await browser('ana');
    for (const sort of ['', 'sort=-expiry', 'sort=customer', 'sort=-product', 'sort=seller', 'sort=-closing']) {
      const { seen, pages, last } = await walk(ana, `/panel/inconsistent?${sort}`);
      t.equal(pages, 3);
      t.same([...seen].sort(), [...ids].map(String).sort(), `every survey once: ${sort}`);
      const middle = await ana.get(hrefOf(last, 'prev'));
      t.same(idsIn(middle.body), seen.slice(50, 100), 'back to the middle page');
      t.same(idsIn((await ana.get(hrefOf(middle.body, 'prev'))).body), seen.slice(0, 50), 'and to the first');
    }
    const closing = (await walk(ana, '/panel/inconsistent?sort=closing')).seen.map(
      (id) => many[ids.indexOf(Number(id))]?.closedOn ?? '',
    );
    t.same(closing, [...closing].sort());
    t.match((await ana.get('/panel/inconsistent?sort=-closing')).body, /aria-sort="descending"/);
  });

  await t.test('a row that is settled meanwhile shifts nothing', async (t) => {
    const { app, world, browser } = await prepare(t, engine);
    const ids = await world.surveys(Array.from({ length: 60 }, () => ({ closedOn: '2026-06-01' })));
    const ana = await browser('ana');
    const first = await ana.get('/panel/inconsistent');
    await app.db.transaction((trx) =>
      trx('surveys').whereIn('id', ids.slice(0, 10)).update({ settled_at: 1, outcome: 'closed' }),
    );
    t.same(idsIn((await ana.get(hrefOf(first.body, 'next'))).body), ids.slice(50).map(String));
  });

  await t.test('htmx gets the panel alone, everybody else the page', async (t) => {
    const { browser } = await prepare(t, engine);
    const ana = await browser('ana');
    const part = await ana.get('/panel/pending', { 'hx-request': 'true', 'hx-target': 'panel' });
    t.match(part.body.trim(), /^<div id="panel"/);
    t.notMatch(part.body, '<html');
    t.match(part.headers.vary, 'HX-Request');
    const title = '<title>Não executadas · Gerenciador de Pós-Venda · Posvenda</title>';
    t.match(part.body, title, 'with the window’s new title');
    t.match((await ana.get('/panel/pending')).body, title);
    t.match((await ana.get('/panel/pending', { 'hx-request': 'true', 'hx-target': 'other' })).body, '<html');
  });

  await t.test('a link of a list that swaps itself leads to a page of its own', async (t) => {
    const { browser } = await prepare(t, engine);
    const boosted = { 'hx-request': 'true', 'hx-boosted': 'true', 'hx-target': 'panel' };
    const page = await (await browser('ana')).get('/sales?q=ana', boosted);
    t.equal(page.status, 204);
    t.equal(page.headers['hx-redirect'], '/sales?q=ana');
  });

  await t.test('without any survey, the first page says how surveys come to be', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const ana = await browser('ana');
    t.match((await ana.get('/panel/inconsistent')).text, 'Pesquisas são criadas quando se registra uma venda');
    await world.surveys([{ closedOn: TODAY }]);
    t.match((await ana.get('/panel/inconsistent')).text, 'Nenhuma pesquisa venceu sem execução');
  });

  await t.test('is the managers’ alone', async (t) => {
    const { browser } = await prepare(t, engine);
    const [anonymous, bruno, davi] = [await browser(), await browser('bruno'), await browser('davi')];
    for (const path of ['/panel', ...TABS.map((tab) => `/panel/${tab}`)]) {
      t.match((await anonymous.get(path)).location, '/sign-in', path);
      t.equal((await bruno.get(path)).status, 403);
      t.ok((await davi.get(path)).status < 400);
    }
    t.equal((await davi.get('/panel/other')).status, 404);
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, app, world: await surveyWorld(app.db) };
}

async function fillRandomly(app: TestApp, world: SurveyWorld): Promise<void> {
  const [product, rule] = await app.db.transaction(async (trx) => [
    await addProduct(trx, 'Combo TV'),
    await addRule(trx, 'Renovação', { operators: [world.carla.id], sellerRuns: true }),
  ]);
  const who = fc.constantFrom(world.ana.id, world.bruno.id, world.carla.id);
  const day = fc.integer({ min: -25, max: 3 }).map((days) => addDays(TODAY, days));
  const spec = fc.record({
    customer: fc.constantFrom('Ana Lima', 'Bia Souza', 'José Ávila'),
    closedOn: day,
    sellerId: who,
    executedBy: who,
    executedOn: day,
    assignedTo: fc.option(who, { freq: 1 }),
    productId: fc.constantFrom(world.productId, product ?? 0),
    ruleId: fc.constantFrom(world.ruleId, rule ?? 0),
    outcome: fc.option(fc.constantFrom('executed' as const, 'closed' as const, 'cancelled' as const), { freq: 3 }),
  });
  await world.surveys(fc.sample(spec, { numRuns: 90, seed: 3 }));
}

function filters(world: SurveyWorld): fc.Arbitrary<string> {
  const day = fc.integer({ min: -25, max: 10 }).map((days) => addDays(TODAY, days));
  const who = fc.constantFrom(world.ana.id, world.bruno.id, world.carla.id).map(String);
  return fc
    .record(
      {
        of: fc.constantFrom('closing', 'opening', 'expiry', 'execution'),
        from: day,
        seller: who,
        operator: who,
        product: fc.constant(String(world.productId)),
        rule: fc.constant(String(world.ruleId)),
        q: fc.constantFrom('lima', 'avila', 'a', '98765'),
      },
      { requiredKeys: [] },
    )
    .map((params) => new URLSearchParams(params as Record<string, string>).toString());
}
