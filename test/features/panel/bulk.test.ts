import t from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { runWaiting } from '../../support/jobs.js';
import { matchLists } from '../../support/match-lists.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

const keyIn = (body: string) => /name="key" value="([^"]+)"/.exec(body)?.[1] ?? '';
const OVERDUE = { closedOn: addDays(TODAY, -30) };

await onBothEngines(t, async (t, engine) => {
  await t.test('marked surveys are extended after a preview, once, and the result says so', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    const [open, executed, other] = [
      await world.survey(OVERDUE),
      await world.survey({ ...OVERDUE, outcome: 'executed' }),
      await world.survey(OVERDUE),
    ];
    const ana = await app.browser('ana');
    const panel = await ana.get('/panel/inconsistent');
    t.match(panel.body, `name="id" value="${open}"`);
    t.match(panel.body, /Todas as 2 da lista/);
    const url = `/panel/bulk?tab=inconsistent&sort=-expiry&which=marked&verb=extend&id=${open}&id=${executed}`;
    const form = await ana.get(url);
    t.match(form.body, /2 pesquisas escolhidas/);
    t.notMatch(form.text, 'Lista Inconsistências', 'the marked ones are known');
    const refused = await ana.post(url, { expiresOn: '31/02/2026', reason: '' });
    t.equal(refused.status, 422);
    t.match(refused.body, /id="expiresOn-error"/);
    t.match(refused.body, /id="reason-error"/);
    const preview = await ana.post(url, { expiresOn: '2026-07-20', reason: 'Greve' });
    t.match(preview.body, /Uma pesquisa será alterada\./);
    t.match(preview.body, /Já executada: 1/);
    t.match(preview.body, '>Prorrogar até 20/07/2026: 1 pesquisa<');
    t.equal((await app.db.read('jobs')).length, 0, 'nothing was started');
    const key = keyIn(preview.body);
    const replies = await Promise.all([ana.post('/panel/bulk/jobs', { key }), ana.post('/panel/bulk/jobs', { key })]);
    t.equal(replies[0].location, replies[1].location, 'a double click is one job');
    const result = await ana.get(replies[0].location);
    t.match(result.body, /Concluída/);
    t.match(result.body, 'href="/panel/inconsistent?sort=-expiry"');
    t.match(result.body, `href="/surveys/${executed}"`);
    t.match(await app.db.read('surveys').where({ id: open }).first(), { expires_on: '2026-07-20' });
    t.match(await app.db.read('surveys').where({ id: other }).first(), { expires_on: addDays(TODAY, -20) });
    t.equal((await app.db.read('extensions')).length, 1);
    t.match((await ana.get('/panel/bulk/jobs')).body, /Prorrogar/);
  });

  await t.test('who is in a call keeps his survey, until somebody says otherwise', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    const [called, later, free] = [await world.survey(), await world.survey(), await world.survey()];
    const [ana, bruno] = [await app.browser('ana'), await app.browser('bruno')];
    await bruno.post(`/surveys/${called}/claim`);
    t.match((await ana.get(`/surveys/${called}`)).text, 'Bruno Operador está com esta pesquisa agora, desde 10:00.');
    const url = `/panel/bulk?tab=pending&which=marked&verb=reassign&id=${called}&id=${later}&id=${free}`;
    t.match((await ana.get(url)).body, /name="sparing" value="1" checked/);
    const form = { operatorId: String(world.carla.id) };
    const all = await ana.post(url, form);
    t.match(all.text, 'Uma está sendo atendida agora (Bruno Operador).');
    t.match(all.text, '3 pesquisas serão alteradas.');
    t.notMatch(all.body, /name="sparing" value="1" checked/);
    const spared = await ana.post(url, { ...form, sparing: '1' });
    t.match(spared.text, 'Uma está sendo atendida agora (Bruno Operador).');
    t.match(spared.text, 'Sendo atendida agora: 1');
    t.match(spared.text, '2 pesquisas serão alteradas.');
    const his = await ana.post(url, { operatorId: String(world.bruno.id), sparing: '1' });
    t.notMatch(his.text, 'atendida agora', 'what is given to who has it is not taken from him');
    // Between the preview and the job he went on to the next one.
    await bruno.post(`/surveys/${later}/claim`);
    const started = await ana.post('/panel/bulk/jobs', { key: keyIn(spared.body) });
    const result = await ana.get(started.location);
    t.match(result.text, 'Reatribuir a Carla Operadora');
    t.match(result.text, 'Sendo atendida agora: 1');
    const given = app.db.read('surveys').where({ assigned_to: world.carla.id }).orderBy('id').pluck('id');
    t.same(await given, [called, free]);
    t.match((await ana.get('/panel/bulk/jobs')).text, 'Reatribuir a Carla Operadora');
  });

  await t.test('all of a filtered list are closed, the rest of a long job after the request', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    await world.surveys(Array.from({ length: 250 }, () => ({ ...OVERDUE, customer: 'Rita' })));
    const left = await world.survey({ ...OVERDUE, customer: 'Zeca' });
    const ana = await app.browser('ana');
    const url = '/panel/bulk?tab=inconsistent&q=rita&which=all&verb=close';
    const preview = await ana.post(url, { reason: 'unreachable', note: '' });
    t.match(preview.body, /250 pesquisas serão alteradas/);
    t.match(preview.text, 'Lista Inconsistências', 'which list is meant is said');
    t.match(preview.text, 'Busca rita');
    const { location } = await ana.post('/panel/bulk/jobs', { key: keyIn(preview.body) });
    const running = await ana.get(location);
    t.match(running.body, /hx-trigger="every 1s"/);
    t.match(running.body, /100 de 250 pesquisas/);
    await runWaiting(app.db);
    const result = await ana.get(location);
    t.match(result.body, /Concluída/);
    t.notMatch(result.body, /hx-trigger/);
    t.equal((await app.db.read('closures')).length, 250);
    t.match(await app.db.read('surveys').where({ id: left }).first(), { outcome: null });
  });

  await t.test('claims are released after a preview, with their surveys left where they are', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    const [held, free] = [await world.survey(), await world.survey()];
    const [bruno, ana] = [await app.browser('bruno'), await app.browser('ana')];
    await bruno.get(`/surveys/${held}`);
    await bruno.post(`/surveys/${held}/claim`);
    const preview = await ana.get('/panel/bulk?tab=pending&which=all&verb=release');
    t.match(preview.body, /Uma pesquisa será alterada\./);
    t.match(preview.body, /Ninguém está com ela: 1/);
    const { location } = await ana.post('/panel/bulk/jobs', { key: keyIn(preview.body) });
    t.match((await ana.get(location)).body, `href="/surveys/${free}"`);
    t.equal((await app.db.read('claims')).length, 0);
    const released = { action: 'release', entity_id: held, actor_id: world.ana.id };
    matchLists(t, await app.db.read('audit').where({ entity: 'survey' }), [released]);
    t.match((await ana.get(`/surveys/${held}`)).text, 'Liberada; estava com Bruno Operador');
  });

  await t.test('a form that cannot be done is refused at its field, and nothing is started', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    const id = await world.survey(OVERDUE);
    const ana = await app.browser('ana');
    const table: readonly (readonly [string, Record<string, string>, string])[] = [
      ['extend', { expiresOn: addDays(TODAY, -1), reason: 'Greve' }, 'expiresOn'],
      ['extend', { expiresOn: '31/02/2026', reason: 'Greve' }, 'expiresOn'],
      ['extend', { expiresOn: TODAY, reason: ' ' }, 'reason'],
      ['extend', { expiresOn: TODAY, reason: 'x'.repeat(501) }, 'reason'],
      ['close', { reason: '' }, 'reason'],
      ['close', { reason: 'bored' }, 'reason'],
      ['close', { reason: 'other', note: '' }, 'note'],
      ['reassign', { operatorId: '' }, 'operatorId'],
      ['reassign', { operatorId: 'x' }, 'operatorId'],
      ['reassign', { operatorId: '999999' }, 'operatorId'],
      ['reopen', {}, 'reason'],
    ];
    for (const [verb, fields, field] of table) {
      const reply = await ana.post(`/panel/bulk?tab=inconsistent&which=marked&verb=${verb}&id=${id}`, fields);
      t.equal(reply.status, 422, `${verb} ${JSON.stringify(fields)}`);
      t.match(reply.body, `id="${field}-error"`);
      t.notMatch(reply.body, 'name="key"');
    }
    t.equal((await app.db.read('jobs')).length, 0);
  });

  await t.test('a bulk job can be stopped, and is only its owner’s and the administrators’', async (t) => {
    const app = await testApp(t, engine);
    const world = await surveyWorld(app.db);
    await world.surveys(Array.from({ length: 250 }, () => OVERDUE));
    const [ana, davi] = [await app.browser('ana'), await app.browser('davi')];
    const start = async (browser: typeof ana) => {
      const { body } = await browser.post('/panel/bulk?tab=inconsistent&which=all&verb=close', { reason: 'refused' });
      return (await browser.post('/panel/bulk/jobs', { key: keyIn(body) })).location;
    };
    const davis = await start(davi);
    t.equal((await ana.get(davis)).status, 404);
    t.equal((await ana.post(`${davis}/cancellation`)).status, 404);
    t.equal((await davi.post(`${davis}/cancellation`)).status, 303);
    t.match((await davi.get(davis)).body, /Interrompida/);
    await runWaiting(app.db);
    t.equal((await app.db.read('closures')).length, 100);
    t.equal((await davi.get(await start(ana))).status, 200);
  });

  await t.test(
    'what the panel never asks for leads back to it, and a key of somebody else starts nothing',
    async (t) => {
      const app = await testApp(t, engine);
      const world = await surveyWorld(app.db);
      const id = await world.survey(OVERDUE);
      const [ana, davi] = [await app.browser('ana'), await app.browser('davi')];
      const own = '/panel/bulk?tab=inconsistent&which=marked&verb=';
      for (const url of [
        '/panel/bulk',
        `${own}extend`,
        `${own}burn&id=${id}`,
        `${own}extend&id=x`,
        `${own}close&of=x&id=1`,
      ])
        t.equal((await ana.get(url)).status, 303, url);
      const wrong = await ana.get(`${own}extend&which=all&from=2026-02-31`);
      t.equal(wrong.location, '/panel/inconsistent?of=expiry&from=2026-02-31');
      const panel = await ana.get(wrong.location);
      t.equal(panel.status, 422);
      t.match(panel.text, 'Digite uma data que exista', 'the message stands at the filter');
      const { body } = await ana.get(`${own}take-back&id=${id}`);
      t.match(body, /Não foi reatribuída: 1/);
      const close = await ana.post(`${own}close&id=${id}`, { reason: 'refused' });
      t.equal((await davi.post('/panel/bulk/jobs', { key: keyIn(close.body) })).location, '/panel');
      t.equal((await ana.post('/panel/bulk/jobs', { key: 'forged' })).location, '/panel');
      t.equal((await app.db.read('jobs')).length, 0);
      t.equal((await (await app.browser('bruno')).get(`${own}close&id=${id}`)).status, 403);
    },
  );
});
