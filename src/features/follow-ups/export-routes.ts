import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Exporter, type ExportFormat } from '../../exports/thread.js';
import type { Database } from '../../store/connection.js';
import { type ListLimits, sendList } from '../list-export.js';
import { listQuery } from '../list-parameters.js';
import { followUpList, followUpsHref } from './links.js';
import { readFollowUpQuery, scopeOf } from './query.js';

/** The list as a file (SPEC 6, 8). */
export async function followUpExportRoutes(
  app: FastifyInstance,
  { db, limits }: { db: Database; limits: ListLimits },
): Promise<void> {
  const exporter = new Exporter();
  app.addHook('onClose', () => exporter.close());
  for (const format of ['csv', 'xlsx'] as const)
    app.get(
      `/follow-ups/export.${format}`,
      { config: { access: 'operator' }, schema: { querystring: listQuery }, exposeHeadRoute: false },
      (request, reply) => sendFile(request, reply, format),
    );

  async function sendFile(request: FastifyRequest, reply: FastifyReply, format: ExportFormat) {
    const query = await readFollowUpQuery(request, db.read);
    if (query.errors.length > 0) return reply.redirect(followUpsHref(query), 303);
    const { sort, descending } = query;
    const scope = scopeOf(query, request);
    const { sortedRows } = limits;
    return sendList(request, reply, { db, exporter, limits }, format, {
      list: followUpList(query),
      order: { list: 'follow-ups', scope, sort, descending, sortedRows, locale: request.locale },
      tab: 'follow-ups',
      file: 'followUps.file',
      crumb: { label: request.t('navigation.followUps') },
    });
  }
}
