import t, { type Test } from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addRule, addVersion, type SurveyWorld, surveyWorld, TODAY } from '../../support/survey-world.js';

const YES_NO = [
  { label: 'Sim', weight: 100 },
  { label: 'Não', weight: -100 },
];

await onBothEngines(t, async (t, engine) => {
  await t.test('an operator runs a survey of his from the list to the confirmation', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey({ customer: 'José Ângelo' });
    await world.survey({ customer: 'Rita Lima', closedOn: '2026-07-02' });
    const bruno = await browser('bruno');
    t.equal((await bruno.get('/my-rules/next')).location, `/surveys/${surveyId}`);
    const page = await bruno.get(`/surveys/${surveyId}`);
    t.equal(page.status, 200);
    t.match(page.text, 'Vence amanhã, em 11/07/2026: venda fechada em 01/07/2026, abertura 7 dias depois');
    t.match(page.body, 'href="tel:+5511987654321"');
    t.match(page.body, 'href="https://wa.me/5511987654321?text=Ol%C3%A1%2C%20Jos%C3%A9!');
    t.match(page.text, 'Como avalia a instalação?');
    t.match(page.text, 'Obrigatório para nota 2 ou pior');
    const reply = await bruno.post(`/surveys/${surveyId}/execution`, answered(world, keyOf(page.body)));
    t.equal(reply.status, 303);
    const done = await bruno.get(reply.location);
    t.match(done.text, 'A pesquisa de José Ângelo foi salva às 10:00.');
    t.match(done.text, 'Rita Lima');
    const after = await bruno.get(`/surveys/${surveyId}`);
    t.match(after.text, 'Executada por Bruno Operador em 10/07/2026 10:00');
    t.notMatch(after.text, 'Pontuação', 'scores are for managers');
    t.notMatch(after.text, 'Peso');
    t.match(await db.read('executions').first(), { score_sum: 200, score_count: 2 });
    const seen = await (await browser('ana')).get(`/surveys/${surveyId}`);
    t.match(seen.text, 'Pontuação 100,0');
    t.match(seen.text, 'Peso');
  });

  await t.test('where there is no other to call the confirmation says how many wait, and why', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const bruno = await browser('bruno');
    const run = async () => {
      const url = `/surveys/${await world.survey()}`;
      await bruno.post(`${url}/execution`, answered(world, keyOf((await bruno.get(url)).body)));
      return (await bruno.get(`${url}/execution`)).text;
    };
    t.match(await run(), 'Não há outra pesquisa aberta para você agora.');
    await world.survey({ customer: 'Sem Número', phone: null });
    t.match(await run(), 'Nenhuma outra para ligar agora. Uma das suas pesquisas abertas aguarda: 1 sem telefone.');
    const [tried, held] = await world.surveys([{ customer: 'Rita' }, { customer: 'Zeca' }]);
    await bruno.post(`/surveys/${tried}/attempts`, { outcome: 'busy' });
    await (await browser('ana')).post(`/surveys/${held}/claim`);
    t.match(
      await run(),
      '3 das suas pesquisas abertas aguardam: 1 sem telefone, 1 com outra pessoa, 1 com retorno marcado ou em espera',
    );
  });

  await t.test('weights never reach the form, not even a manager’s', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    for (const persona of ['bruno', 'ana'] as const) {
      const page = await (await browser(persona)).get(`/surveys/${surveyId}`);
      t.match(page.text, 'Executar pesquisa');
      const [, form = ''] = page.body.split('surveys-form');
      t.notMatch(form.split('</form>')[0], /\b(?:50|100)\b/);
    }
  });

  await t.test('a form that is not complete comes back with everything typed, and with its key', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const key = keyOf((await bruno.get(`/surveys/${surveyId}`)).body);
    const [five] = world.versionIds;
    const typed = { key, note: 'Cliente <b>gostou</b>', [`answers.${five}.answer`]: '2' };
    const page = await bruno.post(`/surveys/${surveyId}/execution`, typed);
    t.equal(page.status, 422);
    t.match(page.text, 'Esta nota pede um comentário.');
    t.match(page.text, 'Escolha uma nota ou “sem resposta”.');
    t.match(page.text, 'Cliente <b>gostou</b>');
    t.match(page.body, /value="2" checked/);
    t.equal(keyOf(page.body), key, 'the key is kept');
    t.equal((await db.read('executions')).length, 0);
    const none = { key, ...Object.fromEntries(world.versionIds.map((id) => [`answers.${id}.answer`, 'none'])) };
    t.match((await bruno.post(`/surveys/${surveyId}/execution`, none)).text, 'foi só uma tentativa');
  });

  await t.test('the questions asked are those that stood when the form was opened', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const key = keyOf((await bruno.get(`/surveys/${surveyId}`)).body);
    await db.transaction((trx) => addVersion(trx, 1, 2, 'Outra pergunta', YES_NO));
    t.match((await bruno.get(`/surveys/${surveyId}`)).text, 'Outra pergunta', 'a form opened now asks the new one');
    t.equal((await bruno.post(`/surveys/${surveyId}/execution`, answered(world, key))).status, 303);
    t.match(await db.read('answers').first(), { question_text: 'Como avalia a instalação?' });
  });

  await t.test('sending a form twice shows the first result and records nothing twice', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const form = answered(world, keyOf((await bruno.get(`/surveys/${surveyId}`)).body));
    const replies = await Promise.all([1, 2, 3].map(() => bruno.post(`/surveys/${surveyId}/execution`, form)));
    replies.push(await bruno.post(`/surveys/${surveyId}/execution`, form));
    for (const reply of replies) t.match(reply, { status: 303, location: `/surveys/${surveyId}/execution` });
    t.equal((await db.read('executions')).length, 1);
  });

  await t.test('who comes second is told who was first and when, and keeps what he typed', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    const [hers, his] = [keyOf((await ana.get(`/surveys/${surveyId}`)).body), await openForm(bruno, surveyId)];
    await ana.post(`/surveys/${surveyId}/execution`, answered(world, hers));
    const typed = {
      ...answered(world, his),
      note: 'Pediu segunda via',
      [`answers.${world.versionIds[0]}.comment`]: 'Chuva',
    };
    const page = await bruno.post(`/surveys/${surveyId}/execution`, typed);
    t.equal(page.status, 409);
    t.match(page.text, 'Ana Gestora já finalizou esta pesquisa em 10/07/2026 10:00');
    t.match(page.text, 'Pediu segunda via');
    t.match(page.text, 'Chuva');
    t.equal((await db.read('executions')).length, 1);
  });

  await t.test('a survey that is not due is shown but not run, and says why', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const bruno = await browser('bruno');
    const due = await world.survey();
    const key = await openForm(bruno, due);
    const early = await world.survey({ closedOn: TODAY });
    const over = await world.survey({ closedOn: addDays(TODAY, -14) });
    t.match((await bruno.get(`/surveys/${early}`)).text, 'pode ser executada a partir de 17/07/2026');
    const expired = await bruno.get(`/surveys/${over}`);
    t.match(expired.text, 'Venceu em 06/07/2026, há 4 dias: venda fechada em 26/06/2026, abertura 7 dias depois');
    t.notMatch(expired.body, 'surveys-form');
    const reply = await bruno.post(`/surveys/${over}/execution`, answered(world, key));
    t.equal(reply.status, 409);
    t.match(reply.text, 'O prazo desta pesquisa acabou em 06/07/2026');
    t.equal((await bruno.post(`/surveys/${early}/execution`, answered(world, key))).status, 409);
    t.equal((await db.read('executions')).length, 0);
  });

  await t.test('an extended survey is executed late and marked so', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey({ closedOn: addDays(TODAY, -14), extendedTo: TODAY });
    const bruno = await browser('bruno');
    const page = await bruno.get(`/surveys/${surveyId}`);
    t.match(
      page.text,
      'Vence hoje, 10/07/2026: venda fechada em 26/06/2026, abertura 7 dias depois e vencimento 3 dias após a abertura, prorrogado até 10/07/2026',
    );
    await bruno.post(`/surveys/${surveyId}/execution`, answered(world, keyOf(page.body)));
    t.match((await bruno.get(`/surveys/${surveyId}/execution`)).text, 'fora do prazo');
    t.match((await bruno.get(`/surveys/${surveyId}`)).text, 'Fora do prazo');
  });

  await t.test('a forged, foreign or missing key is refused with the form and what was typed', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const bruno = await browser('bruno');
    const brunos = await openForm(bruno, surveyId);
    const ana = await browser('ana');
    for (const key of ['', 'abc', `${brunos}x`, brunos]) {
      const page = await ana.post(`/surveys/${surveyId}/execution`, { ...answered(world, key), note: 'Nota da Ana' });
      t.equal(page.status, 409);
      t.match(page.text, 'Nota da Ana');
      t.match(page.body, /value="5" checked/);
      t.not(keyOf(page.body), brunos);
      if (key === brunos)
        t.equal((await ana.post(`/surveys/${surveyId}/execution`, answered(world, keyOf(page.body)))).status, 303);
    }
    t.equal((await db.read('executions')).length, 1);
  });

  await t.test('a survey of others is not there', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const brunos = await world.survey();
    const ranByCarla = await world.survey({ outcome: 'executed', executedBy: world.carla.id });
    const carla = await browser('carla');
    t.equal((await carla.get(`/surveys/${brunos}`)).status, 404);
    t.equal((await carla.get(`/surveys/${brunos}/execution`)).status, 404);
    t.equal((await carla.post(`/surveys/${brunos}/execution`, answered(world, ''))).status, 404);
    t.equal((await carla.get('/surveys/999')).status, 404);
    t.equal((await carla.get('/surveys/2147483648')).status, 404);
    t.equal((await carla.get(`/surveys/${ranByCarla}`)).status, 200, 'the one she ran is');
    await db.transaction((trx) => trx('surveys').where({ id: brunos }).update({ assigned_to: world.carla.id }));
    t.match((await carla.get(`/surveys/${brunos}`)).text, 'única pessoa responsável');
    t.equal((await (await browser('bruno')).get(`/surveys/${brunos}`)).status, 404, 'a reassigned survey is his alone');
  });

  await t.test('the sale’s seller runs what his rule gives him, and is marked', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const ruleId = await db.transaction((trx) => addRule(trx, 'Do vendedor', { sellerRuns: true, questions: [1, 2] }));
    const surveyId = await world.survey({ ruleId, sellerId: world.carla.id });
    const carla = await browser('carla');
    await carla.post(`/surveys/${surveyId}/execution`, answered(world, await openForm(carla, surveyId)));
    t.match((await carla.get(`/surveys/${surveyId}`)).text, 'Executada pelo próprio vendedor');
  });

  await t.test('the customer’s other due surveys are offered for the same call', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const [one, other] = [await world.survey(), await world.survey()];
    const { customer_id } = await db.read('sales').orderBy('id').first();
    await db.transaction((trx) => trx('sales').update({ customer_id }));
    const page = await (await browser('bruno')).get(`/surveys/${one}`);
    t.match(page.text, 'Outras pesquisas deste cliente');
    t.match(page.body, `href="/surveys/${other}"`);
  });

  await t.test('anonymous people are sent to sign in', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const anonymous = await browser();
    t.match((await anonymous.get(`/surveys/${surveyId}`)).location, '/sign-in');
    t.match((await anonymous.post(`/surveys/${surveyId}/execution`, {})).location, '/sign-in');
  });

  await t.test('a rule without questions says so', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const ruleId = await db.transaction((trx) => addRule(trx, 'Vazia', { operators: [world.bruno.id] }));
    const surveyId = await world.survey({ ruleId });
    t.match((await (await browser('bruno')).get(`/surveys/${surveyId}`)).text, 'A regra não tem perguntas');
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, world: await surveyWorld(app.db) };
}

function keyOf(body: string): string {
  return /name="key" value="([^"]+)"/.exec(body)?.[1] ?? '';
}

async function openForm(browser: Browser, surveyId: number): Promise<string> {
  return keyOf((await browser.get(`/surveys/${surveyId}`)).body);
}

function answered(world: SurveyWorld, key: string): Record<string, string> {
  const [five, yesNo] = world.versionIds;
  return { key, [`answers.${five}.answer`]: '5', [`answers.${yesNo}.answer`]: '1', note: '' };
}
