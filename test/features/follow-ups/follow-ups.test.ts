import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addFollowUp } from '../../support/follow-ups.js';
import { matchLists } from '../../support/match-lists.js';
import { surveyWorld } from '../../support/survey-world.js';

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  return { ...app, world };
}

/** The value of a hidden field of the page. */
function hidden({ body }: Page, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a bad grade proposes a follow-up; one click opens it once, with the comment', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const [five, yesNo] = world.versionIds;
    await db.transaction((trx) =>
      trx('grades').where({ question_version_id: five, position: 1 }).update({ signal: 'complaint' }),
    );
    const id = await world.survey();
    const bruno = await browser('bruno');
    const key = hidden(await bruno.get(`/surveys/${id}`), 'key');
    await bruno.post(`/surveys/${id}/execution`, {
      key,
      [`answers.${five}.answer`]: '1',
      [`answers.${five}.comment`]: 'Cai toda noite',
      [`answers.${yesNo}.answer`]: '1',
    });
    const done = await bruno.get(`/surveys/${id}/execution`);
    t.match(done.text, 'Abrir reclamação');
    t.match(done.text, 'Cai toda noite');
    const answer = hidden(done, 'answer');
    for (const _ of [1, 2]) {
      const reply = await bruno.post(`/surveys/${id}/follow-ups/accepted`, { answer, back: 'done' });
      t.match(reply, { status: 303, location: `/surveys/${id}/execution` });
    }
    const [opened, ...more] = await db.read('follow_ups');
    t.equal(more.length, 0);
    // Due in two business days after Friday.
    const expected = { kind: 'complaint', text: 'Cai toda noite', due_on: '2026-07-14', owner_id: world.bruno.id };
    t.match(opened, { ...expected, survey_id: id, priority: 2 });
    const after = await bruno.get(`/surveys/${id}/execution`);
    t.notMatch(after.text, 'Abrir reclamação');
    t.match(after.body, `<a href="/follow-ups/${opened.id}">Ver o acompanhamento</a>`);
    t.match((await bruno.get(`/surveys/${id}`)).body, `href="/follow-ups/${opened.id}"`);
    await db.transaction((trx) => trx('follow_ups').update({ owner_id: world.carla.id }));
    t.notMatch((await bruno.get(`/surveys/${id}/execution`)).body, `/follow-ups/${opened.id}`);
    await db.transaction((trx) => trx('follow_ups').update({ text: '', owner_id: world.bruno.id }));
    t.match((await bruno.get('/follow-ups')).text, 'Como avalia a instalação? 1', 'the answer says what it is about');
    t.match((await bruno.get(`/follow-ups/${opened.id}`)).body, 'Como avalia a instalação? 1</textarea>');
    t.equal((await (await browser('carla')).post(`/surveys/${id}/follow-ups/accepted`, { answer })).status, 404);
    t.equal((await bruno.post(`/surveys/${id}/follow-ups/accepted`, { answer: '999999' })).status, 404);
  });

  await t.test('opened by hand from a survey, a sale or a customer, with what was typed kept', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    const { sale_id, customer_id } = await db.read('surveys').where({ id: survey }).first();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    const typed = { kind: 'doubt', priority: '1', ownerId: String(world.ana.id), dueOn: '', text: 'Fatura em dobro' };
    const page = await ana.post(`/sales/${sale_id}/follow-ups`, { ...typed, text: '' });
    t.equal(page.status, 422);
    t.match(page.body, `<option value="doubt" selected>`);
    for (const from of [`/sales/${sale_id}`, `/customers/${customer_id}`]) {
      const form = await ana.get(`${from}/follow-ups/new`);
      const reply = await ana.post(`${from}/follow-ups`, { ...typed, key: hidden(form, 'key') });
      t.match(reply.location, /^\/follow-ups\/\d+$/);
      t.match((await ana.get(reply.location)).text, 'Fatura em dobro');
      const again = await ana.post(`${from}/follow-ups`, {
        ...typed,
        key: hidden(await ana.get(`${from}/follow-ups/new`), 'key'),
      });
      t.equal(again.location, reply.location, 'filled in again, it is the same one');
      t.match((await ana.get(again.location)).text, 'Este acompanhamento já estava aberto.');
      t.equal((await bruno.get(`${from}/follow-ups/new`)).status, 403);
    }
    const given = await bruno.post(`/surveys/${survey}/follow-ups`, { ...typed, key: 'k3' });
    t.equal(given.location, `/surveys/${survey}`, 'it is hers to work, so he goes back');
    t.match((await bruno.get(`/surveys/${survey}`)).text, 'Acompanhamento aberto para o responsável escolhido.');
    const rows = await db.read('follow_ups').orderBy('id');
    matchLists(t, rows, [
      { sale_id, survey_id: null, due_on: '2026-07-15' },
      { sale_id: null, customer_id },
      { survey_id: survey, sale_id },
    ]);
    t.equal((await (await browser('carla')).get(`/surveys/${survey}/follow-ups/new`)).status, 404);
  });

  await t.test('a follow-up is worked on its page; a stale form and a refusal keep what was typed', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const id = await addFollowUp(db, world, await world.survey());
    const [bruno, carla, ana] = [await browser('bruno'), await browser('carla'), await browser('ana')];
    t.equal((await carla.get(`/follow-ups/${id}`)).status, 404);
    t.equal((await carla.post(`/follow-ups/${id}/start`, { version: '1' })).status, 404);
    await bruno.post(`/follow-ups/${id}/start`, { version: '1' });
    t.match((await bruno.get(`/follow-ups/${id}`)).text, 'Em andamento');
    const stale = await ana.post(`/follow-ups/${id}/resolved`, { version: '1', conclusion: 'Trocada a ONU' });
    t.equal(stale.status, 409);
    t.match(stale.text, 'Bruno Operador mudou este acompanhamento');
    t.match(stale.body, 'Trocada a ONU');
    const empty = await ana.post(`/follow-ups/${id}/resolved`, { version: '2', conclusion: '' });
    t.equal(empty.status, 422);
    t.equal(hidden(empty, 'version'), '2');
    t.match((await ana.post(`/follow-ups/${id}/comments`, { comment: 'Liguei ontem', key: 'c' })).status, 303);
    t.match((await bruno.get(`/follow-ups/${id}`)).text, 'Liguei ontem');
    await ana.post(`/follow-ups/${id}/resolved`, { version: '2', conclusion: 'Trocada a ONU' });
    const resolved = await bruno.get(`/follow-ups/${id}`);
    t.match(resolved.text, 'Trocada a ONU');
    t.match(resolved.text, 'Resolvido');
    t.equal((await bruno.post(`/follow-ups/${id}/start`, { version: '3' })).status, 409);
    const late = await bruno.post(`/follow-ups/${id}/discarded`, { version: '2', conclusion: 'Mudou-se' });
    t.match(late, { status: 409 });
    t.match(late.text, 'O que você digitou', 'it can be copied');
    t.match(late.text, 'Mudou-se');
    await bruno.post(`/follow-ups/${id}/reopening`, { version: '3', reason: 'Voltou a cair' });
    const told = (await bruno.get(`/follow-ups/${id}`)).text;
    for (const text of ['Resolvido Trocada a ONU', 'Reaberto Voltou a cair'])
      t.match(told, text, 'the history says why');
    const away = await bruno.post(`/follow-ups/${id}/assignment`, { version: '4', ownerId: String(world.carla.id) });
    t.equal(away.location, '/follow-ups', 'it is not his any more');
    t.equal((await bruno.get(`/follow-ups/${id}`)).status, 404);
    t.match((await carla.get(`/follow-ups/${id}`)).text, 'Passado para Carla Operadora');
  });

  await t.test(
    'two edits of one follow-up: each keeps what only the other changed, and the history tells all',
    async (t) => {
      const { world, db, browser } = await prepare(t, engine);
      const id = await addFollowUp(db, world, await world.survey());
      const [ana, davi] = [await browser('ana'), await browser('davi')];
      const readForm = hidden(await davi.get(`/follow-ups/${id}`), 'readForm').replaceAll('&quot;', '"');
      const stored: Record<string, string> = JSON.parse(readForm);
      const read = { ...stored, readForm, version: '1' };
      t.equal((await ana.post(`/follow-ups/${id}`, { ...read, priority: '1', dueOn: '2026-08-03' })).status, 303);
      const stale = await davi.post(`/follow-ups/${id}`, { ...read, text: 'Só à noite' });
      t.equal(stale.status, 409);
      t.match(stale.text, /Prioridade Normal Alta Prazo 14\/07\/2026 03\/08\/2026/, 'what he left is hers, and told');
      t.match(stale.body, '<option value="1" selected>');
      t.match(stale.body, 'Só à noite</textarea>');
      t.notMatch(stale.text, 'Salvar por cima');
      const both = await davi.post(`/follow-ups/${id}`, { ...read, dueOn: '2026-08-10' });
      t.match(both.text, 'Prazo 03/08/2026 10/08/2026', 'what both changed stands side by side');
      t.match(both.text, 'Salvar por cima');
      const again = {
        ...read,
        readForm: hidden(stale, 'readForm').replaceAll('&quot;', '"'),
        version: hidden(stale, 'version'),
      };
      await davi.post(`/follow-ups/${id}`, { ...again, priority: '1', dueOn: '2026-08-03', text: 'Só à noite' });
      t.match(await db.read('follow_ups').where({ id }).first(), {
        priority: 1,
        due_on: '2026-08-03',
        text: 'Só à noite',
      });
      const { text } = await ana.get(`/follow-ups/${id}`);
      t.match(text, 'Prioridade alterada de Normal para Alta. Prazo alterado de 14/07/2026 para 03/08/2026');
      t.match(text, `Descrição alterada Antes: ${stored.text}`);
    },
  );

  await t.test('whose follow-up it is has links only to what he may open', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    const { sale_id: sale } = await db.read('surveys').where({ id: survey }).first();
    const id = await addFollowUp(db, world, survey, { kind: 'opportunity', ending: 'won', owner_id: world.carla.id });
    await db.transaction((trx) => trx('follow_ups').where({ id }).update({ won_sale_id: sale }));
    const linked = async (who: 'ana' | 'bruno' | 'carla') => {
      const { body, text } = await (await browser(who)).get(`/follow-ups/${id}`);
      t.match(text, 'Pesquisa Instalação');
      return [`/surveys/${survey}`, `/sales/${sale}`].map((href) => body.split(`href="${href}"`).length - 1);
    };
    t.same(await linked('carla'), [0, 0]);
    t.same(await linked('ana'), [1, 2], 'the sale of the survey, and what was sold');
    await db.transaction((trx) => trx('follow_ups').where({ id }).update({ owner_id: world.bruno.id }));
    t.same(await linked('bruno'), [1, 0], 'the survey is his');
  });

  await t.test('an opportunity is won with a sale that was made since it was opened', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const [old = 0, since = 0] = await world.surveys([{}, { closedOn: '2026-07-10' }]);
    const saleOf = async (id: number) => (await db.read('surveys').where({ id }).first('sale_id')).sale_id;
    const [oldSale, newSale] = [await saleOf(old), await saleOf(since)];
    await db.transaction(async (trx) => {
      const customer = await trx('sales').where({ id: oldSale }).first('customer_id');
      await trx('sales').where({ id: newSale }).update(customer);
    });
    const id = await addFollowUp(db, world, old, { kind: 'opportunity' });
    const { body } = await (await browser('bruno')).get(`/follow-ups/${id}`);
    const select = /<select[^>]*id="win-sale"[\s\S]*?<\/select>/.exec(body)?.[0] ?? '';
    t.match(select, `value="${newSale}"`);
    t.notMatch(select, `value="${oldSale}"`);
  });

  await t.test('the list: mine first, chips, filters in the URL, and the overdue in the menu', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    await addFollowUp(db, world, survey, { due_on: '2026-07-01', text: 'Vencida do Bruno' });
    await addFollowUp(db, world, survey, { kind: 'opportunity', owner_id: world.ana.id, text: 'Quer mais velocidade' });
    await addFollowUp(db, world, survey, { ending: 'resolved', text: 'Resolvida do Bruno' });
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    const his = await bruno.get('/follow-ups');
    t.match(his.text, 'Vencida do Bruno');
    t.notMatch(his.text, 'Quer mais velocidade');
    t.notMatch(his.text, 'Resolvida do Bruno');
    t.match(his.text, '1 vencido');
    t.notMatch((await bruno.get('/follow-ups?tab=all')).text, 'Quer mais velocidade', 'he has no other tab');
    t.match((await ana.get('/follow-ups')).text, 'Quer mais velocidade');
    const all = await ana.get('/follow-ups?tab=all&status=open&status=resolved');
    for (const text of ['Vencida do Bruno', 'Quer mais velocidade', 'Resolvida do Bruno']) t.match(all.text, text);
    t.match(all.text, '3 acompanhamentos');
    t.match((await ana.get('/follow-ups?tab=all&kind=opportunity')).text, '1 acompanhamento');
    t.match((await ana.get('/follow-ups?tab=all&overdue=1&q=maria')).text, 'Vencida do Bruno');
    const other = await db
      .read('surveys')
      .where({ id: await world.survey({ customer: 'Outra' }) })
      .first('customer_id');
    const { customer_id } = await db.read('surveys').where({ id: survey }).first('customer_id');
    t.match((await bruno.get(`/follow-ups?customer=${customer_id}`)).text, /Cliente: Maria Souza.*1 acompanhamento/);
    t.match(await bruno.get(`/follow-ups?customer=${other.customer_id}`), { status: 422, text: /^(?!.*Outra)/ });
    t.match((await ana.get(`/follow-ups?customer=${other.customer_id}`)).text, 'Cliente: Outra');
    t.equal((await ana.get('/follow-ups?kind=praise')).status, 422);
    t.equal((await ana.get('/follow-ups?frobnicate=1')).status, 422);
    const csv = await ana.get('/follow-ups/export.csv?tab=all');
    t.match(csv.body, 'Vencida do Bruno');
    t.equal(csv.body.trim().split('\n').length, 3, 'a head and two open ones');
    t.match(await db.read('audit').where({ action: 'export' }).first('changes'), { changes: /follow-ups/ });
    const audit = (await (await browser('davi')).get('/config/audit?action=export')).text;
    t.match(audit, 'Exportou: Acompanhamentos');
  });

  await t.test('the terms are an administrator’s, and not overwritten', async (t) => {
    const { browser, db } = await prepare(t, engine);
    const davi = await browser('davi');
    const days = { complaint: '1', doubt: '3', improvement: '10', opportunity: '5' };
    t.equal((await davi.post('/config/follow-ups', { ...days, version: '1' })).status, 303);
    const stale = await davi.post('/config/follow-ups', { ...days, doubt: '4', version: '1' });
    t.equal(stale.status, 409);
    t.match(stale.text, 'Você salvou este registro em outra janela');
    t.equal((await davi.post('/config/follow-ups', { ...days, doubt: '-1', version: '2' })).status, 422);
    t.match(await db.read('follow_up_settings').first(), { complaint_days: 1, doubt_days: 3, version: 2 });
    t.equal((await (await browser('ana')).get('/config/follow-ups')).status, 403);
  });
});
