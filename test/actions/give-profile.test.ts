import t from 'tap';
import { cancelJob } from '../../src/actions/cancel-job.js';
import { giveProfile } from '../../src/actions/give-profile.js';
import { fingerprintOf } from '../../src/domain/effect-counts.js';
import { done, refused } from '../support/acting.js';
import { testApp } from '../support/app.js';
import { addProduct, addProfile, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { runWaiting, waitingChange } from '../support/jobs.js';
import { matchLists } from '../support/match-lists.js';

const URL = '/config/products/profile';

t.test('one profile for several products', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const build = await fixtures(db);
    const context = adminContext(db, ids.davi);
    const [fibre, radio] = [await addProfile(context, { name: 'Fibra' }), await addProfile(context, { name: 'Rádio' })];
    const add = (name: string) =>
      addProduct(context, { name, code: null, commission: { kind: 'amount', cents: 5000 } });
    const [one, two, three] = [await add('Um'), await add('Dois'), await add('Três')];
    const profiles = () => db.read('products').orderBy('id').pluck('profile_id');

    await t.test('each gets it as its editor would give it, with its audit row, and keeps the rest', async (t) => {
      const targets = [one, two].map((id) => ({ id, version: 1 }));
      t.equal(done(await giveProfile(context, targets, fibre)).count, 2);
      t.same(await profiles(), [fibre, fibre, null]);
      const rows = await db.read('audit').where({ entity: 'product', action: 'change' }).orderBy('id');
      t.same(
        rows.map(({ entity_id: id, changes }) => [id, JSON.parse(changes)]),
        [one, two].map((id) => [id, { profileId: [null, fibre] }]),
      );
    });

    await t.test('all or none: one that changed meanwhile holds up the others', async (t) => {
      const targets = [
        { id: three, version: 1 },
        { id: one, version: 1 },
      ];
      t.match(refused(await giveProfile(context, targets, radio)), { kind: 'stale' });
      t.same(await profiles(), [fibre, fibre, null]);
      matchLists(t, refused(await giveProfile(context, [], radio)), { errors: [{ field: 'products' }] });
      matchLists(t, refused(await giveProfile(context, [{ id: three, version: 1 }], null)), {
        errors: [{ field: 'profile' }],
      });
      matchLists(t, refused(await giveProfile(context, [{ id: three, version: 1 }], 999)), {
        errors: [{ field: 'profile' }],
      });
    });

    await t.test('the page offers active products, those without a profile first', async (t) => {
      const davi = await browser('davi');
      t.match((await davi.get('/config/products')).body, `href="${URL}"`);
      const page = await davi.get(URL);
      t.match(page.text, /Três Sem perfil Dois Fibra Um Fibra/);
      const none = await davi.post(URL, { profile: String(radio), products: [] });
      t.match([none.status, none.body], [422, 'href="#products"']);
      const stale = await davi.post(URL, { profile: String(radio), products: [`${three}.1`, `${one}.1`] });
      t.equal(stale.status, 409);
      t.match(stale.text, 'Outra pessoa alterou');
      t.match(stale.body, `value="${one}.2" checked`, 'what was chosen is kept, in the version that stands');
      const given = await davi.post(URL, { profile: String(radio), products: [`${three}.1`, `${one}.2`] });
      t.match(given, { status: 303, location: '/config/products' });
      t.match((await davi.get('/config/products')).text, 'Perfil dado a 2 produtos.');
      t.same(await profiles(), [radio, fibre, radio]);
    });

    await t.test('sales that were there before stay without surveys', async (t) => {
      const planning = await build.profile({ rules: [await build.rule()] });
      const product = await add('Quatro');
      await build.sale({ productId: product });
      done(await giveProfile(context, [{ id: product, version: 1 }], planning));
      t.same(await db.read('surveys'), []);
    });

    await t.test('sales of all of them since a day get what is missing, as shown, or not at all', async (t) => {
      const [former, next] = [await build.rule(), await build.rule({ startDays: 1, expiryDays: 60 })];
      const old = await build.profile({ rules: [former] });
      const planning = await build.profile({ rules: [next], name: 'Novo' });
      const [five, six] = [await build.product({ profileId: old }), await add('Seis')];
      const sale = await build.sale({ productId: five, closedOn: '2026-07-02' });
      await build.survey(sale, former);
      await build.sale({ productId: six, closedOn: '2026-07-03' });
      await build.sale({ productId: six, closedOn: '2026-06-01' });
      const davi = await browser('davi');
      const reach = { applyToOpen: '1', closedSince: '2026-07-01', planning: 'upcoming', planningSince: '' };
      const form = { profile: String(planning), products: [`${five}.1`, `${six}.1`], ...reach };
      const bad = await davi.post(URL, { ...form, products: [], profile: '', closedSince: '' });
      t.match(bad.body, /href="#profile".*href="#products".*href="#closedSince"/s, 'all at once');
      t.match((await davi.post(`${URL}/preview`, { ...form, products: [] })).text, 'Corrija os campos');
      t.match((await davi.post(`${URL}/preview`, { ...form, applyToOpen: '' })).text, 'Sem marcar');
      const part = await davi.post(`${URL}/preview`, form);
      t.match(part.text, /Abertas 1 2 .* Criadas 2 Removidas 1/);
      const shown = /name="shown" value="([\d-]+)"/.exec(part.body)?.[1] ?? '';
      const page = await davi.post(URL, { ...form, step: 'preview' });
      t.match([page.status, page.text], [200, /Criadas 2 Removidas 1/], 'without JavaScript, by a button');
      const unseen = await davi.post(URL, form);
      t.match([unseen.status, unseen.text], [409, 'Nada foi salvo ainda']);
      t.equal((await davi.post(URL, { ...form, shown: shown.replace(/^2/, '3') })).status, 409);
      t.equal((await db.read('products').where({ id: six }).first()).profile_id, null);
      t.match(await davi.post(URL, { ...form, shown }), { status: 303, location: '/config/products' });
      t.same(await db.read('surveys').orderBy('id').pluck('rule_id'), [next, next]);
    });

    await t.test('many sales are left to a job, which is known by the first of the products', async (t) => {
      const rule = await build.rule();
      const planning = await build.profile({ rules: [rule], name: 'Maior' });
      const products = [await add('Sete'), await add('Oito')];
      for (const productId of products) await build.sale({ productId, closedOn: '2026-07-03' });
      const targets = products.map((id) => ({ id, version: 1 }));
      const reach = { closedSince: '2026-07-01', planning: { kind: 'all' } } as const;
      const first = refused(await giveProfile(context, targets, planning, { reach, shown: '' }));
      const shown = first.kind === 'effects' ? fingerprintOf(first.preview.counts) : '';
      const { record } = done(await giveProfile(context, targets, planning, { reach, shown, atOnce: 0 }));
      t.same(record, { kind: 'product', id: products[0], version: 2, others: 1 });
      t.equal((await db.read('surveys').where({ rule_id: rule })).length, 0);
      await runWaiting(db);
      t.equal((await db.read('surveys').where({ rule_id: rule })).length, 2);
      t.match((await (await browser('davi')).get('/config/changes')).text, 'Mudança: produto Sete e mais 1');
    });

    await t.test(
      'while a change of the configuration is being applied nothing is given, and the choice kept',
      async (t) => {
        const running = await waitingChange(db, context.actor, await build.rule(), 1);
        const before = await profiles();
        const targets = [{ id: two, version: 2 }];
        t.match(refused(await giveProfile(context, targets, radio)), { kind: 'applying', jobId: running });
        const davi = await browser('davi');
        const page = await davi.post(URL, { profile: String(radio), products: [`${two}.2`] });
        t.equal(page.status, 409);
        t.match(page.text, 'ainda está sendo aplicada');
        t.match(page.body, `value="${two}.2" checked`);
        t.match(page.body, `<option value="${radio}" selected`);
        t.same(await profiles(), before);
        t.equal(await cancelJob(context, running, null), true);
        t.equal(done(await giveProfile(context, targets, radio)).count, 1);
      },
    );

    await t.test('is the administrator’s alone', async (t) => {
      const ana = await browser('ana');
      await ana.get('/account');
      t.equal((await ana.get(URL)).status, 403);
      t.equal((await ana.post(URL, { profile: String(radio) })).status, 403);
    });
  });
});
