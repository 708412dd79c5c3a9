import type { CivilDate } from '../domain/civil-date.js';
import type { SurveyFacts } from '../domain/scheduler.js';
import { type Customer, getCustomer } from './customers.js';
import type { Queryable } from './dialect.js';
import { listRecordNames, type RecordNames } from './record-names.js';
import { getSale, type Sale } from './sales.js';

/** A survey as its sale's page lists it. */
export interface SurveyOfSale extends SurveyFacts {
  readonly id: number;
  readonly ruleName: string;
}

/** What somebody did to the sale, or to its customer. */
export interface SaleEvent {
  readonly at: number;
  readonly who: string | null;
  readonly entity: 'sale' | 'customer';
  readonly action: string;
  /** Field → before and after; null in place of personal values. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown] | null>>;
}

/** A sale with all that its page says. */
export interface SaleRecord {
  readonly sale: Sale;
  readonly customer: Customer;
  readonly productName: string;
  readonly sellerName: string;
  readonly surveys: readonly SurveyOfSale[];
  readonly events: readonly SaleEvent[];
  /** What the users and products that `events` mentions are called. */
  readonly names: RecordNames;
}

/** @throws NotFoundError */
export async function getSaleRecord(q: Queryable, id: number): Promise<SaleRecord> {
  const sale = await getSale(q, id);
  const product: { name: string } = await q('products').where({ id: sale.productId }).first('name');
  const seller: { name: string } = await q('users').where({ id: sale.sellerId }).first('name');
  const events = await listEvents(q, sale);
  return {
    sale,
    customer: await getCustomer(q, sale.customerId),
    productName: product.name,
    sellerName: seller.name,
    surveys: await listSurveysOfSale(q, id),
    events,
    names: await listRecordNames(q, { user: mentioned(events, 'sellerId'), product: mentioned(events, 'productId') }),
  };
}

function mentioned(events: readonly SaleEvent[], field: string): number[] {
  return events.flatMap(({ changes }) => changes[field] ?? []).filter((id): id is number => typeof id === 'number');
}

async function listSurveysOfSale(q: Queryable, saleId: number): Promise<SurveyOfSale[]> {
  const rows: SurveyRow[] = await q('surveys')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .where('surveys.sale_id', saleId)
    .orderBy(['surveys.opens_on', 'surveys.id'])
    .select('surveys.id', 'opens_on', 'expires_on', 'original_expires_on', 'outcome', { rule_name: 'rules.name' });
  return rows.map((row) => ({
    id: row.id,
    ruleName: row.rule_name,
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    outcome: row.outcome,
  }));
}

interface SurveyRow {
  id: number;
  rule_name: string;
  opens_on: CivilDate;
  expires_on: CivilDate;
  original_expires_on: CivilDate;
  outcome: SurveyFacts['outcome'];
}

/** The last things done, newest first. */
async function listEvents(q: Queryable, sale: Sale): Promise<SaleEvent[]> {
  const rows = await q('audit')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .where((either) =>
      either
        .where({ 'audit.entity': 'sale', 'audit.entity_id': sale.id })
        .orWhere({ 'audit.entity': 'customer', 'audit.entity_id': sale.customerId, 'audit.action': 'change' }),
    )
    .orderBy('audit.id', 'desc')
    .limit(MAX_EVENTS)
    .select('audit.at', 'audit.entity', 'audit.action', 'audit.changes', 'users.name');
  return rows.map((row) => ({
    at: row.at,
    who: row.name,
    entity: row.entity,
    action: row.action,
    changes: JSON.parse(row.changes),
  }));
}

const MAX_EVENTS = 100;
