import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { NOW, surveyWorld } from '../../support/survey-world.js';

const MINUTE = 60_000;

await onBothEngines(t, async (t, engine) => {
  await t.test('Iniciar reserves the survey, looking never does, and others see who has it', async (t) => {
    const { world, db, clock, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    t.match((await bruno.get(`/surveys/${surveyId}`)).body, `action="/surveys/${surveyId}/claim"`);
    t.equal((await db.read('claims')).length, 0);
    const reply = await bruno.post(`/surveys/${surveyId}/claim`);
    t.match(reply, { status: 303, location: `/surveys/${surveyId}#surveys-form` });
    const his = await bruno.get(`/surveys/${surveyId}`);
    t.match(his.text, 'Com você até 10:30');
    t.notMatch(his.body, `action="/surveys/${surveyId}/claim"`);
    const hers = await ana.get(`/surveys/${surveyId}`);
    t.match(hers.text, 'Com Bruno Operador desde 10:00.');
    t.notMatch(hers.text, 'Executar pesquisa');
    const refused = await ana.post(`/surveys/${surveyId}/claim`);
    t.equal(refused.status, 409);
    t.match(refused.text, 'Esta pesquisa está com Bruno Operador desde 10:00. Nada foi salvo.');
    clock.now = NOW + 30 * MINUTE;
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Executar pesquisa', 'half an hour later it is free');
  });

  await t.test('who finishes what somebody else has is told so, and keeps what he typed', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    const form = await ana.get(`/surveys/${surveyId}`);
    const key = /name="key" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    await bruno.post(`/surveys/${surveyId}/claim`);
    const [five, yesNo] = world.versionIds;
    const page = await ana.post(`/surveys/${surveyId}/execution`, {
      key,
      [`answers.${five}.answer`]: '5',
      [`answers.${yesNo}.answer`]: '1',
      note: 'Muito satisfeita',
    });
    t.equal(page.status, 409);
    t.match(page.text, 'Esta pesquisa está com Bruno Operador desde 10:00.');
    t.match(page.text, 'Muito satisfeita');
    t.equal((await db.read('executions')).length, 0);
  });

  await t.test('a manager releases it; an operator only his own', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    await bruno.post(`/surveys/${surveyId}/claim`);
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Liberar');
    t.equal((await ana.post(`/surveys/${surveyId}/release`)).location, `/surveys/${surveyId}`);
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Pesquisa liberada.');
    await ana.post(`/surveys/${surveyId}/claim`);
    t.notMatch((await bruno.get(`/surveys/${surveyId}`)).text, 'Liberar');
    t.equal((await bruno.post(`/surveys/${surveyId}/release`)).status, 403);
    t.equal((await db.read('claims')).length, 1);
    await ana.post(`/surveys/${surveyId}/release`);
    await ana.post(`/surveys/${surveyId}/release`);
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Ninguém estava com esta pesquisa.');
  });

  await t.test('an attempt is recorded, listed, and the survey then waits, with the reason', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const sent = { outcome: 'no-answer', note: 'Caiu na portaria', key: 'one' };
    const reply = await bruno.post(`/surveys/${surveyId}/attempts`, sent);
    t.match(reply, { status: 303, location: `/surveys/${surveyId}` });
    const page = await bruno.get(reply.location);
    t.match(page.text, 'Tentativa registrada.');
    t.match(page.text, 'Aguardando: não atendeu às 10:00, tentar após 13:00.');
    t.match(page.text, /Não atendeu Caiu na portaria 10\/07\/2026 10:00 · Bruno Operador/);
    t.match(page.text, 'Executar pesquisa', 'it can always be run: the customer may call back');
    await bruno.post(`/surveys/${surveyId}/attempts`, sent);
    const again = await bruno.get(`/surveys/${surveyId}`);
    t.equal(again.text.split('Caiu na portaria').length, 2, 'sent twice it is there once');
  });

  await t.test('a refused attempt comes back with what was typed and every error at its field', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const typed = { outcome: 'call-back', callBackOn: '2026-07-12', callBackTime: '21:00', note: 'Depois do culto' };
    const page = await bruno.post(`/surveys/${surveyId}/attempts`, typed);
    t.equal(page.status, 422);
    t.match(page.text, 'Neste dia da semana não se liga para clientes.');
    t.match(page.text, 'Escolha um horário entre 08:00 e 20:00.');
    t.match(page.text, 'Depois do culto');
    t.match(page.body, /value="call-back" checked/);
    t.match(page.body, /<label class="grade-button needs-call-back"><input [^>]*value="call-back"/);
    t.match(page.body, /for="callBackOn">[^<]*<span class="required-mark required-with with-call-back">/);
    t.match(page.body, /<details class="attempt no-print" id="attempt" open>/);
    t.match((await bruno.post(`/surveys/${surveyId}/attempts`)).text, 'Preencha este campo.');
    t.equal((await bruno.post(`/surveys/${surveyId}/attempts`, { outcome: 'busy', callBackOn: 'x' })).status, 422);
    t.equal((await db.read('attempts')).length, 0);
  });

  await t.test('a call-back after the expiry warns, and says what was proposed', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const late = { outcome: 'call-back', callBackOn: '2026-07-13', callBackTime: '09:00' };
    await bruno.post(`/surveys/${surveyId}/attempts`, late);
    const page = await bruno.get(`/surveys/${surveyId}`);
    t.match(page.text, 'O retorno fica depois do vencimento: a prorrogação foi proposta aos gestores.');
    t.match(page.text, 'Aguardando: retorno marcado para 13/07/2026 09:00.');
    await bruno.post(`/surveys/${surveyId}/attempts`, { ...late, outcome: 'refused' });
    t.match((await bruno.get(`/surveys/${surveyId}`)).text, 'depois do vencimento: é preciso prorrogar');
    await bruno.post(`/surveys/${surveyId}/attempts`, { outcome: 'wrong-number' });
    t.match((await bruno.get(`/surveys/${surveyId}`)).text, 'O encerramento foi proposto aos gestores.');
  });

  await t.test('WhatsApp begins with the rule’s text, or else with the company’s', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey({ customer: 'Maria & Cia' });
    const bruno = await browser('bruno');
    const told = async () => {
      const { body } = await bruno.get(`/surveys/${id}`);
      const href = /href="(https:\/\/wa\.me\/[^"]+)"/.exec(body)?.[1] ?? '';
      return new URL(href.replaceAll('&amp;', '&')).searchParams.get('text');
    };
    t.match(await told(), /^Olá, Maria! Aqui é Bruno Operador, .*Fibra 500 Mega\?$/);
    await db.transaction((trx) => trx('rules').update({ whatsapp_text: '[cliente]: 100% [produto]?\nObrigado' }));
    t.equal(await told(), 'Maria & Cia: 100% Fibra 500 Mega?\nObrigado');
    await db.transaction(async (trx) => {
      await trx('rules').update({ whatsapp_text: '' });
      await trx('calling_settings').update({ whatsapp_text: '' });
    });
    t.equal(await told(), null);
  });

  await t.test('a survey that is not his, or not due, takes no attempt', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const [due, scheduled] = [await world.survey(), await world.survey({ startDays: 30 })];
    const carla = await browser('carla');
    for (const path of ['claim', 'release', 'attempts'])
      t.equal(
        (await carla.post(`/surveys/${due}/${path}`, path === 'attempts' ? { outcome: 'busy' } : {})).status,
        404,
      );
    const bruno = await browser('bruno');
    const early = await bruno.post(`/surveys/${scheduled}/attempts`, { outcome: 'busy' });
    t.equal(early.status, 409);
    t.match(early.text, 'só abre em 31/07/2026');
    t.notMatch((await bruno.get(`/surveys/${scheduled}`)).text, 'Registrar tentativa');
    t.equal((await db.read('attempts')).length, 0);
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, world: await surveyWorld(app.db) };
}
