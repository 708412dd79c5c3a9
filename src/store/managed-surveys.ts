import type { Knex } from 'knex';
import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome } from '../domain/scheduler.js';
import type { ManagedFacts } from '../domain/survey-change.js';
import { dialectOf, type Queryable } from './dialect.js';
import type { Predicate } from './predicate.js';

// What managers change of one survey or of many at once: lock them, decide on what was read, write those that allow it.

/** A survey as far as it decides what a manager may do with it. */
export interface ManagedSurvey extends ManagedFacts {
  readonly id: number;
}

/** Reads the surveys of a list that the scope (who asks) covers, by id, and holds them until the transaction ends. */
export async function lockSurveys(trx: Queryable, ids: readonly number[], scope: Predicate): Promise<ManagedSurvey[]> {
  const query = selectManaged(trx)
    .whereIn('surveys.id', [...ids])
    .whereRaw(scope.sql, [...scope.bindings])
    .orderBy('surveys.id');
  // Always by id, so that two who change many do not wait for each other. SQLite has one writer.
  if (dialectOf(trx) === 'postgres') query.forUpdate('surveys');
  return (await query).map(toManaged);
}

/**
 * Holds the sales of surveys until the transaction ends, so that nobody cancels one meanwhile: a survey that is opened again
 * while its sale is being cancelled would stay open for good. Before `lockSurveys`, which then reads whether they stand.
 */
export async function lockSalesOf(trx: Queryable, surveyIds: readonly number[]): Promise<void> {
  const sales = trx('surveys')
    .whereIn('id', [...surveyIds])
    .select('sale_id');
  await trx('sales').whereIn('id', sales).orderBy('id').forUpdate().select('id');
}

/** As `keepSales`, of the sales of surveys; before the surveys. */
export async function keepSalesOf(trx: Queryable, surveyIds: readonly number[]): Promise<void> {
  const sales = trx('surveys')
    .whereIn('id', [...surveyIds])
    .select('sale_id');
  await keepEach(trx, sales);
}

/**
 * Keeps sales and their customers as they are referred to until the transaction ends, without holding up what else is
 * written to them. Customers first, surveys after it: who corrects a customer's city, or gives a sale to another seller,
 * takes them in this order by foreign keys, and a follow-up refers to all three.
 */
export async function keepSales(trx: Queryable, ids: readonly number[]): Promise<void> {
  await keepEach(
    trx,
    trx('sales')
      .whereIn('id', [...ids])
      .select('id'),
  );
}

async function keepEach(trx: Queryable, saleIds: Knex.QueryBuilder): Promise<void> {
  if (dialectOf(trx) !== 'postgres') return;
  const customers = trx('sales').whereIn('id', saleIds.clone()).select('customer_id');
  await trx('customers').whereIn('id', customers).orderBy('id').forKeyShare().select('id');
  await trx('sales').whereIn('id', saleIds).orderBy('id').forKeyShare().select('id');
}

/** Moves the expiry of surveys that are held and open. */
export async function moveExpiries(trx: Queryable, ids: readonly number[], to: CivilDate): Promise<void> {
  await changeHeld(trx, ids, null, { expires_on: to });
}

/** Ends surveys that are held and open. */
export async function settleSurveys(
  trx: Queryable,
  ids: readonly number[],
  outcome: Outcome,
  now: number,
): Promise<void> {
  await changeHeld(trx, ids, null, { outcome, settled_at: now });
}

/** Opens surveys again that are held and ended in that way. */
export async function unsettleSurveys(trx: Queryable, ids: readonly number[], ended: Outcome): Promise<void> {
  await changeHeld(trx, ids, ended, { outcome: null, settled_at: null });
}

/** Gives surveys that are held and open to one operator alone; null gives them back to those of their rules. */
export async function assignSurveys(trx: Queryable, ids: readonly number[], operatorId: number | null): Promise<void> {
  await changeHeld(trx, ids, null, { assigned_to: operatorId });
}

/** @throws when one of them is not as it was read: it was not held */
async function changeHeld(
  trx: Queryable,
  ids: readonly number[],
  outcome: Outcome | null,
  columns: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  const changed = await trx('surveys')
    .whereIn('id', [...ids])
    .where({ outcome })
    .update(columns);
  if (changed !== ids.length) throw new Error(`${ids.length - changed} surveys changed while they were held`);
}

/** Their columns, to be read with `toManaged`. */
export function selectManaged(q: Queryable) {
  return q('surveys')
    .join('sales', 'sales.id', 'surveys.sale_id')
    .leftJoin('claims', 'claims.survey_id', 'surveys.id')
    .select('surveys.id', 'opens_on', 'expires_on', 'original_expires_on', 'outcome', 'assigned_to')
    .select('surveys.seller_id', 'surveys.closed_on')
    .select('sales.cancelled_at', 'claims.user_id as claimed_by', 'claims.expires_at as claim_expires_at');
}

export interface ManagedRow {
  id: number;
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  outcome: Outcome | null;
  assigned_to: number | null;
  seller_id: number;
  closed_on: CivilDate;
  cancelled_at: number | null;
  claimed_by: number | null;
  claim_expires_at: number | null;
}

export function toManaged(row: ManagedRow): ManagedSurvey {
  const { claimed_by, claim_expires_at } = row;
  return {
    id: row.id,
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    outcome: row.outcome,
    assignedTo: row.assigned_to,
    sellerId: row.seller_id,
    closedOn: row.closed_on,
    saleCancelled: row.cancelled_at !== null,
    claim: claimed_by === null ? null : { userId: claimed_by, expiresAt: claim_expires_at ?? 0 },
  };
}
