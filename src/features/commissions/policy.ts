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
import { differences, policyModel, typedPolicy } from './policy-model.js';
import { whatIf } from './what-if.js';

const URL = '/config/commission';
const fields = { k: text(40), bonusOnly: text(5), ownSurvey: text(20), fromMonth: text(20) };

/** *Comissão*: how quality makes a commission, from a month on; what it would have changed is shown before it is saved. */
export async function policyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, { ...access, schema: { querystring: query(fields) } }, show);
  app.post(URL, { ...access, schema: { body: form({ ...fields, version: text(10), step: text(20) }) } }, post);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const asked = readForm(request.query);
    // A month that closed later is nothing to begin with: the one that runs, or the next open one.
    const earliest = (await findEarliestOpen(db.read)) ?? '';
    const current = monthOf(request.today);
    const first = nextMonth(current > earliest ? current : earliest);
    const typed = asked.k === '' ? typedPolicy(await policyOf(db.read, first), first, request.locale) : asked;
    return page(request, reply, typed);
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
    if (refusal.kind === 'stale') return page(request, reply, typed, { stale: true, status: 409 });
    const errors = errorViews(refusal.errors, request.t);
    return page(request, reply, typed, { version, errors, status: 422 });
  }

  async function page(request: FastifyRequest, reply: FastifyReply, typed: PolicyForm, shown: Shown = {}) {
    const title = request.t('navigation.commission');
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    const stored = lastSaved(await listPolicies(db.read));
    const model = {
      ...(await policyModel(request, db.read, typed)),
      href: URL,
      readVersion: shown.version ?? stored?.id ?? 0,
      conflict: shown.stale && stored ? differences(request, stored, typed) : null,
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
  /** Somebody saved another meanwhile: it is shown beside what was typed. */
  readonly stale?: boolean;
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
