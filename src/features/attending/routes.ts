import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { releaseClaim } from '../../actions/release-claim.js';
import { type LiveClaim, listLiveClaims } from '../../store/claims.js';
import type { Database } from '../../store/connection.js';
import type { Page } from '../../store/key-paging.js';
import { listForNobody } from '../../store/own-surveys.js';
import { countByStatus } from '../../store/survey-counts.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { flash } from '../../web/flash.js';
import { form, idOf, idParams } from '../../web/forms.js';
import { actionContext } from '../action-context.js';

const URL = '/attending';

/** *Quem está atendendo*: who has which survey now, for managers (SPEC 5). */
export async function attendingRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get(URL, access, show);
  app.post(`${URL}/:id/release`, { ...access, schema: { params: idParams, body: form({}) } }, release);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const claims = await listLiveClaims(db.read, request.now);
    const nobody = await listForNobody(db.read, request.today);
    const phoneless = await countByStatus(db.read, request.today, { withoutPhone: true });
    const title = request.t('navigation.attending');
    return reply.page(
      'attending/list',
      {
        claims: claims.map((claim) => claimRow(request, claim)),
        nobody: nobodyModel(request, nobody),
        phoneless: phonelessText(request, phoneless.pending),
      },
      {
        title,
        subtitle: request.t('attending.subtitle'),
        breadcrumbs: [{ label: request.t('navigation.crm') }, { label: title }],
        parts: { attending: 'attending/_list' },
      },
    );
  }

  async function release(request: FastifyRequest, reply: FastifyReply) {
    const result = await releaseClaim(actionContext(request, db), idOf(request));
    flash(reply, { kind: result.ok ? 'success' : 'info', key: result.ok ? 'surveys.released' : 'surveys.notClaimed' });
    return reply.redirect(URL, 303);
  }
}

/** How many surveys that are not executed are of customers without a valid phone; null when none is. */
function phonelessText({ t }: FastifyRequest, count: number): string | null {
  return count === 0 ? null : t('attending.phoneless', { count });
}

/** What waits for somebody who can run it, the first to expire first. */
function nobodyModel({ t, formats }: FastifyRequest, { rows, next }: Page<SurveyRow>) {
  return {
    more: next !== null,
    rows: rows.map((row) => ({
      href: `/surveys/${row.id}#surveys-management`,
      customer: row.customer.name,
      rule: row.ruleName,
      seller: row.sellerName,
      assignedTo: row.assignedTo ?? t('attending.byRule'),
      expiresOn: formats.date(row.expiresOn),
    })),
  };
}

function claimRow({ t, formats, now }: FastifyRequest, claim: LiveClaim) {
  return {
    id: claim.surveyId,
    operator: claim.userName,
    since: formats.time(claim.claimedAt),
    forMinutes: t('surveys.minutes', { count: Math.floor((now - claim.claimedAt) / 60_000) }),
    until: formats.time(claim.expiresAt),
    customer: claim.customerName,
    rule: claim.ruleName,
    href: `/surveys/${claim.surveyId}`,
  };
}
