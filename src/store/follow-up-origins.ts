import type { Queryable } from './dialect.js';
import type { FollowUpOrigin } from './follow-ups.js';
import { found } from './not-found.js';
import type { Predicate } from './predicate.js';
import { select } from './statements.js';

/** A survey as the origin of a follow-up, when `scope` (who asks) covers it. @throws NotFoundError */
export async function getSurveyOrigin(q: Queryable, id: number, scope: Predicate): Promise<FollowUpOrigin> {
  const row = await q('surveys')
    .where('surveys.id', id)
    .whereRaw(scope.sql, [...scope.bindings])
    .first('customer_id', 'sale_id');
  const { customer_id, sale_id } = found(row, 'survey', id);
  return { customerId: customer_id, saleId: sale_id, surveyId: id, answerId: null };
}

/** @throws NotFoundError */
export async function getSaleOrigin(q: Queryable, id: number): Promise<FollowUpOrigin> {
  const row: { customer_id: number } | undefined = await q('sales').where({ id }).first('customer_id');
  const { customer_id } = found(row, 'sale', id);
  return { customerId: customer_id, saleId: id, surveyId: null, answerId: null };
}

/** @throws NotFoundError */
export async function getCustomerOrigin(q: Queryable, id: number): Promise<FollowUpOrigin> {
  found(await q('customers').where({ id }).first('id'), 'customer', id);
  return { customerId: id, saleId: null, surveyId: null, answerId: null };
}

/** Whether a sale is that customer's. */
export async function isSaleOf(q: Queryable, id: number, customerId: number): Promise<boolean> {
  return (await q('sales').where({ id, customer_id: customerId }).first('id')) !== undefined;
}

/** Whether the scope (who asks) covers a follow-up. */
export async function isFollowable(q: Queryable, id: number, scope: Predicate): Promise<boolean> {
  const rows = await select(q, `select id from follow_ups where id = ? and ${scope.sql}`, [id, ...scope.bindings]);
  return rows.length > 0;
}
