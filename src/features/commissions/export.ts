import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordStatementExport } from '../../actions/record-statement-export.js';
import { factorOf } from '../../domain/commission.js';
import { whyNothingDue } from '../../domain/commission-adjustment.js';
import { DEFAULT_POLICY } from '../../domain/commission-policy.js';
import { sumCents } from '../../domain/commission-totals.js';
import type { Month } from '../../domain/month.js';
import { smallFile } from '../../exports/file.js';
import type { Cell, Column, Table } from '../../exports/table.js';
import type { ExportFormat } from '../../exports/thread.js';
import type { StatementLine } from '../../store/commission-lines.js';
import type { Database } from '../../store/connection.js';
import { listUserNames } from '../../store/names.js';
import { actionContext } from '../action-context.js';
import { monthData } from './data.js';
import { listedMonth, listedStatement } from './keys.js';
import { type LineDetails, lineDetails, type StatementData, saleOfLine, wholeStatement } from './statement-data.js';
import { causesText } from './texts.js';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Lines whose names are read at once. */
const PAGE = 250;

/** A statement as a file: all of its lines, and what they come to. */
export async function exportStatement(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  format: ExportFormat,
) {
  const { data, lines } = await wholeStatement(db, await listedStatement(request, db.read));
  const { month, sellerId } = data.key;
  await recordStatementExport(actionContext(request, db), { month, sellerId, format, lines: lines.length });
  const columns = lineColumns(request);
  const table: Table = { name: request.t('commissions.sheet'), columns, pages: pagesOf(request, db, data, lines) };
  return send(request, reply, table, `${month}-${sellerId}`, format);
}

/** The amounts of a statement, in the order of their columns. */
const AMOUNTS = [
  'linesCents',
  'effectCents',
  'adjustmentsCents',
  'carriedInCents',
  'payableCents',
  'carriedOutCents',
] as const;

/** The totals of a month as a file: one row for each seller, and what they come to. */
export async function exportMonth(request: FastifyRequest, reply: FastifyReply, db: Database, format: ExportFormat) {
  const month = await listedMonth(request, db.read);
  const { statements } = await monthData(db.read, month);
  const names = new Map((await listUserNames(db.read)).map(({ id, name }) => [id, name]));
  const rows = statements.map((one) => [
    names.get(one.sellerId) ?? '',
    one.lineCount,
    ...AMOUNTS.map((of) => reais(one[of])),
  ]);
  await recordStatementExport(actionContext(request, db), { month, sellerId: null, format, lines: rows.length });
  const sum = (of: 'lineCount' | (typeof AMOUNTS)[number]) => sumCents(statements.map((one) => one[of]));
  const total = [request.t('commissions.total'), sum('lineCount'), ...AMOUNTS.map((of) => reais(sum(of)))];
  const pages = once([...rows, total]);
  const table: Table = { name: request.t('commissions.sheet'), columns: monthColumns(request), pages };
  return send(request, reply, table, month, format);
}

async function* once(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield rows;
}

function send({ t, locale }: FastifyRequest, reply: FastifyReply, table: Table, name: string, format: ExportFormat) {
  return reply
    .headers({
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="posvenda-${t('commissions.fileName')}-${name}.${format}"`,
      'cache-control': 'no-store',
    })
    .send(smallFile(table, format, locale));
}

function monthColumns({ t }: FastifyRequest): Column[] {
  return [
    { heading: t('commissions.seller'), kind: 'text', width: 28 },
    { heading: t('commissions.sales'), kind: 'number', width: 10 },
    ...(['lines', 'effect', 'adjustments', 'carriedIn', 'payable', 'carriedOut'] as const).map(
      (key): Column => ({ heading: `${t(`commissions.${key}`)} (R$)`, kind: 'money', width: 18 }),
    ),
  ];
}

function lineColumns({ t }: FastifyRequest): Column[] {
  const text = (heading: string, width: number): Column => ({ heading, kind: 'text', width });
  const number = (heading: string): Column => ({ heading, kind: 'number', width: 14 });
  const money = (heading: string): Column => ({ heading: `${heading} (R$)`, kind: 'money', width: 14 });
  return [
    text(t('commissions.kind'), 12),
    number(t('commissions.saleNumber')),
    text(t('commissions.customer'), 30),
    text(t('commissions.product'), 26),
    { heading: t('sales.closedOn'), kind: 'date', width: 14 },
    money(t('commissions.base')),
    number('Q'),
    number(t('commissions.factor')),
    money(t('commissions.before')),
    money(t('commissions.after')),
    money(t('commissions.amount')),
    text(t('commissions.cause'), 30),
    number(t('commissions.openSurveys')),
  ];
}

async function* pagesOf(
  request: FastifyRequest,
  db: Database,
  data: StatementData,
  lines: readonly StatementLine[],
): AsyncGenerator<Cell[][]> {
  for (let skip = 0; skip < lines.length; skip += PAGE) {
    const some = lines.slice(skip, skip + PAGE);
    const details = await lineDetails(db.read, some, data.key.month, 'without-executions');
    yield some.map((line) => cellsOf(request, line, details, data.key.month));
  }
  yield totalRows(request, data);
}

function cellsOf(request: FastifyRequest, line: StatementLine, details: LineDetails, month: Month): Cell[] {
  const { facts, quality, kind } = line;
  const sale = saleOfLine(line, details);
  const factor = factorOf(quality, details.policies.get(facts.saleMonth) ?? DEFAULT_POLICY);
  return [
    request.t(kind === 'sale' ? 'commissions.kindSale' : 'commissions.kindAdjustment'),
    facts.saleId,
    sale.customer,
    sale.product,
    sale.closedOn,
    facts.baseCents === null ? null : reais(facts.baseCents),
    quality === null ? null : Number(quality.numerator) / Number(quality.denominator),
    // Base times factor is not what such a line pays.
    whyNothingDue(line, month) === null ? Number(factor.numerator) / Number(factor.denominator) : null,
    kind === 'sale' ? null : reais(line.beforeCents),
    kind === 'sale' ? null : reais(line.afterCents),
    reais(line.amountCents),
    reasonText(request, line),
    line.openSurveys,
  ];
}

/** Why it is adjusted, or pays nothing. */
function reasonText(request: FastifyRequest, { kind, facts, causes }: StatementLine): string {
  if (kind === 'adjustment') return causesText(request, causes);
  if (facts.reversed) return request.t('commissions.reversed');
  return facts.baseCents === null ? request.t('commissions.noBase') : '';
}

/** What the lines come to, and how that becomes what is paid, where something is carried over. */
function totalRows({ t }: FastifyRequest, { figures }: StatementData): Cell[][] {
  const { linesCents, adjustmentsCents, carriedInCents, payableCents, carriedOutCents } = figures;
  const row = (name: string, cents: number): Cell[] => [name, ...Array(9).fill(null), reais(cents), null, null];
  const total = row(t('commissions.total'), sumCents([linesCents, adjustmentsCents]));
  if (carriedInCents === 0 && carriedOutCents === 0) return [total];
  return [
    total,
    row(t('commissions.carriedIn'), carriedInCents),
    row(t('commissions.payable'), payableCents),
    row(t('commissions.carriedOut'), carriedOutCents),
  ];
}

/** Spreadsheets know no centavos: the nearest number, which they show with two places. */
function reais(cents: number): number {
  return cents / 100;
}
