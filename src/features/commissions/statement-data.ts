import type { CommissionPolicy } from '../../domain/commission-policy.js';
import { totalsOf } from '../../domain/commission-totals.js';
import type { Month } from '../../domain/month.js';
import {
  type LineExecution,
  type LineSale,
  listLineExecutions,
  listLineSales,
} from '../../store/commission-line-details.js';
import { listFrozenLines, type StatementLine } from '../../store/commission-lines.js';
import { type ClosedMonth, findEarliestOpen, listClosedMonths } from '../../store/commission-months.js';
import { listFrozenStatements } from '../../store/commission-statements.js';
import type { Queryable } from '../../store/dialect.js';
import { listOpenStatements } from '../../store/open-statements.js';
import { policyOf } from '../../store/policies.js';
import { findUser } from '../../store/users.js';
import type { Shown } from './data.js';
import { notFound, type StatementKey } from './keys.js';

/** A statement with its lines. */
export interface StatementData {
  readonly key: StatementKey;
  readonly sellerName: string;
  readonly closed: ClosedMonth | null;
  /** Whether it is the month in which adjustments stand, or closed: a later one knows its lines only. */
  readonly settling: boolean;
  readonly figures: Shown;
  readonly lines: readonly StatementLine[];
}

/** The statement, open or closed; an empty one for a seller without sales. @throws a 404 when there is no such user */
export async function statementData(q: Queryable, key: StatementKey): Promise<StatementData> {
  const { month, sellerId } = key;
  const seller = (await findUser(q, sellerId)) ?? notFound();
  const closed = (await listClosedMonths(q)).find((one) => one.month === month) ?? null;
  const base = { key, sellerName: seller.name, closed };
  if (closed === null) {
    const [statement] = await listOpenStatements(q, month, { sellerId });
    const figures = statement === undefined ? nothing(key) : { ...statement, paid: null };
    return { ...base, settling: (await findEarliestOpen(q)) === month, figures, lines: statement?.lines ?? [] };
  }
  const [figures = nothing(key)] = await listFrozenStatements(q, { from: month, to: month, sellerId });
  return { ...base, settling: true, figures, lines: await listFrozenLines(q, key) };
}

function nothing(key: StatementKey): Shown {
  return { ...key, lineCount: 0, effectCents: 0, ...totalsOf(0, 0, 0), paid: null };
}

/** What is shown of some lines besides their amounts. */
export interface LineDetails {
  readonly sales: ReadonlyMap<number, LineSale>;
  readonly executions: ReadonlyMap<number, LineExecution>;
  /** The policy of each month in which one of the sales closed. */
  readonly policies: ReadonlyMap<Month, CommissionPolicy>;
}

export async function lineDetails(q: Queryable, lines: readonly StatementLine[]): Promise<LineDetails> {
  const months = [...new Set(lines.map(({ facts }) => facts.saleMonth))];
  const policies = new Map<Month, CommissionPolicy>();
  for (const month of months) policies.set(month, await policyOf(q, month));
  return {
    sales: await listLineSales(
      q,
      lines.map(({ facts }) => facts.saleId),
    ),
    executions: await listLineExecutions(
      q,
      lines.flatMap(({ facts }) => facts.executionIds),
    ),
    policies,
  };
}
