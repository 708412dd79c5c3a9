import type { OutcomeKind } from '../domain/attempt.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome } from '../domain/scheduler.js';
import type { ClosureReason } from '../domain/survey-change.js';
import { type Customer, getCustomer } from './customers.js';
import type { Queryable } from './dialect.js';
import { type FollowUpRow, listFollowUpsOf } from './follow-up-list.js';

/** All that is known of one customer. Instants in UTC epoch milliseconds. */
export interface CustomerRecord {
  readonly customer: Customer;
  /** The latest first, as the other lists here. */
  readonly sales: readonly CustomerSale[];
  readonly surveys: readonly CustomerSurvey[];
  readonly attempts: readonly CustomerAttempt[];
  readonly executions: readonly CustomerExecution[];
  readonly closures: readonly {
    readonly surveyId: number;
    readonly at: number;
    readonly by: string;
    readonly reason: ClosureReason;
  }[];
  readonly followUps: readonly FollowUpRow[];
}

export interface CustomerSale {
  readonly id: number;
  readonly product: string;
  readonly seller: string;
  readonly closedOn: CivilDate;
  readonly cents: number;
  readonly recordedAt: number;
  readonly cancelledAt: number | null;
}

export interface CustomerSurvey {
  readonly id: number;
  readonly rule: string;
  readonly opensOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly originalExpiresOn: CivilDate;
  readonly outcome: Outcome | null;
}

interface CustomerAttempt {
  readonly surveyId: number;
  readonly at: number;
  readonly by: string;
  readonly outcome: OutcomeKind;
  readonly note: string;
}

interface CustomerExecution {
  readonly id: number;
  readonly surveyId: number;
  readonly at: number;
  readonly by: string;
  readonly annulled: boolean;
  readonly answers: readonly CustomerAnswer[];
}

interface CustomerAnswer {
  readonly executionId: number;
  readonly question: string;
  readonly state: 'graded' | 'not-applicable' | 'no-answer';
  readonly grade: string | null;
  readonly comment: string;
}

/** More than one customer ever has; the latest stay. */
const MOST = 500;

/** @throws NotFoundError */
export async function getCustomerRecord(q: Queryable, id: number): Promise<CustomerRecord> {
  const customer = await getCustomer(q, id);
  const surveys = await listSurveys(q, id);
  const ids = surveys.map((survey) => survey.id);
  return {
    customer,
    sales: await listSales(q, id),
    surveys,
    attempts: await ofSurveys(q, 'attempts', ids, ['attempted_by', 'attempted_at', 'outcome', 'note']),
    executions: await listExecutions(q, ids),
    closures: await ofSurveys(q, 'closures', ids, ['closed_by', 'closed_at', 'reason']),
    followUps: await listFollowUpsOf(q, 'customer_id', id),
  };
}

function listSales(q: Queryable, id: number): Promise<CustomerSale[]> {
  return q('sales')
    .join('products', 'products.id', 'sales.product_id')
    .join('users as sellers', 'sellers.id', 'sales.seller_id')
    .where({ customer_id: id })
    .orderBy('sales.id', 'desc')
    .limit(MOST)
    .select('sales.id', 'products.name as product', 'sellers.name as seller', 'sales.closed_on as closedOn')
    .select('sales.value_cents as cents', 'sales.recorded_at as recordedAt', 'sales.cancelled_at as cancelledAt');
}

function listSurveys(q: Queryable, id: number): Promise<CustomerSurvey[]> {
  return q('surveys')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .where('surveys.customer_id', id)
    .orderBy('surveys.id', 'desc')
    .limit(MOST)
    .select('surveys.id', 'rules.name as rule', 'surveys.opens_on as opensOn', 'surveys.expires_on as expiresOn')
    .select('surveys.original_expires_on as originalExpiresOn', 'surveys.outcome');
}

/** What people did at surveys; the first two columns say who and when. */
function ofSurveys(q: Queryable, table: string, ids: readonly number[], columns: readonly string[]) {
  const [by, at, ...more] = columns;
  return q(table)
    .join('users', 'users.id', `${table}.${by}`)
    .whereIn('survey_id', [...ids])
    .orderBy(`${table}.id`, 'desc')
    .limit(MOST)
    .select(
      'survey_id as surveyId',
      'users.name as by',
      `${table}.${at} as at`,
      ...more.map((name) => `${table}.${name}`),
    );
}

async function listExecutions(q: Queryable, surveyIds: readonly number[]): Promise<CustomerExecution[]> {
  const rows: (Omit<CustomerExecution, 'answers' | 'annulled'> & { annulled_at: number | null })[] = await ofSurveys(
    q,
    'executions',
    surveyIds,
    ['executed_by', 'finished_at', 'id', 'annulled_at'],
  );
  const ids = rows.map(({ id }) => id);
  const answers: CustomerAnswer[] = await q('answers')
    .whereIn('execution_id', ids)
    .orderBy(['execution_id', 'position'])
    .select('execution_id as executionId', 'question_text as question', 'state', 'grade_label as grade', 'comment');
  return rows.map(({ annulled_at, ...row }) => ({
    ...row,
    annulled: annulled_at !== null,
    answers: answers.filter(({ executionId }) => executionId === row.id),
  }));
}
