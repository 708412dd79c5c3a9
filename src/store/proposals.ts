import type { OutcomeKind } from '../domain/attempt.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Proposed } from '../domain/proposal-fate.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** What an attempt suggests to a manager (SPEC 5): to close its survey, or to extend it to the day of the call-back. */
export interface Proposal {
  readonly id: number;
  readonly surveyId: number;
  readonly kind: 'closing' | 'extension';
  /** Of an extension: the day that it needs. */
  readonly expiresOn: CivilDate | null;
  readonly proposedAt: number;
  readonly by: string;
  readonly outcome: OutcomeKind;
  readonly note: string;
  readonly customerName: string;
  readonly productName: string;
  readonly ruleName: string;
  /** The survey's expiry now. */
  readonly surveyExpiresOn: CivilDate;
}

/** A proposal as its survey's history tells it, whatever became of it. */
export interface ProposalOfSurvey extends Proposed {
  readonly at: number;
  readonly by: string;
  /** Who decided, and when; null while nobody did. */
  readonly decided: { readonly by: string; readonly at: number } | null;
}

export interface NewProposal {
  readonly surveyId: number;
  readonly attemptId: number;
  readonly kind: Proposal['kind'];
  readonly expiresOn: CivilDate | null;
  readonly at: number;
}

/** Adds a proposal in place of the one of its kind that waits for a decision. */
export async function putProposal(trx: Queryable, proposal: NewProposal): Promise<void> {
  const { surveyId: survey_id, kind, attemptId: attempt_id, expiresOn: expires_on, at: proposed_at } = proposal;
  await trx('proposals')
    .insert({ survey_id, kind, attempt_id, expires_on, proposed_at })
    .onConflict(trx.raw('(survey_id, kind) where decided_at is null'))
    .merge({ attempt_id, expires_on, proposed_at });
}

/** The proposals that wait for a decision, the oldest first. One that nothing is left of is not among them. */
export async function listProposals(q: Queryable, size: number): Promise<Proposal[]> {
  return (await waiting(q).orderBy('proposals.id').limit(size)).map(toProposal);
}

/** Every proposal about a survey, the oldest first. */
export async function listProposalsOf(q: Queryable, surveyId: number): Promise<ProposalOfSurvey[]> {
  const rows = await q('proposals')
    .join('attempts', 'attempts.id', 'proposals.attempt_id')
    .join('users', 'users.id', 'attempts.attempted_by')
    .leftJoin('users as deciders', 'deciders.id', 'proposals.decided_by')
    .where('proposals.survey_id', surveyId)
    .orderBy('proposals.id')
    .select('proposals.*', 'users.name as user_name', 'deciders.name as decider_name');
  return rows.map((row) => ({
    kind: row.kind,
    expiresOn: row.expires_on,
    decision: row.decision,
    at: row.proposed_at,
    by: row.user_name,
    decided: row.decided_at === null ? null : { by: row.decider_name, at: row.decided_at },
  }));
}

/** How many wait for a decision. */
export async function countProposals(q: Queryable): Promise<number> {
  const [row] = await select<{ waiting: number }>(
    q,
    `select count(*) as waiting from proposals join surveys on surveys.id = proposals.survey_id where ${WAITING}`,
  );
  return Number(row?.waiting ?? 0);
}

/** Holds a proposal until the transaction ends; null when it waits for no decision (any more). */
export async function takeProposal(trx: Queryable, id: number): Promise<Proposal | null> {
  await trx('proposals').where({ id }).forUpdate().select('id');
  const row = await waiting(trx).where('proposals.id', id).first();
  return row === undefined ? null : toProposal(row);
}

/** Records what became of a proposal that the caller holds. */
export async function decideProposal(
  trx: Queryable,
  id: number,
  decided: { readonly decision: 'accepted' | 'dismissed'; readonly by: number; readonly at: number },
): Promise<void> {
  await trx('proposals')
    .where({ id, decided_at: null })
    .update({ decided_at: decided.at, decided_by: decided.by, decision: decided.decision });
}

/** A survey that has ended needs no closing, one that was extended far enough no extension: `proposalFate` says the same. */
const WAITING = `proposals.decided_at is null and surveys.settled_at is null
  and (proposals.expires_on is null or proposals.expires_on > surveys.expires_on)`;

function waiting(q: Queryable) {
  return q('proposals')
    .join('surveys', 'surveys.id', 'proposals.survey_id')
    .join('attempts', 'attempts.id', 'proposals.attempt_id')
    .join('users', 'users.id', 'attempts.attempted_by')
    .join('sales', 'sales.id', 'surveys.sale_id')
    .join('customers', 'customers.id', 'sales.customer_id')
    .join('products', 'products.id', 'surveys.product_id')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .whereRaw(WAITING)
    .select('proposals.*', 'attempts.outcome', 'attempts.note', 'users.name as user_name')
    .select('customers.name as customer_name', 'products.name as product_name', 'rules.name as rule_name')
    .select('surveys.expires_on as survey_expires_on');
}

function toProposal(row: {
  id: number;
  survey_id: number;
  kind: Proposal['kind'];
  expires_on: string | null;
  proposed_at: number;
  user_name: string;
  outcome: OutcomeKind;
  note: string;
  customer_name: string;
  product_name: string;
  rule_name: string;
  survey_expires_on: string;
}): Proposal {
  return {
    id: row.id,
    surveyId: row.survey_id,
    kind: row.kind,
    expiresOn: row.expires_on,
    proposedAt: row.proposed_at,
    by: row.user_name,
    outcome: row.outcome,
    note: row.note,
    customerName: row.customer_name,
    productName: row.product_name,
    ruleName: row.rule_name,
    surveyExpiresOn: row.survey_expires_on,
  };
}
