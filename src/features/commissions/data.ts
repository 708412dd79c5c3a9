import { type Month, monthOf, monthsBetween, previousMonth } from '../../domain/month.js';
import { type ClosedMonth, findEarliestOpen, listClosedMonths } from '../../store/commission-months.js';
import { type FrozenStatement, listFrozenStatements, type Statement } from '../../store/commission-statements.js';
import type { Queryable } from '../../store/dialect.js';
import { listOpenStatements, type OpenStatement } from '../../store/open-statements.js';

/** A statement as lists show it; an open one is never paid. */
export type Shown = Statement & Pick<FrozenStatement, 'paid'>;

/** A month of the list. */
export interface MonthData {
  readonly month: Month;
  /** Null while it is open. */
  readonly closed: ClosedMonth | null;
  /** Null for an open month that lies too far back to be computed for a list. */
  readonly statements: readonly Shown[] | null;
  /** The same with all that is known of an open month that is looked at by itself. */
  readonly open?: readonly OpenStatement[];
}

/** Open months whose figures the list shows, besides the one that closes next. */
const OPEN_MONTHS = 6;
/** Closed months that the list goes back. */
const CLOSED_MONTHS = 24;

/** The months up to today's, the last one first: of everybody, or a seller's own. */
export async function listMonths(q: Queryable, today: string, sellerId: number | null): Promise<MonthData[]> {
  const current = monthOf(today);
  const earliest = (await findEarliestOpen(q)) ?? current;
  const own = sellerId === null ? {} : { sellerId };
  const closed = (await listClosedMonths(q)).slice(0, CLOSED_MONTHS);
  const frozen = closed.length === 0 ? [] : await listFrozenStatements(q, { from: closed.at(-1)?.month ?? '', ...own });
  const months: MonthData[] = closed.map((one) => ({
    month: one.month,
    closed: one,
    statements: frozen.filter(({ month }) => month === one.month),
  }));
  const shown = new Set([earliest, ...lastOf(current, OPEN_MONTHS)]);
  for (const month of monthsBetween(earliest, current)) {
    const statements = shown.has(month) ? await listOpenStatements(q, month, own) : null;
    months.unshift({ month, closed: null, statements: statements?.map(unpaid) ?? null });
  }
  return months;
}

/** The statements of one month, open or closed. */
export async function monthData(q: Queryable, month: Month): Promise<MonthData> {
  const closed = (await listClosedMonths(q)).find((one) => one.month === month) ?? null;
  if (closed !== null) return { month, closed, statements: await listFrozenStatements(q, { from: month, to: month }) };
  const open = await listOpenStatements(q, month);
  return { month, closed, open, statements: open.map(unpaid) };
}

function unpaid(statement: Statement): Shown {
  return { ...statement, paid: null };
}

function lastOf(month: Month, count: number): Month[] {
  const months = [month];
  while (months.length < count) months.push(previousMonth(months.at(-1) ?? month));
  return months;
}
