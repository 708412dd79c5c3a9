import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';

/** Importing sales from a file (SPEC 8): choose it, say which column is what, look at what it would do, import it. */
export async function importRoutes(app: FastifyInstance, _options: { db: Database }): Promise<void> {
  const manager = { config: { access: 'manager' } } as const;
  app.get('/sales/import', manager, showUpload);

  async function showUpload(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    return reply.page(
      'imports/upload',
      { maxMegabytes: 20 },
      {
        title: t('imports.title'),
        subtitle: t('imports.subtitle'),
        breadcrumbs: [
          { label: t('navigation.crm') },
          { label: t('navigation.sales'), href: '/sales' },
          { label: t('imports.title') },
        ],
      },
    );
  }
}
