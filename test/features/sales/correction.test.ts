import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';
import { postedBy } from '../../support/posted-by.js';

/** A sale closed 2026-07-01 with two surveys, N = 7 and M = 10 of both, due today; carla has one of them of her own. */
async function sold(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const build = await fixtures(app.db);
  const rules = [await build.rule({ name: 'Instalação' }), await build.rule({ name: 'Satisfação' })] as const;
  const productId = await build.product({ profileId: await build.profile({ rules: [...rules] }), name: 'Fibra 500' });
  const sale = await build.sale({ productId });
  for (const rule of rules) await build.survey(sale, rule);
  const [own] = await app.db.read('surveys').orderBy('id').pluck('id');
  await app.db.transaction((trx) => trx('surveys').where({ id: own }).update({ assigned_to: app.ids.carla }));
  const ana = await app.browser('ana');
  const url = `/sales/${sale}`;
  const form = postedBy((await ana.get(`${url}/edit`)).body, url);
  return { ...app, build, rules, sale, own, ana, url, form };
}

/** The numbers that a page carries to its save. */
function shownIn(body: string): string {
  return /name="shown" value="([\d-]+)"/.exec(body)?.[1] ?? '';
}

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'another closing date shows what moves, saves it as shown, and says when that has changed',
    async (t) => {
      const { db, ana, url, form, sale } = await sold(t, engine);
      t.match((await ana.get(`${url}/edit`)).text, 'as pesquisas ficam como estão');
      t.match((await ana.post(`${url}/preview`, { ...form, value: '12,00' })).text, 'as pesquisas ficam como estão');
      t.match((await ana.post(`${url}/preview`, { ...form, closedOn: '' })).text, 'Corrija os campos');
      const corrected = { ...form, closedOn: '2026-07-09' };
      const part = await ana.post(`${url}/preview`, corrected);
      t.match(part.text, /Agendadas 0 2 Abertas 2 0 Vencidas 0 0 Com novas datas 2/);
      t.notMatch(part.body, '<html');
      const page = await ana.post(url, { ...corrected, step: 'preview' });
      t.match([page.status, page.body], [200, 'value="2026-07-09"'], 'without JavaScript, by a button');
      t.equal(shownIn(page.body), shownIn(part.body));

      const unseen = await ana.post(url, corrected);
      t.match([unseen.status, unseen.text], [409, 'Nada foi salvo ainda']);
      const [, second] = await db.read('surveys').orderBy('id');
      await db.transaction((trx) =>
        trx('surveys').where({ id: second.id }).update({ outcome: 'closed', settled_at: 1 }),
      );
      const changed = await ana.post(url, { ...corrected, shown: shownIn(part.body) });
      t.match([changed.status, changed.text], [409, 'Os números mudaram desde a prévia']);
      t.equal((await db.read('sales').where({ id: sale }).first()).closed_on, '2026-07-01');
      t.equal((await db.read('audit').where({ entity: 'sale' })).length, 0);
      t.equal((await ana.post(url, { ...corrected, shown: shownIn(changed.body) })).status, 303);
      t.same(await db.read('surveys').orderBy('id').pluck('opens_on'), ['2026-07-16', '2026-07-08']);
      t.match((await ana.get(url)).text, 'Pesquisas com nova data: 1; criadas: 0; removidas: 0.');
    },
  );

  await t.test('another product shows what goes, what comes and what is kept by name', async (t) => {
    const { db, ana, build, url, form, rules, own } = await sold(t, engine);
    const added = await build.rule({ startDays: 2, expiryDays: 3 });
    const other = await build.product({ profileId: await build.profile({ rules: [added] }) });
    const resold = { ...form, product: String(other) };
    t.match((await ana.post(`${url}/preview`, resold)).text, /Criadas 0 Removidas 1 Mantidas \(alguém já mexeu\) 1/);
    const all = { ...resold, planning: 'all' };
    const part = await ana.post(`${url}/preview`, all);
    t.match(part.text, /Agendadas 0 0 Abertas 2 1 Vencidas 0 1 Com novas datas 0 Criadas 1 Removidas 1/);
    t.match(part.body, `href="/surveys/${own}"`);
    const stale = await ana.post(url, { ...resold, shown: shownIn(part.body) });
    t.equal(stale.status, 409, 'the numbers are those of another choice');
    t.equal((await ana.post(url, { ...all, shown: shownIn(part.body) })).status, 303);
    t.same(await db.read('surveys').orderBy('id').pluck('rule_id'), [rules[0], added]);
  });

  await t.test('what it changes of the commission is shown by month and seller', async (t) => {
    const { db, ana, browser, url, form, sale, ids } = await sold(t, engine);
    await db.transaction((trx) => trx('sales').where({ id: sale }).update({ commission_base_cents: 5000 }));
    const previewed = async (over: object) =>
      (await ana.post(`${url}/preview`, { ...form, ...over })).text.replaceAll('\u00a0', ' ');
    t.match(await previewed({}), 'A comissão fica como está.');
    t.match(
      await previewed({ seller: String(ids.carla) }),
      /julho de 2026 .* R\$ 50,00 — julho de 2026 Carla Operadora — R\$ 50,00/,
    );
    t.match(await previewed({ closedOn: '2026-06-30' }), /junho de 2026 .* — R\$ 50,00 julho de 2026 .* R\$ 50,00 —/);
    t.match(await previewed({ value: '1,00' }), /julho de 2026 .* R\$ 50,00 Sem base/);
    t.equal((await (await browser('bruno')).get(`${url}/edit`)).status, 403);
  });

  await t.test('another seller or value saves once what it changes of the commission was shown', async (t) => {
    const { db, ana, url, form, sale, ids } = await sold(t, engine);
    await db.transaction((trx) => trx('sales').where({ id: sale }).update({ commission_base_cents: 5000 }));
    const shownOf = (body: string) => postedBy(body, url).shownCommission?.[0] ?? '';
    t.equal(shownOf((await ana.get(`${url}/edit`)).body), '', 'nothing while nothing changes');
    for (const [field, value] of [
      ['seller', String(ids.carla)],
      ['value', '1,00'],
    ] as const) {
      const corrected = { ...form, [field]: value };
      const unseen = await ana.post(url, corrected);
      t.match([unseen.status, unseen.text], [409, 'confira abaixo o que muda na comissão']);
      t.match(unseen.text.replaceAll('\u00a0', ' '), /julho de 2026 .* R\$ 50,00/);
      t.equal((await db.read('sales').where({ id: sale }).first()).version, 1);
      t.not(shownOf(unseen.body), '');
      t.equal((await ana.post(`${url}/preview`, corrected)).body.includes(`value="${shownOf(unseen.body)}"`), true);
    }
    const toCarla = { ...form, seller: String(ids.carla) };
    const shownCommission = shownOf((await ana.post(url, toCarla)).body);
    await db.transaction((trx) => trx('sales').where({ id: sale }).update({ commission_base_cents: 7000 }));
    const changed = await ana.post(url, { ...toCarla, shownCommission });
    t.equal(changed.status, 409, 'what was shown is not what would be done any more');
    t.equal((await ana.post(url, { ...toCarla, shownCommission: shownOf(changed.body) })).status, 303);
    t.equal((await db.read('sales').where({ id: sale }).first()).seller_id, ids.carla);
  });

  await t.test('what changes no survey needs no preview', async (t) => {
    const { db, ana, build, url, form } = await sold(t, engine);
    await db.transaction((trx) => trx('surveys').update({ outcome: 'closed', settled_at: 1 }));
    t.match((await ana.post(`${url}/preview`, { ...form, closedOn: '2026-07-02' })).text, 'Nenhuma pesquisa');
    t.equal((await ana.post(url, { ...form, closedOn: '2026-07-02' })).status, 303);
    const bare = await build.product();
    t.equal(
      (await ana.post(url, { ...form, version: '2', closedOn: '2026-07-02', product: String(bare) })).status,
      303,
    );
  });

  await t.test('a preview is the managers’ own, and of a sale that there is', async (t) => {
    const { ana, browser, url, form } = await sold(t, engine);
    t.equal((await (await browser('bruno')).post(`${url}/preview`, form)).status, 403);
    t.equal((await ana.post('/sales/999/preview', form)).status, 404);
  });
});
