import { Writable } from 'node:stream';
import t from 'tap';
import { buildApp } from '../../src/app.js';
import { openDatabase } from '../../src/store/connection.js';
import { LOG_REDACTION } from '../../src/web/safety.js';
import { testApp } from '../support/app.js';
import { onBothEngines, sqlite } from '../support/engines.js';

t.test(
  'whatever is answered may load nothing from elsewhere, run nothing inline and be framed by nobody',
  async (t) => {
    const world = await testApp(t, sqlite);
    const [davi, nobody] = [await world.browser('davi'), await world.browser()];
    const asset = /href="(\/assets\/[^"]+\.css)"/.exec((await nobody.get('/sign-in')).body)?.[1] ?? '';
    const answers = [
      [200, await davi.get('/account')],
      [200, await nobody.get('/sign-in')],
      [200, await nobody.get('/healthz')],
      [200, await nobody.get(asset)],
      [303, await nobody.get('/account')],
      [403, await (await world.browser('bruno')).get('/panel')],
      [404, await davi.get('/nowhere')],
      [422, await davi.post('/account/password')],
    ] as const;
    const own = "script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self'";
    const policy = `default-src 'none';${own};form-action 'self';base-uri 'none';frame-ancestors 'none'`;
    for (const [status, { status: answered, headers }] of answers) {
      t.equal(answered, status);
      t.equal(headers['content-security-policy'], policy, String(status));
      t.equal(headers['x-content-type-options'], 'nosniff', String(status));
    }
  },
);

t.test('a page is kept by nobody on the way, a file of ours for good', async (t) => {
  const world = await testApp(t, sqlite);
  const davi = await world.browser('davi');
  const page = await davi.get('/account');
  t.equal(page.headers['cache-control'], 'no-store');
  const asset = /href="(\/assets\/[^"]+\.css)"/.exec(page.body)?.[1] ?? '';
  t.match((await davi.get(asset)).headers['cache-control'], /max-age=31536000.*immutable/);
});

t.test('the log of a failed statement holds none of its values', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = openDatabase(await engine.freshConfig(t));
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = { level: 'info', redact: LOG_REDACTION, stream };
    const app = await buildApp({ config: { port: 3000, trustProxy: [] }, db, clock: { now: () => 1 }, logger });
    t.teardown(async () => {
      await app.close();
      await db.close();
    });
    const wrong = { name: 'Maria Segredo', name_key: 'maria segredo', role: 'nobody', created_at: 1 };
    const error = await t.rejects(db.transaction((trx) => trx('users').insert(wrong)));
    app.log.error({ err: error }, 'unexpected');
    t.match(lines.join(''), 'insert into');
    t.notMatch(lines.join(''), /segredo/i);
  });
});
