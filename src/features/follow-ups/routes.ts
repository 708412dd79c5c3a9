import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { FollowUpReads } from '../../store/follow-up-reads.js';
import type { LongReads } from '../../store/long-reads.js';
import { SignalReads } from '../../store/signal-reads.js';
import { signedIn } from '../../web/request.js';
import { bulkRoutes } from '../bulk-routes.js';
import { LIST_LIMITS, type ListLimits } from '../list-export.js';
import { filterForm } from '../list-form.js';
import { listQuery } from '../list-parameters.js';
import { openedFirst, savedMenu } from '../list-saved.js';
import { savedFilterRoutes } from '../list-saved-routes.js';
import { DESK } from './bulk.js';
import { followUpExportRoutes } from './export-routes.js';
import { followUpFilterRoutes, followUpOptions } from './filter-routes.js';
import { KEPT } from './kept.js';
import { followUpList, followUpSearch } from './links.js';
import { followUpsModel } from './list-model.js';
import { followUpOpenRoutes } from './open-routes.js';
import { followUpPrintRoutes } from './print-routes.js';
import { type FollowUpQuery, inPossibleOrder, readFollowUpQuery, scopeOf } from './query.js';
import { followUpRecordRoutes } from './record-routes.js';
import { sharedFilter } from './signal-query.js';
import { signalRoutes } from './signal-routes.js';
import { followUpTermsRoutes } from './terms-routes.js';

/** Acompanhamentos (SPEC 6): the list, one of them, opening, terms. An operator works those that he owns. */
export async function followUpRoutes(
  app: FastifyInstance,
  { db, lists, limits = LIST_LIMITS }: { db: Database; lists: Pick<LongReads, 'all'>; limits?: ListLimits },
): Promise<void> {
  const reads = new FollowUpReads(db, lists);
  const signals = new SignalReads(db, lists);
  app.get('/follow-ups', { config: { access: 'operator' }, schema: { querystring: listQuery } }, showList);
  await bulkRoutes(app, { db, desk: DESK });
  await app.register(followUpExportRoutes, { db, limits });
  await followUpFilterRoutes(app, { db });
  await app.register(savedFilterRoutes, { db, kept: KEPT });
  await followUpPrintRoutes(app, { db, reads, limits });
  await followUpOpenRoutes(app, { db });
  await followUpRecordRoutes(app, { db });
  await followUpTermsRoutes(app, { db });
  await signalRoutes(app, { db, lists, reads, limits });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const first = await openedFirst(request, db.read, KEPT);
    if (first !== null) return reply.redirect(first, 303);
    const query = await readFollowUpQuery(request, db.read);
    const menu = await savedMenu(request, db.read, KEPT, { tab: null, search: followUpSearch(query) });
    const refused = query.errors.length > 0;
    const read = refused ? { query, counts: null, page: null } : await load(request, query);
    const form = refused
      ? filterForm(request, followUpList(query), await followUpOptions(request, db.read))
      : { form: null };
    const { t } = request;
    const title = t('navigation.followUps');
    const shared = refused ? {} : sharedFilter(query.filter);
    const { waiting } = await signals.counts({ viewer: signedIn(request), states: [], filter: shared });
    const model = { ...followUpsModel(request, { ...read, waiting }), ...form, ...menu, errors: query.errors };
    return reply.page('follow-ups/list', model, {
      title,
      subtitle: t('followUps.subtitle'),
      breadcrumbs: [{ label: t('navigation.crm') }, { label: title }],
      parts: { panel: 'follow-ups/_list' },
      status: refused ? 422 : 200,
    });
  }

  /** In the order of the due dates where the list is too long for the one that was asked for. */
  async function load(request: FastifyRequest, query: FollowUpQuery) {
    const scope = scopeOf(query, request);
    const counts = await reads.counts(scope);
    const possible = inPossibleOrder(query, counts.listed, limits.sortedRows);
    const unsorted = possible === query ? null : { by: query.sort, most: limits.sortedRows };
    const page = await reads.page(scope, { ...possible, count: counts.listed });
    return { query: possible, unsorted, counts, page, wonCents: await reads.wonCents(scope) };
  }
}
