import type { FastifyReply, FastifyRequest } from 'fastify';
import { columnChart } from '../../charts/column-chart.js';
import { sumCents } from '../../domain/commission-totals.js';
import { isMonth, type Month, monthOf } from '../../domain/month.js';
import { can } from '../../domain/permissions.js';
import type { Database } from '../../store/connection.js';
import { listUserNames } from '../../store/names.js';
import { one } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { monthText } from '../month-text.js';
import { listMonths, type MonthData, type MonthList, type Shown } from './data.js';
import { monthHref, statementHref } from './keys.js';
import { shortMonth } from './texts.js';

type Request = FastifyRequest;

/**
 * *Comissões*: the months, with what they come to; for a seller his own statements (SPEC 7). `problem`: why months that were
 * to be paid were not.
 */
export async function showOverview(request: Request, reply: FastifyReply, db: Database, problem: string | null = null) {
  const user = signedIn(request);
  const own = can(user.role, 'seeStatements') ? null : user.id;
  const list = await listMonths(db.read, { today: request.today, sellerId: own, until: untilOf(request) });
  const { t } = request;
  const rows = list.months.filter((one) => own === null || one.statements.some(isWorthShowing));
  const months = rows.map((one) => monthRow(request, one, own));
  const model = {
    own: own !== null,
    problem,
    months: isEmpty(list, rows) ? [] : months,
    payable: months.some(({ payable }) => payable !== null),
    ...besideModel(request, list),
    ...(own === null && !isEmpty(list, rows)
      ? await pictureOf(request, db, list.months)
      : { chart: null, chartTable: null }),
  };
  const title = t('navigation.commissions');
  const subtitle = t(own === null ? 'commissions.subtitle' : 'commissions.ownSubtitle');
  const breadcrumbs = [{ label: t('navigation.crm') }, { label: title }];
  return reply.page('commissions/overview', model, {
    title,
    subtitle,
    breadcrumbs,
    status: problem === null ? 200 : 422,
  });
}

/** Nobody sold anything yet: there is no month to show. */
function isEmpty({ older, newer }: MonthList, rows: readonly MonthData[]): boolean {
  return !older && !newer && !rows.some(({ statements }) => statements.some(isWorthShowing));
}

/** The month that the list ends with; null for the last one. */
function untilOf({ query }: Request): Month | null {
  const month = one(query, 'until');
  return isMonth(month) ? month : null;
}

/** The months that are not listed, and the way to them. */
function besideModel({ t, locale }: Request, { older, newer }: MonthList) {
  return {
    older: older && {
      href: `/commissions?until=${older.to}`,
      text: t('commissions.olderMonths', {
        count: older.count,
        from: monthText(older.from, locale),
        to: monthText(older.to, locale),
      }),
    },
    newerHref: newer ? '/commissions' : null,
  };
}

function isWorthShowing(statement: Shown): boolean {
  return statement.lineCount > 0 || statement.adjustmentsCents !== 0 || statement.carriedInCents !== 0;
}

function monthRow(request: Request, { month, closed, statements }: MonthData, own: number | null) {
  const { t, formats, locale, today } = request;
  const sum = (of: (statement: Shown) => number) => sumCents(statements.map((statement) => of(statement)));
  const paid = statements.filter((one) => one.paid !== null).length;
  return {
    href: own === null ? monthHref(month) : statementHref({ month, sellerId: own }),
    month: monthText(month, locale),
    payable: own === null && closed !== null && paid < statements.length ? month : null,
    state: closed === null ? 'open' : paid > 0 && paid === statements.length ? 'paid' : 'closed',
    stateText: closed === null ? t(month >= monthOf(today) ? 'commissions.running' : 'commissions.open') : stateText(),
    sales: formats.number(sum(({ lineCount }) => lineCount)),
    lines: formats.money(sum(({ linesCents }) => linesCents)),
    effect: formats.money(sum(({ effectCents }) => effectCents)),
    adjustments: formats.money(
      sum(({ adjustmentsCents, carriedInCents }) => sumCents([adjustmentsCents, carriedInCents])),
    ),
    total: formats.money(sum(({ payableCents }) => payableCents)),
  };

  function stateText(): string {
    if (own !== null) return t(paid > 0 ? 'commissions.paid' : 'commissions.closed');
    return t('commissions.closedPaid', { paid, count: statements.length });
  }
}

const PICTURED = 6;
const LAYERS = 5;

/** Commission by month and seller: the five who earned most, and the others together. */
async function pictureOf(request: Request, db: Database, months: readonly MonthData[]) {
  const { t, formats, locale } = request;
  const shown = months.slice(0, PICTURED).reverse();
  const names = new Map((await listUserNames(db.read)).map(({ id, name }) => [id, name]));
  const cents = (data: MonthData, seller: number) =>
    sumCents(data.statements.filter((one) => one.sellerId === seller).map((one) => one.linesCents));
  const all = [...new Set(shown.flatMap(({ statements }) => statements.map(({ sellerId }) => sellerId)))];
  const sellers = all
    .map((id) => ({ id, name: names.get(id) ?? '', cents: shown.map((data) => cents(data, id)) }))
    .sort((a, b) => sumCents(b.cents) - sumCents(a.cents));
  const labels = shown.map(({ month }) => shortMonth(month, locale));
  const text = {
    id: 'commissions-chart',
    title: t('commissions.chartTitle'),
    description: t('commissions.chartText', { count: sellers.length }),
    format: (value: number) => formats.number(Math.round(value)),
  };
  const rows = sellers.map(({ name, cents }) => ({
    head: name,
    cells: cents.map((one) => ({ text: formats.money(one) })),
  }));
  return {
    chart: columnChart(text, labels, layersOf(sellers, t('commissions.others'))),
    chartTable: { label: text.title, columns: [t('commissions.seller'), ...labels], rows },
  };
}

interface SellerCents {
  readonly name: string;
  readonly cents: readonly number[];
}

/** One layer for each of the first sellers, and one for all others. */
function layersOf(sellers: readonly SellerCents[], othersLabel: string) {
  const [first, others] = [sellers.slice(0, LAYERS), sellers.slice(LAYERS)];
  const layers = first.map(({ name, cents }) => ({ label: name, values: cents.map(inReais) }));
  const months = others[0]?.cents ?? [];
  const sums = months.map((_, index) => inReais(sumCents(others.map(({ cents }) => cents[index] ?? 0))));
  return others.length === 0 ? layers : [...layers, { label: othersLabel, values: sums }];
}

/** For drawing only: amounts are written from centavos. */
function inReais(cents: number): number {
  return cents / 100;
}
