import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { ActionContext } from '../actions/context.js';
import type { ApplyAsked } from '../actions/reach-back.js';
import type { ConfigRefusal } from '../actions/saving.js';
import type { FieldErrors, Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { ConfigListPage, ConfigListRequest } from '../store/config-list.js';
import type { ConfigKind, Named, Target } from '../store/configuration.js';
import type { Database } from '../store/connection.js';
import type { Queryable } from '../store/dialect.js';
import { flash } from '../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, many, one, parseId, text, texts } from '../web/forms.js';
import { actionContext } from './action-context.js';
import { GUIDE_FIELD, isGuided, madeBefore, NEW_QUERY, onwards } from './config-guide.js';
import { configListQuery, configListView, type ListFilter, readConfigList } from './config-list.js';
import { dependantsOf, switchState } from './config-state.js';
import { recordHistory } from './record-history.js';

// The four panels of the configuration behave alike: a list, an editor, deactivation. Here is what they share; each says
// in its own folder what its record is.

/** A field of a record in words, for showing two versions of it side by side. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A record as it is stored, ready to be edited. */
export interface Stored<Form> {
  readonly id: number;
  readonly version: number;
  readonly active: boolean;
  readonly form: Form;
}

/** What a panel is about. `Form` is the editor as typed, `Clean` what its validator makes of it. */
export interface ConfigPanel<Form, Clean> {
  readonly kind: ConfigKind;
  /** URL of the list and folder of the views. */
  readonly base: string;
  readonly views: string;
  /** Whether the editor has a say in the state (only rules: they may be saved inactive). */
  readonly choosesState: boolean;
  readonly texts: Readonly<Record<'panel' | 'newTitle' | 'editTitle' | 'saved', TextKey>>;
  readonly crumbs: readonly TextKey[];
  /** Schema of the editor's body. */
  readonly body: TObject;
  list(q: Queryable, asked: ConfigListRequest, request: FastifyRequest): Promise<ConfigListPage<unknown>>;
  /** The names of the list's own filters, and what each offers. */
  readonly filterNames: readonly string[];
  filters(q: Queryable, request: FastifyRequest): Promise<ListFilter[]>;
  /** A new record, which begins with the record of the step before when the guide has just made one. */
  blank(from: number | null): Form;
  nameOf(form: Form): string;
  /** A copy of a stored form under a name of its own; what may not be picked any more is left out. */
  copy?(q: Queryable, stored: Form, request: FastifyRequest): Promise<Form>;
  read(body: unknown): Form;
  load(q: Queryable, id: number, request: FastifyRequest): Promise<Stored<Form>>;
  /** What a `step` button does to the form. */
  step?(typed: Form, step: string, request: FastifyRequest): Form;
  validate(typed: Form, active: boolean): Result<Clean, FieldErrors>;
  save(
    context: ActionContext,
    target: Target | null,
    clean: Clean,
    active: boolean,
    asked: ApplyAsked | null,
  ): Promise<Result<number, ConfigRefusal>>;
  /** Whatever else the editor shows: choices, where the record is used. */
  extras(q: Queryable, typed: Form, id: number | null, request: FastifyRequest): Promise<object>;
  facts(q: Queryable, typed: Form, request: FastifyRequest): Promise<Fact[]>;
}

interface Editor<Form> {
  stored: Stored<Form> | null;
  typed: Form;
  /** The version that the editor read; it goes on with the form until a save succeeds or is refused as stale. */
  version: number;
  errors?: readonly FieldErrorView[];
  /** The fields in which what is stored now differs from what was typed. */
  conflict?: readonly { label: string; stored: string; typed: string }[];
  status?: number;
  /** What the form is a copy of. */
  copied?: string;
}

/** Registers the panel's routes; all of them are the administrator's. */
export function configPanelRoutes<Form, Clean>(
  app: FastifyInstance,
  db: Database,
  panel: ConfigPanel<Form, Clean>,
): void {
  const { base } = panel;
  const access = { config: { access: 'admin' } } as const;
  const posts = { ...access, schema: { body: form({ ...panel.body.properties, ...GUIDE_FIELD }) } };
  const switches = { ...access, schema: { body: form({ version: text(10), seen: texts(10, 500) }) } };
  app.get(base, { ...access, schema: { querystring: configListQuery(panel.filterNames) } }, showList);
  app.get(`${base}/new`, { ...access, schema: { querystring: NEW_QUERY } }, showNew);
  app.post(base, posts, async (request, reply) => submit(request, reply, null));
  app.get(`${base}/:id`, access, showEditor);
  app.post(`${base}/:id`, posts, async (request, reply) => submit(request, reply, await load(request)));
  app.post(`${base}/:id/activation`, switches, async (request, reply) => switchTo(request, reply, true));
  app.post(`${base}/:id/deactivation`, switches, async (request, reply) => switchTo(request, reply, false));

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
    if (panel.step && step !== '')
      return editorPage(request, reply, { stored, typed: panel.step(typed, step, request), version });
    const active = wantedState(request, stored);
    const checked = panel.validate(typed, active);
    if (!checked.ok) return invalid(request, reply, { stored, typed, version }, checked.refusal);
    const target = stored && { id: stored.id, version };
    const result = await panel.save(actionContext(request, db), target, checked.value, active, null);
    if (result.ok)
      return saved(reply, panel.texts.saved, isGuided(request.body) ? onwards(panel.kind, result.value) : base);
    if (result.refusal.kind === 'invalid')
      return invalid(request, reply, { stored, typed, version }, result.refusal.errors);
    return stale(request, reply, typed);
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
    const [now, mine] = [await panel.facts(db.read, stored.form, request), await panel.facts(db.read, typed, request)];
    const conflict = now
      .map(({ label, value }, index) => ({ label, stored: value, typed: mine[index]?.value ?? '' }))
      .filter((fact) => fact.stored !== fact.typed);
    return editorPage(request, reply, { stored, typed, version: stored.version, conflict, status: 409 });
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
    const { stored, typed, version, errors = [], conflict = null, status = 200, copied } = editor;
    const dependants = stored?.active ? await dependantsOf(request, db.read, panel.kind, stored.id) : null;
    const extras = await panel.extras(db.read, typed, stored?.id ?? null, request);
    const record = stored && { id: stored.id, version: stored.version, active: stored.active };
    const href = stored ? `${base}/${stored.id}` : base;
    const title = request.t(stored ? panel.texts.editTitle : panel.texts.newTitle);
    const breadcrumbs = [...crumbs(request), { label: request.t(panel.texts.panel), href: base }, { label: title }];
    const history = stored && (await recordHistory(request, db.read, panel.kind, stored.id));
    const copyHref = stored && panel.copy ? `${base}/new?copy=${stored.id}` : null;
    const guide = isGuided(request.query) || isGuided(request.body);
    const model = {
      ...extras,
      typed,
      record,
      readVersion: version,
      errors,
      conflict,
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
