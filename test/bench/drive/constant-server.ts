import { readFileSync } from 'node:fs';
import { buildApp } from '../../../src/app.js';
import { systemClock } from '../../../src/clock.js';
import { loadConfig } from '../../../src/config.js';
import { openDatabase } from '../../../src/store/connection.js';
import { LOG_REDACTION } from '../../../src/web/safety.js';

// The product's application with one route more, which sends the bytes of a page as they are: what a page costs is held
// against it. Besides that it is the product's server, without what only its start and end need.

const config = loadConfig(process.env);
const page = readFileSync(process.env.BENCH_PAGE ?? '');
const db = openDatabase(config);
const logger = { level: config.logLevel, redact: LOG_REDACTION };
const app = await buildApp({ config, db, clock: systemClock, logger });
app.get('/bench/constant', { config: { access: 'public' } }, (_request, reply) =>
  reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page),
);
await app.listen({ port: config.port, host: config.host });
process.on('SIGTERM', async () => {
  await app.close();
  await db.close();
});
