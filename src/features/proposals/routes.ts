import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptProposal, dismissProposal, type ProposalRefusal } from '../../actions/decide-proposal.js';
import type { Database } from '../../store/connection.js';
import { countProposals, listProposals } from '../../store/proposals.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { proposalRow, type Refused } from './view-model.js';

/** Beyond the domain's limit, so that a text that is too long is refused at its field and not as a bad request. */
const LONG = 20_000;
const MOST = 100;
const URL = '/proposals';

const acceptance = form({ reason: text(LONG), note: text(LONG) });

/** *Propostas*: what attempts suggested to managers, to close a survey or to extend it (SPEC 5). */
export async function proposalRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get(URL, access, show);
  app.post(`${URL}/:id/acceptance`, { ...access, schema: { params: idParams, body: acceptance } }, accept);
  app.post(`${URL}/:id/dismissal`, { ...access, schema: { params: idParams, body: form({}) } }, dismiss);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    return page(request, reply, null, 200);
  }

  async function accept(request: FastifyRequest, reply: FastifyReply) {
    const typed = { reason: one(request.body, 'reason'), note: one(request.body, 'note') };
    const result = await acceptProposal(actionContext(request, db), idOf(request), typed);
    if (!result.ok && result.refusal.kind !== 'decided') {
      const refused = { id: idOf(request), typed, ...explain(request, result.refusal) };
      return page(request, reply, refused, result.refusal.kind === 'invalid' ? 422 : 409);
    }
    return decided(reply, result.ok ? 'proposals.accepted' : null);
  }

  async function dismiss(request: FastifyRequest, reply: FastifyReply) {
    const result = await dismissProposal(actionContext(request, db), idOf(request));
    return decided(reply, result.ok ? 'proposals.dismissed' : null);
  }

  function decided(reply: FastifyReply, done: 'proposals.accepted' | 'proposals.dismissed' | null) {
    flash(reply, { kind: done === null ? 'info' : 'success', key: done ?? 'proposals.decidedBefore' });
    return reply.redirect(URL, 303);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, refused: Refused | null, status: number) {
    const { t } = request;
    const proposals = await listProposals(db.read, MOST);
    const more = proposals.length < MOST ? 0 : (await countProposals(db.read)) - MOST;
    const model = {
      proposals: proposals.map((proposal) => proposalRow(request, proposal, refused)),
      more: more > 0 ? t('proposals.more', { count: more }) : null,
    };
    const title = t('navigation.proposals');
    const breadcrumbs = [{ label: t('navigation.crm') }, { label: title }];
    return reply.page('proposals/list', model, { title, subtitle: t('proposals.subtitle'), breadcrumbs, status });
  }
}

/** What the row says of a refusal: at its fields, or that nothing can be done any more. */
function explain({ t }: FastifyRequest, refusal: Exclude<ProposalRefusal, { kind: 'decided' }>) {
  if (refusal.kind === 'invalid') return { errors: errorViews(refusal.errors, t), problem: null };
  return { errors: [], problem: t('proposals.impossible') };
}
