import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  assignFollowUp,
  commentFollowUp,
  editFollowUp,
  endFollowUp,
  reopenFollowUp,
  startFollowUp,
  type WorkFollowUpRefusal,
} from '../../actions/work-follow-up.js';
import { ENDING_OF, type EndingVerb, type FollowUpRefusal } from '../../domain/follow-up.js';
import type { Result } from '../../domain/result.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import { isFollowable } from '../../store/follow-up-origins.js';
import { mayFollow } from '../../store/follow-up-predicates.js';
import { getFollowUp, listSalesOf } from '../../store/follow-up-record.js';
import { listProductNames } from '../../store/names.js';
import { maySee } from '../../store/survey-predicates.js';
import { surveyIs } from '../../store/surveys.js';
import { listUsersWithLogin } from '../../store/users.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { FOLLOW_UP_KIND_TEXTS } from '../follow-up-texts.js';
import { READ_FORM } from '../three-way.js';
import { type EditForm, readEdit, reconcileEdit } from './edit-form.js';
import { followUpFields } from './open-routes.js';
import { type RefusedForm, recordModel } from './record-model.js';
import { type FormName, keptPage, typedTexts } from './typed.js';

const LONG = text(20_000);
const version = text(10);
const endingForm = form({ version, conclusion: LONG, value: text(60), productId: text(20), saleId: text(20) });

/** One follow-up: its page, and all that is done with it (SPEC 6). */
export async function followUpRecordRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  const route = (body: object) => ({ ...access, schema: { params: idParams, body } }) as const;
  app.get('/follow-ups/:id', { ...access, schema: { params: idParams } }, show);
  app.post('/follow-ups/:id', route(form({ version, ...READ_FORM, ...followUpFields })), edit);
  app.post('/follow-ups/:id/start', route(form({ version })), start);
  app.post('/follow-ups/:id/assignment', route(form({ version, ownerId: text(20) })), assign);
  app.post('/follow-ups/:id/reopening', route(form({ version, reason: LONG })), reopen);
  app.post('/follow-ups/:id/comments', route(form({ comment: LONG, key: text(60) })), comment);
  for (const verb of Object.keys(ENDING_OF) as EndingVerb[])
    app.post(`/follow-ups/:id/${ENDING_OF[verb]}`, route(endingForm), (request, reply) => end(request, reply, verb));

  function show(request: FastifyRequest, reply: FastifyReply) {
    return page(request, reply, null, 200);
  }

  async function edit(request: FastifyRequest, reply: FastifyReply) {
    const typed = readEdit(request.body);
    const result = await editFollowUp(actionContext(request, db), readOf(request), typed);
    if (!result.ok && result.refusal.kind === 'stale') return editStale(request, reply, typed);
    return answer(request, reply, result, { name: 'edit', typed: { ...typed }, done: 'followUps.didSave' });
  }

  /** What both changed side by side, and what was taken over; the form now carries the stored version. */
  async function editStale(request: FastifyRequest, reply: FastifyReply, typed: EditForm) {
    const record = await getFollowUp(db.read, idOf(request), mayFollow(signedIn(request)));
    const versions = await reconcileEdit(request, record, typed);
    if (versions === null)
      return refused(
        request,
        reply,
        { kind: 'stale' },
        { name: 'edit', typed: { ...typed }, done: 'followUps.didSave' },
      );
    const { typed: merged, ...shown } = versions;
    const { version } = record;
    return page(request, reply, { name: 'edit', typed: { ...merged }, errors: [], version, ...shown }, 409);
  }

  async function start(request: FastifyRequest, reply: FastifyReply) {
    const result = await startFollowUp(actionContext(request, db), readOf(request));
    return answer(request, reply, result, { name: 'start', typed: {}, done: 'followUps.didStart' });
  }

  async function assign(request: FastifyRequest, reply: FastifyReply) {
    const typed = typedIn(request, ['ownerId']);
    const result = await assignFollowUp(actionContext(request, db), readOf(request), typed);
    const users = await listUsersWithLogin(db.read);
    const name = users.find(({ id }) => String(id) === typed.ownerId)?.name ?? '';
    return answer(request, reply, result, { name: 'assign', typed, done: 'followUps.didAssign', params: { name } });
  }

  async function reopen(request: FastifyRequest, reply: FastifyReply) {
    const typed = typedIn(request, ['reason']);
    const result = await reopenFollowUp(actionContext(request, db), readOf(request), typed);
    return answer(request, reply, result, { name: 'reopen', typed, done: 'followUps.didReopen' });
  }

  async function comment(request: FastifyRequest, reply: FastifyReply) {
    const typed = typedIn(request, ['comment']);
    const formKey = one(request.body, 'key') || crypto.randomUUID();
    const result = await commentFollowUp(actionContext(request, db), idOf(request), { ...typed, formKey });
    const done = result.ok && !result.value.added ? 'followUps.commentedBefore' : 'followUps.didComment';
    return answer(request, reply, result, { name: 'comment', typed, done });
  }

  async function end(request: FastifyRequest, reply: FastifyReply, verb: EndingVerb) {
    const typed = typedIn(request, ['conclusion', 'value', 'productId', 'saleId']);
    const result = await endFollowUp(actionContext(request, db), readOf(request), verb, typed);
    return answer(request, reply, result, { name: verb, typed, done: 'followUps.didEnd' });
  }

  /** Back to the page, or to the list of who has just given it away. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    result: Result<unknown, WorkFollowUpRefusal>,
    asked: Asked,
  ) {
    if (!result.ok) return refused(request, reply, result.refusal, asked);
    const { done, params = {} } = asked;
    flash(reply, { kind: 'success', key: done, params });
    const his = await isFollowable(db.read, idOf(request), mayFollow(signedIn(request)));
    return reply.redirect(his ? `/follow-ups/${idOf(request)}` : '/follow-ups', 303);
  }

  function refused(request: FastifyRequest, reply: FastifyReply, refusal: WorkFollowUpRefusal, { name, typed }: Asked) {
    const { t } = request;
    // A comment has none.
    const version = parseId(one(request.body, 'version')) ?? undefined;
    if (refusal.kind === 'invalid')
      return page(request, reply, { name, typed, errors: errorViews(refusal.errors, t), version }, 422);
    const asked = { name, typed, errors: [] };
    if (refusal.kind === 'stale') return page(request, reply, { ...asked, stale: true }, 409);
    if (refusal.kind === 'not-possible')
      return page(request, reply, { ...asked, problem: t(REFUSALS[refusal.reason]) }, 409);
    const problem = t('followUps.refusedGivenAway', { name: refusal.owner });
    const home = { label: t('navigation.followUps'), href: '/follow-ups' };
    return keptPage(request, reply, { problem, kept: typedTexts(request, name, typed), home });
  }

  async function page(request: FastifyRequest, reply: FastifyReply, refused: RefusedForm | null, status: number) {
    const { t } = request;
    const viewer = signedIn(request);
    const record = await getFollowUp(db.read, idOf(request), mayFollow(viewer));
    const seesSurvey = record.surveyId !== null && (await surveyIs(db.read, record.surveyId, maySee(viewer)));
    const users = await listUsersWithLogin(db.read);
    const choices = {
      users: users.filter(({ hasAccess }) => hasAccess).map(({ id, name }) => ({ value: String(id), label: name })),
      products: record.kind === 'opportunity' ? await listProductNames(db.read) : [],
      sales: record.kind === 'opportunity' ? await listSalesOf(db.read, record.customerId) : [],
    };
    return reply.page('follow-ups/record', recordModel(request, { ...record, seesSurvey }, choices, refused), {
      title: record.customer.name,
      subtitle: t(FOLLOW_UP_KIND_TEXTS[record.kind]),
      breadcrumbs: [
        { label: t('navigation.crm') },
        { label: t('navigation.followUps'), href: '/follow-ups' },
        { label: record.customer.name },
      ],
      status,
    });
  }
}

interface Asked {
  readonly name: FormName;
  readonly typed: Readonly<Record<string, string>>;
  readonly done: TextKey;
  readonly params?: Readonly<Record<string, string>>;
}

const REFUSALS: Record<FollowUpRefusal, TextKey> = {
  ended: 'followUps.refusedEnded',
  'not-ended': 'followUps.refusedNotEnded',
  started: 'followUps.refusedStarted',
  'other-kind': 'followUps.refusedOtherKind',
};

function typedIn({ body }: FastifyRequest, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, one(body, name)]));
}

function readOf(request: FastifyRequest) {
  return { id: idOf(request), version: parseId(one(request.body, 'version')) ?? 0 };
}
