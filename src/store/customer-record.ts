import type { Knex } from 'knex';
import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome } from '../domain/scheduler.js';
import { type Customer, getCustomer } from './customers.js';
import type { Queryable } from './dialect.js';
import { type FirstFollowUps, listFollowUpsOf } from './follow-up-list.js';

/** A customer and what stands of him now; what happened is told by his timeline. */
export interface CustomerRecord {
  readonly customer: Customer;
  /** The latest first. */
  readonly sales: Some<CustomerSale>;
  /** Those in the open, the soonest to expire first. */
  readonly surveys: Some<CustomerSurvey>;
  readonly followUps: FirstFollowUps;
}

/** As much of a list as stands on a page, and how long it is. */
export interface Some<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
}

export interface CustomerSale {
  readonly id: number;
  readonly product: string;
  readonly seller: string;
  readonly closedOn: CivilDate;
  readonly cents: number;
  readonly cancelledAt: number | null;
}

export interface CustomerSurvey {
  readonly id: number;
  readonly rule: string;
  readonly product: string;
  readonly opensOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly originalExpiresOn: CivilDate;
  readonly outcome: Outcome | null;
}

/** So many of each stand on the page; a customer of an ISP seldom has more. */
const SHOWN = 20;

/** @throws NotFoundError */
export async function getCustomerRecord(q: Queryable, id: number): Promise<CustomerRecord> {
  const customer = await getCustomer(q, id);
  const sales = q('sales').where({ customer_id: id });
  const surveys = q('surveys').where('surveys.customer_id', id).whereNull('settled_at');
  return {
    customer,
    sales: { rows: await firstSales(sales.clone()), count: await countOf(sales) },
    surveys: { rows: await firstSurveys(surveys.clone()), count: await countOf(surveys) },
    followUps: await listFollowUpsOf(q, 'customer_id', id),
  };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  return Number((await query.count({ n: '*' }))[0].n);
}

function firstSales(sales: Knex.QueryBuilder): PromiseLike<CustomerSale[]> {
  return sales
    .join('products', 'products.id', 'sales.product_id')
    .join('users as sellers', 'sellers.id', 'sales.seller_id')
    .orderBy([
      { column: 'sales.closed_on', order: 'desc' },
      { column: 'sales.id', order: 'desc' },
    ])
    .limit(SHOWN)
    .select('sales.id', 'products.name as product', 'sellers.name as seller', 'sales.closed_on as closedOn')
    .select('sales.value_cents as cents', 'sales.cancelled_at as cancelledAt');
}

function firstSurveys(surveys: Knex.QueryBuilder): PromiseLike<CustomerSurvey[]> {
  return surveys
    .join('rules', 'rules.id', 'surveys.rule_id')
    .join('products', 'products.id', 'surveys.product_id')
    .orderBy(['surveys.expires_on', 'surveys.id'])
    .limit(SHOWN)
    .select('surveys.id', 'rules.name as rule', 'products.name as product', 'surveys.opens_on as opensOn')
    .select('surveys.expires_on as expiresOn', 'surveys.original_expires_on as originalExpiresOn', 'surveys.outcome');
}
