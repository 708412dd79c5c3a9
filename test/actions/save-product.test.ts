import t from 'tap';
import { saveProduct } from '../../src/actions/save-product.js';
import { setActive } from '../../src/actions/set-active.js';
import { MAX_CENTS } from '../../src/domain/money.js';
import { baseInForce } from '../../src/domain/product.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { findProductByCode, findProductByName, getProduct } from '../../src/store/products.js';
import { addProduct, addProfile, adminContext, aProduct } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';

t.test('saving a product', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    t.test('the commission base is an amount, a rate or none', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const profileId = await addProfile(context);
      const id = await addProduct(context, { profileId, commission: { kind: 'amount', cents: MAX_CENTS } });
      const inForce = async () => baseInForce((await getProduct(db.read, id)).commissions, context.today);
      t.equal((await getProduct(db.read, id)).profileId, profileId);
      t.same(await inForce(), { kind: 'amount', cents: MAX_CENTS });
      const rate = aProduct({ commission: { kind: 'rate', basisPoints: 1250 } });
      t.ok((await saveProduct(context, { id, version: 1 }, rate)).ok);
      t.equal((await getProduct(db.read, id)).profileId, null);
      t.same(await inForce(), { kind: 'rate', basisPoints: 1250 });
      t.ok((await saveProduct(context, { id, version: 2 }, aProduct())).ok);
      t.equal(await inForce(), null);
      t.equal((await findProductByName(db.read, 'fibra 500 MEGA'))?.id, id);
      t.equal((await findProductByCode(db.read, 'f500'))?.id, id);
    });

    t.test('name and code are each unique; having no code is not', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      await addProduct(context);
      t.same(await saveProduct(context, null, aProduct({ name: 'FIBRA 500 mega', code: 'f500' })), {
        ok: false,
        refusal: {
          kind: 'invalid',
          errors: [
            { field: 'name', message: 'taken' },
            { field: 'code', message: 'taken' },
          ],
        },
      });
      for (const name of ['B', 'C']) t.ok((await saveProduct(context, null, aProduct({ name, code: null }))).ok);
    });

    t.test('an inactive profile can be kept but not chosen', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const profileId = await addProfile(context);
      const has = await addProduct(context, { profileId });
      await setActive(context, 'profile', { id: profileId, version: 1 }, false);
      t.ok((await saveProduct(context, { id: has, version: 1 }, aProduct({ profileId, name: 'Outro' }))).ok);
      const refused = { field: 'profile', message: 'inactive' };
      t.same(await saveProduct(context, null, aProduct({ name: 'Novo', code: null, profileId })), {
        ok: false,
        refusal: { kind: 'invalid', errors: [refused] },
      });
    });

    t.test('a stale editor is refused, an unknown product not found', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addProduct(context);
      const stale = await saveProduct(context, { id, version: 3 }, aProduct({ name: 'X' }));
      t.same(stale, { ok: false, refusal: { kind: 'stale' } });
      await t.rejects(saveProduct(context, { id: 999, version: 1 }, aProduct()), NotFoundError);
    });
  });
});
