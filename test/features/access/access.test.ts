import t from 'tap';
import { offerSetup } from '../../../src/actions/create-first-admin.js';
import { buildApp } from '../../../src/app.js';
import { openDatabase } from '../../../src/store/connection.js';
import { extendSession, findSession, saveSession } from '../../../src/store/sessions.js';
import { insertUser } from '../../../src/store/users.js';
import { testApp } from '../../support/app.js';
import { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';

const TOKEN = 'ABCDEFGHJKLMNPQRSTUV';
const ADMIN = { token: TOKEN, companyName: 'Vale Fibra', name: 'Davi', login: 'davi', password: 'uma senha boa' };

async function unsetApp(t: Parameters<Engine['freshConfig']>[0], engine: Engine) {
  const config = await engine.freshConfig(t);
  const db = openDatabase(config);
  const app = await buildApp({ config: { port: 3000, trustProxy: [] }, db, clock: { now: () => 1_800_000_000_000 } });
  t.teardown(async () => {
    await app.close();
    await db.close();
  });
  await offerSetup({ db }, TOKEN);
  return { app, db, browser: new Browser(app) };
}

t.test('the first set-up', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('without an administrator the sign-in page leads to the set-up', async (t) => {
      const { browser } = await unsetApp(t, engine);
      t.equal((await browser.get('/sign-in')).location, '/setup');
      t.match((await browser.get('/setup')).text, 'Código de instalação');
    });

    await t.test('refuses without the token, and keeps what was typed', async (t) => {
      const { browser, db } = await unsetApp(t, engine);
      await browser.get('/setup');
      const page = await browser.post('/setup', { ...ADMIN, token: 'WRONG' });
      t.equal(page.status, 403);
      t.match(page.text, 'Confira o código: não é o que foi mostrado na janela.');
      t.match(page.body, 'value="Vale Fibra"');
      t.same(await db.read('users'), []);
    });

    await t.test('says what is wrong at each field', async (t) => {
      const { browser } = await unsetApp(t, engine);
      await browser.get('/setup');
      const page = await browser.post('/setup', { ...ADMIN, companyName: '', password: 'curta' });
      t.equal(page.status, 422);
      t.match(page.text, 'Use pelo menos 10 caracteres');
      t.match(page.text, 'Preencha este campo');
    });

    await t.test('a login that is taken does not use the code up', async (t) => {
      const { browser, db } = await unsetApp(t, engine);
      const ana = { name: 'Ana', role: 'manager', login: 'ana', passwordHash: null, externalId: null } as const;
      await db.transaction((trx) => insertUser(trx, ana, 0));
      await browser.get('/setup');
      const page = await browser.post('/setup', { ...ADMIN, login: 'ana' });
      t.equal(page.status, 422);
      t.equal((await browser.post('/setup', ADMIN)).location, '/sign-in');
    });

    await t.test('of 20 attempts at once exactly one makes an administrator', async (t) => {
      const { app, db } = await unsetApp(t, engine);
      const browsers = Array.from({ length: 20 }, () => new Browser(app));
      await Promise.all(browsers.map((browser) => browser.get('/setup')));
      const pages = await Promise.all(
        browsers.map((browser, i) => browser.post('/setup', { ...ADMIN, login: `admin${i}` })),
      );
      t.same(pages.map(({ status }) => status).sort(), [303, ...Array(19).fill(403)]);
      t.equal((await db.read('users')).length, 1);
      t.equal((await db.read('settings').first()).company_name, 'Vale Fibra');
      t.equal((await db.read('audit').where({ entity: 'user' })).length, 1);
    });

    await t.test('is closed once an administrator exists', async (t) => {
      const { browser, db } = await unsetApp(t, engine);
      await browser.get('/setup');
      t.equal((await browser.post('/setup', ADMIN)).status, 303);
      t.equal((await browser.get('/setup')).location, '/sign-in');
      t.notOk(await offerSetup({ db }, TOKEN), 'no new token is offered');
      t.equal((await browser.post('/setup', { ...ADMIN, login: 'outro' })).status, 403);
    });
  });
});

t.test('signing in', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('sends each role to where its day begins', async (t) => {
      const { browser } = await testApp(t, engine);
      t.equal((await (await browser('bruno')).get('/')).location, '/my-rules');
      t.equal((await (await browser('ana')).get('/')).location, '/panel');
      t.equal((await (await browser('davi')).get('/')).location, '/config/first-steps', 'nothing is set up yet');
    });

    await t.test('a wrong password and an unknown user are told alike', async (t) => {
      const { browser } = await testApp(t, engine);
      const anonymous = await browser();
      await anonymous.get('/sign-in');
      const wrong = await anonymous.post('/sign-in', { login: 'ana', password: 'outra senha qualquer' });
      const unknown = await anonymous.post('/sign-in', { login: 'ninguem', password: 'outra senha qualquer' });
      t.same([wrong.status, unknown.status], [422, 422]);
      t.match(wrong.text, 'Usuário ou senha não conferem.');
      t.match(unknown.text, 'Usuário ou senha não conferem.');
      t.match(wrong.body, 'value="ana"', 'what was typed is kept');
      t.notMatch(wrong.body, 'outra senha', 'but never the password');
    });

    await t.test('ten wrong passwords block the account, also for the right one and over a restart', async (t) => {
      const { app, db, clock, browser } = await testApp(t, engine);
      const anonymous = await browser();
      await anonymous.get('/sign-in');
      for (let i = 0; i < 10; i++)
        t.equal((await anonymous.post('/sign-in', { login: 'ana', password: `errada ${i}` })).status, 422);
      await app.close();
      const again = await buildApp({ config: { port: 3000, trustProxy: [] }, db, clock: { now: () => clock.now } });
      t.teardown(() => again.close());
      const restarted = new Browser(again);
      await restarted.get('/sign-in');
      const blocked = await restarted.post('/sign-in', { login: 'ana', password: 'uma senha de teste' });
      t.equal(blocked.status, 429);
      t.match(blocked.text, 'Tente de novo depois das 10:15');
      clock.now += 15 * 60_000;
      t.equal((await restarted.post('/sign-in', { login: 'ana', password: 'uma senha de teste' })).status, 303);
    });

    await t.test(
      'sixty failures from one address block it, whatever the accounts; good ones are not counted',
      async (t) => {
        const { db, clock, browser } = await testApp(t, engine);
        const full = { bucket: 'sign-in:address:127.0.0.1', hits: 59, window_ends_at: clock.now + 60_000 };
        await db.transaction((trx) => trx('rate_limits').insert(full));
        await browser('ana');
        await browser('davi');
        const stranger = await browser();
        await stranger.get('/sign-in');
        t.equal((await stranger.post('/sign-in', { login: 'um', password: 'errada' })).status, 422);
        t.equal((await stranger.post('/sign-in', { login: 'dois', password: 'errada' })).status, 429);
        t.equal((await stranger.post('/sign-in', { login: 'bruno', password: 'uma senha de teste' })).status, 429);
      },
    );

    await t.test('goes on to the page that was asked for, and to no other server', async (t) => {
      const { browser } = await testApp(t, engine);
      const anonymous = await browser();
      const asked = await anonymous.get('/account?x=1');
      t.equal(asked.location, '/sign-in?next=%2Faccount%3Fx%3D1');
      for (const [next, goes] of [
        ['/account', '/account'],
        ['//evil.example', '/'],
        ['https://evil.example', '/'],
        ['/\\evil.example', '/'],
        ['', '/'],
      ] as const) {
        const fresh = await browser();
        await fresh.get('/sign-in');
        const page = await fresh.post('/sign-in', { login: 'ana', password: 'uma senha de teste', next });
        t.equal(page.location, goes, next);
      }
    });

    await t.test('a user without access, or deactivated, is out at once', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const bruno = await browser('bruno');
      await db.transaction((trx) => trx('users').where({ id: ids.bruno }).update({ deactivated_at: 1 }));
      t.match((await bruno.get('/account')).location, '/sign-in');
      const again = await browser();
      await again.get('/sign-in');
      t.equal((await again.post('/sign-in', { login: 'bruno', password: 'uma senha de teste' })).status, 422);
    });

    await t.test('a session ends after twelve idle hours and lives on while it is used', async (t) => {
      const { clock, browser } = await testApp(t, engine);
      const ana = await browser('ana');
      for (let i = 0; i < 3; i++) {
        clock.now += 11 * 3_600_000;
        t.equal((await ana.get('/account')).status, 200);
      }
      clock.now += 12 * 3_600_000 + 1;
      t.match((await ana.get('/account')).location, '/sign-in');
    });
  });
});

t.test('signing out', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('cannot be undone by keeping the cookie', async (t) => {
      const { browser } = await testApp(t, engine);
      const ana = await browser('ana');
      const cookie = ana.cookie('posvenda-3000') ?? '';
      t.ok(cookie);
      t.equal((await ana.post('/sign-out')).location, '/sign-in');
      ana.setCookie('posvenda-3000', cookie);
      t.match((await ana.get('/account')).location, '/sign-in');
    });

    await t.test('of a stranger leaves nothing behind', async (t) => {
      const { db, browser } = await testApp(t, engine);
      const stranger = await browser();
      await stranger.get('/sign-in');
      t.equal((await stranger.post('/sign-out')).location, '/sign-in');
      t.same(await db.read('sessions'), []);
    });

    await t.test('cannot be undone by a slow request that saves its session afterwards', async (t) => {
      const { db, browser } = await testApp(t, engine);
      const ana = await browser('ana');
      const cookie = ana.cookie('posvenda-3000') ?? '';
      const id = cookie.split('.')[0] ?? '';
      const session = await findSession(db.read, id, 1);
      t.ok(session);
      t.equal((await ana.post('/sign-out')).status, 303);
      await db.transaction((trx) => saveSession(trx, id, session ?? { userId: null, data: '{}', expiresAt: 9e12 }));
      await db.transaction((trx) => extendSession(trx, id, 9e12, 1));
      t.equal(await findSession(db.read, id, 1), null);
      ana.setCookie('posvenda-3000', cookie);
      t.match((await ana.get('/account')).location, '/sign-in');
    });
  });
});

t.test('every write', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { browser } = await testApp(t, engine);
    const ana = await browser('ana');
    const dark = { locale: '', theme: 'dark' };
    await t.test('needs the token of the form', async (t) => {
      t.equal((await ana.post('/account/preferences', { ...dark, _csrf: '' })).status, 403);
      t.equal((await ana.post('/account/preferences', { ...dark, _csrf: 'x'.repeat(60) })).status, 403);
      t.match((await ana.post('/account/preferences', { ...dark, _csrf: '' })).text, 'Formulário vencido');
      t.equal((await ana.post('/account/preferences', dark)).status, 303);
    });

    await t.test('refuses the token of another user', async (t) => {
      const bruno = await browser('bruno');
      t.equal((await ana.post('/account/preferences', { ...dark, _csrf: bruno.csrf })).status, 403);
    });

    await t.test('comes from this very origin, port included', async (t) => {
      for (const [origin, status] of [
        ['http://localhost:80', 403],
        ['http://localhost:3999', 403],
        ['https://localhost', 403],
        ['null', 403],
        ['http://localhost', 303],
      ] as const)
        t.equal((await ana.post('/account/preferences', dark, { origin, host: 'localhost' })).status, status, origin);
    });
  });
});
