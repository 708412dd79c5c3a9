import t, { type Test } from 'tap';
import { addDays } from '../../src/domain/civil-date.js';
import { testApp } from '../support/app.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { runWaiting } from '../support/jobs.js';

/** Two sales of a product with one rule, N = 7 and M = 10: their surveys are due today. */
async function provider(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const build = await fixtures(app.db);
  const ruleId = await build.rule({ name: 'Instalação' });
  const profileId = await build.profile({ rules: [ruleId], name: 'Fibra' });
  const productId = await build.product({ profileId, name: 'Fibra 500' });
  for (let made = 0; made < 2; made += 1) await build.survey(await build.sale({ productId }), ruleId);
  const rule = await app.db.read('rules').where({ id: ruleId }).first();
  const questions = await app.db.read('rule_questions').where({ rule_id: ruleId }).pluck('question_id');
  const form = {
    version: '1',
    name: rule.name,
    startDays: '20',
    expiryDays: '10',
    questions: questions.map(String),
    operators: [String(app.ids.bruno)],
  };
  return { ...app, build, ruleId, profileId, productId, form, davi: await app.browser('davi') };
}

/** The numbers that a page carries to its save. */
function shownIn(body: string): string {
  return /name="shown" value="([\d-]+)"/.exec(body)?.[1] ?? '';
}

await onBothEngines(t, async (t, engine) => {
  await t.test('an editor shows what a change does, saves it as shown, and says when that has changed', async (t) => {
    const { db, davi, ruleId, form } = await provider(t, engine);
    const url = `/config/rules/${ruleId}`;
    t.match((await davi.get(url)).text, 'Aplicar também às pesquisas em aberto');
    t.match((await davi.post(`${url}/preview`, form)).text, 'Sem marcar');
    const applying = { ...form, applyToOpen: '1' };
    const part = await davi.post(`${url}/preview`, applying);
    t.match(part.text, /Agendadas 0 2 Abertas 2 0 Vencidas 0 0/);
    t.notMatch(part.text, /Resultados de dias/);
    t.notMatch(part.body, '<html');
    const page = await davi.post(url, { ...applying, step: 'preview' });
    t.equal(page.status, 200, 'without JavaScript, by a button');
    t.equal(shownIn(page.body), shownIn(part.body));
    t.match(page.body, 'value="20"');
    t.match((await davi.post(`${url}/preview`, { ...applying, startDays: 'x' })).text, 'Corrija os campos');

    const overdue = await davi.post(`${url}/preview`, { ...applying, startDays: '0', expiryDays: '0' });
    t.match(overdue.text, /Vencidas 0 2.*Resultados de dias que já passaram mudam/, 'and that what is past changes');

    const unseen = await davi.post(url, applying);
    t.equal(unseen.status, 409);
    t.match(unseen.text, 'Nada foi salvo ainda');
    t.equal(shownIn(unseen.body), shownIn(part.body));
    await db.transaction((trx) => trx('surveys').where({ id: 1 }).update({ outcome: 'closed', settled_at: 1 }));
    const changed = await davi.post(url, { ...applying, shown: shownIn(part.body) });
    t.equal(changed.status, 409);
    t.match(changed.text, 'Os números mudaram desde a prévia');
    t.equal((await db.read('rules').first()).start_days, 7);
    t.equal((await davi.post(url, { ...applying, shown: shownIn(changed.body) })).status, 303);
    t.same(await db.read('surveys').orderBy('id').pluck('opens_on'), ['2026-07-08', '2026-07-21']);
  });

  await t.test('a profile and a product ask since which closing date sales are reached', async (t) => {
    const { db, davi, build, profileId, productId, ruleId } = await provider(t, engine);
    const added = await build.rule({ startDays: 1, expiryDays: 60 });
    const reach = { applyToOpen: '1', closedSince: '2026-07-02', planning: 'all', planningSince: '' };
    const profile = { version: '1', name: 'Fibra', note: '', rules: [String(ruleId), String(added)] };
    const url = `/config/profiles/${profileId}`;
    const missing = await davi.post(url, { ...profile, ...reach, closedSince: '' });
    t.match([missing.status, missing.body], [422, 'href="#closedSince"']);
    const both = await davi.post(url, { ...profile, ...reach, name: '', closedSince: '' });
    t.match(both.body, /href="#name".*href="#closedSince"/s, 'what is wrong anywhere in the form is told at once');
    t.match((await davi.post(`${url}/preview`, { ...profile, ...reach })).text, 'Nenhuma pesquisa é alcançada');
    const shown = shownIn(
      (await davi.post(`${url}/preview`, { ...profile, ...reach, closedSince: '2026-07-01' })).body,
    );
    t.equal((await davi.post(url, { ...profile, ...reach, closedSince: '2026-07-01', shown })).status, 303);
    t.equal((await db.read('surveys').where({ rule_id: added })).length, 2);

    const product = { version: '1', name: 'Fibra 500', profile: '', commissionKind: 'amount', commission: '' };
    const all = { ...reach, closedSince: '2026-07-01' };
    const bare = await davi.post(`/config/products/${productId}`, { ...product, ...all, step: 'preview' });
    t.match(bare.text, 'Removidas 4');
    const saved = { ...product, ...all, shown: shownIn(bare.body) };
    t.equal((await davi.post(`/config/products/${productId}`, saved)).status, 303);
    t.equal((await db.read('surveys')).length, 0);
  });

  await t.test('deactivating shows before what it removes, and names what it keeps', async (t) => {
    const { db, davi, ids, ruleId } = await provider(t, engine);
    const [first] = await db.read('surveys').orderBy('id');
    await db.transaction((trx) => trx('surveys').where({ id: first.id }).update({ assigned_to: ids.carla }));
    const url = `/config/rules/${ruleId}/deactivation`;
    const page = await davi.get(url);
    t.match(page.text, 'Desativar Instalação');
    t.match(page.text, 'Fibra', 'where it is used');
    t.match(page.text, /Removidas 1/);
    t.match(page.body, `href="/surveys/${first.id}"`);
    const refused = await davi.post(url, { version: '1', applyToOpen: '1', shown: '1-2' });
    t.match([refused.status, refused.text], [409, 'Os números mudaram']);
    const done = await davi.post(url, { version: '1', applyToOpen: '1', shown: shownIn(page.body) });
    t.match(done, { status: 303, location: `/config/rules/${ruleId}` });
    t.same(await db.read('surveys').pluck('id'), [first.id]);
    t.equal((await davi.get(url)).location, `/config/rules/${ruleId}`, 'once is enough');
  });

  await t.test('a holiday may move what follows business days, and its removal may move it back', async (t) => {
    const { db, davi } = await provider(t, engine);
    const friday = { opens_on: '2026-07-08', expires_on: '2026-07-17', original_expires_on: '2026-07-17' };
    await db.transaction((trx) =>
      trx('surveys')
        .where({ id: 1 })
        .update({ ...friday, business_expiry_days: 9 }),
    );
    const expiries = () => db.read('surveys').orderBy('id').pluck('expires_on');
    const holiday = { on: '2026-07-17', name: 'Aniversário da cidade', applyToOpen: '1' };
    const preview = await davi.post('/config/calendar/preview', holiday);
    t.match(preview.text, 'Com novas datas 1');
    t.match(
      [(await davi.post('/config/calendar', holiday)).status, await expiries()],
      [409, ['2026-07-17', '2026-07-18']],
    );
    t.equal((await davi.post('/config/calendar', { ...holiday, shown: shownIn(preview.body) })).status, 303);
    t.same(await expiries(), ['2026-07-20', '2026-07-18']);
    const url = '/config/calendar/1/removal';
    const page = await davi.get(url);
    t.match(page.text, 'Com novas datas 1');
    const removed = await davi.post(url, { version: '1', applyToOpen: '1', shown: shownIn(page.body) });
    t.match(removed, { status: 303, location: '/config/calendar?year=2026' });
    t.same(await expiries(), ['2026-07-17', '2026-07-18']);
  });

  await t.test('a list of holidays may move what follows business days too', async (t) => {
    const { db, davi } = await provider(t, engine);
    const friday = { opens_on: '2026-07-08', expires_on: '2026-07-17', original_expires_on: '2026-07-17' };
    const following = { ...friday, business_expiry_days: 9 };
    await db.transaction((trx) => trx('surveys').where({ id: 1 }).update(following));
    const expiries = () => db.read('surveys').orderBy('id').pluck('expires_on');
    const url = '/config/calendar/import';
    const list = { text: '17/07/2026;Padroeiro\n20/07/2026;Ponte\n', applyToOpen: '1' };
    t.notMatch((await davi.get(url)).text, 'Aplicar também', 'there is nothing to apply yet');
    t.match((await davi.post(`${url}/preview`, { ...list, text: '31/02/2026;X' })).text, 'Corrija os campos');
    t.match((await davi.post(`${url}/preview`, { text: list.text })).text, 'Sem marcar');
    const part = await davi.post(`${url}/preview`, list);
    t.match(part.text, 'Com novas datas 1');
    const page = await davi.post(url, { ...list, step: 'preview' });
    t.match([page.status, page.text], [200, /Aplicar também às pesquisas em aberto.* Com novas datas 1/]);
    t.equal(shownIn(page.body), shownIn(part.body));
    const unseen = await davi.post(url, { ...list, step: 'add' });
    t.match([unseen.status, unseen.text], [409, 'Nada foi salvo ainda']);
    t.match(unseen.body, /name="applyToOpen"[^>]* checked/);
    t.same([await db.read('holidays'), await expiries()], [[], ['2026-07-17', '2026-07-18']]);
    const added = await davi.post(url, { ...list, step: 'add', shown: shownIn(unseen.body) });
    t.match(added, { status: 303, location: '/config/calendar?year=2026' });
    t.same(await expiries(), ['2026-07-21', '2026-07-18'], 'past both and the weekend');
    await davi.post(url, { text: '21/07/2026;Outro', step: 'add' });
    t.same(await expiries(), ['2026-07-21', '2026-07-18'], 'not asked for');
    t.equal((await davi.post(url, { ...list, step: 'add' })).status, 303, 'what adds nothing moves nothing');
    t.same(await expiries(), ['2026-07-21', '2026-07-18']);
  });

  await t.test('a list of holidays waits for the job of the change before, and may need one itself', async (t) => {
    const { db, davi, ruleId, form } = await withManySales(t, engine);
    const change = { ...form, applyToOpen: '1', step: 'preview' };
    const shown = shownIn((await davi.post(`/config/rules/${ruleId}`, change)).body);
    const { location } = await davi.post(`/config/rules/${ruleId}`, { ...change, step: '', shown });
    t.match(location, /^\/config\/changes\/\d+$/);
    const url = '/config/calendar/import';
    const list = { text: '17/07/2026;Padroeiro', step: 'add' };
    const refused = await davi.post(url, list);
    t.match([refused.status, refused.text], [409, 'ainda está sendo aplicada']);
    t.match(refused.body, `href="${location}"`);
    t.same(await db.read('holidays'), []);
    await runWaiting(db);
    await db.transaction((trx) => trx('surveys').update({ business_expiry_days: 30 }));
    const preview = await davi.post(`${url}/preview`, { ...list, applyToOpen: '1' });
    t.match(preview.text, /em segundo plano/);
    const added = await davi.post(url, { ...list, applyToOpen: '1', shown: shownIn(preview.body) });
    t.match(added.location, /^\/config\/changes\/\d+$/);
    await runWaiting(db);
    t.match((await davi.get(String(added.location))).text, 'Mudança: calendário');
    t.match(await db.read('jobs').orderBy('id', 'desc').first(), { state: 'done', done: 302 });
  });

  await t.test('a large change leads to the page of its job, which shows how far it is and what it did', async (t) => {
    const { db, davi, ana, ruleId, productId, form } = await withManySales(t, engine);
    const url = `/config/rules/${ruleId}`;
    const preview = await davi.post(`${url}/preview`, { ...form, applyToOpen: '1' });
    t.match(preview.text, /em segundo plano/);
    const saved = await davi.post(url, { ...form, applyToOpen: '1', shown: shownIn(preview.body) });
    t.match(saved.location, /^\/config\/changes\/\d+$/);
    const running = await davi.get(String(saved.location));
    t.match(running.text, 'Mudança: regra Instalação');
    t.match(running.text, /0 de 302 vendas/);
    t.match((await davi.get(url)).text, 'ainda está sendo aplicada');
    const second = await davi.post(url, { ...form, version: '2', startDays: '5' });
    t.match([second.status, second.text], [409, 'ainda está sendo aplicada']);
    t.equal((await ana.get(String(saved.location))).status, 403);
    t.equal((await davi.get(`/panel/bulk/jobs/${String(saved.location).split('/').at(-1)}`)).status, 404);
    await runWaiting(db);
    const ended = await davi.get(String(saved.location));
    t.match(ended.text, /Com novas datas 302 302/);
    t.notMatch(ended.text, 'difere do que estava previsto');
    t.match((await davi.get('/config/changes')).text, 'Mudança: regra Instalação');
    t.ok(productId);
  });

  async function withManySales(t: Test, engine: Engine) {
    const world = await provider(t, engine);
    const sale = await world.db.read('sales').orderBy('id').first();
    const survey = await world.db.read('surveys').orderBy('id').first();
    await world.db.transaction(async (trx) => {
      for (let made = 0; made < 300; made += 1) {
        const closed_on = addDays('2026-07-01', -(made % 5));
        const row = { ...sale, id: undefined, external_key: `x${made}`, external_id: `X${made}`, closed_on };
        const [{ id }] = await trx('sales').insert(without(row)).returning('id');
        await trx('surveys').insert(without({ ...survey, id: undefined, sale_id: id, closed_on }));
      }
    });
    return { ...world, ana: await world.browser('ana') };
  }
});

function without(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
