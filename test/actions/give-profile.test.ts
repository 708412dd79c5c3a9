import t from 'tap';
import { cancelJob } from '../../src/actions/cancel-job.js';
import { giveProfile } from '../../src/actions/give-profile.js';
import { done, refused } from '../support/acting.js';
import { testApp } from '../support/app.js';
import { addProduct, addProfile, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { waitingChange } from '../support/jobs.js';

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
      t.equal(done(await giveProfile(context, targets, fibre)), 2);
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
      t.match(refused(await giveProfile(context, [], radio)), { errors: [{ field: 'products' }] });
      t.match(refused(await giveProfile(context, [{ id: three, version: 1 }], null)), {
        errors: [{ field: 'profile' }],
      });
      t.match(refused(await giveProfile(context, [{ id: three, version: 1 }], 999)), {
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

    await t.test(
      'while a change of the configuration is being applied nothing is given, and the choice kept',
      async (t) => {
        const running = await waitingChange(db, context.actor, await build.rule(), 1);
        const before = await profiles();
        const targets = [{ id: two, version: 2 }];
        t.match(refused(await giveProfile(context, targets, radio)), { errors: [{ message: 'changeBeingApplied' }] });
        const davi = await browser('davi');
        const page = await davi.post(URL, { profile: String(radio), products: [`${two}.2`] });
        t.equal(page.status, 422);
        t.match(page.text, 'ainda está sendo aplicada');
        t.match(page.body, `value="${two}.2" checked`);
        t.match(page.body, `<option value="${radio}" selected`);
        t.same(await profiles(), before);
        t.equal(await cancelJob(context, running, null), true);
        t.equal(done(await giveProfile(context, targets, radio)), 1);
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
