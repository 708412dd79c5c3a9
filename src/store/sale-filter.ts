import type { CivilDate } from '../domain/civil-date.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { mentioning } from './text-search.js';

/** Situação: all, those that stand, those cancelled, those that stand without any survey, and those that pay nothing for want of a base. */
export const SITUATIONS = ['all', 'active', 'cancelled', 'without-surveys', 'without-base'] as const;

export type Situation = (typeof SITUATIONS)[number];

/** What a list of sales is narrowed to; what is left out does not narrow. All of it together holds. */
export interface SaleFilter {
  /** Words, each found in the customer's name, phones, document, e-mail or id, or in the sale's external id. */
  readonly text?: string;
  /** Of the closing date, both ends inclusive. */
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly sellerId?: number;
  readonly productId?: number;
}

/** The sales in a situation. */
export function inSituation(situation: Situation): Predicate {
  switch (situation) {
    case 'all':
      return allOf([]);
    case 'active':
      return predicate('sales.cancelled_at is null');
    case 'cancelled':
      return predicate('sales.cancelled_at is not null');
    case 'without-surveys':
      // In the words of the partial indexes of migration 20261129_000030.
      return predicate('sales.bare and sales.cancelled_at is null');
    case 'without-base':
      // In the words of the partial index of migration 20261129_000086.
      return predicate('sales.commission_base_cents is null and sales.commission_reversed is not true');
  }
}

/** The sales that a filter leaves, whatever their situation. */
export function salesMatching({ text, from, to, sellerId, productId }: SaleFilter): Predicate {
  const parts: Predicate[] = [];
  if (from !== undefined) parts.push(predicate('sales.closed_on >= ?', [from]));
  if (to !== undefined) parts.push(predicate('sales.closed_on <= ?', [to]));
  if (sellerId !== undefined) parts.push(predicate('sales.seller_id = ?', [sellerId]));
  if (productId !== undefined) parts.push(predicate('sales.product_id = ?', [productId]));
  if (text !== undefined) parts.push(mentioning(text, 'sales.id'));
  return allOf(parts);
}
