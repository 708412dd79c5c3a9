import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCivilDate, startOfDay } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import type { LongReads } from '../../store/long-reads.js';
import { flash } from '../../web/flash.js';
import { one, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';
import { signedIn } from '../../web/request.js';
import { loadNext, loadQueue, type Worker } from './load.js';
import { ownListRoutes } from './own-list-routes.js';
import { tabsModel } from './tabs.js';
import { emptyModel, listModel, progressModel } from './view-model.js';

const pageQuery = query({ after: text(4000), before: text(4000) });

/** Minhas Regras (SPEC 5): what the user is to run today, in the order in which he calls. */
export async function myRulesRoutes(
  app: FastifyInstance,
  { db, lists }: { db: Database; lists: Pick<LongReads, 'all'> },
): Promise<void> {
  await ownListRoutes(app, { db, lists });
  const access = { config: { access: 'operator' } } as const;
  app.get('/my-rules', { ...access, schema: { querystring: pageQuery } }, showMyRules);
  app.get('/my-rules/next', access, goToNext);

  async function showMyRules(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    const { page, counts, contacts, soonest, progress, hasRules, held } = await loadQueue(
      db.read,
      workerOf(request),
      keyOf(request),
    );
    const model = {
      ...tabsModel(request, null),
      ...listModel(request, page, contacts, counts.due),
      ...emptyModel(request, counts, soonest, hasRules),
      progress: progressModel(request, progress, counts.left),
      held: held && { name: `${held.customerName} · ${held.ruleName}`, href: `/surveys/${held.id}` },
    };
    return reply.page('my-rules/list', model, { title: t('myRules.title'), subtitle: t('myRules.subtitle') });
  }

  async function goToNext(request: FastifyRequest, reply: FastifyReply) {
    const next = await loadNext(db.read, workerOf(request));
    if (next !== null) return reply.redirect(`/surveys/${next.id}`, 303);
    flash(reply, { kind: 'info', key: 'myRules.nothingCallable' });
    return reply.redirect('/my-rules', 303);
  }
}

function workerOf(request: FastifyRequest): Worker {
  const { now, today, company } = request;
  return { userId: signedIn(request).id, now, today, dayStart: startOfDay(today, company.timeZone) };
}

/** A key that is broken, which no page of ours made, leads to the first page. */
function keyOf(request: FastifyRequest) {
  for (const side of ['after', 'before'] as const) {
    const key = decodePageKey(
      side,
      one(request.query, side),
      (value) => typeof value === 'string' && /^[0-3] /.test(value) && isCivilDate(value.slice(2)),
    );
    if (key !== null) return key;
  }
  return null;
}
