import type { FastifyInstance } from 'fastify';
import type { Database } from '../../store/connection.js';
import { schemaVersion } from '../../store/migrate.js';

/** For whoever watches the server: 200 with the schema's version while the database answers, else 503. */
export async function healthRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.get('/healthz', { config: { access: 'public' } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      return { status: 'ok', schema: await schemaVersion(db.read) };
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}
