import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { FollowUpReads } from '../../store/follow-up-reads.js';
import { printedFollowUp } from '../follow-up-texts.js';
import { type ListLimits, printHead } from '../list-export.js';
import { listQuery } from '../list-parameters.js';
import { listCriteria } from './criteria.js';
import { followUpList, followUpsHref } from './links.js';
import { listedText } from './list-model.js';
import { inPossibleOrder, readFollowUpQuery, scopeOf } from './query.js';

/** The list on paper (SPEC 6): the first rows that the URL's filter shows, on a page without menus. */
export async function followUpPrintRoutes(
  app: FastifyInstance,
  { db, reads, limits }: { db: Database; reads: FollowUpReads; limits: ListLimits },
): Promise<void> {
  app.get('/follow-ups/print', { config: { access: 'operator' }, schema: { querystring: listQuery } }, showPrint);

  async function showPrint(request: FastifyRequest, reply: FastifyReply) {
    const query = await readFollowUpQuery(request, db.read);
    if (query.errors.length > 0) return reply.redirect(followUpsHref(query), 303);
    const scope = scopeOf(query, request);
    const { listed: count } = await reads.counts(scope);
    const possible = inPossibleOrder(query, count, limits.sortedRows);
    const { rows } = await reads.page(scope, { ...possible, count, size: limits.printRows, key: null });
    const head = printHead(request, {
      list: followUpList(possible),
      count,
      shown: rows.length,
      countText: listedText(request, count, await reads.wonCents(scope)),
      criteria: listCriteria(request, query),
    });
    const model = { ...head, followUps: rows.map((row) => printedFollowUp(request, row)) };
    return reply.page('follow-ups/print', model, { title: request.t('navigation.followUps') });
  }
}
