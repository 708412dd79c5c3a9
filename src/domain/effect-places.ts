import type { CivilDate } from './civil-date.js';
import type { ConfigurationEffects, Removal, SaleAtHand, SurveyAtHand } from './configuration-effects.js';

/** Where open surveys, or sales that stand, are that a change may reach. */
export type Place =
  | {
      readonly kind: 'rule';
      readonly ruleId: number;
      /** Null: of every product. */
      readonly products: readonly number[] | null;
      readonly closedSince: CivilDate | null;
    }
  /** Surveys that look at the calendar. */
  | { readonly kind: 'calendar' }
  /** Surveys of a product. */
  | { readonly kind: 'product'; readonly productId: number; readonly closedSince: CivilDate | null }
  /** The product's sales. */
  | { readonly kind: 'sales'; readonly productId: number; readonly closedSince: CivilDate | null };

/** A place of surveys. */
export type PlaceOfSurveys = Exclude<Place, { readonly kind: 'sales' }>;

/** All the places that a change looks through, in this order. A sale may be come upon in several, and more than once. */
export function placesOf({ redate, remove, plan }: ConfigurationEffects): readonly Place[] {
  const anywhere = { products: null, closedSince: null };
  return [
    ...redate.map((one): Place => (one.kind === 'rule' ? { ...anywhere, kind: 'rule', ruleId: one.ruleId } : one)),
    ...remove.flatMap(placesOfRemoval),
    ...plan.flatMap(({ products, closedSince }) =>
      products.map((productId): Place => ({ kind: 'sales', productId, closedSince })),
    ),
  ];
}

/** By rule where it names rules, else by product. */
function placesOfRemoval({ rules, products, closedSince }: Removal): Place[] {
  if ('only' in rules) return rules.only.map((ruleId) => ({ kind: 'rule', ruleId, products, closedSince }));
  return (products ?? []).map((productId) => ({ kind: 'product', productId, closedSince }));
}

/** How a sale was come upon: in which place, and by which of its surveys; null where the place is of sales. */
export interface Find {
  readonly saleId: number;
  readonly place: number;
  readonly surveyId: number | null;
}

/**
 * Whether the sale is come upon for the first time. So each is counted once without keeping in mind which were: a count
 * can be gone on with by whoever knows how far it came. In a place surveys stand in the order of expiry and id.
 */
export function isFirstFind(places: readonly Place[], sale: SaleAtHand, { place, surveyId }: Find): boolean {
  for (let index = 0; index <= place; index += 1) {
    const first = firstIn(places[index] as Place, sale);
    if (first !== undefined) return index === place && first === surveyId;
  }
  return false;
}

/** By which of its surveys the sale is come upon first in the place; undefined when it is not there. */
function firstIn(place: Place, sale: SaleAtHand): number | null | undefined {
  if (place.kind !== 'calendar' && place.closedSince !== null && sale.closedOn < place.closedSince) return undefined;
  if (place.kind === 'sales') return !sale.cancelled && sale.productId === place.productId ? null : undefined;
  const there = sale.surveys.filter((survey) => survey.outcome === null && isThere(place, sale, survey));
  const [first, ...others] = there;
  if (first === undefined) return undefined;
  return others.reduce((least, survey) => (comesBefore(survey, least) ? survey : least), first).id;
}

function isThere(place: PlaceOfSurveys, sale: SaleAtHand, survey: SurveyAtHand): boolean {
  switch (place.kind) {
    case 'rule':
      return survey.ruleId === place.ruleId && (place.products?.includes(sale.productId) ?? true);
    case 'calendar':
      return survey.businessExpiryDays !== null;
    case 'product':
      return sale.productId === place.productId;
  }
}

function comesBefore(a: SurveyAtHand, b: SurveyAtHand): boolean {
  return a.expiresOn === b.expiresOn ? a.id < b.id : a.expiresOn < b.expiresOn;
}
