import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  await signalling(app.db, world);
  return { ...app, world };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what nobody opens waits in Acompanhamentos; one click opens it, with the comment', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    await runSurvey(db, world, survey, { grade: 1, comment: 'Cai toda noite' });
    const [ana, bruno, carla] = [await browser('ana'), await browser('bruno'), await browser('carla')];
    t.match((await ana.get('/follow-ups?tab=mine')).text, /A abrir 1 /, 'the tab counts it');
    t.match((await carla.get('/follow-ups/signals')).text, 'Nada a abrir', 'an operator sees those of his surveys');
    const list = await bruno.get('/follow-ups/signals');
    for (const said of ['Maria Souza', 'Reclamação', 'Como avalia a instalação? 1', 'Cai toda noite', '1 sinal'])
      t.match(list.text, said);
    const { id } = await db.read('signals').first('id');
    t.equal((await carla.post(`/follow-ups/signals/${id}/opening`, {})).status, 404);
    const opened = await ana.post(`/follow-ups/signals/${id}/opening`, { back: 'kind=complaint' });
    t.match(opened, { status: 303, location: '/follow-ups/signals?kind=complaint' });
    const led = await ana.get(opened.location);
    const after = led.text;
    t.match(after, 'Acompanhamento aberto, com você como responsável.');
    t.match(after, 'A abrir 0');
    const { id: followUpId } = await db.read('follow_ups').first('id');
    t.match(led.body, `<a href="/follow-ups/${followUpId}">Ver o acompanhamento</a>`);
    t.match((await ana.get(`/surveys/${survey}`)).text, 'Aberto um acompanhamento: reclamação');
    const answer = await db
      .read('answers')
      .where({ grade_position: 1, question_version_id: world.versionIds[0] })
      .first();
    const expected = { kind: 'complaint', text: 'Cai toda noite', owner_id: world.ana.id, due_on: '2026-07-14' };
    const rows = await db.read('follow_ups');
    matchLists(t, rows, [
      { ...expected, answer_id: answer.id, survey_id: survey, priority: 2, opened_by: world.ana.id },
    ]);
    t.equal(rows.length, 1);
    await ana.post(`/follow-ups/signals/${id}/opening`, {});
    t.match((await ana.get('/follow-ups/signals')).text, 'Já tem um acompanhamento deste tipo');
    t.equal((await db.read('follow_ups')).length, 1);
    t.notMatch((await bruno.get(`/surveys/${survey}`)).text, 'Abrir reclamação');
  });

  await t.test('a signal is dismissed with a reason, which its survey tells; that can be undone', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    await runSurvey(db, world, survey, { grade: 1, comment: 'Cai toda noite' });
    const ana = await browser('ana');
    const { id } = await db.read('signals').first('id');
    const page = await ana.get(`/follow-ups/signals/${id}/dismissal?back=sort%3Dkind`);
    t.match(page.text, 'Dispensar reclamação');
    t.match(page.body, 'href="/follow-ups/signals?sort=kind"');
    const empty = await ana.post(`/follow-ups/signals/${id}/dismissal`, { reason: ' ', back: 'sort=kind' });
    t.equal(empty.status, 422);
    t.match(empty.body, 'name="back" value="sort=kind"');
    const done = await ana.post(`/follow-ups/signals/${id}/dismissal`, { reason: 'Já ligamos', back: 'sort=kind' });
    t.match(done, { status: 303, location: '/follow-ups/signals?sort=kind' });
    t.match((await ana.get('/follow-ups/signals')).text, 'Nada a abrir');
    t.match((await ana.get('/follow-ups/signals?state=dismissed')).text, 'Dispensado por Ana Gestora: Já ligamos');
    const told = (await ana.get(`/surveys/${survey}`)).text;
    t.match(told, 'Dispensado o sinal da nota: reclamação Já ligamos');
    t.match(told, 'Abrir reclamação', 'it still can be opened');
    const undoing = `/follow-ups/signals/${id}/restoration`;
    await db.transaction((trx) => trx('surveys').where({ id: survey }).update({ assigned_to: world.carla.id }));
    for (const [login, his] of [
      ['ana', true],
      ['bruno', true],
      ['carla', false],
    ] as const) {
      const page = await (await browser(login)).get(`/surveys/${survey}`);
      t.match(page.text, 'Dispensado por Ana Gestora: Já ligamos', login);
      t.equal(page.body.includes(undoing), his, login);
    }
    t.equal((await (await browser('carla')).post(undoing, { back: 'survey' })).status, 404);
    const twice = await ana.post(`/follow-ups/signals/${id}/dismissal`, { reason: 'De novo', back: '' });
    t.equal(twice.status, 409);
    t.match(twice.text, /Já dispensado.*De novo/);
    t.equal((await db.read('signals').first('reason')).reason, 'Já ligamos');
    const back = await ana.post(`/follow-ups/signals/${id}/restoration`, { back: 'survey' });
    t.equal(back.location, `/surveys/${survey}#follow-ups`);
    t.match((await ana.get(`/surveys/${survey}`)).text, 'Desfeita a dispensa do sinal da nota: reclamação');
    t.match((await ana.get('/follow-ups/signals')).text, '1 sinal');
    const audit = await db.read('audit').where({ entity: 'survey', entity_id: survey }).pluck('action');
    t.same(audit, ['execute', 'dismiss-signal', 'restore-signal']);
    const words = (await (await browser('davi')).get('/config/audit?action=dismiss-signal')).text;
    t.match(words, 'Dispensou um sinal');
  });

  await t.test('the end of a survey proposes two bad grades as one, and nothing of a cancelled sale', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    const said = { grade: 1, comment: 'Cai toda noite', polite: 2, politeComment: 'Não se apresentou' };
    await runSurvey(db, world, survey, said);
    const bruno = await browser('bruno');
    const pages = [`/surveys/${survey}/execution`, `/surveys/${survey}`];
    for (const page of pages) {
      const { body } = await bruno.get(page);
      t.equal(body.split('Abrir reclamação').length - 1, 1, page);
      for (const comment of ['Cai toda noite', 'Não se apresentou']) t.match(body, comment, page);
    }
    const { id: answer } = await db.read('answers').orderBy('position').first('id');
    const { sale_id } = await db.read('surveys').where({ id: survey }).first('sale_id');
    const ana = await browser('ana');
    await ana.post(`/sales/${sale_id}/cancellation`, { cancelledOn: '2026-07-10', reverseCommission: 'no' });
    for (const page of pages) t.notMatch((await bruno.get(page)).text, 'Abrir reclamação', page);
    await bruno.post(`/surveys/${survey}/follow-ups/accepted`, { answer: String(answer), back: 'survey' });
    t.match((await bruno.get(`/surveys/${survey}`)).text, 'A venda foi cancelada');
    t.same(await db.read('follow_ups'), []);
  });

  await t.test('many are opened for somebody, or dismissed, after a preview', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    for (const customer of ['Maria', 'Rui', 'Eva'])
      await runSurvey(db, world, await world.survey({ customer }), { grade: 1, comment: customer });
    await runSurvey(db, world, await world.survey({ customer: 'Leo' }), { grade: 5, comment: 'Quer mais' });
    const ana = await browser('ana');
    const all = '/follow-ups/signals/bulk?verb=open&which=all&kind=complaint';
    t.match((await ana.get(all)).body, `<option value="${world.ana.id}" selected>`, 'oneself at first');
    const preview = await ana.post(all, { ownerId: String(world.carla.id) });
    t.match(preview.text, '3 sinais serão alterados.');
    const key = /name="key" value="([^"]*)"/.exec(preview.body)?.[1] ?? '';
    const job = await ana.post('/follow-ups/signals/bulk/jobs', { key, ownerId: String(world.carla.id) });
    t.match((await ana.get(job.location)).text, /Alterad[ao]s 3/);
    const opened = await db.read('follow_ups').orderBy('text').select('text', 'owner_id', 'kind');
    t.same(
      opened,
      ['Eva', 'Maria', 'Rui'].map((text) => ({ text, owner_id: world.carla.id, kind: 'complaint' })),
    );
    const rest = await ana.get('/follow-ups/signals');
    t.match(rest.text, /1 sinal .*Leo.*Oportunidade de venda/);
    const dismissing = '/follow-ups/signals/bulk?verb=dismiss&which=all';
    t.equal((await ana.post(dismissing, { reason: '' })).status, 422);
    const asked = await ana.post(dismissing, { reason: 'Campanha acabou' });
    const other = /name="key" value="([^"]*)"/.exec(asked.body)?.[1] ?? '';
    await ana.post('/follow-ups/signals/bulk/jobs', { key: other, reason: 'Campanha acabou' });
    matchLists(t, await db.read('signals').whereNotNull('dismissed_at'), [{ reason: 'Campanha acabou' }]);
    const input = await db.read('jobs').orderBy('id', 'desc').first('input');
    t.notMatch(input.input, 'Campanha', 'the ended job keeps no reason');
  });

  await t.test('the list is narrowed, sorted and paged in its URL', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const due = { closedOn: '2026-07-01' };
    for (const [customer, grade] of [
      ['Maria', 1],
      ['Rui', 5],
    ] as const)
      await runSurvey(db, world, await world.survey({ ...due, customer }), { grade, comment: 'x' });
    const ana = await browser('ana');
    const names = async (search: string) =>
      (await ana.get(`/follow-ups/signals?${search}`)).body.match(/(?<=href="\/surveys\/\d+">)[^<]+/g) ?? [];
    t.same(await names('sort=customer'), ['Maria', 'Rui']);
    t.same(await names('sort=-customer'), ['Rui', 'Maria']);
    t.same(await names('sort=-kind'), ['Rui', 'Maria']);
    t.same(await names('kind=opportunity'), ['Rui']);
    t.same(await names('kind=opportunity&kind=complaint&sort=kind'), ['Maria', 'Rui']);
    t.same(await names('q=mari'), ['Maria']);
    t.same(await names(`operator=${world.carla.id}`), []);
    t.same(await names(`operator=${world.bruno.id}&product=${world.productId}&seller=${world.edu.id}&sort=customer`), [
      'Maria',
      'Rui',
    ]);
    t.same(await names('period=today&sort=customer'), ['Maria', 'Rui']);
    t.same(await names('to=2026-07-09'), []);
    t.same(await names('state=none'), []);
    for (const bad of ['kind=praise', 'state=lost', 'frobnicate=1', 'seller=999999', 'after=x'])
      t.equal((await ana.get(`/follow-ups/signals?${bad}`)).status, 422, bad);
    t.equal((await ana.get('/follow-ups/signals/filters?kind=doubt')).status, 200);
    const { id, survey_id } = await db.read('signals').first();
    t.equal((await ana.get(`/follow-ups/signals/${id}`)).location, `/surveys/${survey_id}`);
    t.equal((await (await browser('carla')).get(`/follow-ups/signals/${id}`)).status, 404);
  });

  await t.test('a follow-up whose execution was annulled says so wherever it stands', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const [survey = 0, other = 0] = await world.surveys([{}, { customer: 'Rui' }]);
    for (const id of [survey, other]) await runSurvey(db, world, id, { grade: 1, comment: 'Cai toda noite' });
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    for (const { id } of await db.read('signals').select('id')) await ana.post(`/follow-ups/signals/${id}/opening`, {});
    const followUp = await db.read('follow_ups').where({ survey_id: survey }).first();
    const executionId = (await db.read('executions').where({ survey_id: survey }).first('id')).id;
    for (const page of [`/follow-ups/${followUp.id}`, '/follow-ups?tab=all'])
      t.notMatch((await ana.get(page)).text, 'Execução anulada', page);
    t.match((await ana.get('/follow-ups?tab=all&annulled=1')).text, 'Nenhum acompanhamento com estes filtros');
    await ana.post(`/surveys/${survey}/annulment`, { executionId: String(executionId), reason: 'Cliente errado' });
    const page = await ana.get(`/follow-ups/${followUp.id}`);
    t.match(page.text, /A execução de onde isto veio foi anulada Anulada por Ana Gestora em .*: Cliente errado/);
    t.match(page.text, 'Se não vale, descarte com o motivo');
    t.match(page.body, `href="/surveys/${survey}"`);
    const list = (await ana.get('/follow-ups?tab=all&annulled=1')).text;
    t.match(list, /1 acompanhamento .*Maria Souza.*Execução anulada/);
    t.notMatch(list, 'Rui');
    t.match((await bruno.get('/follow-ups?annulled=1')).text, 'Nenhum acompanhamento com estes filtros', 'hers');
    const marked = [`/surveys/${survey}`, `/customers/${followUp.customer_id}`, '/follow-ups/print?tab=all'];
    for (const where of marked) t.match((await ana.get(where)).text, 'Execução anulada', where);
    const timeline = (await ana.get(`/customers/${followUp.customer_id}?show=follow-ups`)).text;
    t.match(timeline, 'A execução de onde isto veio foi anulada');
    t.match((await ana.get('/follow-ups/export.csv?tab=all')).body, 'Execução anulada');
    await runSurvey(db, world, survey, { grade: 5 });
    t.match((await ana.get(`/follow-ups/${followUp.id}`)).text, 'Execução anulada', 'the next one changes nothing');
    const [{ id }] = await db.read('signals').where({ kind: 'opportunity' });
    await ana.post(`/follow-ups/signals/${id}/opening`, {});
    t.match(
      (await ana.get('/follow-ups?tab=all&annulled=1')).text,
      '1 acompanhamento',
      'nor is that one of the annulled',
    );
    await db.transaction((trx) => trx('follow_ups').update({ answer_id: null, opened_at: trx.raw('opened_at - 1') }));
    const before = (await ana.get('/follow-ups?tab=all&annulled=1')).text;
    t.match(before, 'Nenhum acompanhamento', 'what was opened by hand before it was run came from no execution');
  });
});
