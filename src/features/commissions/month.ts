import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ClosingRefusal, closeMonths } from '../../actions/close-months.js';
import { barsFor } from '../../charts/bar-chart.js';
import { sumCents } from '../../domain/commission-totals.js';
import type { Database } from '../../store/connection.js';
import { listUserNames } from '../../store/names.js';
import { flash } from '../../web/flash.js';
import { one } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { monthText } from '../month-text.js';
import { closingModel } from './closing.js';
import { type MonthData, monthData, type Shown } from './data.js';
import { listedMonth, monthHref, monthOfUrl, statementHref } from './keys.js';

/** Why a month is shown again; `closes`: its closing can be confirmed on the new figures. */
interface Refused {
  readonly status: number;
  readonly problem: string;
  readonly closes: boolean;
}

/** A month of the company: a statement for each seller, best paid first, and closing or paying it. */
export async function showMonth(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  refused: Refused | null = null,
) {
  const { t, locale } = request;
  const month = await listedMonth(request, db.read);
  const asked = refused !== null || one(request.query, 'closing') === 'shown';
  const data = await monthData(db.read, month);
  const names = new Map((await listUserNames(db.read)).map(({ id, name }) => [id, name]));
  const model = {
    base: monthHref(month),
    problem: refused?.problem ?? null,
    closes: refused?.closes ?? asked,
    ...monthModel(request, data, names),
    closing: data.closed === null ? await closingModel(request, db.read, month, asked) : null,
  };
  const title = t('commissions.monthTitle', { month: monthText(month, locale) });
  const breadcrumbs = [
    { label: t('navigation.crm') },
    { label: t('navigation.commissions'), href: '/commissions' },
    { label: monthText(month, locale) },
  ];
  return reply.page('commissions/month', model, { title, breadcrumbs, status: refused?.status ?? 200 });
}

function monthModel(request: FastifyRequest, data: MonthData, names: ReadonlyMap<number, string>) {
  const { t, formats } = request;
  const statements = [...data.statements].sort(
    (a, b) => b.payableCents - a.payableCents || b.linesCents - a.linesCents || a.sellerId - b.sellerId,
  );
  const bars = barsFor(statements.map(({ payableCents }) => ({ value: payableCents })));
  const total = (of: (statement: Shown) => number) =>
    formats.money(sumCents(statements.map((statement) => of(statement))));
  const { closed } = data;
  return {
    closedText:
      closed &&
      t('commissions.closedBy', { name: names.get(closed.closedBy) ?? '', at: formats.instant(closed.closedAt) }),
    statements: statements.map((statement, index) => ({
      ...figures(request, statement),
      place: index + 1,
      name: names.get(statement.sellerId) ?? '',
      href: statementHref(statement),
      sellerId: statement.sellerId,
      bar: bars[index] ?? null,
      pay: payModel(request, statement, names.get(statement.sellerId) ?? ''),
      paid: paidText(request, statement, names.get(statement.paid?.by ?? 0) ?? ''),
    })),
    totals: {
      sales: formats.number(sumCents(statements.map(({ lineCount }) => lineCount))),
      lines: total(({ linesCents }) => linesCents),
      effect: total(({ effectCents }) => effectCents),
      adjustments: total(({ adjustmentsCents, carriedInCents }) => sumCents([adjustmentsCents, carriedInCents])),
      payable: total(({ payableCents }) => payableCents),
    },
    payable: closed !== null && statements.some(({ paid }) => paid === null),
  };
}

/** What marking a statement as paid says: of one that comes to nothing, that nobody is given anything. */
function payModel({ t, formats }: FastifyRequest, { payableCents }: Shown, name: string) {
  if (payableCents === 0) return { label: t('commissions.settle'), text: t('commissions.settleText', { name }) };
  const text = t('commissions.payText', { name, amount: formats.money(payableCents) });
  return { label: t('commissions.pay'), text };
}

/** Who marked a statement as paid, and when; null while nobody has. */
export function paidText({ t, formats }: FastifyRequest, { paid, payableCents }: Shown, name: string): string | null {
  if (paid === null) return null;
  return t(payableCents === 0 ? 'commissions.settledBy' : 'commissions.paidBy', { name, at: formats.instant(paid.at) });
}

/** The figures of a statement, as lists show them. */
export function figures({ formats }: FastifyRequest, statement: Shown) {
  return {
    sales: formats.number(statement.lineCount),
    lines: formats.money(statement.linesCents),
    effect: formats.money(statement.effectCents),
    adjustments: formats.money(statement.adjustmentsCents),
    carriedIn: formats.money(statement.carriedInCents),
    taken: formats.money(sumCents([statement.adjustmentsCents, statement.carriedInCents])),
    payable: formats.money(statement.payableCents),
    carriedOut: statement.carriedOutCents === 0 ? null : formats.money(statement.carriedOutCents),
  };
}

/** Closes the month, and those before it. */
export async function postClosing(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const month = monthOfUrl(request);
  const result = await closeMonths(actionContext(request, db), month, one(request.body, 'shown'));
  if (!result.ok) {
    const { refusal } = result;
    const count = refusal.kind === 'changed' ? refusal.closed.length : 0;
    const problem = count > 0 ? request.t('commissions.closedInPart', { count }) : request.t(REFUSALS[refusal.kind]);
    return showMonth(request, reply, db, { status: 409, problem, closes: refusal.kind === 'changed' });
  }
  flash(reply, { kind: 'success', key: 'commissions.closedNow', params: { count: result.value.length } });
  return reply.redirect(monthHref(month), 303);
}

const REFUSALS = {
  'not-over': 'commissions.notOver',
  closed: 'commissions.closedBefore',
  nothing: 'commissions.nothingToClose',
  changed: 'commissions.closingChanged',
} as const satisfies Record<ClosingRefusal['kind'], string>;
