import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import {
  CUSTOMER_SORTS,
  type CustomerSort,
  countCustomers,
  customersMatching,
  listCustomers,
} from '../../store/customer-list.js';
import { getCustomerRecord } from '../../store/customer-record.js';
import { idOf, idParams, one, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';
import { customerEditorRoutes } from './editor.js';
import { type CustomersQuery, customersModel } from './list-model.js';
import { customerModel } from './record-model.js';

const PAGE_SIZE = 50;

const listFields = query({ q: text(200), sort: text(20), after: text(4000), before: text(4000) });

/** Clientes (SPEC 1): the list, and everything about one customer on one page. */
export async function customerRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get('/customers', { ...access, schema: { querystring: listFields } }, showList);
  app.get('/customers/:id', { ...access, schema: { params: idParams } }, showCustomer);
  await customerEditorRoutes(app, { db });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    const asked = readQuery(request.query);
    const where = await customersMatching(db.read, asked.text);
    const page = await listCustomers(db.read, where, { ...asked, size: PAGE_SIZE });
    const count = await countCustomers(db.read, where);
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
    return reply.page('customers/customer', customerModel(request, record), { title, breadcrumbs });
  }
}

function readQuery(posted: unknown): CustomersQuery {
  const typed = one(posted, 'sort');
  const sort: CustomerSort = CUSTOMER_SORTS.find((name) => name === typed.replace(/^-/, '')) ?? 'name';
  const side = one(posted, 'after') === '' ? 'before' : 'after';
  const isKey = (value: unknown) => typeof value === 'string' && value.length <= 1000 && !value.includes('\u0000');
  const key = decodePageKey(side, one(posted, side), isKey);
  return { text: one(posted, 'q').trim(), sort, descending: typed.startsWith('-'), key };
}
