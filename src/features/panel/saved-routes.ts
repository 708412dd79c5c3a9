import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { chooseDefaultFilter } from '../../actions/choose-default-filter.js';
import { deleteFilter } from '../../actions/delete-filter.js';
import { renameFilter } from '../../actions/rename-filter.js';
import { saveFilter } from '../../actions/save-filter.js';
import { isTicked } from '../../domain/field-checks.js';
import type { Database } from '../../store/connection.js';
import { TABS, type Tab } from '../../store/survey-tabs.js';
import { type Flash, flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { MAX_SEARCH, paramsOf } from '../list-search.js';
import { panelSearch } from './links.js';
import { type PanelQuery, readPanelQuery } from './query.js';
import { savedHref } from './saved-model.js';
import { savedPage } from './saved-page.js';

const NAME = text(400);
const saveForm = form({ name: NAME, tab: text(20), search: text(MAX_SEARCH), opensFirst: text(5), replace: text(5) });

/** Filters that a user saves under a name: his own alone (SPEC 6). */
export async function savedFilterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  const onFilter = { ...access, schema: { params: idParams, body: form({ name: NAME, on: text(5) }) } };
  app.get('/panel/filters', access, (request, reply) => savedPage(db, request, reply));
  app.post('/panel/filters', { ...access, schema: { body: saveForm } }, save);
  app.post('/panel/filters/:id/name', onFilter, rename);
  app.post('/panel/filters/:id/default', onFilter, choose);
  app.post('/panel/filters/:id/deletion', onFilter, remove);

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const { body, t } = request;
    const [name, tab] = [one(body, 'name'), TABS.find((known) => known === one(body, 'tab')) ?? 'inconsistent'];
    const query = await readSearch(request, tab, one(body, 'search'));
    const search = panelSearch(tab, query);
    const [opensFirst, replace] = [isTicked(one(body, 'opensFirst')), isTicked(one(body, 'replace'))];
    const typed = { name, tab, search, opensFirst };
    if (query.errors.length > 0) {
      const errors = [{ field: 'name', text: t('panelFilters.cannotSave') }];
      return savedPage(db, request, reply, { saving: { ...typed, taken: false }, errors });
    }
    const result = await saveFilter(actionContext(request, db), { ...typed, replace });
    if (result.ok) return done(reply, 'panelFilters.saved', savedHref(typed));
    const taken = result.refusal.some(({ message }) => message === 'taken');
    return savedPage(db, request, reply, { saving: { ...typed, taken }, errors: errorViews(result.refusal, t) });
  }

  async function rename(request: FastifyRequest, reply: FastifyReply) {
    const [id, name] = [idOf(request), one(request.body, 'name')];
    const result = await renameFilter(actionContext(request, db), id, name);
    if (result.ok) return done(reply, 'panelFilters.renamed');
    return savedPage(db, request, reply, { renaming: { id, name }, errors: errorViews(result.refusal, request.t) });
  }

  async function choose(request: FastifyRequest, reply: FastifyReply) {
    const on = isTicked(one(request.body, 'on'));
    await chooseDefaultFilter(actionContext(request, db), idOf(request), on);
    return done(reply, on ? 'panelFilters.opensFirstNow' : 'panelFilters.opensFirstNoMore');
  }

  async function remove(request: FastifyRequest, reply: FastifyReply) {
    await deleteFilter(actionContext(request, db), idOf(request));
    return done(reply, 'panelFilters.deleted');
  }

  function readSearch({ t, today, user }: FastifyRequest, tab: Tab, search: string): Promise<PanelQuery> {
    return readPanelQuery({ query: paramsOf(search), t, today, user }, db.read, tab);
  }
}

function done(reply: FastifyReply, key: Flash['key'], href = '/panel/filters'): FastifyReply {
  flash(reply, { kind: 'success', key });
  return reply.redirect(href, 303);
}
