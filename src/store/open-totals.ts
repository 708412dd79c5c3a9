import type { CommissionPolicy } from '../domain/commission-policy.js';
import type { Month } from '../domain/month.js';
import { listSellersOf, type SalesOf } from './commission-facts.js';
import type { Queryable } from './dialect.js';
import { readSalesTotals, type SalesTotals } from './sale-totals.js';
import { rememberedAt } from './version-memo.js';
import { commissionVersions, commissionVersionsByMonth } from './write-versions.js';

// What open months come to is remembered month by month, and within each seller by seller (decisions 0038 and 0044): of
// ten years that nobody closed, a write has one seller's month added up anew, and one statement says that no other changed.

/** An open month, and the policy that its sales are paid by. */
export interface OpenMonth {
  readonly month: Month;
  readonly policy: CommissionPolicy;
}

/** What the sales of a month come to, by seller: of everybody who sold in it, by their ids. */
export type TotalsBySeller = ReadonlyMap<number, SalesTotals>;

/** Sellers whose totals take as much memory among those of their month as one that is remembered by itself. */
const PER_ENTRY = 10;

/** What the sales of each of some months come to, in the order of the months. */
export async function readOpenTotals(q: Queryable, months: readonly OpenMonth[]): Promise<readonly TotalsBySeller[]> {
  const versions = await commissionVersionsByMonth(
    q,
    months.map(({ month }) => month),
  );
  const all: TotalsBySeller[] = [];
  for (const of of months) {
    const version = versions.get(of.month) ?? 0;
    const weightOf = (totals: TotalsBySeller) => 1 + totals.size / PER_ENTRY;
    all.push(await rememberedAt(q, keyOf(of, null), version, () => readMonth(q, of), weightOf));
  }
  return all;
}

/** The same of one seller, who may have sold nothing in some of them. */
export async function readOpenTotalsOf(
  q: Queryable,
  months: readonly OpenMonth[],
  sellerId: number,
): Promise<readonly TotalsBySeller[]> {
  const all: TotalsBySeller[] = [];
  for (const of of months) {
    const versions = await commissionVersions(q, of.month);
    all.push(new Map([[sellerId, await readSeller(q, of, sellerId, versions)]]));
  }
  return all;
}

async function readMonth(q: Queryable, of: OpenMonth): Promise<TotalsBySeller> {
  const versions = await commissionVersions(q, of.month);
  const totals = new Map<number, SalesTotals>();
  for (const sellerId of await listSellersOf(q, of.month))
    totals.set(sellerId, await readSeller(q, of, sellerId, versions));
  return totals;
}

function readSeller(
  q: Queryable,
  of: OpenMonth,
  sellerId: number,
  versions: ReadonlyMap<number, number>,
): Promise<SalesTotals> {
  const sales: SalesOf = { month: of.month, sellerId };
  return rememberedAt(q, keyOf(of, sellerId), versions.get(sellerId) ?? 0, () => readSalesTotals(q, sales, of.policy));
}

function keyOf({ month, policy }: OpenMonth, sellerId: number | null): string {
  return JSON.stringify([month, sellerId, policy.k, policy.bonusOnly, policy.ownSurvey]);
}
