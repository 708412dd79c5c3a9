import t, { type Test } from 'tap';
import { annulExecution } from '../../../src/actions/annul-execution.js';
import { acting } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { plansOf } from '../../support/query-plans.js';
import { surveyWorld } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const { app, world, late } = await prepare(t, engine);
  const bruno = await app.browser('bruno');

  await t.test('lists what the user executed himself, the last one first', async (t) => {
    const page = await bruno.get('/my-rules/executed');
    t.equal(page.status, 200);
    t.match(page.text, '2 pesquisas');
    t.match(page.text, /Depois Lima .*Fora do prazo.* Fibra .* Antes Souza .*No prazo/s);
    for (const other of ['De Carla', 'Aberta', 'Encerrada', 'Da Gestora']) t.notMatch(page.text, other);
    t.match(page.body, `href="/surveys/${late}"`);
    t.equal((await bruno.get(`/surveys/${late}`)).status, 200, 'and opens each');
    t.match((await bruno.get('/my-rules')).body, 'href="/my-rules/executed"', 'which Minhas Regras leads to');
  });

  await t.test("others' are nobody's business but managers', whatever the address asks for", async (t) => {
    const carlas = await app.db.read('surveys').where({ executed_by: world.carla.id }).first('id');
    t.equal((await bruno.get(`/surveys/${carlas.id}`)).status, 404);
    const asked = await bruno.get(`/my-rules/executed?operator=${world.carla.id}`);
    t.equal(asked.status, 422);
    t.notMatch(asked.text, 'De Carla');
    const { customer_id: known } = await app.db.read('sales').first('customer_id');
    for (const id of [known, 99_999])
      t.notMatch(
        (await bruno.get(`/my-rules/executed?customer=${id}`)).text,
        'Não existe mais',
        'nor whether a customer does',
      );
    t.match((await (await app.browser('carla')).get('/my-rules/executed')).text, /1 pesquisa .*De Carla/s);
    t.match((await (await app.browser('ana')).get('/my-rules/executed')).text, /1 pesquisa .*Da Gestora/s, 'own only');
    t.equal((await (await app.browser()).get('/my-rules/executed')).status, 303, 'nobody without signing in');
  });

  await t.test('an annulled execution is none', async (t) => {
    const ana = await app.browser('ana');
    const { id, execution_id } = await app.db.read('surveys').where({ executed_by: world.ana.id }).first();
    const form = { executionId: execution_id, reason: 'Ligou para a pessoa errada' };
    t.ok((await annulExecution(acting(app.db, world.ana), id, form)).ok);
    t.match((await ana.get('/my-rules/executed')).text, 'Você ainda não executou nenhuma pesquisa');
  });

  await t.test('is filtered by what links of results ask for', async (t) => {
    const count = async (search: string) =>
      /(\d+) pesquisas?\b/.exec((await bruno.get(`/my-rules/executed?${search}`)).text)?.[1];
    t.equal(await count('late=1'), '1');
    t.equal(await count('on-time=1'), '1');
    t.equal(await count('of=expiry&from=2026-07-01&to=2026-07-31'), '2');
    t.equal(await count('of=execution&from=2026-07-09&to=2026-07-09'), '1');
    t.equal(await count('q=lima'), '1');
    t.match((await bruno.get('/my-rules/executed?q=ninguém')).text, 'Nenhuma pesquisa com estes filtros');
    const wrong = await bruno.get('/my-rules/executed?of=expiry&from=ontem');
    t.equal(wrong.status, 422);
    t.match(wrong.body, 'value="ontem"');
    t.equal((await bruno.get('/my-rules/executed/filters?late=1')).status, 200);
  });

  await t.test('what results count of his has lists too, of what he ran or is responsible for', async (t) => {
    const named = (text: string) =>
      ['Antes Souza', 'Depois Lima', 'De Carla', 'Aberta', 'Encerrada', 'Vencida'].filter((one) => text.includes(one));
    const { ruleId, carla } = world;
    await world.survey({ customer: 'Vencida Alves', closedOn: '2026-05-01', ruleId });
    await world.survey({ customer: 'Vencida De Carla', closedOn: '2026-05-01', ruleId, assignedTo: carla.id });
    t.same(named((await bruno.get('/my-rules/past')).text), ['Antes Souza', 'Depois Lima', 'Encerrada', 'Vencida']);
    t.same(named((await bruno.get('/my-rules/past?outcome=closed')).text), ['Encerrada']);
    const past = await bruno.get('/my-rules/past');
    t.match(past.text, 'Fora do prazo');
    t.notMatch(past.text, 'Pontuação', 'who records grades does not see scores');
    const settled = await bruno.get('/my-rules/inconsistent?of=settlement&from=2026-07-01&to=2026-07-31');
    t.match(settled.text, 'depois foram resolvidas');
    const overdue = await bruno.get('/my-rules/inconsistent');
    t.same(named(overdue.text), ['Vencida']);
    t.match(overdue.text, '1 pesquisa');
    t.match((await bruno.get('/my-rules/inconsistent?of=overdue&from=2026-01-01')).text, '1 pesquisa');
    t.notMatch((await bruno.get('/my-rules')).body, 'href="/my-rules/past"', 'no tabs but the one that is looked at');
    for (const list of ['past', 'inconsistent']) {
      t.equal((await bruno.get(`/my-rules/${list}?operator=${carla.id}`)).status, 422);
      t.equal((await bruno.get(`/my-rules/${list}/filters`)).status, 200);
      t.equal((await (await app.browser()).get(`/my-rules/${list}`)).status, 303, 'nobody without signing in');
    }
  });

  await t.test('scores, and the order by them, are for managers', async (t) => {
    const hasScores = ({ body }: Page) => body.includes('data-label="Pontuação"');
    await world.survey({ customer: 'Da Gestora', outcome: 'executed', executedBy: world.ana.id });
    t.equal(hasScores(await (await app.browser('ana')).get('/my-rules/executed?sort=score')), true);
    const his = await bruno.get('/my-rules/executed?sort=score');
    t.equal(hasScores(his), false);
    t.notMatch(his.body, /sort=-?score/);
    t.equal((await bruno.get('/my-rules/executed?score-from=50')).status, 422);
  });

  await t.test('pages of it are read from an index', async (t) => {
    const steps = await plansOf(app.db, async () => {
      await bruno.get('/my-rules/executed');
      await bruno.get('/my-rules/executed?of=expiry&from=2026-07-01&to=2026-07-31');
    });
    t.ok(steps.length > 0);
    t.notOk(
      steps.some(({ scanned }) => scanned === 'surveys' || scanned === 'executions'),
      JSON.stringify(steps),
    );
  });

  await t.test('pages go on where the last one ended', async (t) => {
    await world.surveys(
      Array.from({ length: 30 }, (_, n) => ({ customer: `Cliente ${n}`, outcome: 'executed' as const })),
    );
    const first = await bruno.get('/my-rules/executed?size=25');
    const [, next = ''] = /href="(\/my-rules\/executed\?[^"]*after=[^"]+)"/.exec(first.body) ?? [];
    const second = await bruno.get(next.replaceAll('&amp;', '&'));
    const ids = [first, second].flatMap(({ body }) =>
      [...body.matchAll(/href="\/surveys\/(\d+)"/g)].map(([, id]) => id),
    );
    t.equal(ids.length, 32);
    t.equal(new Set(ids).size, 32);
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  const [, late = 0] = await world.surveys([
    { customer: 'Antes Souza', outcome: 'executed', executedOn: '2026-07-09' },
    { customer: 'Depois Lima', outcome: 'executed', executedOn: '2026-07-14', extendedTo: '2026-07-20' },
    { customer: 'De Carla', outcome: 'executed', executedBy: world.carla.id, assignedTo: world.carla.id },
    { customer: 'Da Gestora', outcome: 'executed', executedBy: world.ana.id },
    { customer: 'Aberta' },
    { customer: 'Encerrada', outcome: 'closed' },
  ]);
  return { app, world, late };
}
