import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { editCustomer } from '../../actions/edit-customer.js';
import { formatDocument, parseDocument } from '../../domain/document.js';
import { formatPhone, normalizePhone } from '../../domain/phone.js';
import type { Database } from '../../store/connection.js';
import { type Customer, getCustomer } from '../../store/customers.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { isOwnSave } from '../own-save.js';
import { READ_FORM, type Reconciled, readFormOf, reconcile, type Together } from '../three-way.js';

const FIELDS = ['name', 'document', 'phone1', 'phone2', 'phone3', 'email', 'city', 'state'] as const;

type Typed = Readonly<Record<(typeof FIELDS)[number], string>>;

/** The order of his phones, and where he lives. A name and a document are corrected one without the other: it is he still. */
const TOGETHER: Together<Typed> = [
  ['phone1', 'phone2', 'phone3'],
  ['city', 'state'],
];

const customerForm = form({
  version: text(10),
  ...READ_FORM,
  ...Object.fromEntries(FIELDS.map((name) => [name, text(400)])),
});

/** Correcting a customer (SPEC 3), for managers. */
export async function customerEditorRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get('/customers/:id/edit', { ...access, schema: { params: idParams } }, showEditor);
  app.post('/customers/:id', { ...access, schema: { params: idParams, body: customerForm } }, save);

  async function showEditor(request: FastifyRequest, reply: FastifyReply) {
    const stored = await getCustomer(db.read, idOf(request));
    return page(request, reply, { stored, typed: typedOf(stored), version: stored.version });
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
    if (result.refusal.kind === 'stale') return showConflict(request, reply, stored, typed);
    const errors = errorViews(result.refusal.errors, request.t);
    return page(request, reply, { stored, typed, version, errors }, 422);
  }

  /** What both changed side by side, and what was taken over; the form now carries the stored version. */
  async function showConflict(request: FastifyRequest, reply: FastifyReply, stored: Customer, typed: Typed) {
    const labels = labelsOf(request);
    const facts = (of: Typed) => FIELDS.map((name) => ({ label: labels[name], value: of[name] }));
    const versions = { stored: typedOf(stored), typed: asStored(typed), together: TOGETHER };
    const reconciled = await reconcile(request, versions, facts);
    const own = await isOwnSave(request, db.read, [
      { entity: 'customer', entityId: stored.id, version: stored.version },
    ]);
    return page(request, reply, { ...reconciled, own, stored, version: stored.version }, 409);
  }

  function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const { t } = request;
    const { stored, typed, version, errors = [], conflict = null, taken = null, own = false } = shown;
    const title = t('customers.editTitle');
    const href = `/customers/${stored.id}`;
    const model = {
      ...{ typed, errors, conflict, taken, conflictOwn: own },
      labels: labelsOf(request),
      readVersion: version,
      formRead: readFormOf(request, { version: stored.version, form: typedOf(stored) }, version),
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
  /** The version over which it was typed. */
  readonly version: number;
  readonly errors?: readonly FieldErrorView[];
  readonly conflict?: Reconciled<Typed>['conflict'];
  readonly taken?: Reconciled<Typed>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
}

function labelsOf({ t }: Pick<FastifyRequest, 't'>) {
  const labels = FIELDS.map((name) => [name, t(`sales.${name === 'name' ? 'customer' : name}`)]);
  return Object.fromEntries(labels) as Typed;
}

/** As it would be stored and typed again, so that the same number written otherwise is no change. */
function asStored(typed: Typed): Typed {
  const phone = (value: string) => formatPhone(normalizePhone(value) ?? value);
  return {
    ...typed,
    document: formatDocument(parseDocument(typed.document) ?? typed.document),
    phone1: phone(typed.phone1),
    phone2: phone(typed.phone2),
    phone3: phone(typed.phone3),
    state: typed.state.trim().toUpperCase(),
  };
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
