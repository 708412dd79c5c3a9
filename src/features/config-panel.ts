import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldErrors, Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Named } from '../store/configuration.js';
import type { Database } from '../store/connection.js';
import { flash } from '../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, many, one, parseId, text, texts } from '../web/forms.js';
import { actionContext } from './action-context.js';
import { reachRoutes } from './config-deactivation.js';
import { GUIDE_FIELD, isGuided, madeBefore, NEW_QUERY, onwards } from './config-guide.js';
import { configListQuery, configListView, readConfigList } from './config-list.js';
import { jobPageOf, reachError, reachOf } from './config-reach.js';
import type { ConfigPanel, Stored } from './config-record.js';
import { dependantsOf, switchState } from './config-state.js';
import { askedReach, REACH_FIELDS, readReach } from './effects-model.js';
import { recordHistory } from './record-history.js';
import { READ_FORM, type Reconciled, readFormOf, reconcile } from './three-way.js';

// The four panels of the configuration behave alike: a list, an editor, deactivation. Here is what they share; each says
// in its own folder what its record is.

interface Editor<Form> {
  stored: Stored<Form> | null;
  typed: Form;
  /** The version that the editor read; it goes on with the form until a save succeeds or is refused as stale. */
  version: number;
  errors?: readonly FieldErrorView[];
  conflict?: Reconciled<Form>['conflict'];
  taken?: Reconciled<Form>['taken'];
  status?: number;
  /** What the form is a copy of. */
  copied?: string;
}

/** Registers the panel's routes; all of them are the administrator's. */
export function configPanelRoutes<Form extends object, Clean>(
  app: FastifyInstance,
  db: Database,
  panel: ConfigPanel<Form, Clean>,
): void {
  const { base } = panel;
  const access = { config: { access: 'admin' } } as const;
  const posts = {
    ...access,
    schema: {
      body: form({ ...panel.body.properties, ...READ_FORM, ...GUIDE_FIELD, ...(panel.reach && REACH_FIELDS) }),
    },
  };
  const switches = { ...access, schema: { body: form({ version: text(10), seen: texts(10, 500) }) } };
  app.get(base, { ...access, schema: { querystring: configListQuery(panel.filterNames) } }, showList);
  app.get(`${base}/new`, { ...access, schema: { querystring: NEW_QUERY } }, showNew);
  app.post(base, posts, async (request, reply) => submit(request, reply, null));
  app.get(`${base}/:id`, access, showEditor);
  app.post(`${base}/:id`, posts, async (request, reply) => submit(request, reply, await load(request)));
  app.post(`${base}/:id/activation`, switches, async (request, reply) => switchTo(request, reply, true));
  if (panel.reach) reachRoutes(app, db, panel, { load, crumbs, posts });
  else app.post(`${base}/:id/deactivation`, switches, async (request, reply) => switchTo(request, reply, false));

  function load(request: FastifyRequest): Promise<Stored<Form>> {
    return panel.load(db.read, idOf(request), request);
  }

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const asked = readConfigList(request.query, panel.filterNames);
    const filters = await panel.filters(db.read, request);
    const list = configListView(request, base, asked, await panel.list(db.read, asked, request), {}, filters);
    return reply.page(
      `${panel.views}/list`,
      { list },
      {
        title: request.t(panel.texts.panel),
        breadcrumbs: [...crumbs(request), { label: request.t(panel.texts.panel) }],
      },
    );
  }

  async function showNew(request: FastifyRequest, reply: FastifyReply) {
    const copied = parseId(one(request.query, 'copy'));
    if (copied === null || !panel.copy)
      return editorPage(request, reply, { stored: null, typed: panel.blank(madeBefore(request.query)), version: 0 });
    const { form: original } = await panel.load(db.read, copied, request);
    const typed = await panel.copy(db.read, original, request);
    return editorPage(request, reply, { stored: null, typed, version: 0, copied: panel.nameOf(original) });
  }

  async function showEditor(request: FastifyRequest, reply: FastifyReply) {
    const stored = await load(request);
    return editorPage(request, reply, { stored, typed: stored.form, version: stored.version });
  }

  async function submit(request: FastifyRequest, reply: FastifyReply, stored: Stored<Form> | null) {
    const typed = panel.read(request.body);
    const version = versionOf(request);
    const step = one(request.body, 'step');
    if (step === 'preview') return editorPage(request, reply, { stored, typed, version });
    if (panel.step && step !== '')
      return editorPage(request, reply, { stored, typed: panel.step(typed, step, request), version });
    const active = wantedState(request, stored);
    const checked = panel.validate(typed, active);
    const asked = askedReach(readReach(request.body), request, panel.reach?.dated === true);
    if (!checked.ok || !asked.ok)
      return invalid(request, reply, { stored, typed, version }, [...faultsOf(checked), ...faultsOf(asked)]);
    const target = stored && { id: stored.id, version };
    const result = await panel.save(actionContext(request, db), target, checked.value, active, asked.value);
    if (result.ok) return saved(reply, panel.texts.saved, await nextOf(request, result.value, version + 1));
    const { refusal } = result;
    if (refusal.kind === 'invalid') return invalid(request, reply, { stored, typed, version }, refusal.errors);
    if (refusal.kind === 'stale') return stale(request, reply, typed);
    const errors = [reachError(request, refusal, readReach(request.body).shown)];
    return editorPage(request, reply, { stored, typed, version, errors, status: 409 });
  }

  async function nextOf(request: FastifyRequest, id: number, version: number): Promise<string> {
    if (isGuided(request.body)) return onwards(panel.kind, id);
    return (await jobPageOf(db, panel.kind, id, version)) ?? base;
  }

  /** A new record is active unless asked otherwise, an existing one stays what it is. */
  function wantedState(request: FastifyRequest, stored: Stored<Form> | null): boolean {
    const wanted = panel.choosesState ? one(request.body, 'activation') : '';
    return wanted === '' ? (stored?.active ?? true) : wanted === 'on';
  }

  function invalid(request: FastifyRequest, reply: FastifyReply, editor: Editor<Form>, errors: FieldErrors) {
    return editorPage(request, reply, { ...editor, errors: errorViews(errors, request.t), status: 422 });
  }

  /** Shows what is stored beside what was typed. The form now carries the stored version: saving again is a decision. */
  async function stale(request: FastifyRequest, reply: FastifyReply, typed: Form) {
    const stored = await load(request);
    const { together } = panel;
    const versions = await reconcile(request, { stored: stored.form, typed, together }, (form) =>
      panel.facts(db.read, form, request),
    );
    return editorPage(request, reply, { stored, ...versions, version: stored.version, status: 409 });
  }

  async function switchTo(request: FastifyRequest, reply: FastifyReply, active: boolean) {
    const target = { id: idOf(request), version: versionOf(request) };
    const result = await switchState(
      actionContext(request, db),
      panel.kind,
      target,
      active,
      many(request.body, 'seen'),
    );
    if (result.ok) return saved(reply, active ? 'config.activated' : 'config.deactivated', `${base}/${target.id}`);
    const stored = await load(request);
    const editor = { stored, typed: stored.form, version: stored.version };
    if (result.refusal.kind === 'invalid') return invalid(request, reply, editor, result.refusal.errors);
    const errors = [{ field: '', text: request.t('config.changedMeanwhile') }];
    return editorPage(request, reply, { ...editor, errors, status: 409 });
  }

  async function editorPage(request: FastifyRequest, reply: FastifyReply, editor: Editor<Form>) {
    const { stored, typed, version, errors = [], conflict = null, taken = null, status = 200, copied } = editor;
    const dependants = stored?.active ? await dependantsOf(request, db.read, panel.kind, stored.id) : null;
    const extras = await panel.extras(db.read, typed, stored?.id ?? null, request);
    const record = stored && { id: stored.id, version: stored.version, active: stored.active };
    const href = stored ? `${base}/${stored.id}` : base;
    const title = request.t(stored ? panel.texts.editTitle : panel.texts.newTitle);
    const breadcrumbs = [
      ...crumbs(request),
      { label: request.t(panel.texts.panel), href: base },
      { label: stored ? panel.nameOf(stored.form) : title },
    ];
    const history = stored && (await recordHistory(request, db.read, panel.kind, stored.id));
    const copyHref = stored && panel.copy ? `${base}/new?copy=${stored.id}` : null;
    const guide = isGuided(request.query) || isGuided(request.body);
    const reach = await reachOf(request, db, panel, stored);
    const model = {
      ...extras,
      ...reach,
      typed,
      record,
      readVersion: version,
      formRead: readFormOf(request, stored, version),
      errors,
      conflict,
      conflictOwn: history?.lastActorId === request.user?.id,
      taken,
      href,
      base,
      copyHref,
      guide,
      dependants,
      history,
    };
    const subtitle = copied === undefined ? {} : { subtitle: request.t('config.copyOf', { name: copied }) };
    return reply.page(`${panel.views}/edit`, model, { title, breadcrumbs, status, ...subtitle });
  }

  function crumbs(request: FastifyRequest): { label: string }[] {
    return panel.crumbs.map((key) => ({ label: request.t(key) }));
  }
}

function faultsOf(checked: Result<unknown, FieldErrors>): FieldErrors {
  return checked.ok ? [] : checked.refusal;
}

function versionOf(request: FastifyRequest): number {
  return parseId(one(request.body, 'version')) ?? 0;
}

function saved(reply: FastifyReply, key: TextKey, location: string): FastifyReply {
  flash(reply, { kind: 'success', key });
  return reply.redirect(location, 303);
}

/** The menu path of Perguntas, Regras and Perfil. */
export const POST_SALE_CRUMBS = ['navigation.configuration', 'navigation.crm', 'navigation.postSalePanel'] as const;

/** Where a record is used, as links to those records' editors. */
export function usageLinks(base: string, users: readonly Named[]) {
  return users.map(({ id, name, active }) => ({ label: name, href: `${base}/${id}`, active }));
}
