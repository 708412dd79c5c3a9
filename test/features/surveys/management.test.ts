import t, { type Test } from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { listExecutions } from '../../../src/store/executions.js';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

const LATER = { expiresOn: '2026-09-01' };

await onBothEngines(t, async (t, engine) => {
  await t.test('a manager extends an overdue survey, and it is due again', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey({ closedOn: addDays(TODAY, -30) });
    const ana = await browser('ana');
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Prorrogar');
    const fields = { expiresOn: '2026-07-15', reason: 'Cliente viajando' };
    const reply = await ana.post(`/surveys/${surveyId}/extension`, fields);
    t.match(reply, { status: 303, location: `/surveys/${surveyId}` });
    const page = await ana.get(reply.location);
    t.match(page.text, 'Vencimento prorrogado até 15/07/2026.');
    t.match(page.text, 'Prorrogada até 15/07/2026 Cliente viajando');
    t.match(page.text, 'Executar pesquisa');
  });

  await t.test('an extension that goes back is refused at its date, with what was typed', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const ana = await browser('ana');
    const post = (expiresOn: string, reason = 'Motivo digitado') =>
      ana.post(`/surveys/${surveyId}/extension`, { expiresOn, reason });
    const before = await post('2026-07-09');
    t.equal(before.status, 422);
    t.match(before.text, 'Escolha hoje ou um dia depois.');
    t.match(before.text, 'Motivo digitado');
    t.match(before.body, /<details class="confirm" id="extension" open>/);
    t.match((await post('2026-07-11')).text, 'A pesquisa já vale até 11/07/2026');
    t.match((await post('31/02/2026')).text, 'Digite uma data que exista');
    t.match((await post('', '')).text, 'Preencha este campo.');
    t.equal((await db.read('extensions')).length, 0);
    const done = await world.survey({ outcome: 'executed' });
    const late = await ana.post(`/surveys/${done}/extension`, { expiresOn: '2026-08-01', reason: 'x' });
    t.equal(late.status, 409);
    t.match(late.text, 'Bruno Operador já finalizou esta pesquisa');
  });

  await t.test('a manager closes a survey without answer and reopens it', async (t) => {
    const { world, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const ana = await browser('ana');
    const other = await ana.post(`/surveys/${surveyId}/closure`, { reason: 'other', note: '' });
    t.equal(other.status, 422);
    t.match(other.text, 'Preencha este campo.');
    t.equal((await ana.post(`/surveys/${surveyId}/closure`, { reason: 'bogus', note: '' })).status, 422);
    t.equal((await ana.post(`/surveys/${surveyId}/reopening`, { reason: 'x' })).status, 409);
    t.equal(
      (await ana.post(`/surveys/${surveyId}/closure`, { reason: 'wrong-number', note: 'é de outro' })).status,
      303,
    );
    const closed = await ana.get(`/surveys/${surveyId}`);
    t.match(closed.text, 'Encerrada por Ana Gestora em 10/07/2026 10:00: Número errado');
    t.match(closed.text, 'é de outro');
    const again = await ana.post(`/surveys/${surveyId}/closure`, { reason: 'refused', note: '' });
    t.equal(again.status, 409);
    t.match(again.text, 'Ana Gestora encerrou esta pesquisa');
    t.equal((await ana.post(`/surveys/${surveyId}/reopening`, { reason: ' ' })).status, 422);
    t.equal((await ana.post(`/surveys/${surveyId}/reopening`, { reason: 'Ligou' })).status, 303);
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Executar pesquisa');
  });

  await t.test('a manager annuls an execution, which stays, struck out', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey({ outcome: 'executed' });
    const [execution] = await listExecutions(db.read, surveyId);
    const ana = await browser('ana');
    const fields = { executionId: String(execution?.id), reason: 'Cliente trocado' };
    t.match((await ana.get(`/surveys/${surveyId}`)).body, `name="executionId" value="${fields.executionId}"`);
    t.equal((await ana.post(`/surveys/${surveyId}/annulment`, { ...fields, reason: '' })).status, 422);
    t.equal((await ana.post(`/surveys/${surveyId}/annulment`, { ...fields, executionId: 'abc' })).status, 409);
    t.equal((await ana.post(`/surveys/${surveyId}/annulment`, fields)).status, 303);
    const page = await ana.get(`/surveys/${surveyId}`);
    t.match(page.text, 'Anulada');
    t.match(page.body, '<s>Execução de 10/07/2026 10:00</s>');
    t.match(page.text, 'Cliente trocado');
    t.match(page.text, 'Executar pesquisa');
    t.equal((await ana.post(`/surveys/${surveyId}/annulment`, fields)).status, 409);
    t.equal((await (await browser('bruno')).get(`/surveys/${surveyId}`)).status, 200);
  });

  await t.test('a manager gives a survey to one operator, and back to those of its rule', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const ana = await browser('ana');
    const path = `/surveys/${surveyId}/assignment`;
    const page = await ana.get(`/surveys/${surveyId}`);
    t.match(page.body, new RegExp(`<option value="${world.carla.id}">\\s*Carla Operadora`));
    t.notMatch(page.body, 'Edu Vendedor</option>', 'who cannot sign in is not offered');
    t.notMatch(page.body, 'name="takeBack"');
    for (const operatorId of ['', 'x', '999', String(world.edu.id)]) {
      const refused = await ana.post(path, { operatorId });
      t.equal(refused.status, 422, operatorId);
      t.match(refused.body, /<details class="confirm" id="assignment" open>/);
      t.match(refused.body, 'id="operatorId-error"');
    }
    t.equal((await ana.post(path, { takeBack: '1' })).status, 409);
    const operatorId = String(world.carla.id);
    t.match(await ana.post(path, { operatorId }), { status: 303, location: `/surveys/${surveyId}` });
    const given = await ana.get(`/surveys/${surveyId}`);
    t.match(given.text, 'Só de Carla Operadora: reatribuída por Ana Gestora');
    t.match(given.body, `<option value="${operatorId}" selected>`);
    t.equal((await ana.post(path, { operatorId })).status, 422, 'it is hers already');
    t.equal((await (await browser('bruno')).get(`/surveys/${surveyId}`)).status, 404);
    await ana.post(path, { takeBack: '1' });
    t.match((await ana.get(`/surveys/${surveyId}`)).text, 'Os operadores da regra voltam a responder');
    t.match(await db.read('surveys').first(), { assigned_to: null });
    t.equal((await db.read('audit').whereIn('action', ['reassign', 'take-back'])).length, 2);
    const done = await world.survey({ outcome: 'executed' });
    t.equal((await ana.post(`/surveys/${done}/assignment`, { operatorId })).status, 409);
  });

  await t.test('only managers do any of it', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const surveyId = await world.survey();
    const [anonymous, bruno, ana] = [await browser(), await browser('bruno'), await browser('ana')];
    t.notMatch((await bruno.get(`/surveys/${surveyId}`)).text, 'Prorrogar');
    for (const verb of ['extension', 'closure', 'reopening', 'annulment', 'assignment']) {
      t.match((await anonymous.post(`/surveys/${surveyId}/${verb}`, {})).location, '/sign-in', verb);
      t.equal(
        (await bruno.post(`/surveys/${surveyId}/${verb}`, verb === 'assignment' ? {} : { reason: 'refused' })).status,
        403,
      );
      const fields = { reason: verb === 'closure' ? 'refused' : 'x', ...(verb === 'extension' && LATER) };
      const sent = verb === 'assignment' ? { operatorId: String(world.carla.id) } : fields;
      t.equal((await ana.post(`/surveys/999/${verb}`, sent)).status, 404);
      t.equal((await ana.post(`/surveys/${surveyId}/${verb}`, { unknown: '1' })).status, 400);
    }
    t.match(await db.read('surveys').first(), { outcome: null });
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, world: await surveyWorld(app.db) };
}
