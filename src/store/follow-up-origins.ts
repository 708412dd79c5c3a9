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

/** Whether a sale of that customer's was cancelled; null when there is none of his. */
export async function isCancelledSaleOf(q: Queryable, id: number, customerId: number): Promise<boolean | null> {
  const row = await q('sales').where({ id, customer_id: customerId }).first('cancelled_at');
  return row === undefined ? null : row.cancelled_at !== null;
}

/**
 * Who has a follow-up now that was taken from the user since a moment (UTC epoch milliseconds), by name; null when none was,
 * so that there is none for him.
 */
export async function findHeir(q: Queryable, id: number, userId: number, since: number): Promise<string | null> {
  const given = await q('audit')
    .where({ entity: 'follow-up', entity_id: id, action: 'reassign' })
    .where('at', '>=', since)
    .pluck('changes');
  if (!given.some((changes) => JSON.parse(changes).ownerId?.[0] === userId)) return null;
  const owner = await q('follow_ups').join('users', 'users.id', 'owner_id').where('follow_ups.id', id).first('name');
  return owner.name;
}

/** Whether the scope (who asks) covers a follow-up. */
export async function isFollowable(q: Queryable, id: number, scope: Predicate): Promise<boolean> {
  const rows = await select(q, `select id from follow_ups where id = ? and ${scope.sql}`, [id, ...scope.bindings]);
  return rows.length > 0;
}
