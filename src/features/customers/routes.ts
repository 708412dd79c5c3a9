import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { CUSTOMER_SORTS, type CustomerSort, readCustomers } from '../../store/customer-list.js';
import { getCustomerRecord } from '../../store/customer-record.js';
import { countTimeline, listTimeline, TIMELINE_TOPICS } from '../../store/customer-timeline.js';
import type { PageKey } from '../../store/key-paging.js';
import type { LongReads } from '../../store/long-reads.js';
import { idOf, idParams, one, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';
import { customerEditorRoutes } from './editor.js';
import { type CustomersQuery, customersModel } from './list-model.js';
import { customerModel } from './record-model.js';
import { timelineModel } from './timeline.js';

const PAGE_SIZE = 50;

const TIMELINE_SIZE = 25;

const timelineFields = query({ show: text(20), after: text(4000), before: text(4000) });
const listFields = query({ q: text(200), sort: text(20), after: text(4000), before: text(4000) });

/** Clientes (SPEC 1): the list, and everything about one customer on one page. */
export async function customerRoutes(
  app: FastifyInstance,
  { db, lists }: { db: Database; lists: Pick<LongReads, 'all'> },
): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get('/customers', { ...access, schema: { querystring: listFields } }, showList);
  app.get('/customers/:id', { ...access, schema: { params: idParams, querystring: timelineFields } }, showCustomer);
  await customerEditorRoutes(app, { db });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    const asked = readQuery(request.query);
    const { page, count } = await readCustomers(db.read, lists, { ...asked, size: PAGE_SIZE });
    const title = t('navigation.customers');
    return reply.page('customers/list', customersModel(request, asked, page, count), {
      title,
      subtitle: t('customers.subtitle'),
      breadcrumbs: [{ label: t('navigation.crm') }, { label: title }],
      parts: { customers: 'customers/_list' },
    });
  }

  async function showCustomer(request: FastifyRequest, reply: FastifyReply) {
    const record = await getCustomerRecord(db.read, idOf(request));
    const title = record.customer.name;
    const breadcrumbs = [{ label: request.t('navigation.customers'), href: '/customers' }, { label: title }];
    const model = { ...customerModel(request, record), timeline: await timelineOf(request, record.customer.id) };
    const parts = { timeline: 'customers/_timeline' };
    return reply.page('customers/customer', model, { title, breadcrumbs, parts });
  }

  async function timelineOf(request: FastifyRequest, customerId: number) {
    const topic = TIMELINE_TOPICS.find((name) => name === one(request.query, 'show')) ?? null;
    const asked = { customerId, topic, key: readKey(request.query, Number.isSafeInteger) };
    const page = await listTimeline(db.read, customerId, { ...asked, size: TIMELINE_SIZE });
    return timelineModel(request, asked, page, await countTimeline(db.read, customerId));
  }
}

function readQuery(posted: unknown): CustomersQuery {
  const typed = one(posted, 'sort');
  const sort: CustomerSort = CUSTOMER_SORTS.find((name) => name === typed.replace(/^-/, '')) ?? 'name';
  const isKey = (value: unknown) => typeof value === 'string' && value.length <= 1000 && !value.includes('\u0000');
  const key = readKey(posted, isKey);
  return { text: one(posted, 'q').trim(), sort, descending: typed.startsWith('-'), key };
}

function readKey(posted: unknown, isValue: (value: unknown) => boolean): PageKey | null {
  const side = one(posted, 'after') === '' ? 'before' : 'after';
  return decodePageKey(side, one(posted, side), isValue);
}
