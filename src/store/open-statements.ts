import { type Commission, commissionOf, effectOfQuality } from '../domain/commission.js';
import type { CommissionPolicy } from '../domain/commission-policy.js';
import { sumCents, totalsOf } from '../domain/commission-totals.js';
import { groupedBy } from '../domain/grouped.js';
import { type Month, previousMonth } from '../domain/month.js';
import { breathe } from './batches.js';
import { listAdjustments, settledFactsOf } from './commission-adjustments.js';
import { listSaleFacts, listSellersOf, type SaleFacts } from './commission-facts.js';
import type { StatementLine } from './commission-lines.js';
import { findEarliestOpen } from './commission-months.js';
import { listFrozenStatements, type Statement } from './commission-statements.js';
import type { Queryable } from './dialect.js';
import { policyOf } from './policies.js';

/** A statement of an open month, computed from the facts as they are now. */
export interface OpenStatement extends Statement {
  /** Those of its sales first, by closing date, then the adjustments. */
  readonly lines: readonly StatementLine[];
}

/** Whose statements are computed, and with which policy: that of the month unless another is tried out. */
export interface OpenScope {
  readonly sellerId?: number;
  readonly policy?: CommissionPolicy;
}

/**
 * The statements of an open month, by seller: of everybody who sold in it, and, in the earliest open month, of whoever an
 * adjustment or what was carried over concerns. Later months show their lines only: what is adjusted and carried is known
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
  const statements: OpenStatement[] = [];
  for (const seller of all) {
    const sales = await listSaleFacts(q, seller, month);
    const parts = { adjustments: adjustments.get(seller) ?? [], carriedInCents: carried.get(seller) ?? 0 };
    statements.push(statementOf({ month, sellerId: seller, sales, policy, ...parts }));
    await breathe();
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

interface StatementParts {
  readonly month: Month;
  readonly sellerId: number;
  readonly sales: readonly SaleFacts[];
  readonly policy: CommissionPolicy;
  readonly adjustments: readonly StatementLine[];
  readonly carriedInCents: number;
}

function statementOf({ month, sellerId, sales, policy, adjustments, carriedInCents }: StatementParts): OpenStatement {
  const computed = sales.map((sale) => ({ sale, commission: commissionOf(sale, policy) }));
  const lines = computed.map(({ sale, commission }) => lineOf(sale, commission));
  const sum = (some: readonly StatementLine[]) => sumCents(some.map(({ amountCents }) => amountCents));
  return {
    month,
    sellerId,
    lineCount: lines.length,
    effectCents: sumCents(computed.map(({ sale, commission }) => effectOfQuality(sale, commission))),
    ...totalsOf(sum(lines), sum(adjustments), carriedInCents),
    lines: [...lines, ...adjustments],
  };
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
    quality: commission.quality,
    counted: commission.counted,
    openSurveys: sale.openSurveys,
  };
}
