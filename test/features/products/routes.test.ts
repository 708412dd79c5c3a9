import t from 'tap';
import { setActive } from '../../../src/actions/set-active.js';
import { findProductByName } from '../../../src/store/products.js';
import { testApp } from '../../support/app.js';
import { addProduct, addProfile, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';

const DAY = 24 * 3_600_000;
const FORM = { name: 'Fibra 500 Mega', code: 'F500', profile: '', commissionKind: 'amount', commission: '' };

t.test('the editor of products', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser, clock } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const profileId = await addProfile(context);
    const davi = await browser('davi');
    await davi.get('/config/products/new');

    await t.test(
      'takes an amount, a percentage or no commission base, and shows it as it would be typed',
      async (t) => {
        for (const [commissionKind, commission, stored, shown, listed] of [
          ['amount', '1.234,56', { kind: 'amount', cents: 123456 }, '1234,56', 'R$ 1.234,56'],
          ['rate', '12,5 %', { kind: 'rate', basisPoints: 1250 }, '12,5', '12,5 %'],
          ['rate', ' ', null, '', '—'],
        ] as const) {
          const name = `Plano ${commissionKind} ${commission}`;
          const profile = String(profileId);
          const posted = await davi.post('/config/products', {
            ...FORM,
            name,
            code: '',
            profile,
            commissionKind,
            commission,
          });
          t.equal(posted.status, 303, name);
          const product = await findProductByName(db.read, name);
          t.match(product, { code: null, profileId });
          t.same(product?.commissions[0]?.base ?? null, stored);
          const editor = await davi.get(`/config/products/${product?.id}`);
          t.match(editor.body, new RegExp(`name="commission" type="text" value="${shown}"`));
          const list = await davi.get(`/config/products?q=${encodeURIComponent(name)}`);
          t.ok(list.text.replaceAll('\u00a0', ' ').includes(listed), listed);
          t.match(list.text, 'Fibra');
        }
      },
    );

    await t.test('tells what is wrong at the field and keeps what was typed', async (t) => {
      await addProduct(context);
      for (const [changes, field, message] of [
        [{ name: 'Outro', code: 'f500' }, 'code', 'Já existe outro com este valor.'],
        [{ name: 'Outro', code: 'Z', commission: 'muito' }, 'commission', 'Digite um valor como 1.234,56.'],
        [{ name: 'Outro', code: 'Z', commission: '-5' }, 'commission', 'Digite um valor como 1.234,56.'],
        [{ code: 'Z', commissionKind: 'rate', commission: '101' }, 'commission', 'O maior valor aceito é 100.'],
        [{ name: 'Outro', code: 'Z', profile: '999' }, 'profile', 'Escolha uma das opções.'],
      ] as const) {
        const typed = { ...FORM, ...changes };
        const page = await davi.post('/config/products', typed);
        t.equal(page.status, 422, message);
        t.match(page.text, message);
        t.match(page.body, `href="#${field}"`);
        t.match(page.body, `value="${typed.name}"`);
      }
      t.equal((await db.read('products')).length, 4);
    });

    await t.test('an inactive profile stays on its product and is offered to no other', async (t) => {
      const id = await addProduct(context, { name: 'Com perfil', code: null, profileId });
      await setActive(context, 'profile', { id: profileId, version: 1 }, false);
      t.match((await davi.get(`/config/products/${id}`)).text, 'Fibra (inativo)');
      t.notMatch((await davi.get('/config/products/new')).text, 'Fibra (inativo)');
      const chosen = await davi.post('/config/products', { ...FORM, name: 'N', code: 'N', profile: String(profileId) });
      t.equal(chosen.status, 422);
      t.match(chosen.text, 'Está inativo: escolha outro.');
    });

    await t.test('remembers the day whose base it shows, until what is stored now has been shown', async (t) => {
      const name = 'De um dia para o outro';
      const id = await addProduct(context, { name, code: 'DIA', commission: { kind: 'amount', cents: 5000 } });
      const href = `/config/products/${id}`;
      const form = { ...FORM, name, code: 'DIA', commission: '50,00' };
      t.equal(
        (await davi.post(href, { ...form, version: '1', commission: '60', commissionFrom: '2026-07-11' })).status,
        303,
      );
      const shownOn = (body: string) => body.match(/name="commissionShownOn" value="([^"]*)"/)?.[1];
      const commissionShownOn = shownOn((await davi.get(href)).body) ?? '';
      t.equal(commissionShownOn, '2026-07-10');
      clock.now += DAY;
      const nextDay = await browser('davi');
      const posted = { ...form, version: '2', commissionShownOn };
      const refused = await nextDay.post(href, { ...posted, name: '' });
      t.equal(refused.status, 422);
      t.equal(shownOn(refused.body), commissionShownOn);
      const stale = await nextDay.post(href, { ...posted, version: '1', name: 'Outro dia' });
      t.equal(stale.status, 409);
      t.equal(shownOn(stale.body), '2026-07-11', 'the base of today stands beside the one typed');
      t.equal((await nextDay.post(href, { ...posted, name: 'Outro dia' })).status, 303);
      t.match((await nextDay.get(href)).body, 'name="commission" type="text" value="60,00"');
    });
  });
});
