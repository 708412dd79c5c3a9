import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type EditRefusal, editSale, type SaleTarget } from '../../actions/edit-sale.js';
import { type RecordRefusal, recordSale } from '../../actions/record-sale.js';
import type { Database } from '../../store/connection.js';
import { getSaleRecord, type SaleRecord } from '../../store/sale-record.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, idOf, idParams, one, parseId } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { reachError } from '../config-reach.js';
import { isOwnSave } from '../own-save.js';
import { planningModel, readPlanning } from '../planning-choices.js';
import { type Reconciled, reconcile } from '../three-way.js';
import { alikeModel, recordingForm } from './alike.js';
import { correctionModel } from './correction.js';
import { readSale, saleChoices, saleFacts, saleForm, TOGETHER, type TypedSale, typedOf } from './form.js';
import { salePage } from './page.js';

/** The editor as it is shown. */
interface Editor {
  readonly typed: TypedSale;
  /** Null for a new sale. */
  readonly record: SaleTarget | null;
  readonly errors?: readonly FieldErrorView[];
  /** The sale as it was read, where that is known; it goes on with the form. */
  readonly read?: TypedSale;
  readonly conflict?: Reconciled<TypedSale>['conflict'];
  readonly taken?: Reconciled<TypedSale>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
  /** Sales that stand and that the new one looks like. */
  readonly alike?: readonly number[];
  readonly status?: number;
}

/** Recording and correcting a sale (SPEC 2, 3). */
export async function saleEditorRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  const onSale = { params: idParams };
  app.get('/sales/new', access, showNew);
  app.post('/sales', { ...access, schema: { body: saleForm } }, record);
  app.get('/sales/:id/edit', { ...access, schema: onSale }, showEditor);
  app.post('/sales/:id', { ...access, schema: { ...onSale, body: saleForm } }, save);
  app.post('/sales/:id/preview', { ...access, schema: { ...onSale, body: saleForm } }, preview);

  async function showNew(request: FastifyRequest, reply: FastifyReply) {
    const typed = { ...readSale({}), closedOn: request.today };
    return editorPage(request, reply, { typed, record: null });
  }

  async function record(request: FastifyRequest, reply: FastifyReply) {
    const typed = readSale(request.body);
    const form = { ...typed, ...readPlanning(request.body) };
    const result = await recordSale(actionContext(request, db), form, recordingForm(request));
    if (!result.ok) return notRecorded(request, reply, typed, result.refusal);
    const { id, surveyCount } = result.value;
    flash(reply, { kind: 'success', key: 'sales.recorded', params: { count: surveyCount } });
    return reply.redirect(`/sales/${id}`, 303);
  }

  async function notRecorded(request: FastifyRequest, reply: FastifyReply, typed: TypedSale, refusal: RecordRefusal) {
    const shown = { typed, record: null };
    if (refusal.kind === 'alike') return editorPage(request, reply, { ...shown, alike: refusal.saleIds, status: 409 });
    return editorPage(request, reply, { ...shown, errors: errorViews(refusal.errors, request.t), status: 422 });
  }

  async function showEditor(request: FastifyRequest, reply: FastifyReply) {
    const stored = await getSaleRecord(db.read, idOf(request));
    if (stored.sale.cancellation !== null) return refuseCancelled(request, reply);
    const typed = typedOf(stored, request.locale);
    return editorPage(request, reply, { typed, read: typed, record: readOf(stored) });
  }

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const target = targetOf(request);
    const typed = readSale(request.body);
    if (one(request.body, 'step') === 'preview') return editorPage(request, reply, { typed, record: target });
    const form = { ...typed, ...readPlanning(request.body) };
    const shown = { surveys: one(request.body, 'shown'), commission: one(request.body, 'shownCommission') };
    const result = await editSale(actionContext(request, db), target, form, shown);
    if (!result.ok) return refused(request, reply, target, result.refusal);
    const { redated, planned, removed } = result.value;
    const moved = redated + planned + removed > 0;
    flash(reply, {
      kind: 'success',
      key: moved ? 'sales.savedWithSurveys' : 'sales.saved',
      params: { ...result.value },
    });
    return reply.redirect(`/sales/${target.id}`, 303);
  }

  /** What the correction as typed does to the sale's surveys. */
  async function preview(request: FastifyRequest, reply: FastifyReply) {
    const model = await correctionModel(request, db, idOf(request), readSale(request.body));
    return reply.part('config/_effects', model);
  }

  async function refused(request: FastifyRequest, reply: FastifyReply, target: Editor['record'], refusal: EditRefusal) {
    const typed = readSale(request.body);
    switch (refusal.kind) {
      case 'invalid':
        return editorPage(request, reply, {
          typed,
          record: target,
          errors: errorViews(refusal.errors, request.t),
          status: 422,
        });
      case 'cancelled':
        return refuseCancelled(request, reply);
      case 'stale':
        return showConflict(request, reply, typed);
      case 'effects': {
        const errors = [reachError(request, refusal, one(request.body, 'shown'))];
        return editorPage(request, reply, { typed, record: target, errors, status: 409 });
      }
      case 'commission': {
        const errors = [{ field: '', text: request.t('sales.commissionFirst') }];
        return editorPage(request, reply, { typed, record: target, errors, status: 409 });
      }
    }
  }

  function refuseCancelled(request: FastifyRequest, reply: FastifyReply) {
    return salePage(request, reply, db, idOf(request), { status: 409, problem: request.t('sales.refusedCancelled') });
  }

  /** What is stored beside what was typed; the form now carries the stored version: saving again is a decision. */
  async function showConflict(request: FastifyRequest, reply: FastifyReply, typed: TypedSale) {
    const record = await getSaleRecord(db.read, idOf(request));
    const stored = typedOf(record, request.locale);
    const facts = async (of: TypedSale) => saleFacts(of, await saleChoices(db.read, of, request), request);
    const versions = await reconcile(request, { stored, typed, together: TOGETHER }, facts);
    const own = await isOwnSave(request, db.read, [
      { entity: 'sale', entityId: record.sale.id, version: record.sale.version },
      {
        entity: 'customer',
        entityId: record.customer.id,
        version: record.customer.version,
        field: 'customerVersion',
      },
    ]);
    return editorPage(request, reply, { ...versions, own, record: readOf(record), read: stored, status: 409 });
  }

  async function editorPage(request: FastifyRequest, reply: FastifyReply, editor: Editor) {
    const { typed, record, errors = [], conflict = null, taken = null, own = false, alike = [], status = 200 } = editor;
    const { t } = request;
    const title = t(record ? 'sales.editTitle' : 'sales.newTitle');
    const model = {
      ...(await saleChoices(db.read, typed, request)),
      ...(record && (await correctionModel(request, db, record.id, typed))),
      typed,
      errors,
      conflict,
      conflictOwn: own,
      taken,
      formRead: editor.read ? JSON.stringify(editor.read) : one(request.body, 'readForm'),
      alike: await alikeModel(request, db.read, alike),
      planning: planningModel(request, readPlanning(request.body)),
      readVersion: record?.version,
      readCustomerVersion: record?.customerVersion,
      saveHref: record ? `/sales/${record.id}` : '/sales',
      backHref: record ? `/sales/${record.id}` : '/sales',
      href: record ? `/sales/${record.id}/edit` : '/sales/new',
      isNew: record === null,
      // Of a new sale: kept from one refusal to the next, so that the same form records one sale.
      formKey: one(request.body, 'key') || crypto.randomUUID(),
      today: request.today,
    };
    const home = { label: t('navigation.sales'), href: '/sales' };
    return reply.page('sales/edit', model, {
      title,
      breadcrumbs: [{ label: t('navigation.crm') }, home, { label: title }],
      status,
    });
  }
}

/** The versions of a sale and its customer as an editor reads them. */
function readOf({ sale, customer }: SaleRecord): SaleTarget {
  return { id: sale.id, version: sale.version, customerVersion: customer.version };
}

function targetOf(request: FastifyRequest): SaleTarget {
  const customerVersion = parseId(one(request.body, 'customerVersion'));
  return {
    id: idOf(request),
    version: parseId(one(request.body, 'version')) ?? 0,
    ...(customerVersion !== null && { customerVersion }),
  };
}
