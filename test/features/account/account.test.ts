import t from 'tap';
import { testApp } from '../../support/app.js';
import { PASSWORD } from '../../support/browser.js';
import { onBothEngines } from '../../support/engines.js';

t.test("the user's own page", async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('an anonymous visitor is sent to sign in', async (t) => {
      const { browser } = await testApp(t, engine);
      const anonymous = await browser();
      t.equal((await anonymous.get('/account')).location, '/sign-in?next=%2Faccount');
      await anonymous.get('/sign-in');
      t.match((await anonymous.post('/account/preferences', {})).location, '/sign-in');
    });

    await t.test('language and theme hold from the next page on, and are audited', async (t) => {
      const { browser, db, ids } = await testApp(t, engine);
      const bruno = await browser('bruno');
      t.match((await bruno.get('/account')).body, 'lang="pt-BR"');
      t.equal((await bruno.post('/account/preferences', { locale: 'en', theme: 'dark' })).location, '/account');
      const page = await bruno.get('/account');
      t.match(page.body, 'lang="en" data-bs-theme="dark"');
      t.match(page.text, 'My account');
      const [audit] = await db.read('audit').where({ entity: 'user', entity_id: ids.bruno });
      t.same(JSON.parse(audit.changes), { locale: [null, 'en'], theme: ['auto', 'dark'] });
    });

    await t.test('an unknown language or theme is refused at the field', async (t) => {
      const { browser } = await testApp(t, engine);
      const bruno = await browser('bruno');
      const page = await bruno.post('/account/preferences', { locale: 'tlh', theme: 'pink' });
      t.equal(page.status, 422);
      t.match(page.text, 'Escolha uma das opções.');
    });

    await t.test('a new password needs the current one', async (t) => {
      const { browser } = await testApp(t, engine);
      const bruno = await browser('bruno');
      const wrong = await bruno.post('/account/password', { current: 'outra', password: 'nova senha boa' });
      t.equal(wrong.status, 422);
      t.match(wrong.text, 'A senha atual não confere.');
      const short = await bruno.post('/account/password', { current: PASSWORD, password: 'curta' });
      t.match(short.text, 'Use pelo menos 10 caracteres');
    });

    await t.test('a changed password ends the other sessions and keeps this one', async (t) => {
      const { browser } = await testApp(t, engine);
      const [here, elsewhere] = [await browser('bruno'), await browser('bruno')];
      const changed = await here.post('/account/password', { current: PASSWORD, password: 'nova senha boa' });
      t.equal(changed.location, '/account');
      t.match((await here.get('/account')).text, 'Senha trocada');
      t.match((await elsewhere.get('/account')).location, '/sign-in');
      await (await browser()).signIn('bruno', 'nova senha boa');
    });
  });
});
