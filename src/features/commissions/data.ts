import { groupedBy } from '../../domain/grouped.js';
import { type Month, monthOf, monthsBetween } from '../../domain/month.js';
import { type ClosedMonth, findEarliestOpen, listClosedMonths } from '../../store/commission-months.js';
import { type FrozenStatement, listFrozenStatements, type Statement } from '../../store/commission-statements.js';
import type { Queryable } from '../../store/dialect.js';
import { listOpenMonths, listOpenStatements } from '../../store/open-statements.js';

/** A statement as lists show it; an open one is never paid. */
export type Shown = Statement & Pick<FrozenStatement, 'paid'>;

/** A month of the list. */
export interface MonthData {
  readonly month: Month;
  /** Null while it is open. */
  readonly closed: ClosedMonth | null;
  readonly statements: readonly Shown[];
}

/** Months of the list at once. */
const LISTED = 24;

/** Months of the list, the last one first, and what lies beside them. */
export interface MonthList {
  readonly months: readonly MonthData[];
  /** The months before those, the first and the last of them; null when there are none. */
  readonly older: { readonly count: number; readonly from: Month; readonly to: Month } | null;
  /** Whether there are months after those. */
  readonly newer: boolean;
}

/**
 * The months up to today's, or up to `until`, with their statements: of everybody, or a seller's own. An `until` before all
 * months says nothing.
 */
export async function listMonths(
  q: Queryable,
  {
    today,
    sellerId,
    until,
  }: { readonly today: string; readonly sellerId: number | null; readonly until: Month | null },
): Promise<MonthList> {
  const closed = new Map((await listClosedMonths(q)).map((one) => [one.month, one]));
  const current = monthOf(today);
  const open = monthsBetween((await findEarliestOpen(q)) ?? current, current);
  const all = [...open.reverse(), ...closed.keys()];
  const begin = Math.max(
    0,
    all.findIndex((month) => until === null || month <= until),
  );
  const shown = all.slice(begin, begin + LISTED);
  const rest = all.slice(begin + LISTED);
  const [to, from] = [rest[0], rest.at(-1)];
  return {
    months: await withStatements(q, shown, closed, sellerId),
    older: from === undefined || to === undefined ? null : { count: rest.length, from, to },
    newer: begin > 0,
  };
}

async function withStatements(
  q: Queryable,
  shown: readonly Month[],
  closed: ReadonlyMap<Month, ClosedMonth>,
  sellerId: number | null,
): Promise<MonthData[]> {
  const own = sellerId === null ? {} : { sellerId };
  const [to = '', from = ''] = [shown[0], shown.at(-1)];
  const frozen = groupedBy(await listFrozenStatements(q, { from, to, ...own }), ({ month }) => month);
  const openMonths = shown.filter((month) => !closed.has(month));
  const statements = await listOpenMonths(q, openMonths, own);
  const open = new Map(openMonths.map((month, index) => [month, statements[index]?.map(unpaid)]));
  return shown.map((month) => ({
    month,
    closed: closed.get(month) ?? null,
    statements: open.get(month) ?? frozen.get(month) ?? [],
  }));
}

/** The statements of one month, open or closed. */
export async function monthData(q: Queryable, month: Month): Promise<MonthData> {
  const closed = (await listClosedMonths(q)).find((one) => one.month === month) ?? null;
  if (closed !== null) return { month, closed, statements: await listFrozenStatements(q, { from: month, to: month }) };
  return { month, closed, statements: (await listOpenStatements(q, month)).map(unpaid) };
}

function unpaid(statement: Statement): Shown {
  return { ...statement, paid: null };
}
