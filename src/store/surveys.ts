import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome, SurveyFacts } from '../domain/scheduler.js';
import type { Score } from '../domain/score.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';
import type { Predicate } from './predicate.js';

/** A survey with what its page says about its sale. */
export interface Survey extends SurveyFacts {
  readonly id: number;
  readonly rule: { readonly id: number; readonly name: string; readonly note: string; readonly whatsAppText: string };
  readonly sale: {
    readonly id: number;
    readonly externalId: string | null;
    readonly closedOn: CivilDate;
    readonly valueCents: number;
    readonly recordedAt: number;
    readonly cancelledAt: number | null;
    readonly productName: string;
  };
  readonly seller: { readonly id: number; readonly name: string };
  readonly customer: {
    readonly id: number;
    readonly name: string;
    /** In E.164 where they are valid, as imported otherwise. */
    readonly phones: readonly string[];
    readonly city: string | null;
    readonly state: string | null;
  };
  /** Its own operator, once it was reassigned. */
  readonly assignee: { readonly id: number; readonly name: string } | null;
  /** Days from opening to expiry before it moved to a business day; null where it was planned without business days. */
  readonly businessExpiryDays: number | null;
  readonly settledAt: number | null;
}

/** The survey, if the scope (who asks) covers it. @throws NotFoundError otherwise */
export async function getSurvey(q: Queryable, id: number, scope: Predicate): Promise<Survey> {
  const row: SurveyRow | undefined = await q('surveys')
    .join('sales', 'sales.id', 'surveys.sale_id')
    .join('customers', 'customers.id', 'sales.customer_id')
    .join('products', 'products.id', 'surveys.product_id')
    .join('users as sellers', 'sellers.id', 'surveys.seller_id')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .leftJoin('users as assignees', 'assignees.id', 'surveys.assigned_to')
    .where('surveys.id', id)
    .whereRaw(scope.sql, [...scope.bindings])
    .select(
      'surveys.*',
      'rules.name as rule_name',
      'rules.note as rule_note',
      'rules.whatsapp_text',
      'products.name as product_name',
    )
    .select('sales.external_id', 'sales.value_cents', 'sales.recorded_at', 'sales.cancelled_at', 'sales.customer_id')
    .select('customers.name as customer_name', 'customers.phone1', 'customers.phone2', 'customers.phone3')
    .select('customers.city', 'customers.state')
    .select('sellers.name as seller_name', 'assignees.name as assignee_name')
    .first();
  return toSurvey(found(row, 'survey', id));
}

/** Whether a condition holds for a survey. */
export async function surveyIs(q: Queryable, id: number, condition: Predicate): Promise<boolean> {
  const row = await q('surveys')
    .where('surveys.id', id)
    .whereRaw(condition.sql, [...condition.bindings])
    .first('id');
  return row !== undefined;
}

/** Those of some surveys for which a condition holds. */
export async function surveysAmong(q: Queryable, ids: readonly number[], condition: Predicate): Promise<number[]> {
  return q('surveys')
    .whereIn('id', [...ids])
    .whereRaw(condition.sql, [...condition.bindings])
    .pluck('id');
}

/** The ids of the surveys for which a condition holds: only for one that few do. */
export async function listSurveyIds(q: Queryable, { sql, bindings }: Predicate): Promise<number[]> {
  return q('surveys')
    .whereRaw(sql, [...bindings])
    .orderBy('id')
    .pluck('id');
}

/** What a survey copies of the execution that stands. */
export interface ExecutionCopies {
  /** From `reserveExecutionId`: the execution is written next. */
  readonly executionId: number;
  readonly executedBy: number;
  readonly executedOn: CivilDate;
  readonly score: Score;
}

/**
 * Ends an open survey by an execution: the first write of the transaction that records it, so that of several at once
 * only one wins. False when `where` does not hold (any more).
 */
export async function settleSurvey(
  trx: Queryable,
  id: number,
  copies: ExecutionCopies,
  now: number,
  where: Predicate,
): Promise<boolean> {
  const changed = await trx('surveys')
    .where('surveys.id', id)
    .whereNull('surveys.settled_at')
    .whereRaw(where.sql, [...where.bindings])
    .update({ settled_at: now, outcome: 'executed', ...copiesOf(trx, copies) });
  return changed === 1;
}

function copiesOf(trx: Queryable, { executionId, executedBy, executedOn, score }: ExecutionCopies) {
  return {
    execution_id: executionId,
    executed_by: executedBy,
    executed_on: executedOn,
    by_seller: trx.raw('seller_id = ?', [executedBy]),
    score_sum: score.sum,
    score_count: score.count,
    score_key: scoreKey(score),
  };
}

/** What surveys are sorted and narrowed by: the score as the nearest double, before the worst where nothing was graded. */
export function scoreKey({ sum, count }: Score): number {
  return count === 0 ? -101 : sum / count;
}

const WITHOUT_EXECUTION = {
  execution_id: null,
  executed_by: null,
  executed_on: null,
  by_seller: null,
  score_sum: null,
  score_count: null,
  score_key: null,
};

/** Undoes how a survey ended; false when it did not end in that way or `where` does not hold (any more). */
export async function unsettleSurvey(
  trx: Queryable,
  id: number,
  ended: Outcome,
  where: Predicate,
  becomes: { readonly outcome: 'closed' | 'cancelled'; readonly at: number } | null = null,
): Promise<boolean> {
  const changed = await trx('surveys')
    .where({ 'surveys.id': id, 'surveys.outcome': ended })
    .whereRaw(where.sql, [...where.bindings])
    .update({ settled_at: becomes?.at ?? null, outcome: becomes?.outcome ?? null, ...WITHOUT_EXECUTION });
  return changed === 1;
}

interface SurveyRow {
  id: number;
  sale_id: number;
  rule_id: number;
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  business_expiry_days: number | null;
  closed_on: string;
  outcome: Outcome | null;
  settled_at: number | null;
  rule_name: string;
  rule_note: string;
  whatsapp_text: string;
  external_id: string | null;
  value_cents: number;
  recorded_at: number;
  cancelled_at: number | null;
  product_name: string;
  seller_id: number;
  seller_name: string;
  customer_id: number;
  customer_name: string;
  phone1: string | null;
  phone2: string | null;
  phone3: string | null;
  city: string | null;
  state: string | null;
  assigned_to: number | null;
  assignee_name: string | null;
}

function toSurvey(row: SurveyRow): Survey {
  return {
    id: row.id,
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    businessExpiryDays: row.business_expiry_days,
    outcome: row.outcome,
    settledAt: row.settled_at,
    rule: { id: row.rule_id, name: row.rule_name, note: row.rule_note, whatsAppText: row.whatsapp_text },
    sale: {
      id: row.sale_id,
      externalId: row.external_id,
      closedOn: row.closed_on,
      valueCents: row.value_cents,
      recordedAt: row.recorded_at,
      cancelledAt: row.cancelled_at,
      productName: row.product_name,
    },
    seller: { id: row.seller_id, name: row.seller_name },
    customer: {
      id: row.customer_id,
      name: row.customer_name,
      phones: [row.phone1, row.phone2, row.phone3].filter((phone) => phone !== null),
      city: row.city,
      state: row.state,
    },
    assignee: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assignee_name ?? '' },
  };
}

/** Whether there is any survey at all: on the first days there is none. */
export async function hasAnySurvey(q: Queryable): Promise<boolean> {
  return (await q('surveys').first('id')) !== undefined;
}
