import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { enlisted } from '../store/enlisted.js';
import { decideProposal, type Proposal, takeProposal } from '../store/proposals.js';
import { type ClosureRefusal, closeSurvey } from './close-survey.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { type ExtensionRefusal, extendSurvey } from './extend-survey.js';

/** `decided`: nothing is left to decide: somebody did, or the survey ended or was extended meanwhile. */
export type ProposalRefusal = { readonly kind: 'decided' } | ClosureRefusal | ExtensionRefusal;

/** What accepting asks for: of a closing its reason and note, of an extension its reason. */
export interface AcceptanceForm {
  readonly reason: string;
  readonly note: string;
}

/** Does what an attempt proposed, closing its survey or extending it to the day of the call-back (SPEC 5). */
export async function acceptProposal(
  context: ActionContext,
  id: number,
  form: AcceptanceForm,
): Promise<Result<null, ProposalRefusal>> {
  return context.db.transaction(async (trx) => {
    const proposal = await takeProposal(trx, id);
    if (proposal === null) return refuse({ kind: 'decided' });
    const inside = { ...context, db: enlisted(trx) };
    const result =
      proposal.kind === 'closing'
        ? await closeSurvey(inside, proposal.surveyId, form)
        : await extendSurvey(inside, proposal.surveyId, { expiresOn: proposal.expiresOn ?? '', reason: form.reason });
    if (!result.ok) return result;
    await record(trx, context, proposal, 'accept');
    return ok(null);
  });
}

/** Leaves the survey as it is: the proposal is off the list. */
export async function dismissProposal(context: ActionContext, id: number): Promise<Result<null, { kind: 'decided' }>> {
  return context.db.transaction(async (trx) => {
    const proposal = await takeProposal(trx, id);
    if (proposal === null) return refuse({ kind: 'decided' });
    await record(trx, context, proposal, 'dismiss');
    return ok(null);
  });
}

const DECISIONS = { accept: 'accepted', dismiss: 'dismissed' } as const;

async function record(
  trx: Queryable,
  context: ActionContext,
  { id, kind }: Proposal,
  action: keyof typeof DECISIONS,
): Promise<void> {
  await decideProposal(trx, id, { decision: DECISIONS[action], by: actingUser(context), at: context.now });
  const changes = { kind: [null, kind] } as const;
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'proposal', entityId: id, changes }]);
}
