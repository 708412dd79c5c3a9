import type { FastifyReply, FastifyRequest } from 'fastify';
import { previewPlanning } from '../../actions/plan-sales.js';
import { monthOf } from '../../domain/month.js';
import { findLastClosed } from '../../store/commission-months.js';
import type { Database } from '../../store/connection.js';
import { listFollowUpsOf } from '../../store/follow-up-list.js';
import { readCalendar } from '../../store/holidays.js';
import { listProductPlanning } from '../../store/planned-surveys.js';
import { getSaleRecord } from '../../store/sale-record.js';
import { followUpsOf } from '../follow-ups-of.js';
import { choicesToCount, firstSince } from '../planning-choices.js';
import { type RefusedForm, saleModel } from './detail-model.js';

/** How the page is shown after something was refused. */
export interface ShownSale {
  readonly status: number;
  readonly refused?: RefusedForm;
  /** What stands in the way, in words. */
  readonly problem?: string;
}

/** Shows a sale, as it is or after a refusal. */
export async function salePage(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  id: number,
  shown: ShownSale = { status: 200 },
) {
  const { t, today } = request;
  const record = await getSaleRecord(db.read, id);
  const { sale, customer, surveys } = record;
  const choices = choicesToCount(firstSince(today));
  const preview = surveys.length > 0 ? [] : await previewPlanning({ db, today }, { saleId: id }, choices);
  const product = (await listProductPlanning(db.read, [sale.productId])).get(sale.productId);
  const calendar = await readCalendar(db.read);
  const lastClosed = await findLastClosed(db.read);
  const monthOpen = lastClosed === null || monthOf(sale.closedOn) > lastClosed;
  const model = saleModel(request, record, { product, calendar, preview, monthOpen }, shown.refused ?? null);
  const number = t('sales.number', { id: String(id) });
  return reply.page(
    'sales/sale',
    {
      ...model,
      ...followUpsOf(request, await listFollowUpsOf(db.read, 'sale_id', id), 'sale', id),
      problem: shown.problem ?? null,
    },
    {
      title: customer.name,
      subtitle: t('sales.subtitle', { product: record.productName, date: request.formats.date(sale.closedOn) }),
      breadcrumbs: [
        { label: t('navigation.crm') },
        { label: t('navigation.sales'), href: '/sales' },
        { label: number },
      ],
      status: shown.status,
    },
  );
}
