import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCivilDate } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import { allOf } from '../../store/predicate.js';
import { countEach } from '../../store/survey-counts.js';
import { findSoonestOpening, listSurveys } from '../../store/survey-list.js';
import { hasPhone, hasStatus, isResponsible } from '../../store/survey-predicates.js';
import { one, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';
import { signedIn } from '../../web/request.js';
import { emptyModel, listModel } from './view-model.js';

const PAGE_SIZE = 50;
const pageQuery = query({ after: text(4000), before: text(4000) });

/** Minhas Regras (SPEC 5): what the user is to run today, the soonest to expire first. */
export async function myRulesRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.get('/my-rules', { ...access, schema: { querystring: pageQuery } }, showMyRules);
  app.get('/my-rules/next', access, goToNext);

  async function showMyRules(request: FastifyRequest, reply: FastifyReply) {
    const { t, today } = request;
    const his = isResponsible(signedIn(request).id);
    const where = (status: 'due' | 'scheduled' | 'inconsistent') => allOf([hasStatus(status, today), his]);
    const options = { sort: 'expiry', descending: false, size: PAGE_SIZE, key: keyOf(request) } as const;
    const page = await listSurveys(db.read, where('due'), options);
    const predicates = { due: where('due'), scheduled: where('scheduled'), inconsistent: where('inconsistent') };
    const counts = await countEach(db.read, predicates);
    const soonest = counts.due > 0 ? null : await findSoonestOpening(db.read, where('scheduled'));
    const model = { ...listModel(request, page, counts.due), ...emptyModel(request, counts, soonest) };
    return reply.page('my-rules/list', model, { title: t('myRules.title'), subtitle: t('myRules.subtitle') });
  }

  /** The next that can be called: a customer without a phone stays in the list, and says so. */
  async function goToNext(request: FastifyRequest, reply: FastifyReply) {
    const where = allOf([hasStatus('due', request.today), isResponsible(signedIn(request).id), hasPhone()]);
    const { rows } = await listSurveys(db.read, where, { sort: 'expiry', descending: false, size: 1, key: null });
    return reply.redirect(rows[0] === undefined ? '/my-rules' : `/surveys/${rows[0].id}`, 303);
  }
}

/** A key that is broken, which no page of ours made, leads to the first page. */
function keyOf(request: FastifyRequest) {
  for (const side of ['after', 'before'] as const) {
    const key = decodePageKey(
      side,
      one(request.query, side),
      (value) => typeof value === 'string' && isCivilDate(value),
    );
    if (key !== null) return key;
  }
  return null;
}
