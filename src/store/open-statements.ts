import { type Commission, commissionOf } from '../domain/commission.js';
import type { CommissionPolicy } from '../domain/commission-policy.js';
import { sumCents, totalsOf } from '../domain/commission-totals.js';
import { groupedBy } from '../domain/grouped.js';
import { type Month, previousMonth } from '../domain/month.js';
import { listAdjustments, settledFactsOf } from './commission-adjustments.js';
import { findSaleKey, listSaleFacts, listSellersOf, type SaleFacts, type SalesOf } from './commission-facts.js';
import type { StatementLine } from './commission-lines.js';
import { findEarliestOpen } from './commission-months.js';
import { listFrozenStatements, type Statement } from './commission-statements.js';
import type { Queryable } from './dialect.js';
import { policyOf } from './policies.js';
import { readSalesTotals, type SalesTotals } from './sale-totals.js';
import { rememberedAt } from './version-memo.js';
import { commissionVersions } from './write-versions.js';

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
  const { sellerId = null } = scope;
  const policy = scope.policy ?? (await policyOf(q, month));
  const earliest = (await findEarliestOpen(q)) === month;
  const adjustments = groupedBy(earliest ? await listAdjustments(q, sellerId) : [], (line) => line.sellerId);
  const carried = earliest ? await listCarried(q, month, sellerId) : new Map<number, number>();
  const sellers = sellerId === null ? await listSellersOf(q, month) : [sellerId];
  const all = sellerId === null ? new Set([...sellers, ...adjustments.keys(), ...carried.keys()]) : sellers;
  const versions = await commissionVersions(q, month);
  const statements: OpenStatement[] = [];
  for (const seller of all) {
    const of = { month, sellerId: seller };
    const key = JSON.stringify([month, seller, policy.k, policy.bonusOnly, policy.ownSurvey]);
    const sales = await rememberedAt(q, key, versions.get(seller) ?? 0, () => readSalesTotals(q, of, policy));
    statements.push(statementOf(of, sales, adjustments.get(seller) ?? [], carried.get(seller) ?? 0));
  }
  return statements;
}

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
