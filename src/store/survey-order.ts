import type { Status } from '../domain/scheduler.js';
import type { Predicate } from './predicate.js';

/**
 * Columns by which a list is sorted. `settled`, `executor` and `score` are only for lists of executed surveys; `operator` is
 * who a survey was given to alone; `status` goes from scheduled to cancelled, in each by expiry.
 */
export const SURVEY_SORTS = [
  'expiry',
  'settled',
  'customer',
  'product',
  'seller',
  'closing',
  'rule',
  'executor',
  'score',
  'city',
  'operator',
  'attempts',
  'opening',
  'status',
] as const;

export type SurveySort = (typeof SURVEY_SORTS)[number];

/** What a list is sorted by, in SQL on rows of `surveys`, and the table that it stands in. */
export interface Order {
  readonly column: string;
  readonly join?: string;
  /** Whether very many surveys have one and the same. */
  readonly shared?: true;
}

/** Left joins, so that SQLite starts from the surveys and reads them by the index that was chosen. */
export const ORDERS: Record<SurveySort, Order> = {
  expiry: { column: 'surveys.expires_on' },
  settled: { column: 'surveys.settled_at' },
  closing: { column: 'surveys.closed_on' },
  opening: { column: 'surveys.opens_on' },
  // Behind the status, which no column has: see `columnOf`.
  status: { column: 'surveys.expires_on' },
  attempts: { column: 'surveys.attempt_count' },
  city: { column: 'surveys.city_key' },
  // An execution without a grade has no score, and comes before the worst.
  score: { column: 'surveys.score_key', shared: true },
  customer: { column: 'customers.name_key', join: 'left join customers on customers.id = surveys.customer_id' },
  product: { column: 'products.name_key', join: 'left join products on products.id = surveys.product_id' },
  seller: { column: 'sellers.name_key', join: 'left join users as sellers on sellers.id = surveys.seller_id' },
  rule: { column: 'rules.name_key', join: 'left join rules on rules.id = surveys.rule_id' },
  operator: {
    column: "coalesce(assignees.name_key, '')",
    join: 'left join users as assignees on assignees.id = surveys.assigned_to',
  },
  executor: {
    column: 'executors.name_key',
    join: 'left join users as executors on executors.id = surveys.executed_by',
  },
};

/** What a list of surveys of that status is sorted by, in SQL. */
export function columnOf(sort: SurveySort, status: Status | 'open' | null): string {
  const { column } = ORDERS[sort];
  // Text on both engines, and of one length.
  return sort === 'status' ? `('${LIFE.indexOf(status ?? 'open')} ' || ${column})` : column;
}

const LIFE: readonly (Status | 'open')[] = ['scheduled', 'due', 'inconsistent', 'executed', 'closed', 'cancelled'];

/** The status that a list asks for, or `open` for all that are not settled; null when it asks for none alone. */
export function statusAsked({ hint, parts = [] }: Predicate): Status | 'open' | null {
  for (const one of [hint, ...parts.map((part) => part.hint)])
    if (one !== undefined && 'status' in one) return one.status;
  return null;
}
