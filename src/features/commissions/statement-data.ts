import type { CivilDate } from '../../domain/civil-date.js';
import type { CommissionPolicy } from '../../domain/commission-policy.js';
import { totalsOf } from '../../domain/commission-totals.js';
import { type Month, monthOf } from '../../domain/month.js';
import {
  type LineExecution,
  type LineSale,
  listLastExpiries,
  listLineExecutions,
  listLineSales,
} from '../../store/commission-line-details.js';
import {
  countFrozenLines,
  type FrozenLine,
  listFrozenLines,
  listFrozenLinesOf,
  type StatementLine,
} from '../../store/commission-lines.js';
import { type ClosedMonth, findEarliestOpen, listClosedMonths } from '../../store/commission-months.js';
import { listFrozenStatements } from '../../store/commission-statements.js';
import type { Database } from '../../store/connection.js';
import type { Queryable } from '../../store/dialect.js';
import { findNames } from '../../store/names.js';
import { listOpenLines, listOpenStatements } from '../../store/open-statements.js';
import { policyOf } from '../../store/policies.js';
import { openSnapshot } from '../../store/snapshot.js';
import { findUser } from '../../store/users.js';
import type { Shown } from './data.js';
import { notFound, type StatementKey } from './keys.js';

/** A statement in figures; its lines are listed by `statementLines`. */
export interface StatementData {
  readonly key: StatementKey;
  readonly sellerName: string;
  readonly closed: ClosedMonth | null;
  /** Whether it is the month in which adjustments stand, or closed: a later one knows its lines only. */
  readonly settling: boolean;
  readonly figures: Shown;
  /** How many lines it has, adjustments with them. */
  readonly lineCount: number;
  /** Lines of an open month that may change yet. */
  readonly provisional: number;
  /** Those of an open month. */
  readonly adjustments: readonly StatementLine[];
}

/** The statement, open or closed; an empty one for a seller without sales. @throws a 404 when there is no such user */
export async function statementData(q: Queryable, key: StatementKey): Promise<StatementData> {
  const { month, sellerId } = key;
  const seller = (await findUser(q, sellerId)) ?? notFound();
  const closed = (await listClosedMonths(q)).find((one) => one.month === month) ?? null;
  const base = { key, sellerName: seller.name, closed };
  if (closed === null) return { ...base, ...(await openData(q, key)) };
  const [figures = nothing(key)] = await listFrozenStatements(q, { from: month, to: month, sellerId });
  const lineCount = figures.lineCount + (await countFrozenLines(q, { ...key, kind: 'adjustment' }));
  return { ...base, settling: true, figures, lineCount, provisional: 0, adjustments: [] };
}

async function openData(q: Queryable, key: StatementKey) {
  const settling = (await findEarliestOpen(q)) === key.month;
  const [statement] = await listOpenStatements(q, key.month, key);
  if (statement === undefined) throw new Error('a statement that is asked for is there, if only with nothing in it');
  const { adjustments } = statement;
  return {
    settling,
    figures: { ...statement, paid: null },
    lineCount: statement.lineCount + adjustments.length,
    provisional: statement.provisional + adjustments.filter(({ openSurveys }) => openSurveys > 0).length,
    adjustments,
  };
}

/** Some lines of a statement: those of its sales by closing date, or as they were frozen, and then its adjustments. */
export async function statementLines(
  q: Queryable,
  { key, closed, figures, adjustments }: StatementData,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<readonly StatementLine[]> {
  const sales = Math.max(0, Math.min(limit, figures.lineCount - skip));
  const rest = { skip: Math.max(0, skip - figures.lineCount), limit: limit - sales };
  const some = { skip, limit: sales };
  const lines: StatementLine[] = [];
  if (sales > 0)
    lines.push(
      ...(closed === null
        ? await listOpenLines(q, key, some)
        : await listFrozenLines(q, { ...key, kind: 'sale' }, some)),
    );
  if (rest.limit === 0) return lines;
  if (closed !== null) return [...lines, ...(await listFrozenLines(q, { ...key, kind: 'adjustment' }, rest))];
  return [...lines, ...adjustments.slice(rest.skip, rest.skip + rest.limit)];
}

/** Lines that are read in one go. */
const PORTION = 250;

/** A statement and its lines, at most so many of them, as they stand in one moment: they add up whatever is saved meanwhile. */
export async function wholeStatement(
  db: Database,
  key: StatementKey,
  most = Number.POSITIVE_INFINITY,
): Promise<{ readonly data: StatementData; readonly lines: readonly StatementLine[] }> {
  const { q, close } = await openSnapshot(db);
  try {
    const data = await statementData(q, key);
    const lines: StatementLine[] = [];
    const count = Math.min(most, data.lineCount);
    while (lines.length < count)
      lines.push(
        ...(await statementLines(q, data, { skip: lines.length, limit: Math.min(PORTION, count - lines.length) })),
      );
    return { data, lines };
  } finally {
    await close();
  }
}

function nothing(key: StatementKey): Shown {
  return { ...key, lineCount: 0, effectCents: 0, ...totalsOf(0, 0, 0), paid: null };
}

/** What is shown of some lines besides their amounts. */
export interface LineDetails {
  readonly sales: ReadonlyMap<number, LineSale>;
  /** What the products of the lines are called. */
  readonly products: ReadonlyMap<number, string>;
  readonly executions: ReadonlyMap<number, LineExecution>;
  /** When the last open survey of a sale expires, of those that have any; only where lines can be opened. */
  readonly lastExpiries: ReadonlyMap<number, CivilDate>;
  /** The frozen lines that tell how *Antes* of adjustments came about, where one does. */
  readonly before: ReadonlyMap<StatementLine, FrozenLine>;
  /** The policy of each month in which one of the sales closed. */
  readonly policies: ReadonlyMap<Month, CommissionPolicy>;
}

/** Its executions are wanted where lines can be opened: neither a file nor a sheet of paper shows them. */
export async function lineDetails(
  q: Queryable,
  lines: readonly StatementLine[],
  month: Month,
  wanted: 'with-executions' | 'without-executions',
): Promise<LineDetails> {
  const before =
    wanted === 'with-executions' ? await linesBefore(q, lines, month) : new Map<StatementLine, FrozenLine>();
  const months = [...new Set([...lines, ...before.values()].map(({ facts }) => facts.saleMonth))];
  const policies = new Map<Month, CommissionPolicy>();
  for (const month of months) policies.set(month, await policyOf(q, month));
  const saleIds = lines.map(({ facts }) => facts.saleId);
  const products = await findNames(q, 'products', [...new Set(lines.map(({ facts }) => facts.productId))]);
  const executionIds = wanted === 'with-executions' ? lines.flatMap(({ facts }) => facts.executionIds) : [];
  const provisional = lines.filter(({ openSurveys }) => openSurveys > 0).map(({ facts }) => facts.saleId);
  return {
    sales: await listLineSales(q, saleIds),
    products: new Map(products.map(({ id, name }) => [id, name])),
    executions: await listLineExecutions(q, executionIds),
    lastExpiries: await listLastExpiries(q, wanted === 'with-executions' ? provisional : []),
    before,
    policies,
  };
}

/** Of each adjustment the last frozen line of its sale and seller that gave what was settled before. */
async function linesBefore(q: Queryable, lines: readonly StatementLine[], month: Month) {
  const adjusted = lines.filter(({ kind, beforeCents }) => kind === 'adjustment' && beforeCents !== 0);
  const frozen = await listFrozenLinesOf(
    q,
    adjusted.map(({ facts }) => facts.saleId),
  );
  const before = new Map<StatementLine, FrozenLine>();
  for (const line of adjusted) {
    const last = frozen.findLast(
      (one) =>
        one.facts.saleId === line.facts.saleId &&
        one.sellerId === line.sellerId &&
        one.month < month &&
        one.afterCents === line.beforeCents,
    );
    if (last !== undefined) before.set(line, last);
  }
  return before;
}

/** What a line says of its sale: the product and the closing date that it was computed with, and whether they still hold. */
export function saleOfLine({ facts, closedOn }: StatementLine, { sales, products }: LineDetails) {
  const sale = sales.get(facts.saleId);
  // A line without a date was frozen before dates were: today's is right at most within its month.
  const known = sale !== undefined && monthOf(sale.closedOn) === facts.saleMonth ? sale.closedOn : null;
  const shown = closedOn ?? known;
  return {
    customer: sale?.customerName ?? '',
    product: products.get(facts.productId) ?? '',
    closedOn: shown,
    corrected: sale !== undefined && (sale.productId !== facts.productId || sale.closedOn !== shown),
  };
}
