import type { OutcomeKind } from '../domain/attempt.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Ending, FollowUpKind } from '../domain/follow-up.js';
import type { ClosureReason } from '../domain/survey-change.js';
import type { Queryable } from './dialect.js';
import { ANNULLED_SINCE } from './follow-up-predicates.js';

/** Something that happened with a customer: `at` in UTC epoch milliseconds, `by` who did it or sold, `recordId` where it is told. */
export type CustomerEvent = { readonly at: number; readonly by: string | null; readonly recordId: number } & (
  | {
      readonly kind: 'bought' | 'cancelled';
      readonly product: string;
      readonly cents: number;
      readonly closedOn: CivilDate;
    }
  | {
      readonly kind: 'attempted';
      readonly rule: string;
      readonly outcome: OutcomeKind;
      readonly note: string;
      /** When he asked to be called, where he did. */
      readonly callBackAt: number | null;
    }
  | (Executed & { readonly kind: 'executed' })
  | { readonly kind: 'annulled'; readonly rule: string; readonly reason: string }
  | { readonly kind: 'closed'; readonly rule: string; readonly reason: ClosureReason; readonly note: string }
  | { readonly kind: 'reopened'; readonly rule: string; readonly reason: string }
  | {
      readonly kind: 'opened';
      readonly of: FollowUpKind;
      readonly text: string;
      /** Whether the execution that it came from was annulled since. */
      readonly annulled: boolean | number;
    }
  | { readonly kind: 'commented'; readonly of: FollowUpKind; readonly text: string }
  | { readonly kind: 'ended'; readonly of: FollowUpKind; readonly ending: Ending; readonly text: string }
  | { readonly kind: 'resumed'; readonly of: FollowUpKind; readonly texts: Readonly<Record<string, string>> }
);

export type Happening = CustomerEvent['kind'];

interface Executed {
  readonly rule: string;
  readonly note: string;
  readonly isAnnulled: boolean;
  readonly scoreSum: number;
  readonly scoreCount: number;
  readonly answers: readonly CustomerAnswer[];
}

export interface CustomerAnswer {
  readonly executionId: number;
  readonly question: string;
  readonly state: 'graded' | 'not-applicable' | 'no-answer';
  readonly grade: string | null;
  readonly comment: string;
}

type Rows = PromiseLike<Record<string, unknown>[]>;

/** What each of them tells, in their order; one statement or two for each kind among them. */
export async function listCustomerEvents(
  q: Queryable,
  places: readonly { readonly kind: Happening; readonly id: number }[],
): Promise<CustomerEvent[]> {
  const told = new Map<string, CustomerEvent>();
  for (const kind of new Set(places.map((place) => place.kind))) {
    const ids = places.filter((place) => place.kind === kind).map(({ id }) => id);
    const read = await READINGS[kind](q, ids);
    for (const { id, ...event } of read) told.set(`${kind} ${id}`, { kind, ...event } as unknown as CustomerEvent);
  }
  return places.flatMap(({ kind, id }) => told.get(`${kind} ${id}`) ?? []);
}

const READINGS: Record<Happening, (q: Queryable, ids: readonly number[]) => Rows> = {
  bought: (q, ids) =>
    ofSales(q, ids).join('users', 'users.id', 'sales.seller_id').select('users.name as by', 'sales.recorded_at as at'),
  cancelled: (q, ids) => ofSales(q, ids).select(q.raw('null as "by"'), 'sales.cancelled_at as at'),
  attempted: (q, ids) =>
    ofSurveys(q, 'attempts', ids, 'attempted').select(
      'attempts.outcome',
      'attempts.note',
      'attempts.call_back_at as callBackAt',
    ),
  executed: executions,
  annulled: (q, ids) => ofSurveys(q, 'executions', ids, 'annulled').select('executions.annulment_reason as reason'),
  closed: (q, ids) => ofSurveys(q, 'closures', ids, 'closed').select('closures.reason', 'closures.note'),
  reopened: (q, ids) => ofSurveys(q, 'closures', ids, 'reopened').select('closures.reopening_reason as reason'),
  opened: (q, ids) =>
    ofFollowUps(q, ids, 'opened').select(
      'follow_ups.text',
      q.raw(`exists (select 1 from executions where ${ANNULLED_SINCE}) as annulled`),
    ),
  ended: (q, ids) => ofFollowUps(q, ids, 'ended').select('follow_ups.ending', 'follow_ups.conclusion as text'),
  commented: (q, ids) =>
    q('follow_up_comments as comments')
      .join('follow_ups', 'follow_ups.id', 'comments.follow_up_id')
      .join('users', 'users.id', 'comments.written_by')
      .whereIn('comments.id', [...ids])
      .select('comments.id', 'comments.text', 'comments.written_at as at', 'users.name as by')
      .select('follow_ups.id as recordId', 'follow_ups.kind as of'),
  resumed,
};

function ofSales(q: Queryable, ids: readonly number[]) {
  return q('sales')
    .join('products', 'products.id', 'sales.product_id')
    .whereIn('sales.id', [...ids])
    .select('sales.id', 'sales.id as recordId', 'products.name as product', 'sales.value_cents as cents')
    .select('sales.closed_on as closedOn');
}

/** What was done at surveys; `verb` names the columns that say who and when. */
function ofSurveys(q: Queryable, table: string, ids: readonly number[], verb: string) {
  return q(table)
    .join('surveys', 'surveys.id', `${table}.survey_id`)
    .join('rules', 'rules.id', 'surveys.rule_id')
    .join('users', 'users.id', `${table}.${verb}_by`)
    .whereIn(`${table}.id`, [...ids])
    .select(`${table}.id`, `${table}.${verb}_at as at`, 'users.name as by', 'surveys.id as recordId')
    .select('rules.name as rule');
}

async function executions(q: Queryable, ids: readonly number[]) {
  const rows = await q('executions')
    .join('users', 'users.id', 'executions.executed_by')
    .whereIn('executions.id', [...ids])
    .select('executions.id', 'executions.finished_at as at', 'users.name as by', 'executions.survey_id as recordId')
    .select('executions.rule_name as rule', 'executions.note', 'executions.annulled_at')
    .select('executions.score_sum as scoreSum', 'executions.score_count as scoreCount');
  const answers: CustomerAnswer[] = await q('answers')
    .whereIn('execution_id', [...ids])
    .orderBy(['execution_id', 'position'])
    .select('execution_id as executionId', 'question_text as question', 'state', 'grade_label as grade', 'comment');
  return rows.map(({ annulled_at, ...row }) => ({
    ...row,
    isAnnulled: annulled_at !== null,
    answers: answers.filter(({ executionId }) => executionId === row.id),
  }));
}

function ofFollowUps(q: Queryable, ids: readonly number[], verb: 'opened' | 'ended') {
  return q('follow_ups')
    .join('users', 'users.id', `follow_ups.${verb}_by`)
    .whereIn('follow_ups.id', [...ids])
    .select('follow_ups.id', 'follow_ups.id as recordId', 'follow_ups.kind as of', 'users.name as by')
    .select(`follow_ups.${verb}_at as at`);
}

/** Follow-ups that were opened again: what they had ended with, and why, stand in the audit alone. */
async function resumed(q: Queryable, ids: readonly number[]) {
  const rows = await q('audit')
    .join('follow_ups', 'follow_ups.id', 'audit.entity_id')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .whereIn('audit.id', [...ids])
    .select('audit.id', 'audit.at', 'users.name as by', 'follow_ups.id as recordId', 'follow_ups.kind as of')
    .select('audit_personal.changes');
  return rows.map(({ changes, ...row }) => ({ ...row, texts: textsOf(changes) }));
}

function textsOf(changes: string | null): Readonly<Record<string, string>> {
  const { conclusion, reason } = JSON.parse(changes ?? '{}') as Record<string, readonly [unknown, unknown] | undefined>;
  return { conclusion: String(conclusion?.[0] ?? ''), reason: String(reason?.[1] ?? '') };
}
