import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editCustomer } from '../../actions/edit-customer.js';
import { formatDocument } from '../../domain/document.js';
import { formatPhone } from '../../domain/phone.js';
import type { Database } from '../../store/connection.js';
import { type Customer, getCustomer } from '../../store/customers.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';

const FIELDS = ['name', 'document', 'phone1', 'phone2', 'phone3', 'email', 'city', 'state'] as const;

type Typed = Readonly<Record<(typeof FIELDS)[number], string>>;

const customerForm = form({ version: text(10), ...Object.fromEntries(FIELDS.map((name) => [name, text(400)])) });

/** Correcting a customer (SPEC 3), for managers. */
export async function customerEditorRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get('/customers/:id/edit', { ...access, schema: { params: idParams } }, showEditor);
  app.post('/customers/:id', { ...access, schema: { params: idParams, body: customerForm } }, save);

  async function showEditor(request: FastifyRequest, reply: FastifyReply) {
    const stored = await getCustomer(db.read, idOf(request));
    return page(request, reply, { stored, typed: typedOf(stored) });
  }

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const version = parseId(one(request.body, 'version')) ?? 0;
    const typed = Object.fromEntries(FIELDS.map((name) => [name, one(request.body, name)])) as Typed;
    const result = await editCustomer(actionContext(request, db), { id, version }, typed);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'customers.saved' });
      return reply.redirect(`/customers/${id}`, 303);
    }
    const stored = await getCustomer(db.read, id);
    if (result.refusal.kind === 'stale') return page(request, reply, { stored, typed, stale: true }, 409);
    const errors = errorViews(result.refusal.errors, request.t);
    return page(request, reply, { stored: { ...stored, version }, typed, errors }, 422);
  }

  function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const { t } = request;
    const { stored, typed, errors = [], stale = false } = shown;
    const title = t('customers.editTitle');
    const labels = {
      ...Object.fromEntries(FIELDS.map((name) => [name, t(`sales.${name === 'name' ? 'customer' : name}`)])),
    };
    const now = typedOf(stored);
    const differing = FIELDS.filter((name) => now[name] !== typed[name]);
    const conflict = stale
      ? differing.map((name) => ({ label: labels[name] ?? name, stored: now[name], typed: typed[name] }))
      : null;
    const href = `/customers/${stored.id}`;
    const model = {
      typed,
      labels,
      errors,
      conflict,
      readVersion: stored.version,
      saveHref: href,
      backHref: href,
      href: `${href}/edit`,
    };
    const home = { label: t('navigation.customers'), href: '/customers' };
    const breadcrumbs = [home, { label: stored.name, href }, { label: title }];
    return reply.page('customers/edit', model, { title, subtitle: stored.name, breadcrumbs, status });
  }
}

interface Shown {
  readonly stored: Customer;
  readonly typed: Typed;
  readonly errors?: readonly FieldErrorView[];
  /** Somebody saved after this was read: what is stored stands beside what was typed. */
  readonly stale?: boolean;
}

/** The stored customer as one would type him. */
function typedOf(customer: Customer): Typed {
  const phone = (stored: string | null) => (stored === null ? '' : formatPhone(stored));
  return {
    name: customer.name,
    document: customer.document === null ? '' : formatDocument(customer.document),
    phone1: phone(customer.phone1),
    phone2: phone(customer.phone2),
    phone3: phone(customer.phone3),
    email: customer.email ?? '',
    city: customer.city ?? '',
    state: customer.state ?? '',
  };
}
