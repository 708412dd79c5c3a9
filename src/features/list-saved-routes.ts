import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { chooseDefaultFilter } from '../actions/choose-default-filter.js';
import { deleteFilter } from '../actions/delete-filter.js';
import { renameFilter } from '../actions/rename-filter.js';
import { saveFilter } from '../actions/save-filter.js';
import { shareFilter } from '../actions/share-filter.js';
import { isTicked } from '../domain/field-checks.js';
import type { Database } from '../store/connection.js';
import { type Flash, flash } from '../web/flash.js';
import { errorViews, form, idOf, idParams, one, query, text } from '../web/forms.js';
import { actionContext } from './action-context.js';
import { type KeptList, savedHref } from './list-saved.js';
import { savedPage } from './list-saved-page.js';
import { MAX_SEARCH } from './list-search.js';

const NAME = text(400);
const TICK = text(5);
const LIST = { tab: text(20), search: text(MAX_SEARCH) };
const saveForm = form({ name: NAME, ...LIST, opensFirst: TICK, shared: TICK, replace: TICK });

/** Filters that a user saves under a name, his own alone unless he shares them (SPEC 6). */
export async function savedFilterRoutes(
  app: FastifyInstance,
  { db, kept }: { db: Database; kept: KeptList },
): Promise<void> {
  const access = { config: { access: kept.access } } as const;
  const onFilter = { ...access, schema: { params: idParams, body: form({ name: NAME, on: TICK }) } };
  const { list, path } = kept;
  app.get(path, { ...access, schema: { querystring: query({ page: text(10) }) } }, (request, reply) =>
    savedPage(db, kept, request, reply),
  );
  app.post(path, { ...access, schema: { body: saveForm } }, save);
  app.post(`${path}/:id/name`, onFilter, rename);
  app.post(`${path}/:id/default`, onFilter, choose);
  app.post(`${path}/:id/sharing`, onFilter, share);
  app.post(`${path}/:id/deletion`, onFilter, remove);

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const { body, t } = request;
    const [name, tab] = [one(body, 'name'), kept.tabOf(one(body, 'tab'))];
    const view = await kept.read(request, db.read, tab, one(body, 'search'));
    const ticked = (field: string) => isTicked(one(body, field));
    const [opensFirst, replace, isShared] = [ticked('opensFirst'), ticked('replace'), ticked('shared')];
    const typed = { name, tab, search: view.search(), opensFirst, isShared, replace };
    if (view.query.errors.length > 0) {
      const errors = [{ field: 'name', text: t('panelFilters.cannotSave') }];
      return savedPage(db, kept, request, reply, { saving: { ...typed, taken: false }, errors });
    }
    const result = await saveFilter(actionContext(request, db), { list, ...typed });
    if (result.ok) return done(reply, 'panelFilters.saved', savedHref(kept, typed));
    const taken = replace || result.refusal.some(({ message }) => message === 'taken');
    return savedPage(db, kept, request, reply, { saving: { ...typed, taken }, errors: errorViews(result.refusal, t) });
  }

  async function rename(request: FastifyRequest, reply: FastifyReply) {
    const [id, name] = [idOf(request), one(request.body, 'name')];
    const result = await renameFilter(actionContext(request, db), { list, id }, name);
    if (result.ok) return done(reply, 'panelFilters.renamed');
    const errors = errorViews(result.refusal, request.t);
    return savedPage(db, kept, request, reply, { renaming: { id, name }, errors });
  }

  async function choose(request: FastifyRequest, reply: FastifyReply) {
    const on = isTicked(one(request.body, 'on'));
    await chooseDefaultFilter(actionContext(request, db), { list, id: idOf(request) }, on);
    return done(reply, on ? 'panelFilters.opensFirstNow' : 'panelFilters.opensFirstNoMore');
  }

  async function share(request: FastifyRequest, reply: FastifyReply) {
    const on = isTicked(one(request.body, 'on'));
    const id = idOf(request);
    const result = await shareFilter(actionContext(request, db), { list, id }, on);
    if (!result.ok)
      return savedPage(db, kept, request, reply, { sharing: id, errors: errorViews(result.refusal, request.t) });
    return done(reply, on ? 'panelFilters.sharedNow' : 'panelFilters.sharedNoMore');
  }

  async function remove(request: FastifyRequest, reply: FastifyReply) {
    await deleteFilter(actionContext(request, db), { list, id: idOf(request) });
    return done(reply, 'panelFilters.deleted');
  }

  function done(reply: FastifyReply, key: Flash['key'], href: string = path): FastifyReply {
    flash(reply, { kind: 'success', key });
    return reply.redirect(href, 303);
  }
}
