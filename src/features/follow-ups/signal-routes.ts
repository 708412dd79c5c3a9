import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { workSignal } from '../../actions/work-signal.js';
import { refusalOfSignal, type SignalSkip, type SignalVerb } from '../../domain/signal.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import type { FollowUpReads } from '../../store/follow-up-reads.js';
import type { LongReads } from '../../store/long-reads.js';
import { getSignalRow } from '../../store/signal-list.js';
import { mayTakeUp } from '../../store/signal-predicates.js';
import { SignalReads } from '../../store/signal-reads.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, idParams, one, text } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { bulkRoutes } from '../bulk-routes.js';
import type { ListLimits } from '../list-export.js';
import { filterForm, filtersPage } from '../list-form.js';
import { listQuery } from '../list-parameters.js';
import { openedFirst, savedMenu } from '../list-saved.js';
import { savedFilterRoutes } from '../list-saved-routes.js';
import { withSearch } from '../list-view.js';
import { signalOptions } from './filter-routes.js';
import { KEPT_SIGNALS } from './kept.js';
import { AT_FIRST } from './query.js';
import { SIGNAL_DESK, SKIP_TEXTS } from './signal-bulk.js';
import { signalFileRoutes } from './signal-files.js';
import { signalRow, signalsModel } from './signal-model.js';
import {
  inPossibleSignalOrder,
  readSignalQuery,
  SIGNALS_PATH,
  type SignalQuery,
  sharedFilter,
  signalList,
  signalScope,
  signalSearch,
  signalsHref,
} from './signal-query.js';
import { keptPage } from './typed.js';

const ACTED = {
  open: { below: 'opening', done: 'signals.opened' },
  dismiss: { below: 'dismissal', done: 'signals.didDismiss' },
  restore: { below: 'restoration', done: 'signals.didRestore' },
} as const satisfies Record<SignalVerb, { readonly below: string; readonly done: TextKey }>;

interface SignalOptions {
  readonly db: Database;
  readonly lists: Pick<LongReads, 'all'>;
  readonly reads: FollowUpReads;
  readonly limits: ListLimits;
}

/** A abrir (SPEC 6): the grades that ask for a follow-up which nobody has opened; each is opened, or dismissed with a reason. */
export async function signalRoutes(app: FastifyInstance, { db, lists, reads, limits }: SignalOptions): Promise<void> {
  const signals = new SignalReads(db, lists);
  const access = { config: { access: 'operator' } } as const;
  const listed = { ...access, schema: { querystring: listQuery } };
  const onRecord = { ...access, schema: { params: idParams, querystring: listQuery } };
  const posted = form({ reason: text(20_000), back: text(4000) });
  const acting = { ...access, schema: { params: idParams, body: posted } };
  app.get(SIGNALS_PATH, listed, showList);
  app.get(`${SIGNALS_PATH}/filters`, listed, showFilters);
  app.get(`${SIGNALS_PATH}/:id`, onRecord, showSurvey);
  app.get(`${SIGNALS_PATH}/:id/dismissal`, onRecord, showDismissal);
  for (const verb of Object.keys(ACTED) as SignalVerb[])
    app.post(`${SIGNALS_PATH}/:id/${ACTED[verb].below}`, acting, (request, reply) => act(request, reply, verb));
  await bulkRoutes(app, { db, desk: SIGNAL_DESK });
  await app.register(savedFilterRoutes, { db, kept: KEPT_SIGNALS });
  await app.register(signalFileRoutes, { db, reads: signals, limits });

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const first = await openedFirst(request, db.read, KEPT_SIGNALS);
    if (first !== null) return reply.redirect(first, 303);
    const query = await readSignalQuery(request, db.read);
    const menu = await savedMenu(request, db.read, KEPT_SIGNALS, { tab: null, search: signalSearch(query) });
    const refused = query.errors.length > 0;
    const read = refused ? { query, counts: null, page: null } : await load(request, query);
    const viewer = signedIn(request);
    const shared = refused ? {} : sharedFilter(query.filter);
    const own = { viewer, today: request.today, tab: 'mine', statuses: AT_FIRST, filter: shared } as const;
    const tabs = {
      followUps: (await reads.counts(own)).tabs,
      waiting: read.counts?.waiting ?? (await signals.waiting(viewer)),
    };
    const mending = refused
      ? filterForm(request, signalList(query), await signalOptions(request, db.read))
      : { form: null };
    const { t } = request;
    const model = { ...signalsModel(request, { ...read, tabs }), ...mending, ...menu, errors: query.errors };
    return reply.page('follow-ups/signals', model, {
      title: t('navigation.followUps'),
      subtitle: t('signals.subtitle'),
      breadcrumbs: [{ label: t('navigation.crm') }, { label: t('navigation.followUps') }],
      parts: { panel: 'follow-ups/_signals' },
      status: refused ? 422 : 200,
    });
  }

  /** The latest first where the list is too long for the order that was asked for. */
  async function load(request: FastifyRequest, query: SignalQuery) {
    const scope = signalScope(query, request);
    const counts = await signals.counts(scope);
    const count = query.states.reduce((sum, state) => sum + counts[state], 0);
    const possible = inPossibleSignalOrder(query, count, limits.sortedRows);
    const unsorted = possible === query ? null : { most: limits.sortedRows };
    return { query: possible, counts, unsorted, page: await signals.page(scope, { ...possible, count }) };
  }

  async function showFilters(request: FastifyRequest, reply: FastifyReply) {
    const query = await readSignalQuery(request, db.read);
    return filtersPage(request, reply, signalList(query), {
      options: await signalOptions(request, db.read),
      crumb: { label: request.t('signals.tab'), href: signalsHref(query) },
    });
  }

  /** A signal has no page of its own: its survey tells all of it. */
  async function showSurvey(request: FastifyRequest, reply: FastifyReply) {
    const { surveyId } = await getSignalRow(db.read, idOf(request), mayTakeUp(signedIn(request)));
    return reply.redirect(`/surveys/${surveyId}`, 303);
  }

  /** Nobody is asked the reason of what cannot be dismissed any more. */
  async function showDismissal(request: FastifyRequest, reply: FastifyReply) {
    const back = one(request.query, 'back');
    const signal = await getSignalRow(db.read, idOf(request), mayTakeUp(signedIn(request)));
    const refusal = refusalOfSignal('dismiss', signal);
    if (refusal === null) return dismissalPage(request, reply, back, '', []);
    tellRefusal(request, reply, refusal);
    return reply.redirect(await backTo(request, back), 303);
  }

  async function act(request: FastifyRequest, reply: FastifyReply, verb: SignalVerb) {
    const { body } = request;
    const [reason, back] = [one(body, 'reason'), one(body, 'back')];
    const typed = verb === 'dismiss' ? { reason } : {};
    const result = await workSignal(actionContext(request, db), idOf(request), verb, typed);
    if (result.ok) await tellDone(request, reply, verb);
    else if (result.refusal.kind === 'not-possible')
      return refused(request, reply, result.refusal.reason, { reason, back });
    else return dismissalPage(request, reply, back, reason, errorViews(result.refusal.errors, request.t));
    return reply.redirect(await backTo(request, back), 303);
  }

  /** A reason that was typed for what somebody opened or dismissed meanwhile, or whose sale was cancelled, can be copied. */
  async function refused(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: SignalSkip,
    { reason, back }: { readonly reason: string; readonly back: string },
  ) {
    const { t } = request;
    const home = { label: t('signals.tab'), href: await backTo(request, back) };
    const kept = [{ label: t('signals.reason'), value: reason }];
    if (reason.trim() !== '')
      return keptPage(request, reply, {
        problem: t('signals.notDone', { reason: t(SKIP_TEXTS[refusal]) }),
        kept,
        home,
      });
    tellRefusal(request, reply, refusal);
    return reply.redirect(home.href, 303);
  }

  /** What was opened is one click away. */
  async function tellDone(request: FastifyRequest, reply: FastifyReply, verb: SignalVerb) {
    const done = { kind: 'success', key: ACTED[verb].done } as const;
    if (verb !== 'open') return flash(reply, done);
    const { followUpId } = await getSignalRow(db.read, idOf(request), mayTakeUp(signedIn(request)));
    flash(reply, { ...done, link: { key: 'signals.seeOpened', href: `/follow-ups/${followUpId}` } });
  }

  async function dismissalPage(
    request: FastifyRequest,
    reply: FastifyReply,
    back: string,
    reason: string,
    errors: readonly FieldErrorView[],
  ) {
    const { t } = request;
    const signal = signalRow(request, await getSignalRow(db.read, idOf(request), mayTakeUp(signedIn(request))));
    const backHref = await backTo(request, back);
    return reply.page(
      'follow-ups/dismissal',
      { signal, back, backHref, reason, errors },
      {
        title: t('signals.dismissTitle', { kind: signal.kind.toLowerCase() }),
        subtitle: signal.customer,
        breadcrumbs: [{ label: t('signals.tab'), href: SIGNALS_PATH }, { label: t('signals.dismiss') }],
        status: errors.length > 0 ? 422 : 200,
      },
    );
  }

  /** The survey's page, where it was asked from there, or the list as it was looked at. */
  async function backTo(request: FastifyRequest, back: string): Promise<string> {
    if (back !== 'survey') return withSearch(SIGNALS_PATH, new URLSearchParams(back).toString());
    const { surveyId } = await getSignalRow(db.read, idOf(request), mayTakeUp(signedIn(request)));
    return `/surveys/${surveyId}#follow-ups`;
  }
}

function tellRefusal({ t }: FastifyRequest, reply: FastifyReply, reason: SignalSkip): void {
  flash(reply, { kind: 'error', key: 'signals.notDone', params: { reason: t(SKIP_TEXTS[reason]) } });
}
