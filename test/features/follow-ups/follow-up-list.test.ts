import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import t, { type Test } from 'tap';
import { FOLLOW_UP_KINDS, FOLLOW_UP_STATUSES } from '../../../src/domain/follow-up.js';
import { PERIOD_PRESETS } from '../../../src/domain/period.js';
import { followUpSearch } from '../../../src/features/follow-ups/links.js';
import { readFollowUpQuery } from '../../../src/features/follow-ups/query.js';
import { paramsOf } from '../../../src/features/list-search.js';
import { translator } from '../../../src/i18n/translate.js';
import { FOLLOW_UP_SORTS } from '../../../src/store/follow-up-order.js';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addFollowUp } from '../../support/follow-ups.js';
import { matchLists } from '../../support/match-lists.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  return { ...app, world, survey: await world.survey() };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what a URL says is read back from its canonical form', async (t) => {
    const { db, world } = await prepare(t, engine);
    const { id, role } = world.ana;
    const user = { id, role } as never;
    const read = (query: unknown) => readFollowUpQuery({ query, t: translator('pt-BR'), today: TODAY, user }, db.read);
    const params = fc.record(
      {
        tab: fc.constantFrom('mine', 'all'),
        status: fc.subarray([...FOLLOW_UP_STATUSES, 'none']),
        kind: fc.subarray([...FOLLOW_UP_KINDS]),
        priority: fc.subarray(['3', '1', '2']),
        owner: fc.subarray([String(world.bruno.id), String(world.ana.id)]),
        period: fc.constantFrom(...PERIOD_PRESETS, ''),
        of: fc.constantFrom('due', 'opened', 'ended'),
        overdue: fc.constantFrom('1', ''),
        q: fc.constantFrom('maria', ' ', 'josé lima'),
        sort: fc.constantFrom(...FOLLOW_UP_SORTS.flatMap((sort) => [sort, `-${sort}`])),
        size: fc.constantFrom('25', '50', '100'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(params, async (query) => {
        const [asked, search] = [await read(query), followUpSearch(await read(query))];
        const again = await read(paramsOf(search));
        deepEqual(asked.errors, []);
        const seen = ({ filter, tab, statuses, sort, descending, size }: typeof asked) =>
          JSON.stringify({ filter, tab, statuses, sort, descending, size });
        equal(seen(again), seen(asked));
        equal(followUpSearch(again), search);
      }),
      { numRuns: 40 },
    );
  });

  await t.test('the filters are a page with what is on, and a chip takes one value out', async (t) => {
    const { browser, world } = await prepare(t, engine);
    const ana = await browser('ana');
    const url = `tab=all&kind=complaint&kind=doubt&owner=${world.bruno.id}&of=opened&period=this-month`;
    const form = await ana.get(`/follow-ups/filters?${url}`);
    for (const value of ['complaint', 'doubt', 'this-month'])
      t.match(form.body, new RegExp(`value="${value}" checked`), value);
    t.match(form.body, '<input type="hidden" name="tab" value="all">');
    const list = await ana.get(`/follow-ups?${url}`);
    t.match(list.text, 'Bruno Operador');
    t.match(list.text, 'Este mês (de 01/07/2026 a 31/07/2026)');
    const chip = 'of=opened&amp;period=this-month&amp;kind=doubt&amp;';
    t.match(list.body, `href="/follow-ups?${chip}owner=${world.bruno.id}&amp;tab=all"`);
    const wrong = await ana.get('/follow-ups?owner=999999');
    t.equal(wrong.status, 422);
    t.match(wrong.text, 'Não existe mais.');
    t.notMatch((await (await browser('bruno')).get('/follow-ups/filters')).body, 'name="owner"');
    t.equal((await ana.get('/follow-ups?size=7')).status, 422);
  });

  await t.test('on paper the list says what it is of, and holds the whole texts', async (t) => {
    const { db, world, survey, browser } = await prepare(t, engine);
    const text = 'O sinal cai toda noite. '.repeat(20).trim();
    await addFollowUp(db, world, survey, { text, priority: 1 });
    await addFollowUp(db, world, survey, { ending: 'resolved' });
    const bruno = await browser('bruno');
    const paper = await bruno.get('/follow-ups/print?kind=complaint&sort=-opened');
    t.equal(paper.status, 200);
    for (const words of [text, '1 acompanhamento', 'Bruno Operador', 'Aberto, Em andamento', 'Reclamação'])
      t.match(paper.text, words);
    t.match(paper.text, 'Abertura, decrescente');
    t.match((await bruno.get('/follow-ups')).body, 'href="/follow-ups/print?tab=mine"');
    t.match((await bruno.get('/follow-ups/print?kind=doubt')).text, 'Nada com estes filtros.');
    t.equal((await bruno.get('/follow-ups/print?kind=x')).location, '/follow-ups?kind=x&tab=mine');
    t.notMatch((await (await browser('carla')).get('/follow-ups/print?tab=all')).text, 'O sinal cai');
  });

  await t.test('a file is sorted by names as far as the list is, and else by due date', async (t) => {
    const { db, browser } = await testApp(t, engine, undefined, { xlsxRows: 9, printRows: 9, sortedRows: 3 });
    const world = await surveyWorld(db);
    const add = async (customer: string, owner_id: number, due_on: string) =>
      addFollowUp(db, world, await world.survey({ customer }), { owner_id, due_on });
    const bia = await add('Bia', world.bruno.id, '2026-07-12');
    const ari = await add('Ari', world.carla.id, '2026-07-13');
    const caio = await add('Caio', world.carla.id, '2026-07-11');
    const ana = await browser('ana');
    const file = async (sort: string) =>
      (await ana.get(`/follow-ups/export.csv?tab=all&sort=${sort}`)).body
        .split(/[\r\n]+/)
        .map((line) => Number(line.split(';')[0]))
        .filter((id) => id > 0);
    t.same(await file('customer'), [ari, bia, caio]);
    t.same(await file('-owner'), [caio, ari, bia]);
    const dani = await add('Dani', world.bruno.id, '2026-07-10');
    for (const sort of ['customer', '-customer', 'owner', '-owner'])
      t.same(await file(sort), [dani, caio, bia, ari], `${sort} of more than are sorted`);
    t.same(await file('-due'), [ari, bia, caio, dani], 'what has an index is sorted whatever the list is long');
  });

  await t.test('the XLSX has a row for each, whatever the page shows', async (t) => {
    const { db, world, survey, browser } = await prepare(t, engine);
    await addFollowUp(db, world, survey, { text: '=1+1 não cai', due_on: '2026-07-09', priority: 1 });
    await addFollowUp(db, world, survey, { kind: 'opportunity', ending: 'won', text: 'Quer 1 Giga' });
    const ana = await browser('ana');
    const file = await ana.get('/follow-ups/export.xlsx?tab=all&status=open&status=won&size=25');
    const [heads, ...rows] = (await readXlsx(file.bytes)).sheets[0]?.rows ?? [];
    const cells = rows.map((row) => Object.fromEntries(row.map((cell, index) => [String(heads?.[index]), cell])));
    matchLists(t, cells, [
      {
        Tipo: 'Reclamação',
        Situação: 'Aberto',
        Prioridade: 'Alta',
        Descrição: '=1+1 não cai',
        Cliente: 'Maria Souza',
      },
      { Tipo: 'Oportunidade de venda', Situação: 'Ganha', Responsável: 'Bruno Operador', 'Valor vendido': 9990 / 100 },
    ]);
    t.ok(cells[0]?.Prazo instanceof Date, 'a date is a date');
    const row = await db.read('audit').where({ action: 'export' }).first('changes');
    t.match(row, { changes: /"lines":\[null,2\]/ });
  });
});
