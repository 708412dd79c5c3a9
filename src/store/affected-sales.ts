import type { Backfill, ConfigurationEffects, Redating, Removal } from '../domain/configuration-effects.js';
import { indexedBy, type Queryable } from './dialect.js';
import { allOf, type Predicate, predicate } from './predicate.js';

/** How many rows one look reads: a few milliseconds on either engine. */
const AT_ONCE = 1000;

/**
 * The sales that a change may reach, some at a time, found by indexes and never by reading whole tables; one may come more
 * than once. Between two portions others have their turn.
 */
export async function* walkAffectedSales(q: Queryable, effects: ConfigurationEffects): AsyncGenerator<number[]> {
  for (const redating of effects.redate) yield* walkSurveys(q, ofRedating(redating));
  for (const removal of effects.remove) for (const scope of ofRemoval(removal)) yield* walkSurveys(q, scope);
  for (const backfill of effects.plan)
    for (const productId of backfill.products) yield* walkSales(q, productId, backfill.closedSince);
}

/** Open surveys, and the index that is in the order of expiry behind what `where` says. */
interface Scope {
  readonly index: string;
  readonly where: Predicate;
}

function ofRedating(redating: Redating): Scope {
  if (redating.kind === 'rule') return { index: 'open_by_rule_id', where: is('rule_id', redating.ruleId) };
  return { index: 'open_business', where: predicate('business_expiry_days is not null') };
}

/** By rule where it names rules, else by product. */
function ofRemoval({ rules, products, closedSince }: Removal): Scope[] {
  const since = closedSince === null ? [] : [predicate('closed_on >= ?', [closedSince])];
  if ('only' in rules) {
    const sold = products === null ? [] : [among('product_id', products)];
    return rules.only.map((id) => ({
      index: 'open_by_rule_id',
      where: allOf([is('rule_id', id), ...sold, ...since]),
    }));
  }
  return (products ?? []).map((id) => ({
    index: 'open_by_product_id',
    where: allOf([is('product_id', id), ...since]),
  }));
}

function is(column: string, id: number): Predicate {
  return predicate(`${column} = ?`, [id]);
}

function among(column: string, ids: readonly number[]): Predicate {
  return predicate(`${column} in (${ids.map(() => '?').join(', ')})`, [...ids]);
}

interface SurveyKey {
  readonly id: number;
  readonly sale_id: number;
  readonly expires_on: string;
}

async function* walkSurveys(q: Queryable, { index, where }: Scope): AsyncGenerator<number[]> {
  for (let key: SurveyKey | null = null; ; ) {
    const after: Predicate =
      key === null ? allOf([]) : predicate('(expires_on, id) > (?, ?)', [key.expires_on, key.id]);
    const rows: SurveyKey[] = await q
      .select('id', 'sale_id', 'expires_on')
      .from(q.raw(`surveys ${indexedBy(q, index)}`))
      .whereRaw(`settled_at is null and ${where.sql} and ${after.sql}`, [...where.bindings, ...after.bindings])
      .orderBy(['expires_on', 'id'])
      .limit(AT_ONCE);
    yield rows.map(({ sale_id }) => sale_id);
    key = rows.at(-1) ?? null;
    if (key === null || rows.length < AT_ONCE) return;
  }
}

interface SaleKey {
  readonly id: number;
  readonly closed_on: string;
}

/** The product's sales that stand, from a day on. */
async function* walkSales(q: Queryable, productId: number, since: Backfill['closedSince']): AsyncGenerator<number[]> {
  for (let key: SaleKey | null = null; ; ) {
    const query = q('sales').where({ product_id: productId, cancelled_at: null });
    if (since !== null) query.where('closed_on', '>=', since);
    if (key !== null) query.whereRaw('(closed_on, id) > (?, ?)', [key.closed_on, key.id]);
    const rows: SaleKey[] = await query.orderBy(['closed_on', 'id']).limit(AT_ONCE).select('id', 'closed_on');
    yield rows.map(({ id }) => id);
    key = rows.at(-1) ?? null;
    if (key === null || rows.length < AT_ONCE) return;
  }
}
