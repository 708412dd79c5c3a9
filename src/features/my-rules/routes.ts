import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCivilDate, startOfDay } from '../../domain/civil-date.js';
import { listAttemptsOf } from '../../store/attempts.js';
import { listClaimsOn } from '../../store/claims.js';
import type { Database } from '../../store/connection.js';
import { allOf } from '../../store/predicate.js';
import { progressOf } from '../../store/progress.js';
import { countEach } from '../../store/survey-counts.js';
import { findSoonestOpening } from '../../store/survey-list.js';
import { hasStatus, isResponsible } from '../../store/survey-predicates.js';
import { findNextCallable, listQueue } from '../../store/work-queue.js';
import { flash } from '../../web/flash.js';
import { one, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';
import { signedIn } from '../../web/request.js';
import { type Contacts, emptyModel, listModel, progressModel } from './view-model.js';

const PAGE_SIZE = 50;
const pageQuery = query({ after: text(4000), before: text(4000) });

/** Minhas Regras (SPEC 5): what the user is to run today, the soonest to expire first. */
export async function myRulesRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.get('/my-rules', { ...access, schema: { querystring: pageQuery } }, showMyRules);
  app.get('/my-rules/next', access, goToNext);

  async function showMyRules(request: FastifyRequest, reply: FastifyReply) {
    const { t, today } = request;
    const { id } = signedIn(request);
    const his = isResponsible(id);
    const where = (status: 'due' | 'scheduled' | 'inconsistent') => allOf([hasStatus(status, today), his]);
    const caller = { userId: id, now: request.now };
    const page = await listQueue(db.read, where('due'), caller, { size: PAGE_SIZE, key: keyOf(request) });
    const predicates = { due: where('due'), scheduled: where('scheduled'), inconsistent: where('inconsistent') };
    const counts = await countEach(db.read, predicates);
    const contacts = await contactsOf(page.rows.map(({ id }) => id));
    const soonest = counts.due > 0 ? null : await findSoonestOpening(db.read, where('scheduled'));
    const model = {
      ...listModel(request, page, contacts, counts.due),
      ...emptyModel(request, counts, soonest),
      progress: progressModel(request, await progressOf(db.read, id, today, dayStart(request)), counts.due),
    };
    return reply.page('my-rules/list', model, { title: t('myRules.title'), subtitle: t('myRules.subtitle') });
  }

  async function contactsOf(ids: readonly number[]): Promise<Contacts> {
    const [attempts, claims] = await Promise.all([listAttemptsOf(db.read, ids), listClaimsOn(db.read, ids)]);
    return { attempts, claims };
  }

  /** The next that can be called: what waits stays in the list, and says why. */
  async function goToNext(request: FastifyRequest, reply: FastifyReply) {
    const { id } = signedIn(request);
    const due = allOf([hasStatus('due', request.today), isResponsible(id)]);
    const next = await findNextCallable(db.read, due, { userId: id, now: request.now });
    if (next !== null) return reply.redirect(`/surveys/${next.id}`, 303);
    flash(reply, { kind: 'info', key: 'myRules.nothingCallable' });
    return reply.redirect('/my-rules', 303);
  }
}

function dayStart({ today, company }: FastifyRequest): number {
  return startOfDay(today, company.timeZone);
}

/** A key that is broken, which no page of ours made, leads to the first page. */
function keyOf(request: FastifyRequest) {
  for (const side of ['after', 'before'] as const) {
    const key = decodePageKey(
      side,
      one(request.query, side),
      (value) => typeof value === 'string' && /^[0-2] /.test(value) && isCivilDate(value.slice(2)),
    );
    if (key !== null) return key;
  }
  return null;
}
