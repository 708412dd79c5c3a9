import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import { countFollowUps, listedFollowUps, listFollowUps } from '../../store/follow-up-list.js';
import { listUserNames } from '../../store/names.js';
import { listQuery } from '../list-parameters.js';
import { followUpBulkRoutes } from './bulk-routes.js';
import { followUpExportRoutes } from './export-routes.js';
import { followUpsModel } from './list-model.js';
import { followUpOpenRoutes } from './open-routes.js';
import { type FollowUpQuery, readFollowUpQuery, scopeOf } from './query.js';
import { followUpRecordRoutes } from './record-routes.js';
import { followUpTermsRoutes } from './terms-routes.js';

/** Acompanhamentos (SPEC 6): the list, one of them, opening, terms. An operator works those that he owns. */
export async function followUpRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.get('/follow-ups', { config: { access: 'operator' }, schema: { querystring: listQuery } }, showList);
  await followUpBulkRoutes(app, { db });
  await app.register(followUpExportRoutes, { db });
  await followUpOpenRoutes(app, { db });
  await followUpRecordRoutes(app, { db });
  await followUpTermsRoutes(app, { db });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const query = readFollowUpQuery(request);
    const refused = query.errors.length > 0;
    const read = refused ? { counts: null, page: null } : await load(request, query);
    const choices = { ...(await listFilterChoices(db.read)), operators: await listUserNames(db.read) };
    const { t } = request;
    const title = t('navigation.followUps');
    return reply.page('follow-ups/list', followUpsModel(request, { query, choices, ...read }), {
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
