import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { savePolicy } from '../../actions/save-policy.js';
import type { SaveRefusal } from '../../actions/saving.js';
import { lastSaved, type PolicyForm, validatePolicy } from '../../domain/commission-policy.js';
import { monthOf, nextMonth } from '../../domain/month.js';
import { findEarliestOpen } from '../../store/commission-months.js';
import type { Database } from '../../store/connection.js';
import { listPolicies, policyOf } from '../../store/policies.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, parseId, query, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { READ_FORM, type Reconciled, reconcile } from '../three-way.js';
import { policyFacts, policyModel, typedPolicy } from './policy-model.js';
import { whatIf } from './what-if.js';

const URL = '/config/commission';
const fields = { k: text(40), bonusOnly: text(5), ownSurvey: text(20), fromMonth: text(20) };

/** *Comissão*: how quality makes a commission, from a month on; what it would have changed is shown before it is saved. */
export async function policyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, { ...access, schema: { querystring: query(fields) } }, show);
  app.post(
    URL,
    { ...access, schema: { body: form({ ...fields, ...READ_FORM, version: text(10), step: text(20) }) } },
    post,
  );

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const asked = readForm(request.query);
    // A month that closed later is nothing to begin with: the one that runs, or the next open one.
    const earliest = (await findEarliestOpen(db.read)) ?? '';
    const current = monthOf(request.today);
    const first = nextMonth(current > earliest ? current : earliest);
    const read = typedPolicy(await policyOf(db.read, first), first, request.locale);
    return page(request, reply, asked.k === '' ? read : asked, { read });
  }

  async function post(request: FastifyRequest, reply: FastifyReply) {
    const typed = readForm(request.body);
    const checked = validatePolicy(typed);
    const version = parseId(one(request.body, 'version')) ?? 0;
    if (one(request.body, 'step') === 'preview' && checked.ok)
      return page(request, reply, typed, { version, whatIf: await whatIf(request, db.read, checked.value) });
    const result = await savePolicy(actionContext(request, db), version, typed);
    if (!result.ok) return refused(request, reply, typed, version, result.refusal);
    flash(reply, { kind: 'success', key: 'commissions.policySaved' });
    return reply.redirect(URL, 303);
  }

  async function refused(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: PolicyForm,
    version: number,
    refusal: SaveRefusal,
  ) {
    if (refusal.kind === 'stale') return showConflict(request, reply, typed);
    const errors = errorViews(refusal.errors, request.t);
    return page(request, reply, typed, { version, errors, status: 422 });
  }

  /** The version that was saved last beside what was typed; the form now carries it: saving again is a decision. */
  async function showConflict(request: FastifyRequest, reply: FastifyReply, typed: PolicyForm) {
    const last = lastSaved(await listPolicies(db.read));
    if (last === null) throw new Error('a policy is stale and none was saved');
    const stored = typedPolicy(last, last.fromMonth, request.locale);
    const merged = await reconcile(request, { stored, typed }, (form) => policyFacts(request, form));
    return page(request, reply, merged.typed, {
      ...merged,
      own: last.savedBy === request.user?.id,
      version: last.id,
      read: stored,
      status: 409,
    });
  }

  async function page(request: FastifyRequest, reply: FastifyReply, typed: PolicyForm, shown: Shown = {}) {
    const title = request.t('navigation.commission');
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    const version = shown.version ?? lastSaved(await listPolicies(db.read))?.id ?? 0;
    const model = {
      ...(await policyModel(request, db.read, typed)),
      href: URL,
      readVersion: version,
      formRead: shown.read ? JSON.stringify(shown.read) : one(request.body, 'readForm'),
      conflict: shown.conflict ?? null,
      taken: shown.taken ?? null,
      conflictOwn: shown.own ?? false,
      whatIf: shown.whatIf ?? null,
      errors: shown.errors ?? [],
    };
    const parts = { 'commission-example': 'commissions/policy/_example' };
    const subtitle = request.t('commissions.policySubtitle');
    return reply.page('commissions/policy/policy', model, {
      title,
      subtitle,
      breadcrumbs,
      parts,
      status: shown.status ?? 200,
    });
  }
}

interface Shown {
  /** The version that the form read; by default the one that was saved last. */
  readonly version?: number;
  /** As it was read, where that is known; it goes on with the form. */
  readonly read?: PolicyForm;
  /** Somebody saved another meanwhile: it is shown beside what was typed. */
  readonly conflict?: Reconciled<PolicyForm>['conflict'];
  readonly taken?: Reconciled<PolicyForm>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
  readonly whatIf?: object;
  readonly errors?: readonly FieldErrorView[];
  readonly status?: number;
}

function readForm(posted: unknown): Required<PolicyForm> {
  return {
    k: one(posted, 'k'),
    bonusOnly: one(posted, 'bonusOnly'),
    ownSurvey: one(posted, 'ownSurvey'),
    fromMonth: one(posted, 'fromMonth'),
  };
}
