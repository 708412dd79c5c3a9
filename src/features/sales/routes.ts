import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cancelSale } from '../../actions/cancel-sale.js';
import { restoreSale } from '../../actions/restore-sale.js';
import type { Database } from '../../store/connection.js';
import { readCalendar } from '../../store/holidays.js';
import { type LongReads, readingLarge } from '../../store/long-reads.js';
import { listProductNames, listUserNames } from '../../store/names.js';
import { listProductPlanning } from '../../store/planned-surveys.js';
import { countSales, listSales } from '../../store/sale-list.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { saleBaseRoutes } from './base.js';
import { saleEditorRoutes } from './editor.js';
import { salesModel } from './list-model.js';
import { salePage } from './page.js';
import { salePlanningRoutes } from './planning.js';
import { readSalesQuery, salesQuery } from './query.js';

const PAGE_SIZE = 50;
const NO_SALES = { rows: [], previous: null, next: null };
const cancellationForm = form({ cancelledOn: text(100), reverseCommission: text(20) });

/** Vendas (SPEC 3): list, page, editor, cancellation, planning. */
export async function saleRoutes(
  app: FastifyInstance,
  { db, lists }: { db: Database; lists: Pick<LongReads, 'all'> },
): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  const onSale = { params: idParams };
  app.get('/sales', { ...access, schema: { querystring: salesQuery } }, showList);
  app.get('/sales/:id', { ...access, schema: onSale }, (request, reply) => salePage(request, reply, db, idOf(request)));
  app.post('/sales/:id/cancellation', { ...access, schema: { ...onSale, body: cancellationForm } }, cancel);
  app.post('/sales/:id/restoration', { ...access, schema: { ...onSale, body: form({}) } }, restore);
  await saleBaseRoutes(app, { db });
  await saleEditorRoutes(app, { db });
  await salePlanningRoutes(app, { db });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const asked = readSalesQuery(request.query);
    const data = {
      asked,
      counts: await countSales(db.read, asked.filter, await readingLarge(db.read, lists, 'sales')),
      page: asked.errors.length > 0 ? NO_SALES : await listSales(db.read, { ...asked, size: PAGE_SIZE }),
      products: await listProductPlanning(db.read, 'all'),
      calendar: await readCalendar(db.read),
      choices: { sellers: await listUserNames(db.read), products: await listProductNames(db.read) },
    };
    const title = request.t('navigation.sales');
    return reply.page('sales/list', salesModel(request, data), {
      title,
      breadcrumbs: [{ label: request.t('navigation.crm') }, { label: title }],
      parts: { sales: 'sales/_list' },
      status: asked.errors.length > 0 ? 422 : 200,
    });
  }

  async function cancel(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const typed = {
      cancelledOn: one(request.body, 'cancelledOn'),
      reverseCommission: one(request.body, 'reverseCommission'),
    };
    const result = await cancelSale(actionContext(request, db), id, typed);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'sales.cancelled', params: { count: result.value } });
      return reply.redirect(`/sales/${id}`, 303);
    }
    if (result.refusal.kind === 'already-cancelled')
      return salePage(request, reply, db, id, { status: 409, problem: request.t('sales.alreadyCancelled') });
    const errors = errorViews(result.refusal.errors, request.t);
    return salePage(request, reply, db, id, { status: 422, refused: { name: 'cancellation', typed, errors } });
  }

  async function restore(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const result = await restoreSale(actionContext(request, db), id);
    if (!result.ok) return salePage(request, reply, db, id, { status: 409, problem: request.t('sales.notCancelled') });
    flash(reply, { kind: 'success', key: 'sales.restored', params: { count: result.value } });
    return reply.redirect(`/sales/${id}`, 303);
  }
}
