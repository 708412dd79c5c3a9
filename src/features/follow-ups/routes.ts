import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { countFollowUps, listedFollowUps, listFollowUps } from '../../store/follow-up-list.js';
import { LIST_LIMITS, type ListLimits } from '../list-export.js';
import { filterForm } from '../list-form.js';
import { listQuery } from '../list-parameters.js';
import { followUpBulkRoutes } from './bulk-routes.js';
import { followUpExportRoutes } from './export-routes.js';
import { followUpFilterRoutes, followUpOptions } from './filter-routes.js';
import { followUpList } from './links.js';
import { followUpsModel } from './list-model.js';
import { followUpOpenRoutes } from './open-routes.js';
import { followUpPrintRoutes } from './print-routes.js';
import { type FollowUpQuery, readFollowUpQuery, scopeOf } from './query.js';
import { followUpRecordRoutes } from './record-routes.js';
import { followUpTermsRoutes } from './terms-routes.js';

/** Acompanhamentos (SPEC 6): the list, one of them, opening, terms. An operator works those that he owns. */
export async function followUpRoutes(
  app: FastifyInstance,
  { db, limits = LIST_LIMITS }: { db: Database; limits?: ListLimits },
): Promise<void> {
  app.get('/follow-ups', { config: { access: 'operator' }, schema: { querystring: listQuery } }, showList);
  await followUpBulkRoutes(app, { db });
  await app.register(followUpExportRoutes, { db, limits });
  await followUpFilterRoutes(app, { db });
  await followUpPrintRoutes(app, { db, limits });
  await followUpOpenRoutes(app, { db });
  await followUpRecordRoutes(app, { db });
  await followUpTermsRoutes(app, { db });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const query = await readFollowUpQuery(request, db.read);
    const refused = query.errors.length > 0;
    const read = refused ? { counts: null, page: null } : await load(request, query);
    const form = refused
      ? filterForm(request, followUpList(query), await followUpOptions(request, db.read))
      : { form: null };
    const { t } = request;
    const title = t('navigation.followUps');
    const model = { ...followUpsModel(request, { query, ...read }), ...form, errors: query.errors };
    return reply.page('follow-ups/list', model, {
      title,
      subtitle: t('followUps.subtitle'),
      breadcrumbs: [{ label: t('navigation.crm') }, { label: title }],
      parts: { panel: 'follow-ups/_list' },
      status: refused ? 422 : 200,
    });
  }

  async function load(request: FastifyRequest, query: FollowUpQuery) {
    const scope = scopeOf(query, request);
    const where = await listedFollowUps(db.read, scope);
    return { counts: await countFollowUps(db.read, scope), page: await listFollowUps(db.read, where, query) };
  }
}
