import t from 'tap';
import { buildApp } from '../../../src/app.js';
import { openDatabase } from '../../../src/store/connection.js';
import { testApp } from '../../support/app.js';
import { Browser } from '../../support/browser.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { addFollowUp } from '../../support/follow-ups.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a deactivated user is out of every process with his next request', async (t) => {
    const { browser, config, clock, ids, db } = await testApp(t, engine);
    // On the embedded database one process serves; a second application over it stands for one started anew.
    const other = openDatabase(config);
    const parts = { config: { port: 3000, trustProxy: [] }, db: other, clock: { now: () => clock.now } };
    const second = await buildApp(parts);
    t.teardown(async () => {
      await second.close();
      await other.close();
    });
    const here = await browser('bruno');
    const there = await new Browser(second).signIn('bruno');
    t.equal((await there.get('/my-rules')).status, 200);
    const davi = await browser('davi');
    await davi.get(`/config/operators/${ids.bruno}/deactivation`);
    t.equal((await davi.post(`/config/operators/${ids.bruno}/deactivation`, { version: '1' })).status, 303);
    for (const his of [here, there]) {
      t.match((await his.get('/my-rules')).location, '/sign-in');
      t.notOk((await his.post('/account/theme', { theme: 'dark' })).status < 300);
    }
    t.equal((await db.read('sessions').where({ user_id: ids.bruno }).whereNull('ended_at')).length, 0);
    await davi.post(`/config/operators/${ids.bruno}/activation`, { version: '2' });
    t.match((await there.get('/my-rules')).location, '/sign-in', 'what ended stays ended');
  });

  await t.test('the page says what is in his name and asks for each rule, or for all', async (t) => {
    const { browser, db, ids } = await testApp(t, engine);
    const build = await fixtures(db);
    const rules = [await build.rule({ name: 'Instalação' }), await build.rule({ name: 'Renovação' })];
    const survey = await build.survey(await build.sale({ sellerId: ids.carla }), rules[0] ?? 0);
    await db.transaction((trx) => trx('surveys').where({ id: survey }).update({ assigned_to: ids.bruno }));
    const davi = await browser('davi');
    const url = `/config/operators/${ids.bruno}/deactivation`;
    const page = await davi.get(url);
    t.match(
      page.text,
      'Responsável por 2 regras. 1 pesquisa em aberto só em seu nome. Nenhum acompanhamento em aberto. Nenhuma venda.',
    );
    t.match(page.text, 'é o único operador com acesso destas 2 regras');
    t.match(page.text, 'Escolher para cada parte');
    for (const href of [`/config/rules?operator=${ids.bruno}&amp;show=all`, `/panel/pending?operator=${ids.bruno}`])
      t.match(page.body, `href="${href}"`);
    const refused = await davi.post(url, { version: '1', rules: [`${rules[0]}:${ids.carla}`, ''], surveys: '' });
    t.equal(refused.status, 422);
    t.match(refused.body, `value="${rules[0]}:${ids.carla}" selected`, 'what was chosen stays');
    const chosen = { rules: [`${rules[0]}:${ids.carla}`, `${rules[1]}:${ids.ana}`], surveys: String(ids.carla) };
    t.equal((await davi.post(url, { version: '1', ...chosen })).status, 303);
    t.equal((await db.read('surveys').where({ id: survey }).first()).assigned_to, ids.carla);
  });

  await t.test('open follow-ups are shown, and asked for, even where nothing else is his', async (t) => {
    const { browser, db, ids } = await testApp(t, engine);
    const build = await fixtures(db);
    const { bruno } = build.people;
    const rule = await build.rule({ operators: [ids.bruno, ids.carla] });
    const survey = await build.survey(await build.sale({ sellerId: ids.carla }), rule);
    const one = await addFollowUp(db, { bruno, productId: 1 }, survey);
    const davi = await browser('davi');
    const url = `/config/operators/${ids.bruno}/deactivation`;
    const page = await davi.get(url);
    t.match(page.text, '1 acompanhamento em aberto. Escolha quem assume.');
    t.match(page.body, `href="/follow-ups?tab=all&amp;owner=${ids.bruno}"`);
    t.match((await davi.get(`/follow-ups?tab=all&owner=${ids.bruno}`)).body, `/follow-ups/${one}`);
    t.equal((await davi.post(url, { version: '1', successor: '' })).status, 422);
    t.equal((await davi.post(url, { version: '1', successor: String(ids.carla) })).status, 303);
    t.equal((await db.read('follow_ups').where({ id: one }).first()).owner_id, ids.carla);
  });
});
