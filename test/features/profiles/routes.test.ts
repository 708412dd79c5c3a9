import t from 'tap';
import { setActive } from '../../../src/actions/set-active.js';
import { getProfile } from '../../../src/store/profiles.js';
import { testApp } from '../../support/app.js';
import { addProduct, addRule, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';

t.test('the editor of profiles', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const rules = [
      await addRule(context, { name: 'Zelo' }, false),
      await addRule(context, { name: 'Ajuda' }, false),
    ] as const;
    const davi = await browser('davi');
    await davi.get('/config/profiles/new');

    await t.test('keeps the rules in the order posted and shows them first', async (t) => {
      const posted = await davi.post('/config/profiles', { name: 'Fibra', note: 'Obs', rules: rules.map(String) });
      t.equal(posted.status, 303);
      const { id } = await db.read('profiles').first();
      matchLists(t, await getProfile(db.read, id), { name: 'Fibra', note: 'Obs', rules });
      await addProduct(context, { name: 'Fibra 500', profileId: id });
      await addRule(context, { name: 'Abelha' }, false);
      const page = await davi.get(`/config/profiles/${id}`);
      t.match(page.text, /Regras Zelo inativo Ajuda inativo Abelha inativo/);
      t.match(page.text, 'Observações');
      t.match(page.text, 'Fibra 500', 'says which products have it');
    });

    await t.test('a rule that does not exist is told at the field', async (t) => {
      const page = await davi.post('/config/profiles', { name: 'Rádio', rules: '999' });
      t.equal(page.status, 422);
      t.match(page.body, 'href="#rules"');
      t.match(page.body, 'value="Rádio"');
    });

    await t.test('a deactivated profile says what that means', async (t) => {
      const { id } = await db.read('profiles').first();
      await setActive(context, 'profile', { id, version: 1 }, false);
      t.match((await davi.get(`/config/profiles/${id}`)).text, 'Inativo: não planeja pesquisas');
    });
  });
});
