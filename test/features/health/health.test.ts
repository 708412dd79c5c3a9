import t from 'tap';
import { migrations } from '../../../migrations/index.js';
import { buildApp } from '../../../src/app.js';
import { openDatabase } from '../../../src/store/connection.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('/healthz answers anybody with the schema while the database answers', async (t) => {
    const { app } = await testApp(t, engine);
    const reply = await app.inject('/healthz');
    t.equal(reply.statusCode, 200);
    t.same(reply.json(), { status: 'ok', schema: migrations.at(-1)?.name });
    t.equal(reply.headers['cache-control'], 'no-store');
    t.equal(reply.headers['set-cookie'], undefined, 'no session is made for it');
  });

  await t.test('/healthz answers 503 when the database does not, and says nothing of it', async (t) => {
    const db = openDatabase(await engine.freshConfig(t));
    const app = await buildApp({ config: { port: 3000, trustProxy: [] }, db, clock: { now: () => 1 } });
    t.teardown(() => app.close());
    await app.ready();
    await db.close();
    const reply = await app.inject('/healthz');
    t.equal(reply.statusCode, 503);
    t.same(reply.json(), { status: 'unavailable' });
  });
});
