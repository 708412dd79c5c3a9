import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import t, { type Test } from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../../support/survey-world.js';
import { listed } from './panel-pages.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a file holds what its list shows, in its order, under any filter', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.surveys(fc.sample(surveys(world), { numRuns: 70, seed: 5 }));
    const ana = await browser('ana');
    const queries = fc.sample(filters(world), { numRuns: engine.dialect === 'sqlite' ? 8 : 4, seed: 7 });
    for (const [index, query] of ['', ...queries].entries())
      for (const tab of index < 2 ? ['my-rules', 'executed', 'pending', 'inconsistent'] : ['pending']) {
        const names = await listed(ana, `/panel/${tab}?${query}`);
        const rows = await csvOf(ana, `/panel/${tab}/export.csv?${query}`);
        t.same(
          rows.map((row) => row.Cliente?.replace(/^'/, '')),
          names,
          `${tab} ${query}`,
        );
      }
  });

  await t.test('it says of a survey what the screen says, and more', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.surveys([
      { customer: 'Vencida', closedOn: '2026-06-20', externalId: 'ERP-1', phone: '+5511987654321' },
      {
        customer: 'Estendida',
        closedOn: '2026-06-22',
        extendedTo: '2026-07-09',
        assignedTo: world.carla.id,
        phone: null,
      },
      { customer: 'Encerrada', outcome: 'closed' },
    ]);
    const ana = await browser('ana');
    const rows = await csvOf(ana, '/panel/pending/export.csv?status=inconsistent&status=closed');
    matchLists(t, rows, [
      {
        Cliente: 'Vencida',
        Telefone: '(11) 98765-4321',
        'Código no ERP': 'ERP-1',
        Produto: 'Fibra 500 Mega',
        Vendedor: 'Edu Vendedor',
        Regra: 'Instalação',
        Fechamento: '20/06/2026',
        Abertura: '27/06/2026',
        Vencimento: '30/06/2026',
        Situação: 'Inconsistência',
        Motivo: 'venceu há 10 dias',
        'Dias até o vencimento': '-10',
        Tentativas: '0',
        Responsáveis: 'Bruno Operador',
      },
      {
        Cliente: 'Estendida',
        Telefone: '',
        Vencimento: '09/07/2026',
        'Vencimento original': '02/07/2026',
        Responsáveis: 'Carla Operadora',
      },
      {
        Cliente: 'Encerrada',
        Situação: 'Encerrada sem resposta',
        Motivo: 'Recusou responder',
        'Dias até o vencimento': '',
      },
    ]);
    t.notOk(
      Object.keys(rows[0] ?? {}).some((heading) => /CPF|Documento/.test(heading)),
      'documents stay in the house',
    );
  });

  await t.test('XLSX has the same rows, with numbers and dates', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.surveys([
      { customer: '=1+1', closedOn: '2026-06-20' },
      { customer: 'Maria', closedOn: '2026-06-21' },
    ]);
    const ana = await browser('ana');
    const rows = await xlsxOf(ana, '/panel/inconsistent/export.xlsx');
    t.equal(rows.length, 2);
    t.match(rows[0], { Cliente: '=1+1', Fechamento: new Date('2026-06-20'), 'Dias até o vencimento': -10 });
    t.same((await xlsxOf(ana, '/panel/inconsistent/export.xlsx?q=ninguem')).length, 0, 'no rows, no harm');
  });

  await t.test('its name says what it is, and nobody keeps it on the way', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey({ closedOn: '2026-06-20' });
    const { headers } = await (await browser('ana')).get('/panel/inconsistent/export.csv');
    t.equal(headers['content-disposition'], `attachment; filename="posvenda-inconsistencias-${TODAY}.csv"`);
    t.equal(headers['content-type'], 'text/csv; charset=utf-8');
    t.equal(headers['cache-control'], 'no-store');
  });

  await t.test('the audit knows who took what along, without what he searched for', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    await world.survey({ customer: 'Maria Souza', closedOn: '2026-06-20' });
    const davi = await browser('davi');
    await davi.get(`/panel/inconsistent/export.csv?q=souza&seller=${world.edu.id}&from=2026-06-01`);
    const row = await db.read('audit').where({ action: 'export' }).first();
    t.equal(row.actor_id, world.davi.id);
    t.same(JSON.parse(row.changes), {
      tab: [null, 'inconsistent'],
      format: [null, 'csv'],
      lines: [null, 1],
      filters: [null, ['period', 'seller', 'text']],
    });
    const page = await davi.get('/config/audit?action=export');
    t.match(page.text, 'Exportou: Gerenciador de Pós-Venda');
    t.match(page.text, /Inconsistências.*Período, Vendedor, Texto/);
    t.notMatch(page.text, 'souza');
  });

  await t.test('a wrong filter is a 422 page with the message, not a file', async (t) => {
    const { db, browser } = await prepare(t, engine);
    const ana = await browser('ana');
    for (const path of ['export.csv', 'export.xlsx', 'print'])
      for (const query of ['from=2026-02-31', 'seller=abc', 'sort=nada', 'after=x', 'nada=1']) {
        const page = await ana.get(`/panel/inconsistent/${path}?${query}`);
        t.equal(page.status, 422, `${path}?${query}`);
        t.match(page.headers['content-type'], 'text/html');
        t.match(page.body, /role="alert"/);
      }
    t.same(await db.read('audit').where({ action: 'export' }), []);
  });

  await t.test('more rows than a spreadsheet takes are offered as CSV', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    await world.surveys([1, 2, 3, 4].map((day) => ({ customer: `Cliente ${day}`, closedOn: `2026-06-0${day}` })));
    const ana = await browser('ana');
    const page = await ana.get('/panel/inconsistent/export.xlsx?q=cliente');
    t.equal(page.status, 422);
    t.match(page.text, 'A lista tem 4 linhas, e um arquivo XLSX aceita até 3.');
    t.match(page.body, 'href="/panel/inconsistent/export.csv?q=cliente"');
    t.match(page.body, 'href="/panel/inconsistent?q=cliente"');
    t.equal((await csvOf(ana, '/panel/inconsistent/export.csv?q=cliente')).length, 4);
    t.equal((await xlsxOf(ana, '/panel/inconsistent/export.xlsx?to=2026-06-13')).length, 3);
    t.equal((await db.read('audit').where({ action: 'export' })).length, 2, 'a refused one did not happen');
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine, undefined, { xlsxRows: 3, printRows: 3, sortedRows: 10_000 });
  return { ...app, world: await surveyWorld(app.db) };
}

async function csvOf(browser: Browser, url: string): Promise<Record<string, string>[]> {
  const { status, body } = await browser.get(url);
  if (status !== 200) throw new Error(`${url}: ${status}`);
  return parse(body, { bom: true, delimiter: ';', record_delimiter: '\r\n', columns: true });
}

async function xlsxOf(browser: Browser, url: string): Promise<Record<string, unknown>[]> {
  const { sheets } = await readXlsx((await browser.get(url)).bytes);
  const [heads = [], ...rows] = sheets[0]?.rows ?? [];
  return rows.map((row) => Object.fromEntries(heads.map((head, index) => [String(head), row[index] ?? null])));
}

function surveys(world: SurveyWorld) {
  const who = fc.constantFrom(world.ana.id, world.bruno.id, world.carla.id);
  const day = fc.integer({ min: -25, max: 3 }).map((days) => addDays(TODAY, days));
  return fc.record({
    customer: fc.constantFrom('Ana Lima', 'Bia Souza', 'José Ávila', '=Caio'),
    closedOn: day,
    sellerId: who,
    executedBy: who,
    executedOn: day,
    assignedTo: fc.option(who, { freq: 1 }),
    outcome: fc.option(fc.constantFrom('executed' as const, 'closed' as const, 'cancelled' as const), { freq: 2 }),
  });
}

function filters(world: SurveyWorld): fc.Arbitrary<string> {
  const who = fc.constantFrom(world.ana.id, world.bruno.id, world.carla.id).map(String);
  const day = fc.integer({ min: -25, max: 10 }).map((days) => addDays(TODAY, days));
  return fc
    .record(
      {
        from: day,
        seller: who,
        operator: who,
        late: fc.constant('1'),
        q: fc.constantFrom('lima', 'avila', 'a'),
        status: fc.constantFrom('due', 'closed', 'pending', 'cancelled'),
        sort: fc.constantFrom('customer', '-customer', '-closing', 'seller', 'rule'),
      },
      { requiredKeys: [] },
    )
    .map((query) => new URLSearchParams(query as Record<string, string>).toString());
}
