import type { CivilDate } from '../domain/civil-date.js';
import type { Customer } from './customers.js';
import { getCustomer } from './customers.js';
import type { Queryable } from './dialect.js';
import { ANNULLED_SINCE } from './follow-up-predicates.js';
import { type HeldFollowUp, toHeld } from './follow-ups.js';
import { found } from './not-found.js';
import type { Predicate } from './predicate.js';

/** A follow-up with all that its page shows. */
export interface FollowUpRecord extends HeldFollowUp {
  readonly ownerName: string;
  readonly openedBy: string;
  readonly openedAt: number;
  readonly openedOn: CivilDate;
  readonly endedOn: CivilDate | null;
  readonly customer: Customer;
  readonly sale: { readonly id: number; readonly product: string; readonly closedOn: CivilDate } | null;
  readonly ruleName: string | null;
  /** What the customer answered, where an answer proposed it. */
  readonly answer: { readonly question: string; readonly grade: string | null; readonly comment: string } | null;
  /** The execution that it came from was annulled since. */
  readonly annulment: { readonly by: string; readonly at: number; readonly reason: string } | null;
  readonly won: { readonly cents: number; readonly product: string | null; readonly saleId: number | null } | null;
  /** The oldest first. */
  readonly comments: readonly FollowUpComment[];
  /** What was done with it, the oldest first. */
  readonly events: readonly FollowUpEvent[];
}

export interface FollowUpComment {
  readonly text: string;
  readonly by: string;
  readonly at: number;
}

/** What the audit has of it; `changes` by field. */
export interface FollowUpEvent {
  readonly action: string;
  readonly by: string | null;
  readonly actorId: number | null;
  readonly at: number;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown] | null>>;
  /** What was written with it, before and after, as far as it was not erased. */
  readonly texts: Readonly<Record<string, readonly [string | null, string | null] | undefined>>;
}

/** More than anybody does with one; the latest stay. */
const MOST = 500;

/** @throws NotFoundError when there is none, or it is not for who asks (`scope`) */
export async function getFollowUp(q: Queryable, id: number, scope: Predicate): Promise<FollowUpRecord> {
  const row = await q('follow_ups')
    .join('users as owners', 'owners.id', 'follow_ups.owner_id')
    .join('users as openers', 'openers.id', 'follow_ups.opened_by')
    .leftJoin('sales', 'sales.id', 'follow_ups.sale_id')
    .leftJoin('products', 'products.id', 'sales.product_id')
    .leftJoin('surveys', 'surveys.id', 'follow_ups.survey_id')
    .leftJoin('rules', 'rules.id', 'surveys.rule_id')
    .leftJoin('answers', 'answers.id', 'follow_ups.answer_id')
    .leftJoin('products as won', 'won.id', 'follow_ups.won_product_id')
    .where('follow_ups.id', id)
    .whereRaw(scope.sql, [...scope.bindings])
    .select('follow_ups.*', 'owners.name as owner_name', 'openers.name as opener_name', 'rules.name as rule_name')
    .select('products.name as product_name', 'sales.closed_on', 'won.name as won_name')
    .select('answers.question_text', 'answers.grade_label', 'answers.comment as answer_comment')
    .first();
  const one = found(row, 'follow-up', id);
  return {
    ...toHeld(one),
    ownerName: one.owner_name,
    openedBy: one.opener_name,
    openedAt: one.opened_at,
    openedOn: one.opened_on,
    endedOn: one.ended_on,
    customer: await getCustomer(q, one.customer_id),
    sale: one.sale_id === null ? null : { id: one.sale_id, product: one.product_name, closedOn: one.closed_on },
    ruleName: one.rule_name,
    answer:
      one.answer_id === null
        ? null
        : { question: one.question_text, grade: one.grade_label, comment: one.answer_comment },
    won:
      one.won_cents === null ? null : { cents: Number(one.won_cents), product: one.won_name, saleId: one.won_sale_id },
    annulment: await findAnnulment(q, id),
    comments: await listComments(q, id),
    events: await listEvents(q, id),
  };
}

async function findAnnulment(q: Queryable, id: number): Promise<FollowUpRecord['annulment']> {
  const row = await q('follow_ups')
    .joinRaw(`join executions on ${ANNULLED_SINCE}`)
    .join('users', 'users.id', 'executions.annulled_by')
    .where('follow_ups.id', id)
    .orderBy('executions.id', 'desc')
    .first('users.name as by', 'executions.annulled_at as at', 'executions.annulment_reason as reason');
  return row ? { ...row, reason: row.reason ?? '' } : null;
}

async function listComments(q: Queryable, id: number): Promise<FollowUpComment[]> {
  const rows: FollowUpComment[] = await q('follow_up_comments')
    .join('users', 'users.id', 'follow_up_comments.written_by')
    .where({ follow_up_id: id })
    .orderBy('follow_up_comments.id', 'desc')
    .limit(MOST)
    .select('follow_up_comments.text', 'users.name as by', 'follow_up_comments.written_at as at');
  return rows.reverse();
}

async function listEvents(q: Queryable, id: number): Promise<FollowUpEvent[]> {
  const rows = await q('audit')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .where({ entity: 'follow-up', entity_id: id })
    .whereNot('audit.action', 'comment')
    .orderBy('audit.id', 'desc')
    .limit(MOST)
    .select('audit.action', 'audit.at', 'audit.changes', 'audit.actor_id as actorId')
    .select('users.name as by', 'audit_personal.changes as texts');
  return rows.toReversed().map(({ changes, texts, ...event }) => ({
    ...event,
    changes: JSON.parse(changes),
    texts: JSON.parse(texts ?? '{}'),
  }));
}

/** The sales of a customer, the latest first, for who says what was sold. */
export async function listSalesOf(q: Queryable, customerId: number) {
  const rows: { id: number; product: string; closedOn: CivilDate; cents: number; cancelled: boolean | number }[] =
    await q('sales')
      .join('products', 'products.id', 'sales.product_id')
      .where({ customer_id: customerId })
      .orderBy([
        { column: 'sales.closed_on', order: 'desc' },
        { column: 'sales.id', order: 'desc' },
      ])
      .limit(MOST)
      .select('sales.id', 'products.name as product', 'sales.closed_on as closedOn', 'sales.value_cents as cents')
      .select(q.raw('(sales.cancelled_at is not null) as cancelled'));
  return rows.map((row) => ({ ...row, cancelled: Boolean(row.cancelled) }));
}
