import { type Commission, commissionOf } from '../domain/commission.js';
import { adjustmentsOf, type Revision, type SettledFacts } from '../domain/commission-adjustment.js';
import type { Claim } from '../domain/commission-change.js';
import { DEFAULT_POLICY, type PolicyVersion, versionInForce } from '../domain/commission-policy.js';
import { sumCents } from '../domain/commission-totals.js';
import { groupedBy } from '../domain/grouped.js';
import { type Month, monthOf, nextMonth } from '../domain/month.js';
import { listSaleFactsOf, type SaleFacts } from './commission-facts.js';
import { type FrozenLine, listFrozenLinesOf, type StatementLine } from './commission-lines.js';
import { type ClosedMonth, listClosedMonths } from './commission-months.js';
import type { Queryable } from './dialect.js';
import { listPolicies } from './policies.js';
import { select } from './statements.js';

/**
 * The adjustments that the earliest open month would freeze if it closed now: for each sale that changed since its month
 * closed, what is due on today's facts less what frozen lines have given. Of one seller, or of all.
 */
export async function listAdjustments(q: Queryable, sellerId: number | null): Promise<StatementLine[]> {
  const closed = await listClosedMonths(q);
  const touched = closed.length === 0 ? [] : await listTouched(q, sellerId);
  const facts = await listSaleFactsOf(q, touched);
  const frozen = groupedBy(await listFrozenLinesOf(q, touched), (line) => line.facts.saleId);
  const policies = await listPolicies(q);
  const lines = facts.flatMap((sale) => adjust(sale, frozen.get(sale.saleId) ?? [], closed, policies));
  return sellerId === null ? lines : lines.filter((line) => line.sellerId === sellerId);
}

/**
 * What a sale has in statements of open months, on its facts as they are and as `corrected` makes them: its own line while
 * its month is open, and what is adjusted in the earliest open month. @throws when there is no such sale: a bug
 */
export async function compareClaims(
  q: Queryable,
  saleId: number,
  corrected: (facts: SaleFacts) => SaleFacts,
): Promise<{ readonly before: readonly Claim[]; readonly after: readonly Claim[] }> {
  const [facts] = await listSaleFactsOf(q, [saleId]);
  if (facts === undefined) throw new Error(`sale ${saleId} has no facts`);
  const frozen = await listFrozenLinesOf(q, [saleId]);
  const closed = await listClosedMonths(q);
  const policies = await listPolicies(q);
  const claims = (sale: SaleFacts): Claim[] => claimsOf(sale, frozen, closed, policies);
  return { before: claims(facts), after: claims(corrected(facts)) };
}

function claimsOf(
  sale: SaleFacts,
  frozen: readonly FrozenLine[],
  closed: readonly ClosedMonth[],
  policies: readonly PolicyVersion[],
): Claim[] {
  const month = monthOf(sale.closedOn);
  const [last] = closed;
  const own: Claim[] = [];
  if (last === undefined || month > last.month)
    own.push({ kind: 'sale', sellerId: sale.sellerId, month, cents: commissionNow(sale, policies).cents });
  if (last === undefined) return own;
  const adjusted = adjust(sale, frozen, closed, policies).map(
    ({ sellerId, amountCents }): Claim => ({
      kind: 'adjustment',
      sellerId,
      month: nextMonth(last.month),
      cents: amountCents,
    }),
  );
  return [...own, ...adjusted];
}

/** The sales that changed in a closed month, or that left one. */
async function listTouched(q: Queryable, sellerId: number | null): Promise<number[]> {
  const ofSeller = `where exists (select 1 from sales where sales.id = sale_id and sales.seller_id = ?)
    or exists (select 1 from commission_lines
      where commission_lines.sale_id = commission_touched.sale_id and commission_lines.seller_id = ?)`;
  const rows = await select<{ sale_id: number }>(
    q,
    `select sale_id from commission_touched ${sellerId === null ? '' : ofSeller} order by sale_id`,
    sellerId === null ? [] : [sellerId, sellerId],
  );
  return rows.map(({ sale_id }) => sale_id);
}

function adjust(
  sale: SaleFacts,
  frozen: readonly FrozenLine[],
  closed: readonly ClosedMonth[],
  policies: readonly PolicyVersion[],
): StatementLine[] {
  const commission = commissionNow(sale, policies);
  return adjustmentsOf(revisionOf(sale, commission, frozen, closed)).map((adjustment) => ({
    kind: 'adjustment',
    ...adjustment,
    closedOn: sale.closedOn,
    quality: commission.quality,
    counted: commission.counted,
    openSurveys: sale.openSurveys,
  }));
}

function commissionNow(sale: SaleFacts, policies: readonly PolicyVersion[]): Commission {
  return commissionOf(sale, versionInForce(policies, monthOf(sale.closedOn)) ?? DEFAULT_POLICY);
}

function revisionOf(
  sale: SaleFacts,
  commission: Commission,
  frozen: readonly FrozenLine[],
  closed: readonly ClosedMonth[],
): Revision {
  // Newest first: the last that is not earlier is when the sale's month closed.
  const closing = closed.findLast(({ month }) => month >= monthOf(sale.closedOn));
  return {
    now: settledFactsOf(sale),
    last: frozen.at(-1)?.facts ?? null,
    recordedLate: closing !== undefined && sale.recordedAt >= closing.closedAt,
    settled: settledBySeller(frozen),
    dueCents: closing === undefined ? null : (commission.cents ?? 0),
  };
}

function settledBySeller(frozen: readonly FrozenLine[]): Map<number, number> {
  const lines = groupedBy(frozen, ({ sellerId }) => sellerId);
  return new Map([...lines].map(([seller, own]) => [seller, sumCents(own.map(({ amountCents }) => amountCents))]));
}

/** What is kept of a sale with its line. */
export function settledFactsOf(sale: SaleFacts): SettledFacts {
  return {
    saleId: sale.saleId,
    sellerId: sale.sellerId,
    productId: sale.productId,
    valueCents: sale.valueCents,
    baseCents: sale.baseCents,
    reversed: sale.reversed,
    saleMonth: monthOf(sale.closedOn) satisfies Month,
    executionIds: sale.executions.map(({ id }) => id).sort((a, b) => a - b),
  };
}

/** Forgets which sales changed, once their adjustments are frozen. */
export async function deleteTouched(trx: Queryable): Promise<void> {
  await trx('commission_touched').delete();
}
