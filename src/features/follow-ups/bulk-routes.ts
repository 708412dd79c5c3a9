import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bulkFollowUps, MOST_AT_ONCE } from '../../actions/bulk-follow-ups.js';
import type { Database } from '../../store/connection.js';
import { followUpIds, listedFollowUps } from '../../store/follow-up-list.js';
import { listUsersWithLogin } from '../../store/users.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, many, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { listQuery } from '../list-parameters.js';
import { BULK_TEXTS, BULK_VERBS, type BulkVerb } from './bulk-model.js';
import { followUpsHref } from './links.js';
import { readFollowUpQuery, scopeOf } from './query.js';

const URL = '/follow-ups/bulk';

const bulkForm = form({
  verb: text(20),
  ids: text(30_000),
  back: text(12_000),
  ownerId: text(20),
  dueOn: text(40),
  conclusion: text(20_000),
});

/** The same with many follow-ups at once (SPEC 6): which ones is fixed by the form that asks for the rest. */
export async function followUpBulkRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.get(URL, { ...access, schema: { querystring: listQuery } }, ask);
  app.post(URL, { ...access, schema: { body: bulkForm } }, perform);

  async function ask(request: FastifyRequest, reply: FastifyReply) {
    const verb = verbOf(request.query);
    const { backHref, ids } = await chosen(request);
    if (verb === null || ids.length === 0 || ids.length > MOST_AT_ONCE) {
      const tooMany = ids.length > MOST_AT_ONCE;
      flash(reply, tooMany ? { kind: 'error', key: 'followUps.bulkTooMany', params: { max: MOST_AT_ONCE } } : NOTHING);
      return reply.redirect(backHref, 303);
    }
    return page(request, reply, { verb, ids, back: backHref, errors: [] });
  }

  /** The ids that were marked, or that the list holds now. */
  async function chosen(request: FastifyRequest) {
    const { verb: _verb, which, id: _id, listed: _listed, ...rest } = request.query as Record<string, string>;
    const { t, today, user } = request;
    const query = await readFollowUpQuery({ query: rest, t, today, user }, db.read);
    const backHref = followUpsHref(query, { page: query.key });
    if (query.errors.length > 0) return { backHref, ids: [] };
    if (which === 'all') {
      const where = await listedFollowUps(db.read, scopeOf(query, request));
      return { backHref, ids: await followUpIds(db.read, where, MOST_AT_ONCE + 1) };
    }
    return { backHref, ids: idsIn(many(request.query, which === 'page' ? 'listed' : 'id')) };
  }

  async function perform(request: FastifyRequest, reply: FastifyReply) {
    const { body } = request;
    const verb = verbOf(body);
    const ids = idsIn(one(body, 'ids').split(' '));
    const back = one(body, 'back');
    const backHref = /^\/follow-ups(\?|$)/.test(back) ? back : '/follow-ups';
    if (verb === null || ids.length === 0 || ids.length > MOST_AT_ONCE) return reply.redirect(backHref, 303);
    const typed = { ownerId: one(body, 'ownerId'), dueOn: one(body, 'dueOn'), conclusion: one(body, 'conclusion') };
    const result = await bulkFollowUps(actionContext(request, db), ids, { verb, form: typed });
    if (!result.ok) {
      const errors = errorViews(result.refusal, request.t);
      return page(request, reply, { verb, ids, back: backHref, errors, typed }, 422);
    }
    flash(reply, { kind: 'success', key: 'followUps.bulkDone', params: { ...result.value } });
    return reply.redirect(backHref, 303);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const { t } = request;
    const { verb, ids, back, errors, typed = { ownerId: '', dueOn: '', conclusion: '' } } = shown;
    const users = (await listUsersWithLogin(db.read)).filter(({ hasAccess }) => hasAccess);
    const model = {
      ...{ verb, errors, typed, action: URL, ids: ids.join(' '), backHref: back },
      owners: users.map(({ id, name }) => ({ value: String(id), label: name })),
      chosen: t('followUps.bulkChosen', { count: ids.length }),
      explained: t(BULK_TEXTS[verb][1]),
    };
    const title = t(BULK_TEXTS[verb][0]);
    const breadcrumbs = [{ label: t('navigation.followUps'), href: back }, { label: title }];
    return reply.page('follow-ups/bulk', model, { title, breadcrumbs, status });
  }
}

const NOTHING = { kind: 'error', key: 'followUps.bulkNothing' } as const;

interface Shown {
  readonly verb: BulkVerb;
  readonly ids: readonly number[];
  readonly back: string;
  readonly errors: ReturnType<typeof errorViews>;
  readonly typed?: { readonly ownerId: string; readonly dueOn: string; readonly conclusion: string };
}

function verbOf(posted: unknown): BulkVerb | null {
  return BULK_VERBS.find((verb) => verb === one(posted, 'verb')) ?? null;
}

function idsIn(typed: readonly string[]): number[] {
  return [...new Set(typed)].map(parseId).filter((id) => id !== null);
}
