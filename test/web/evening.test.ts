import t from 'tap';
import { type TestApp, testApp } from '../support/app.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { bulkInput, runWaiting, waitingBulk } from '../support/jobs.js';
import { surveyWorld } from '../support/survey-world.js';

// Late in the evening Brazil and Greenwich have different days: what goes by another day than the company's shows here.

const EVENING = Date.parse('2026-07-10T22:30:00-03:00');
const MIDNIGHT = Date.parse('2026-07-11T00:00:00-03:00');
/** Opens on 2026-06-30 and, with N = 7 and M = 3, is due until that evening. */
const LAST_DAY = { customer: 'Último Dia', closedOn: '2026-06-30' };

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey is due until midnight of the company’s zone, and overdue from then on', async (t) => {
    const { app, world } = await evening(t, engine);
    const id = await world.survey(LAST_DAY);
    const [bruno, ana] = [await app.browser('bruno'), await app.browser('ana')];
    t.match((await bruno.get('/my-rules')).text, /Último Dia .* vence hoje/);
    t.notMatch((await ana.get('/panel/inconsistent')).text, 'Último Dia');
    app.clock.now = MIDNIGHT - 1;
    t.match((await bruno.get('/my-rules')).text, 'Último Dia');
    app.clock.now = MIDNIGHT;
    t.notMatch((await bruno.get('/my-rules')).text, 'Último Dia');
    t.match((await ana.get('/panel/inconsistent')).text, 'Último Dia');
    t.equal((await bruno.post(`/surveys/${id}/attempts`, { outcome: 'busy' })).status, 409);
    await app.db.transaction((trx) => trx('settings').update({ time_zone: 'America/Manaus' }));
    t.match((await bruno.get('/my-rules')).text, /Último Dia .* vence hoje/, 'an hour later in Manaus');
  });

  await t.test('what was tried in the evening was tried today, and a call-back is at that hour', async (t) => {
    const { app, world } = await evening(t, engine);
    const id = await world.survey(LAST_DAY);
    const bruno = await app.browser('bruno');
    await app.db.transaction((trx) => trx('calling_settings').update({ until_minute: 24 * 60 - 1 }));
    await bruno.post(`/surveys/${id}/attempts`, { outcome: 'busy' });
    t.match((await bruno.get('/my-rules')).text, 'ocupado às 22:30, tentar após 23:00');
    const call = { outcome: 'call-back', callBackOn: '2026-07-11', callBackTime: '09:00' };
    await bruno.post(`/surveys/${id}/attempts`, call);
    const asked = await app.db.read('attempts').orderBy('id', 'desc').first();
    t.match(asked, { call_back_on: '2026-07-11', call_back_at: Date.parse('2026-07-11T09:00:00-03:00') });
  });

  await t.test('tomorrow’s closing date is still to come, and why a sale has no surveys goes by its day', async (t) => {
    const { app } = await evening(t, engine);
    const build = await fixtures(app.db);
    const profileId = await build.profile({ rules: [await build.rule()] });
    const productId = await build.product({ profileId });
    const ana = await app.browser('ana');
    const form = { customer: 'Rita Dias', product: String(productId), seller: String(app.ids.bruno), value: '10' };
    t.equal((await ana.post('/sales', { ...form, closedOn: '11/07/2026' })).status, 422);
    t.equal((await ana.post('/sales', { ...form, closedOn: '10/07/2026' })).status, 303);
    // Its survey would have been due for an hour and a half.
    const bare = await build.sale({ productId, closedOn: '2026-06-23', recordedAt: EVENING });
    for (const url of [`/sales/${bare}`, '/sales'])
      t.notMatch((await ana.get(url)).text, 'vencidas quando a venda foi registrada', url);
    await app.db.transaction((trx) => trx('sales').where({ id: bare }).update({ recorded_at: MIDNIGHT }));
    for (const url of [`/sales/${bare}`, '/sales'])
      t.match((await ana.get(url)).text, 'vencidas quando a venda foi registrada', url);
  });

  await t.test('the audit of a day holds its evening', async (t) => {
    const { app, world } = await evening(t, engine);
    const id = await world.survey(LAST_DAY);
    const [ana, davi] = [await app.browser('ana'), await app.browser('davi')];
    await ana.post(`/surveys/${id}/closure`, { reason: 'refused', note: '' });
    const entries = async (from: string, to: string) =>
      (await davi.get(`/config/audit?entity=survey&from=${from}&to=${to}`)).text;
    t.match(await entries('2026-07-10', '2026-07-10'), '10/07/2026 22:30');
    t.notMatch(await entries('2026-07-11', '2026-07-11'), '22:30');
    t.notMatch(await entries('2026-07-09', '2026-07-09'), '22:30');
    t.match(await app.db.read('closures').first(), { closed_on: '2026-07-10' });
  });

  await t.test('long work goes by the company’s day', async (t) => {
    const { app, world } = await evening(t, engine);
    const overdue = await world.survey({ closedOn: '2026-06-01' });
    const extension = { verb: 'extend', expiresOn: '2026-07-10', reason: 'Viajou' } as const;
    await waitingBulk(app.db, world.ana, bulkInput(extension, [overdue]));
    await runWaiting(app.db, EVENING);
    t.match(await app.db.read('surveys').where({ id: overdue }).first(), { expires_on: '2026-07-10' });
  });
});

async function evening(t: Parameters<typeof testApp>[0], engine: Engine) {
  const app: TestApp = await testApp(t, engine);
  app.clock.now = EVENING;
  return { app, world: await surveyWorld(app.db) };
}
