import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordExport } from '../../actions/record-export.js';
import { Exporter, type ExportFormat } from '../../exports/thread.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { actionContext } from '../action-context.js';
import { listQuery } from '../list-parameters.js';
import { FILTERS, type FollowUpQuery, followUpsHref, readFollowUpQuery, scopeOf } from './query.js';

const MAX_XLSX_ROWS = 100_000;

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The list as a file (SPEC 6, 8): all rows that the URL's filter shows, in its order. */
export async function followUpExportRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const exporter = new Exporter();
  app.addHook('onClose', () => exporter.close());
  for (const format of ['csv', 'xlsx'] as const)
    app.get(
      `/follow-ups/export.${format}`,
      { config: { access: 'operator' }, schema: { querystring: listQuery }, exposeHeadRoute: false },
      (request, reply) => sendFile(request, reply, format),
    );

  async function sendFile(request: FastifyRequest, reply: FastifyReply, format: ExportFormat) {
    const query = readFollowUpQuery(request);
    if (query.errors.length > 0) return reply.redirect(followUpsHref(query), 303);
    const started = await start(request, query, format);
    if (started.kind !== 'started') {
      const tooMany = started.kind === 'too-many' ? { count: started.count, max: started.maxRows } : null;
      const key = tooMany === null ? 'exports.busy' : 'exports.tooMany';
      flash(reply, { kind: 'error', key, ...(tooMany && { params: tooMany }) });
      return reply.redirect(followUpsHref(query), 303);
    }
    const { count, file } = started;
    const filters = FILTERS.filter((name) => query.typed.has(name)).map((name) => (name === 'q' ? 'text' : name));
    await recordExport(actionContext(request, db), { tab: 'follow-ups', format, count, filters }).catch((error) => {
      file.destroy();
      throw error;
    });
    return reply.headers(headersOf(request, format)).send(file);
  }

  function start(request: FastifyRequest, query: FollowUpQuery, format: ExportFormat) {
    const { sort, descending } = query;
    const order = {
      list: 'follow-ups',
      scope: scopeOf(query, request),
      sort,
      descending,
      locale: request.locale,
    } as const;
    const { databaseUrl, dataDir } = db;
    return exporter.start({
      source: { databaseUrl, dataDir },
      order,
      format,
      maxRows: format === 'xlsx' ? MAX_XLSX_ROWS : null,
    });
  }
}

function headersOf({ t, today }: FastifyRequest, format: ExportFormat): Record<string, string> {
  return {
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="posvenda-${t('followUps.file')}-${today}.${format}"`,
    'cache-control': 'no-store',
  };
}
