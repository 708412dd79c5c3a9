import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { activateUser } from '../../actions/activate-user.js';
import { deactivateUser } from '../../actions/deactivate-user.js';
import { type StaffForm, saveUser } from '../../actions/save-user.js';
import type { SaveRefusal } from '../../actions/saving.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import { countUsersByAccess, listUsers } from '../../store/user-list.js';
import { getUser } from '../../store/users.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, one, parseId, query, text, texts } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { GUIDE_FIELD, isGuided, onwards } from '../config-guide.js';
import { READ_FORM } from '../three-way.js';
import { readSuccession, showDeactivation } from './deactivation.js';
import { readUserForm, showEditor } from './editor.js';
import { BASE, crumbs, listModel, readUserList } from './list.js';

const listQuery = query({ q: text(200), show: text(20), sort: text(30), page: text(9), access: text(20) });
const VERSION = { version: text(10) };
const userForm = form({
  ...READ_FORM,
  ...VERSION,
  name: text(400),
  role: text(30),
  externalId: text(200),
  access: text(10),
  login: text(200),
  password: text(600),
  rules: texts(10, 500),
  ...GUIDE_FIELD,
  /** The button that goes on with one more. */
  another: text(1),
});
const newQuery = query({ guide: text(1) });
const deactivationForm = form({
  ...VERSION,
  successor: text(20),
  rules: texts(30, 500),
  surveys: text(20),
  followUps: text(20),
});

/** *Operadores* (SPEC 1): who works here, as what, and who may sign in. */
export async function operatorRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(BASE, { ...access, schema: { querystring: listQuery } }, list);
  app.get(`${BASE}/new`, { ...access, schema: { querystring: newQuery } }, async (request, reply) =>
    showEditor(request, reply, db, {}),
  );
  app.post(BASE, { ...access, schema: { body: userForm } }, add);
  app.get(`${BASE}/:id`, access, edit);
  app.post(`${BASE}/:id`, { ...access, schema: { body: userForm } }, change);
  app.get(`${BASE}/:id/deactivation`, access, askDeactivation);
  app.post(`${BASE}/:id/deactivation`, { ...access, schema: { body: deactivationForm } }, deactivate);
  app.post(`${BASE}/:id/activation`, { ...access, schema: { body: form(VERSION) } }, activate);

  async function list(request: FastifyRequest, reply: FastifyReply) {
    const asked = readUserList(request.query);
    const [page, counts] = await Promise.all([listUsers(db.read, asked), countUsersByAccess(db.read, asked)]);
    const title = request.t('navigation.operators');
    const options = { title, breadcrumbs: crumbs(request, { label: title }) };
    return reply.page('operators/list', listModel(request, asked, page, counts), options);
  }

  async function add(request: FastifyRequest, reply: FastifyReply) {
    const typed = readUserForm(request.body);
    const result = await saveUser(actionContext(request, db), null, typed);
    if (result.ok) return done(reply, 'operators.saved', nextOf(request, result.value));
    const [errors, status] = explain(request, result.refusal);
    return showEditor(request, reply, db, { typed, errors, status });
  }

  async function edit(request: FastifyRequest, reply: FastifyReply) {
    return showEditor(request, reply, db, { stored: await getUser(db.read, idOf(request)) });
  }

  async function change(request: FastifyRequest, reply: FastifyReply) {
    const target = targetOf(request);
    const typed = readUserForm(request.body);
    const result = await saveUser(actionContext(request, db), target, typed);
    if (result.ok) {
      await keepSignedIn(request, target.id, typed);
      return done(reply, 'operators.saved', BASE);
    }
    const stored = await getUser(db.read, target.id);
    if (result.refusal.kind === 'stale') return showEditor(request, reply, db, { stored, typed, stale: true });
    const [errors, status] = explain(request, result.refusal);
    return showEditor(request, reply, db, { stored, typed, version: target.version, errors, status });
  }

  async function askDeactivation(request: FastifyRequest, reply: FastifyReply) {
    const user = await getUser(db.read, idOf(request));
    if (!user.active) return reply.redirect(`${BASE}/${user.id}`, 303);
    return showDeactivation(request, reply, db, user, { typed: readSuccession({}), errors: [], status: 200 });
  }

  async function deactivate(request: FastifyRequest, reply: FastifyReply) {
    const target = targetOf(request);
    const typed = readSuccession(request.body);
    const result = await deactivateUser(actionContext(request, db), target, typed);
    if (result.ok) return done(reply, 'operators.deactivated', `${BASE}/${target.id}`);
    const [errors, status] = explain(request, result.refusal);
    return showDeactivation(request, reply, db, await getUser(db.read, target.id), { typed, errors, status });
  }

  async function activate(request: FastifyRequest, reply: FastifyReply) {
    const target = targetOf(request);
    const result = await activateUser(actionContext(request, db), target);
    if (result.ok) return done(reply, 'operators.activated', `${BASE}/${target.id}`);
    const [errors, status] = explain(request, result.refusal);
    return showEditor(request, reply, db, { stored: await getUser(db.read, target.id), errors, status });
  }
}

/** In the guide to what comes next, or to one more; else to the list. */
function nextOf({ body }: FastifyRequest, id: number): string {
  if (!isGuided(body)) return BASE;
  return one(body, 'another') === '' ? onwards('operators', id) : `${BASE}/new?guide=1`;
}

/** Who sets his own password, or renames himself, stays at work: his other sessions ended, this one begins anew. */
async function keepSignedIn(request: FastifyRequest, id: number, typed: StaffForm): Promise<void> {
  const me = signedIn(request);
  if (id !== me.id || typed.role !== me.role || !typed.access || typed.password === '') return;
  await request.session.regenerate();
  request.session.userId = id;
}

/** What to say of a refusal, and with which status. */
function explain(request: FastifyRequest, refusal: SaveRefusal): [errors: FieldErrorView[], status: number] {
  if (refusal.kind === 'invalid') return [errorViews(refusal.errors, request.t), 422];
  return [[{ field: '', text: request.t('config.changedMeanwhile') }], 409];
}

function targetOf(request: FastifyRequest): { id: number; version: number } {
  return { id: idOf(request), version: parseId(one(request.body, 'version')) ?? 0 };
}

function done(reply: FastifyReply, key: TextKey, location: string): FastifyReply {
  flash(reply, { kind: 'success', key });
  return reply.redirect(location, 303);
}
