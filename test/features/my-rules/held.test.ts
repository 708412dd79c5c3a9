import t from 'tap';
import { claimSurvey } from '../../../src/actions/claim-survey.js';
import { acting, done } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';

const HELD = 'Você ainda está com esta pesquisa';

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const world = await surveyWorld(db);
  const [survey = 0, other = 0] = await world.surveys([{ customer: 'Rita Lima' }, { customer: 'Rui' }]);
  done(await claimSurvey(acting(db, world.bruno), survey));
  const bruno = await browser('bruno');
  const set = (change: object) => db.transaction((trx) => trx('surveys').where({ id: survey }).update(change));

  await t.test('a survey that is held past its expiry, or a reassignment, leads on from Minhas Regras', async (t) => {
    t.notMatch((await bruno.get('/my-rules')).text, HELD, 'it stands in his list');
    const { expires_on, original_expires_on } = await db.read('surveys').where({ id: survey }).first();
    for (const change of [
      { expires_on: '2026-07-09', original_expires_on: '2026-07-09' },
      { expires_on, original_expires_on, assigned_to: world.carla.id },
    ]) {
      await set(change);
      const page = await bruno.get('/my-rules');
      t.match(page.text, /Você ainda está com esta pesquisa .*Rita Lima · Instalação/);
      t.match(page.body, `href="/surveys/${survey}"`);
      t.equal((await bruno.get(`/surveys/${survey}`)).status, 200);
      t.notMatch((await (await browser('ana')).get('/my-rules')).text, HELD, 'nobody else');
    }
  });

  await t.test('one whose rule went to others does too', async (t) => {
    const to = (user_id: number) =>
      db.transaction((trx) => trx('rule_operators').where({ rule_id: world.ruleId }).update({ user_id }));
    await set({ assigned_to: null });
    t.notMatch((await bruno.get('/my-rules')).text, HELD, 'it stands in his list');
    await to(world.carla.id);
    t.match((await bruno.get('/my-rules')).text, /Você ainda está com esta pesquisa .*Rita Lima · Instalação/);
    await to(world.bruno.id);
  });

  await t.test('nothing is said of a claim that is over, or of one on what has ended', async (t) => {
    done(await claimSurvey(acting(db, world.bruno), other));
    t.notMatch((await bruno.get('/my-rules')).text, HELD, 'he went on to another');
    await db.transaction((trx) => trx('claims').where({ user_id: world.bruno.id }).delete());
    t.notMatch((await bruno.get('/my-rules')).text, HELD);
  });
});
