import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatPhone } from '../../domain/phone.js';
import { Exporter, type ExportFormat } from '../../exports/thread.js';
import type { Database } from '../../store/connection.js';
import type { SignalRow } from '../../store/signal-list.js';
import type { SignalReads } from '../../store/signal-reads.js';
import { type ListLimits, printHead, sendList } from '../list-export.js';
import { listQuery } from '../list-parameters.js';
import { signalRow } from './signal-model.js';
import {
  inPossibleSignalOrder,
  readSignalQuery,
  SIGNALS_PATH,
  signalCriteria,
  signalList,
  signalScope,
  signalsHref,
} from './signal-query.js';

/** A abrir as a file and on paper (SPEC 6, 8), as the other tabs leave. */
export async function signalFileRoutes(
  app: FastifyInstance,
  { db, reads, limits }: { db: Database; reads: SignalReads; limits: ListLimits },
): Promise<void> {
  const exporter = new Exporter();
  app.addHook('onClose', () => exporter.close());
  const listed = { config: { access: 'operator' }, schema: { querystring: listQuery } } as const;
  for (const format of ['csv', 'xlsx'] as const)
    app.get(`${SIGNALS_PATH}/export.${format}`, { ...listed, exposeHeadRoute: false }, (request, reply) =>
      sendFile(request, reply, format),
    );
  app.get(`${SIGNALS_PATH}/print`, listed, showPrint);

  async function sendFile(request: FastifyRequest, reply: FastifyReply, format: ExportFormat) {
    const query = await readSignalQuery(request, db.read);
    if (query.errors.length > 0) return reply.redirect(signalsHref(query), 303);
    const { sort, descending } = query;
    const { sortedRows } = limits;
    const scope = signalScope(query, request);
    return sendList(request, reply, { db, exporter, limits }, format, {
      list: signalList(query),
      order: { list: 'signals', scope, sort, descending, sortedRows, locale: request.locale },
      tab: 'signals',
      file: 'signals.file',
      crumb: { label: request.t('signals.tab') },
    });
  }

  async function showPrint(request: FastifyRequest, reply: FastifyReply) {
    const query = await readSignalQuery(request, db.read);
    if (query.errors.length > 0) return reply.redirect(signalsHref(query), 303);
    const scope = signalScope(query, request);
    const counts = await reads.counts(scope);
    const count = query.states.reduce((sum, state) => sum + counts[state], 0);
    const possible = inPossibleSignalOrder(query, count, limits.sortedRows);
    const { rows } = await reads.page(scope, { ...possible, count, size: limits.printRows, key: null });
    const { t } = request;
    const head = printHead(request, {
      list: signalList(possible),
      count,
      shown: rows.length,
      countText: t('signals.count', { count }),
      criteria: signalCriteria(request, query),
    });
    const model = { ...head, signals: rows.map((row) => printedSignal(request, row)) };
    return reply.page('follow-ups/print-signals', model, { title: t('signals.tab') });
  }
}

/** With what it takes to call the customer back. */
function printedSignal(request: FastifyRequest, row: SignalRow) {
  const phone = row.phone === null ? null : formatPhone(row.phone);
  return { ...signalRow(request, row), phone, city: row.city };
}
