import { commissionOf, effectOfQuality } from '../domain/commission.js';
import type { CommissionPolicy } from '../domain/commission-policy.js';
import { centsOfSummed, SCORE_PARTS, type SummedCents } from '../domain/commission-sums.js';
import { sumCents } from '../domain/commission-totals.js';
import { breathe } from './batches.js';
import { findSaleKey, IN_ORDER, inOrder, listSaleFactsOf, type SaleKey, type SalesOf } from './commission-facts.js';
import { jsonArray, type Queryable, readJson } from './dialect.js';
import { select } from './statements.js';

/** What the sales of a seller's month come to. */
export interface SalesTotals extends SummedCents {
  readonly lineCount: number;
  /** Sales with surveys that are still open. */
  readonly provisional: number;
  /** Sales that pay nothing because they have no base, not because they were reversed. */
  readonly withoutBase: number;
}

/** Sales that are added up at once: a few milliseconds, after which other requests are answered. */
const STRETCH = 2_000;

/**
 * What a seller's sales of an open month come to, on today's facts: the sums of its lines, without making them
 * (decision 0031).
 */
export async function readSalesTotals(
  q: Queryable,
  of: SalesOf,
  policy: CommissionPolicy,
  stretch = STRETCH,
): Promise<SalesTotals> {
  const parts: SalesTotals[] = [];
  let after: SaleKey | null = null;
  do {
    const part = await readStretch(q, of, { after, limit: stretch }, policy);
    parts.push(part);
    after = part.lineCount < stretch ? null : await findSaleKey(q, of, stretch, after);
    await breathe();
  } while (after !== null);
  return added(parts);
}

function added(parts: readonly SalesTotals[]): SalesTotals {
  const sum = (of: (part: SalesTotals) => number) => sumCents(parts.map((part) => of(part)));
  return {
    lineCount: sum(({ lineCount }) => lineCount),
    linesCents: sum(({ linesCents }) => linesCents),
    effectCents: sum(({ effectCents }) => effectCents),
    provisional: sum(({ provisional }) => provisional),
    withoutBase: sum(({ withoutBase }) => withoutBase),
  };
}

async function readStretch(
  q: Queryable,
  of: SalesOf,
  { after, limit }: { readonly after: SaleKey | null; readonly limit: number },
  policy: CommissionPolicy,
): Promise<SalesTotals> {
  const [row] = await select<SumsRow>(q, sumsSql(q, policy), [...inOrder(of, after), limit]);
  if (row === undefined) throw new Error('a sum has one row');
  const lists = {
    baseCents: readJson<number>(row.bases),
    executions: readJson<number>(row.executions),
    scoreParts: readJson<number>(row.score_parts),
  };
  const cents = [centsOfSummed(lists, policy), ...(await centsOfOdd(q, readJson<number>(row.odd), policy))];
  return {
    lineCount: row.line_count,
    linesCents: sumCents(cents.map(({ linesCents }) => linesCents)),
    effectCents: sumCents(cents.map(({ effectCents }) => effectCents)),
    provisional: row.provisional,
    withoutBase: row.without_base,
  };
}

/** Sales with an execution whose number of answers does not divide SCORE_PARTS are computed one by one. */
async function centsOfOdd(q: Queryable, saleIds: readonly number[], policy: CommissionPolicy): Promise<SummedCents[]> {
  return (await listSaleFactsOf(q, saleIds)).map((sale) => {
    const commission = commissionOf(sale, policy);
    return { linesCents: commission.cents ?? 0, effectCents: effectOfQuality(sale, commission) };
  });
}

/**
 * One row for the whole stretch, in which the sales are lists of numbers: rows of their own would take longer to hand
 * over than to find. The executions are those that `commissionOf` counts.
 */
function sumsSql(q: Queryable, { ownSurvey }: CommissionPolicy): string {
  const counts = `surveys.score_count > 0${ownSurvey === 'leave-out' ? ' and surveys.executed_by <> sales.seller_id' : ''}`;
  const answers = `case when ${counts} then surveys.score_count end`;
  const list = (column: string, which: string) => `${jsonArray(q, column)} filter (where odd is ${which})`;
  return `select count(*) as line_count,
      count(case when open_surveys > 0 then 1 end) as provisional,
      count(case when base is null and not reversed then 1 end) as without_base,
      ${list('case when base is null or reversed then 0 else base end', 'null')} as bases,
      ${list('executions', 'null')} as executions,
      ${list('coalesce(score_parts, 0)', 'null')} as score_parts,
      ${list('odd', 'not null')} as odd
    from (select sales.commission_base_cents as base, coalesce(sales.commission_reversed, false) as reversed,
        count(surveys.sale_id) - count(surveys.settled_at) as open_surveys,
        count(${answers}) as executions,
        sum(surveys.score_sum * (${SCORE_PARTS} / ${answers})) as score_parts,
        max(case when ${SCORE_PARTS} % ${answers} > 0 then sales.id end) as odd
      from sales left join surveys on surveys.sale_id = sales.id
      where ${IN_ORDER} group by sales.closed_on, sales.id order by sales.closed_on, sales.id limit ?) as summed`;
}

interface SumsRow {
  line_count: number;
  provisional: number;
  without_base: number;
  bases: unknown;
  executions: unknown;
  score_parts: unknown;
  odd: unknown;
}
