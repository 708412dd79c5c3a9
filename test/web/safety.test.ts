import { Writable } from 'node:stream';
import t from 'tap';
import { buildApp } from '../../src/app.js';
import { openDatabase } from '../../src/store/connection.js';
import { LOG_REDACTION } from '../../src/web/safety.js';
import { onBothEngines } from '../support/engines.js';

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
