import type { FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../../domain/permissions.js';
import type { StatementLine } from '../../store/commission-lines.js';
import type { Database } from '../../store/connection.js';
import { findNames } from '../../store/names.js';
import { one, parseId } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { monthText } from '../month-text.js';
import { listedStatement, monthHref, statementHref } from './keys.js';
import { lineModel } from './line-model.js';
import { figures, paidText } from './month.js';
import { lineDetails, type StatementData, statementData, statementLines, wholeStatement } from './statement-data.js';

const PAGE_SIZE = 50;
/** More lines are dozens of sheets: those want a file. */
const PRINTED = 2_000;

/** A seller's statement of a month: its figures, and line by line how each came about (SPEC 7). */
export async function showStatement(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const { t, locale } = request;
  const data = await statementData(db.read, await listedStatement(request, db.read));
  const base = statementHref(data.key);
  const pages = Math.max(1, Math.ceil(data.lineCount / PAGE_SIZE));
  const page = Math.min(parseId(one(request.query, 'page')) ?? 1, pages);
  const shown = await statementLines(db.read, data, { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE });
  const href = (to: number) => (to < 1 || to > pages || to === page ? null : `${base}?page=${to}`);
  const model = {
    base,
    ...(await statementModel(request, db, data, shown, 'with-executions')),
    pager: {
      firstHref: page > 2 ? href(1) : null,
      previousHref: href(page - 1),
      nextHref: href(page + 1),
      lastHref: page < pages - 1 ? href(pages) : null,
      countText: t('commissions.lineCount', { count: data.lineCount }),
    },
  };
  const month = monthText(data.key.month, locale);
  return reply.page('commissions/statement', model, {
    title: data.sellerName,
    subtitle: t('commissions.statementOf', { month }),
    breadcrumbs: crumbs(request, data, month),
  });
}

function crumbs({ t, user }: FastifyRequest, { key, sellerName }: StatementData, month: string) {
  const all = signedIn({ user });
  return [
    { label: t('navigation.crm') },
    { label: t('navigation.commissions'), href: '/commissions' },
    ...(can(all.role, 'seeStatements') ? [{ label: month, href: monthHref(key.month) }] : []),
    { label: sellerName },
  ];
}

/** The statement on paper, with lines for signatures. */
export async function printStatement(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const { t, formats, locale, now } = request;
  const { data, lines: shown } = await wholeStatement(db, await listedStatement(request, db.read), PRINTED);
  const model = {
    base: statementHref(data.key),
    ...(await statementModel(request, db, data, shown, 'without-executions')),
    seller: data.sellerName,
    rest: data.lineCount > PRINTED ? t('commissions.printRest', { count: data.lineCount - PRINTED }) : null,
    printedAt: t('commissions.printedAt', { at: formats.instant(now) }),
  };
  return reply.page('commissions/print', model, {
    title: t('commissions.statementOf', { month: monthText(data.key.month, locale) }),
  });
}

async function statementModel(
  request: FastifyRequest,
  db: Database,
  data: StatementData,
  shown: readonly StatementLine[],
  wanted: Parameters<typeof lineDetails>[3],
) {
  const { t, user } = request;
  const details = await lineDetails(db.read, shown, data.key.month, wanted);
  const statement = { month: data.key.month, open: data.closed === null };
  const lines = shown.map((line) => ({ kind: line.kind, ...lineModel(request, line, details, statement) }));
  const { paid } = data.figures;
  const [payer] = paid === null ? [] : await findNames(db.read, 'users', [paid.by]);
  return {
    figures: figures(request, data.figures),
    settling: data.settling,
    saleLines: lines.filter(({ kind }) => kind === 'sale'),
    adjustments: lines.filter(({ kind }) => kind === 'adjustment'),
    linksSales: can(signedIn({ user }).role, 'manageSales'),
    stateText: stateText(request, data),
    provisionalText: data.provisional > 0 ? t('commissions.provisionalText') : null,
    paidText: paidText(request, data.figures, payer?.name ?? ''),
  };
}

function stateText({ t, formats }: FastifyRequest, { closed, provisional, lineCount }: StatementData): string {
  if (closed !== null) return t('commissions.closedAt', { at: formats.instant(closed.closedAt) });
  return t('commissions.openText', { count: provisional, lines: lineCount });
}
