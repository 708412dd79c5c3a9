import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { savePolicy } from '../../actions/save-policy.js';
import { type PolicyForm, validatePolicy } from '../../domain/commission-policy.js';
import { monthOf, nextMonth } from '../../domain/month.js';
import { findEarliestOpen } from '../../store/commission-months.js';
import type { Database } from '../../store/connection.js';
import { policyOf } from '../../store/policies.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, query, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { policyModel, typedPolicy } from './policy-model.js';
import { whatIf } from './what-if.js';

const URL = '/config/commission';
const fields = { k: text(40), bonusOnly: text(5), ownSurvey: text(20), fromMonth: text(20) };

/** *Comissão*: how quality makes a commission, from a month on; what it would have changed is shown before it is saved. */
export async function policyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, { ...access, schema: { querystring: query(fields) } }, show);
  app.post(URL, { ...access, schema: { body: form({ ...fields, step: text(20) }) } }, post);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const asked = readForm(request.query);
    // A month that closed later is nothing to begin with: the one that runs, or the next open one.
    const earliest = (await findEarliestOpen(db.read)) ?? '';
    const current = monthOf(request.today);
    const first = nextMonth(current > earliest ? current : earliest);
    const typed = asked.k === '' ? typedPolicy(await policyOf(db.read, current), first, request.locale) : asked;
    return page(request, reply, typed);
  }

  async function post(request: FastifyRequest, reply: FastifyReply) {
    const typed = readForm(request.body);
    const checked = validatePolicy(typed);
    if (one(request.body, 'step') === 'preview' && checked.ok)
      return page(request, reply, typed, { whatIf: await whatIf(request, db.read, checked.value) });
    const result = await savePolicy(actionContext(request, db), typed);
    if (!result.ok) return page(request, reply, typed, { errors: errorViews(result.refusal, request.t), status: 422 });
    flash(reply, { kind: 'success', key: 'commissions.policySaved' });
    return reply.redirect(URL, 303);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, typed: PolicyForm, shown: Shown = {}) {
    const title = request.t('navigation.commission');
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    const model = {
      ...(await policyModel(request, db.read, typed)),
      href: URL,
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
