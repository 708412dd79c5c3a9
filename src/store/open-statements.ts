import { type Commission, commissionOf } from '../domain/commission.js';
import type { CommissionPolicy } from '../domain/commission-policy.js';
import { sumCents, totalsOf } from '../domain/commission-totals.js';
import { groupedBy } from '../domain/grouped.js';
import { type Month, previousMonth } from '../domain/month.js';
import { breathe } from './batches.js';
import { listAdjustments, settledFactsOf } from './commission-adjustments.js';
import { findSaleKey, listSaleFacts, type SaleFacts, type SalesOf } from './commission-facts.js';
import type { StatementLine } from './commission-lines.js';
import { findEarliestOpen } from './commission-months.js';
import { listFrozenStatements, type Statement } from './commission-statements.js';
import type { Queryable } from './dialect.js';
import { readOpenTotals, readOpenTotalsOf, type TotalsBySeller } from './open-totals.js';
import { policiesByMonth, policyOf } from './policies.js';
import type { SalesTotals } from './sale-totals.js';

/** A statement of an open month, computed from the facts as they are now; the lines of its sales are listed apart. */
export interface OpenStatement extends Statement, SalesTotals {
  readonly adjustments: readonly StatementLine[];
}

/** Whose statements are computed, and with which policy: that of the month unless another is tried out. */
export interface OpenScope {
  readonly sellerId?: number;
  readonly policy?: CommissionPolicy;
}

/**
 * The statements of an open month, by seller: of everybody who sold in it, and, in the earliest open month, of whoever an
 * adjustment or what was carried over concerns. Later months show their sales only: what is adjusted and carried is known
 * when those before them close. Sellers are computed one after the other, and other requests are
 * answered between them.
 */
export async function listOpenStatements(q: Queryable, month: Month, scope: OpenScope = {}): Promise<OpenStatement[]> {
  const [statements = []] = await listOpenMonths(q, [month], scope);
  return statements;
}

/** The same of several open months, in their order: what they have in common is read once. */
export async function listOpenMonths(
  q: Queryable,
  months: readonly Month[],
  { sellerId, policy }: OpenScope = {},
): Promise<OpenStatement[][]> {
  const ofMonth = await policiesByMonth(q);
  const open = months.map((month) => ({ month, policy: policy ?? ofMonth(month) }));
  const earliest = await findEarliestOpen(q);
  const first =
    earliest !== null && months.includes(earliest) ? await readFirst(q, earliest, sellerId ?? null) : NOTHING_MORE;
  const totals = sellerId === undefined ? await readOpenTotals(q, open) : await readOpenTotalsOf(q, open, sellerId);
  const all: OpenStatement[][] = [];
  for (const [index, month] of months.entries()) {
    all.push(statementsOf(month, totals[index] ?? new Map(), month === earliest ? first : NOTHING_MORE));
    await breathe();
  }
  return all;
}

/** What the earliest open month has besides its sales, by seller. */
interface More {
  readonly adjustments: ReadonlyMap<number, readonly StatementLine[]>;
  readonly carried: ReadonlyMap<number, number>;
}

const NOTHING_MORE: More = { adjustments: new Map(), carried: new Map() };

async function readFirst(q: Queryable, month: Month, sellerId: number | null): Promise<More> {
  return {
    adjustments: groupedBy(await listAdjustments(q, sellerId), (line) => line.sellerId),
    carried: await listCarried(q, month, sellerId),
  };
}

function statementsOf(month: Month, totals: TotalsBySeller, { adjustments, carried }: More): OpenStatement[] {
  const sellers = new Set([...totals.keys(), ...adjustments.keys(), ...carried.keys()]);
  return [...sellers].map((sellerId) =>
    statementOf(
      { month, sellerId },
      totals.get(sellerId) ?? NO_SALES,
      adjustments.get(sellerId) ?? [],
      carried.get(sellerId) ?? 0,
    ),
  );
}

const NO_SALES: SalesTotals = { lineCount: 0, linesCents: 0, effectCents: 0, provisional: 0, withoutBase: 0 };

/** What the month before left to be taken off, by seller. */
async function listCarried(q: Queryable, month: Month, sellerId: number | null): Promise<Map<number, number>> {
  const before = previousMonth(month);
  const statements = await listFrozenStatements(q, {
    from: before,
    to: before,
    ...(sellerId !== null && { sellerId }),
  });
  return new Map(
    statements
      .filter(({ carriedOutCents }) => carriedOutCents < 0)
      .map((statement) => [statement.sellerId, statement.carriedOutCents]),
  );
}

function statementOf(
  of: SalesOf,
  sales: SalesTotals,
  adjustments: readonly StatementLine[],
  carriedInCents: number,
): OpenStatement {
  const adjusted = sumCents(adjustments.map(({ amountCents }) => amountCents));
  return { ...of, ...sales, ...totalsOf(sales.linesCents, adjusted, carriedInCents), adjustments };
}

/** The lines of a seller's sales of an open month, some of them, in the order of their closing dates. */
export async function listOpenLines(
  q: Queryable,
  of: SalesOf,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<StatementLine[]> {
  const after = skip === 0 ? null : await findSaleKey(q, of, skip);
  if (skip > 0 && after === null) return [];
  const policy = await policyOf(q, of.month);
  const sales = await listSaleFacts(q, of, { after, limit });
  return sales.map((sale) => lineOf(sale, commissionOf(sale, policy)));
}

function lineOf(sale: SaleFacts, commission: Commission): StatementLine {
  const cents = commission.cents ?? 0;
  return {
    kind: 'sale',
    sellerId: sale.sellerId,
    beforeCents: 0,
    afterCents: cents,
    amountCents: cents,
    causes: [],
    facts: settledFactsOf(sale),
    closedOn: sale.closedOn,
    quality: commission.quality,
    counted: commission.counted,
    openSurveys: sale.openSurveys,
  };
}
