import type { Find, Place, PlaceOfSurveys } from '../domain/effect-places.js';
import { indexedBy, type Queryable } from './dialect.js';
import { allOf, type Predicate, predicate } from './predicate.js';

/** How many rows one look reads: a few milliseconds on either engine. */
const AT_ONCE = 1000;

/** How far a walk came: in which place, and behind which key there; null at its beginning. */
export interface WalkPosition {
  readonly place: number;
  readonly key: WalkKey | null;
}

/** The last row of a look: the day of expiry or closing, and the survey's or sale's id. */
export interface WalkKey {
  readonly on: string;
  readonly id: number;
}

/** What one look came upon, and where the next one goes on: behind the last place when there is none. */
export interface Portion {
  readonly finds: readonly Find[];
  readonly next: WalkPosition;
}

/** The beginning of a walk. */
export const WALK_START: WalkPosition = { place: 0, key: null };

/**
 * The sales that a change may reach, some at a time, found by indexes and never by reading whole tables; one may come more
 * than once. Between two portions others have their turn.
 */
export async function* walkPlaces(
  q: Queryable,
  places: readonly Place[],
  from: WalkPosition = WALK_START,
  atOnce = AT_ONCE,
): AsyncGenerator<Portion> {
  for (let at = from; ; ) {
    const place = places[at.place];
    if (place === undefined) return;
    const query = place.kind === 'sales' ? selectSales(q, place, at.key) : selectSurveys(q, place, at.key);
    const rows: Row[] = await query.limit(atOnce);
    const last = rows.length < atOnce ? undefined : rows.at(-1);
    const finds = rows.map(({ id, sale_id }) =>
      sale_id === undefined
        ? { saleId: id, place: at.place, surveyId: null }
        : { saleId: sale_id, place: at.place, surveyId: id },
    );
    at =
      last === undefined ? { place: at.place + 1, key: null } : { place: at.place, key: { on: last.on, id: last.id } };
    yield { finds, next: at };
  }
}

interface Row {
  readonly id: number;
  readonly on: string;
  /** Of surveys only. */
  readonly sale_id?: number;
}

/** Open surveys, by the index that is in the order of expiry behind what the place says. */
function selectSurveys(q: Queryable, place: PlaceOfSurveys, key: WalkKey | null) {
  const { index, where } = scopeOf(place);
  const after = key === null ? allOf([]) : predicate('(expires_on, id) > (?, ?)', [key.on, key.id]);
  return q
    .select('id', 'sale_id', 'expires_on as on')
    .from(q.raw(`surveys ${indexedBy(q, 'surveys', index)}`))
    .whereRaw(`settled_at is null and ${where.sql} and ${after.sql}`, [...where.bindings, ...after.bindings])
    .orderBy(['expires_on', 'id']);
}

function scopeOf(place: PlaceOfSurveys): { readonly index: string; readonly where: Predicate } {
  switch (place.kind) {
    case 'rule': {
      const sold = place.products === null ? [] : [among('product_id', place.products)];
      const where = allOf([is('rule_id', place.ruleId), ...sold, ...since(place.closedSince)]);
      return { index: 'open_by_rule_id', where };
    }
    case 'calendar':
      return { index: 'open_business', where: predicate('business_expiry_days is not null') };
    case 'product': {
      const where = allOf([is('product_id', place.productId), ...since(place.closedSince)]);
      return { index: 'open_by_product_id', where };
    }
  }
}

function since(day: string | null): Predicate[] {
  return day === null ? [] : [predicate('closed_on >= ?', [day])];
}

function is(column: string, id: number): Predicate {
  return predicate(`${column} = ?`, [id]);
}

function among(column: string, ids: readonly number[]): Predicate {
  return predicate(`${column} in (${ids.map(() => '?').join(', ')})`, [...ids]);
}

/** The product's sales that stand, from a day on. */
function selectSales(
  q: Queryable,
  { productId, closedSince }: Extract<Place, { readonly kind: 'sales' }>,
  key: WalkKey | null,
) {
  const query = q('sales').where({ product_id: productId, cancelled_at: null });
  if (closedSince !== null) query.where('closed_on', '>=', closedSince);
  if (key !== null) query.whereRaw('(closed_on, id) > (?, ?)', [key.on, key.id]);
  return query.orderBy(['closed_on', 'id']).select('id', 'closed_on as on');
}
