import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptFollowUp } from '../../actions/accept-follow-up.js';
import { type OpenedFollowUp, type OpenedFrom, openFollowUp } from '../../actions/open-follow-up.js';
import { FOLLOW_UP_KINDS, PRIORITIES } from '../../domain/follow-up.js';
import type { Database } from '../../store/connection.js';
import { getCustomer } from '../../store/customers.js';
import { getCustomerOrigin, getSaleOrigin, getSurveyOrigin, isFollowable } from '../../store/follow-up-origins.js';
import { mayFollow } from '../../store/follow-up-predicates.js';
import { maySee } from '../../store/survey-predicates.js';
import { listUsersWithLogin } from '../../store/users.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { FOLLOW_UP_KIND_TEXTS, PRIORITY_TEXTS } from '../follow-up-texts.js';
import { SKIP_TEXTS } from './signal-bulk.js';

/** From where one is opened, and who may: sales and customers are the managers' (SPEC 1). */
const ORIGINS = { survey: 'operator', sale: 'manager', customer: 'manager' } as const;

type Origin = keyof typeof ORIGINS;

export const followUpFields = {
  kind: text(20),
  ownerId: text(20),
  priority: text(10),
  dueOn: text(40),
  text: text(20_000),
};
const openForm = form({ ...followUpFields, key: text(60) });
const acceptance = form({ answer: text(20), back: text(20) });

/** Opening a follow-up, by hand from a survey, a sale or a customer, or as a grade proposes it (SPEC 6). */
export async function followUpOpenRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const onRecord = { params: idParams };
  for (const kind of Object.keys(ORIGINS) as Origin[]) {
    const access = { config: { access: ORIGINS[kind] } } as const;
    const from = (request: FastifyRequest) => ({ kind, id: idOf(request) });
    app.get(`/${kind}s/:id/follow-ups/new`, { ...access, schema: onRecord }, (request, reply) =>
      page(request, reply, { from: from(request), typed: { ...EMPTY, ownerId: String(signedIn(request).id) } }),
    );
    app.post(`/${kind}s/:id/follow-ups`, { ...access, schema: { ...onRecord, body: openForm } }, (request, reply) =>
      open(request, reply, from(request)),
    );
  }
  const accepting = { config: { access: 'operator' }, schema: { ...onRecord, body: acceptance } } as const;
  app.post('/surveys/:id/follow-ups/accepted', accepting, accept);

  async function open(request: FastifyRequest, reply: FastifyReply, from: OpenedFrom) {
    const { body } = request;
    const typed = Object.fromEntries(Object.keys(EMPTY).map((name) => [name, one(body, name)])) as typeof EMPTY;
    const key = one(body, 'key') || crypto.randomUUID();
    const result = await openFollowUp(actionContext(request, db), from, typed, key);
    if (!result.ok) {
      const errors = errorViews(result.refusal, request.t);
      return page(request, reply, { from, typed, key, errors }, 422);
    }
    return opened(request, reply, result.value, from);
  }

  async function opened(request: FastifyRequest, reply: FastifyReply, one: OpenedFollowUp, from: OpenedFrom) {
    const { id } = one;
    const his = await isFollowable(db.read, id, mayFollow(signedIn(request)));
    flash(reply, openedMessage(one, his));
    return reply.redirect(his ? `/follow-ups/${id}` : `/${from.kind}s/${from.id}`, 303);
  }

  async function accept(request: FastifyRequest, reply: FastifyReply) {
    const surveyId = idOf(request);
    const answerId = parseId(one(request.body, 'answer')) ?? 0;
    const result = await acceptFollowUp(actionContext(request, db), surveyId, answerId);
    flash(reply, result.ok ? openedMessage(result.value, true) : { kind: 'error', key: SKIP_TEXTS[result.refusal] });
    const done = one(request.body, 'back') === 'done' ? '/execution' : '#follow-ups';
    return reply.redirect(`/surveys/${surveyId}${done}`, 303);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const { t } = request;
    const { from, typed, errors = [], key = crypto.randomUUID() } = shown;
    const { customerId } = await originOf(request, from);
    const backHref = `/${from.kind}s/${from.id}`;
    const users = (await listUsersWithLogin(db.read)).filter(({ hasAccess }) => hasAccess);
    const model = {
      ...{ typed, errors, formKey: key, backHref, saveHref: `${backHref}/follow-ups` },
      ...choicesOf(request),
      owners: users.map(({ id, name }) => ({ value: String(id), label: name })),
    };
    const { name } = await getCustomer(db.read, customerId);
    const breadcrumbs = [{ label: name, href: backHref }, { label: t('followUps.new') }];
    return reply.page('follow-ups/new', model, { title: t('followUps.new'), subtitle: name, breadcrumbs, status });
  }

  function originOf(request: FastifyRequest, { kind, id }: OpenedFrom) {
    const { id: userId, role } = signedIn(request);
    if (kind === 'survey') return getSurveyOrigin(db.read, id, maySee({ id: userId, role }));
    return kind === 'sale' ? getSaleOrigin(db.read, id) : getCustomerOrigin(db.read, id);
  }
}

const EMPTY = { kind: '', ownerId: '', priority: '2', dueOn: '', text: '' };

interface Shown {
  readonly from: OpenedFrom;
  readonly typed: typeof EMPTY;
  readonly errors?: readonly FieldErrorView[];
  /** Kept from one refusal to the next, so that the same form opens one. */
  readonly key?: string;
}

/** What who sent a form is told; what was opened before is not opened again. */
function openedMessage({ added, ended }: OpenedFollowUp, his: boolean) {
  if (ended) return { kind: 'info', key: 'followUps.alreadyEnded' } as const;
  if (!added) return { kind: 'info', key: 'followUps.alreadyOpen' } as const;
  return { kind: 'success', key: his ? 'followUps.created' : 'followUps.createdForOther' } as const;
}

/** The kinds and priorities of a form. */
export function choicesOf({ t }: Pick<FastifyRequest, 't'>) {
  return {
    kinds: FOLLOW_UP_KINDS.map((value) => ({ value, label: t(FOLLOW_UP_KIND_TEXTS[value]) })),
    priorities: PRIORITIES.map((value) => ({ value, label: t(PRIORITY_TEXTS[value] ?? 'followUps.priority2') })),
  };
}
