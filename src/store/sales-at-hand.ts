import type { CivilDate } from '../domain/civil-date.js';
import type { EffectsOnSale, SaleAtHand, SurveyAtHand } from '../domain/configuration-effects.js';
import type { Outcome } from '../domain/scheduler.js';
import { selectIn } from './batches.js';
import { dialectOf, type Queryable } from './dialect.js';
import { untouched } from './untouched.js';

/** The sales of those ids, by id, with the surveys that the change may reach; what the plan looks at, as it stands at `now`. */
export async function listSalesAtHand(
  q: Queryable,
  effects: EffectsOnSale,
  saleIds: readonly number[],
  now: number,
): Promise<SaleAtHand[]> {
  const sales = await selectIn(
    saleIds,
    (some): PromiseLike<SaleRow[]> =>
      q('sales').whereIn('id', some).select('id', 'seller_id', 'product_id', 'closed_on', 'cancelled_at'),
  );
  const surveys = await listSurveys(q, effects, saleIds, now);
  return sales
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      id: row.id,
      sellerId: row.seller_id,
      productId: row.product_id,
      closedOn: row.closed_on,
      cancelled: row.cancelled_at !== null,
      surveys: surveys.get(row.id) ?? [],
    }));
}

/**
 * As `listSalesAtHand`, with the open surveys held until the transaction ends, in the order of their ids as everywhere:
 * nobody extends, tries, claims or settles one. SQLite has one writer.
 */
export async function holdSalesAtHand(
  trx: Queryable,
  effects: EffectsOnSale,
  saleIds: readonly number[],
  now: number,
): Promise<SaleAtHand[]> {
  if (dialectOf(trx) === 'sqlite') return listSalesAtHand(trx, effects, saleIds, now);
  const held = new Set<number>();
  for (;;) {
    for (const id of await lockOpenSurveys(trx, effects, saleIds)) held.add(id);
    const sales = await listSalesAtHand(trx, effects, saleIds, now);
    // One that was settled when the others were held may have been opened again since.
    if (sales.every(({ surveys }) => surveys.every(({ id, outcome }) => outcome !== null || held.has(id))))
      return sales;
  }
}

async function lockOpenSurveys(trx: Queryable, effects: EffectsOnSale, saleIds: readonly number[]): Promise<number[]> {
  const rules = rulesOf(effects);
  return selectIn(saleIds, (some) => {
    const query = trx('surveys').whereIn('sale_id', some).whereRaw('settled_at is null').orderBy('id').forUpdate();
    if (rules !== null) query.whereIn('rule_id', rules);
    return query.pluck('id');
  });
}

interface SaleRow {
  id: number;
  seller_id: number;
  product_id: number;
  closed_on: CivilDate;
  cancelled_at: number | null;
}

async function listSurveys(
  q: Queryable,
  effects: EffectsOnSale,
  saleIds: readonly number[],
  now: number,
): Promise<Map<number, SurveyAtHand[]>> {
  const rules = rulesOf(effects);
  const rows = await selectIn(saleIds, async (some): Promise<SurveyRow[]> => {
    const query = selectSurveys(q, effects, now).whereIn('sale_id', some);
    if (rules !== null) query.whereIn('rule_id', rules);
    return query;
  });
  const bySale = new Map<number, SurveyAtHand[]>();
  for (const row of rows) {
    const known = bySale.get(row.sale_id);
    if (known === undefined) bySale.set(row.sale_id, [toSurvey(row)]);
    else known.push(toSurvey(row));
  }
  return bySale;
}

/** Extensions and touches are looked up only where the change asks for them: each costs a look for every survey. */
function selectSurveys(q: Queryable, { redate, remove }: EffectsOnSale, now: number) {
  const query = q('surveys').select(
    'id',
    'sale_id',
    'rule_id',
    'opens_on',
    'expires_on',
    'original_expires_on',
    'business_expiry_days',
    'outcome',
  );
  if (redate.length > 0)
    query.select(q('extensions').where('survey_id', q.ref('surveys.id')).max('expires_on').as('extended_to'));
  if (remove.length > 0) {
    const { sql, bindings } = untouched(now);
    query.select(
      q.raw(`case when surveys.settled_at is null and ${sql} then 1 else 0 end as untouched`, [...bindings]),
    );
  }
  return query;
}

/** The rules whose surveys the change may reach; null: any. */
function rulesOf({ redate, remove, plan }: EffectsOnSale): readonly number[] | null {
  const ids = new Set<number>();
  for (const one of redate) {
    if (one.kind !== 'rule') return null;
    ids.add(one.ruleId);
  }
  for (const { rules } of remove) {
    if ('except' in rules) return null;
    for (const id of rules.only) ids.add(id);
  }
  for (const { rules } of plan) for (const { id } of rules) ids.add(id);
  return [...ids];
}

interface SurveyRow {
  id: number;
  sale_id: number;
  rule_id: number;
  opens_on: CivilDate;
  expires_on: CivilDate;
  original_expires_on: CivilDate;
  business_expiry_days: number | null;
  outcome: Outcome | null;
  extended_to?: CivilDate | null;
  untouched?: number;
}

function toSurvey(row: SurveyRow): SurveyAtHand {
  return {
    id: row.id,
    ruleId: row.rule_id,
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    businessExpiryDays: row.business_expiry_days,
    outcome: row.outcome,
    extendedTo: row.extended_to ?? null,
    untouched: row.untouched === 1,
  };
}

/** The next sales by id, up to a last one, for who goes through all of them. */
export function nextSaleIds(q: Queryable, after: number, last: number, size: number): Promise<number[]> {
  return q('sales').where('id', '>', after).where('id', '<=', last).orderBy('id').limit(size).pluck('id');
}

/** The greatest id of a sale; 0 when there is none. */
export async function lastSaleId(q: Queryable): Promise<number> {
  const [row] = await q('sales').max({ last: 'id' });
  return row?.last ?? 0;
}
