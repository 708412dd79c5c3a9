import { readXlsx } from 'hucre/xlsx';
import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

// SPEC 6, 8: A abrir leaves as a file and on paper, as the other tabs of Acompanhamentos do.

const X = '/follow-ups/signals?kind=x&state=waiting';

await onBothEngines(t, async (t, engine) => {
  await t.test('a file has a row for each signal of the list, with the phone to call', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    await signalling(db, world);
    const phone = '+5511987654321';
    for (const [customer, grade] of [
      ['Maria', 1],
      ['Rui', 5],
      ['Eva', 1],
    ] as const)
      await runSurvey(db, world, await world.survey({ customer, phone }), { grade, comment: `=Disse ${customer}` });
    const { id } = await db.read('signals').where({ kind: 'opportunity' }).first('id');
    const ana = await browser('ana');
    const dismissed = await ana.post(`/follow-ups/signals/${id}/dismissal`, { reason: 'Já ligamos', back: '' });
    t.equal(dismissed.status, 303);
    const url = '/follow-ups/signals/export.xlsx?state=waiting&state=dismissed&sort=customer&size=25';
    t.match((await ana.get('/follow-ups/signals')).body, 'href="/follow-ups/signals/export.csv?state=waiting"');
    const [heads, ...rows] = (await readXlsx((await ana.get(url)).bytes)).sheets[0]?.rows ?? [];
    const cells = rows.map((row) => Object.fromEntries(row.map((cell, index) => [String(heads?.[index]), cell])));
    matchLists(t, cells, [
      { Cliente: 'Eva', Tipo: 'Reclamação', Situação: 'A abrir', Telefone: '(11) 98765-4321' },
      { Cliente: 'Maria', 'O que o cliente respondeu': 'Como avalia a instalação? 1: =Disse Maria' },
      { Cliente: 'Rui', Situação: 'Dispensados', 'Dispensado por': 'Ana Gestora', 'Motivo da dispensa': 'Já ligamos' },
    ]);
    t.ok(cells[0]?.Execução instanceof Date, 'a date is a date');
    t.equal(cells.length, 3);
    const lines = async (path: string) => (await ana.get(path)).body.trim().split('\r\n').length - 1;
    t.equal(await lines('/follow-ups/signals/export.csv'), 2, 'what waits, as the list at first');
    t.equal(await lines('/follow-ups/signals/export.csv?state=none'), 0);
    const told = await db.read('audit').where({ action: 'export' }).orderBy('id').pluck('changes');
    t.match(told[0], /"tab":\[null,"signals"\].*"lines":\[null,3\]/);
    t.match((await (await browser('davi')).get('/config/audit?action=export')).text, 'Acompanhamentos → A abrir');
    const carla = await browser('carla');
    t.notMatch((await carla.get('/follow-ups/signals/export.csv')).body, 'Maria', 'an operator takes his own along');
    t.equal((await carla.get('/follow-ups/signals/export.csv?kind=x')).location, X);
  });

  await t.test('a longer list than is sorted by names leaves with the latest first', async (t) => {
    const { db, browser } = await testApp(t, engine, undefined, { xlsxRows: 1, printRows: 1, sortedRows: 1 });
    const world = await surveyWorld(db);
    await signalling(db, world);
    for (const customer of ['Rui', 'Ana']) await runSurvey(db, world, await world.survey({ customer }), { grade: 5 });
    const ana = await browser('ana');
    const file = (await ana.get('/follow-ups/signals/export.csv?sort=-customer')).body;
    t.ok(file.indexOf(';Ana;') < file.indexOf(';Rui;'), 'by execution');
    t.equal((await ana.get('/follow-ups/signals/export.xlsx')).status, 422);
    const list = (await ana.get('/follow-ups/signals?sort=-customer')).text;
    t.match(list, /Ana .*Rui /, 'so is the list');
    const paper = await ana.get('/follow-ups/signals/print?sort=-customer');
    t.match(paper.text, 'Só as 1 primeiras de 2 linhas');
    t.match(paper.text, 'Execução, decrescente');
  });

  await t.test('on paper the list says what it is of, and how to call', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    await signalling(db, world);
    const comment = 'Cai toda noite. '.repeat(30).trim();
    await runSurvey(db, world, await world.survey(), { grade: 1, comment, polite: 2, politeComment: 'Atrasou' });
    const bruno = await browser('bruno');
    const paper = await bruno.get('/follow-ups/signals/print?kind=complaint');
    for (const words of [comment, 'Atrasou', '(11) 98765-4321', '1 sinal', 'A abrir', 'Reclamação', 'Bruno Operador'])
      t.match(paper.text, words);
    t.match((await bruno.get('/follow-ups/signals/print?kind=doubt')).text, 'Nada com estes filtros.');
    t.equal((await bruno.get('/follow-ups/signals/print?kind=x')).location, X);
    t.notMatch((await (await browser('carla')).get('/follow-ups/signals/print')).text, 'Cai toda');
  });

  await t.test('nobody is asked the reason of what was dismissed or opened meanwhile', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    await signalling(db, world);
    await runSurvey(db, world, await world.survey(), { grade: 5 });
    const { id } = await db.read('signals').first('id');
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    t.match(
      (await ana.get('/follow-ups/signals?state=dismissed')).text,
      'Nada dispensado',
      'it waits, and was not opened',
    );
    t.match((await ana.get('/follow-ups/signals?q=nobody&state=dismissed')).text, 'Nenhum sinal com estes filtros');
    await bruno.post(`/follow-ups/signals/${id}/dismissal`, { reason: 'Já ligamos', back: '' });
    for (const reason of ['Já dispensado', 'Já tem um acompanhamento deste tipo']) {
      const form = await ana.get(`/follow-ups/signals/${id}/dismissal?back=sort%3Dkind`);
      t.match(form, { status: 303, location: '/follow-ups/signals?sort=kind' });
      t.match((await ana.get(form.location)).text, `Nada foi alterado. ${reason}.`);
      await bruno.post(`/follow-ups/signals/${id}/opening`, {});
    }
  });
});
