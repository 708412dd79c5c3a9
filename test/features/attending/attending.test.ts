import t from 'tap';
import { claimSurvey } from '../../../src/actions/claim-survey.js';
import { acting, done } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { NOW, surveyWorld } from '../../support/survey-world.js';

const MINUTE = 60_000;

await onBothEngines(t, async (t, engine) => {
  await t.test('managers see who has which survey since when, and release it', async (t) => {
    const { db, clock, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const [id, carlas] = [
      await world.survey({ customer: 'Rita Lima' }),
      await world.survey({ assignedTo: world.carla.id }),
    ];
    done(await claimSurvey(acting(db, world.bruno), id));
    done(await claimSurvey(acting(db, world.carla), carlas));
    clock.now = NOW + 12 * MINUTE;
    const ana = await browser('ana');
    const page = await ana.get('/attending');
    t.match(page.text, 'Rita Lima Instalação Bruno Operador 10:00 12 minutos 10:30 Liberar Maria Souza');
    t.match(await ana.post(`/attending/${id}/release`), { status: 303, location: '/attending' });
    const after = await ana.get('/attending');
    t.match(after.text, 'Pesquisa liberada.');
    t.notMatch(after.text, 'Rita Lima');
    matchLists(t, await db.read('audit').where({ action: 'release' }), [{ entity_id: id, actor_id: world.ana.id }]);
    await ana.post(`/attending/${id}/release`);
    t.match((await ana.get('/attending')).text, 'Ninguém estava com esta pesquisa.');
    clock.now = NOW + 30 * MINUTE;
    t.match((await ana.get('/attending')).text, 'Ninguém está atendendo agora', 'a claim that is over is none');
  });

  await t.test('the list is swapped in alone when it is looked at again', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    done(await claimSurvey(acting(db, world.bruno), await world.survey()));
    const part = await (await browser('ana')).get('/attending', { 'hx-request': 'true', 'hx-target': 'attending' });
    t.match(part.body.trim(), /^<div class="card" id="attending"/);
    t.match(part.text, 'Bruno Operador');
  });

  await t.test('it is the managers’ alone', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const id = await world.survey();
    const [anonymous, bruno, ana] = [await browser(), await browser('bruno'), await browser('ana')];
    t.match((await anonymous.get('/attending')).location, '/sign-in');
    t.equal((await bruno.get('/attending')).status, 403);
    t.equal((await bruno.post(`/attending/${id}/release`)).status, 403);
    t.equal((await ana.post('/attending/999/release')).status, 404);
    t.equal((await ana.post(`/attending/${id}/release`, { unknown: '1' })).status, 400);
  });
});
