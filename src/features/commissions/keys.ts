import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isMonth, type Month, monthOf } from '../../domain/month.js';
import { can } from '../../domain/permissions.js';
import { findEarliestOpen, listClosedMonths } from '../../store/commission-months.js';
import type { Queryable } from '../../store/dialect.js';
import { one, parseId } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';

/** `/commissions/months/:month` as `2026-05`, `/commissions/statements/:statement` as `2026-05-7`: month and seller. */
export const monthParams = Type.Object({ month: Type.String({ maxLength: 20 }) });
export const statementParams = Type.Object({ statement: Type.String({ maxLength: 20 }) });

export interface StatementKey {
  readonly month: Month;
  readonly sellerId: number;
}

/** The month of the URL, the running one at most. @throws an error that is shown as 404 */
export function monthOfUrl(request: Pick<FastifyRequest, 'params' | 'today'>): Month {
  const month = one(request.params, 'month');
  return isMonth(month) && month <= monthOf(request.today) ? month : notFound();
}

/** The statement of the URL, which a seller may see when it is his. @throws an error that is shown as 404 */
function statementOfUrl(request: FastifyRequest): StatementKey {
  const key = one(request.params, 'statement');
  const [month, sellerId] = [key.slice(0, 7), parseId(key.slice(8))];
  if (!isMonth(month) || month > monthOf(request.today) || key.charAt(7) !== '-' || sellerId === null)
    return notFound();
  const user = signedIn(request);
  return user.id === sellerId || can(user.role, 'seeStatements') ? { month, sellerId } : notFound();
}

/** The month of the URL, when the list of months has it. @throws an error that is shown as 404 */
export async function listedMonth(request: FastifyRequest, q: Queryable): Promise<Month> {
  const month = monthOfUrl(request);
  return (await isListed(q, month, request)) ? month : notFound();
}

/** The statement of the URL, of such a month. @throws an error that is shown as 404 */
export async function listedStatement(request: FastifyRequest, q: Queryable): Promise<StatementKey> {
  const key = statementOfUrl(request);
  return (await isListed(q, key.month, request)) ? key : notFound();
}

/** Of the months up to the running one: before the earliest that is open only those that were closed. */
async function isListed(q: Queryable, month: Month, { today }: Pick<FastifyRequest, 'today'>): Promise<boolean> {
  if (month >= ((await findEarliestOpen(q)) ?? monthOf(today))) return true;
  return (await listClosedMonths(q)).some((closed) => closed.month === month);
}

export function monthHref(month: Month): string {
  return `/commissions/months/${month}`;
}

/** The same page with what closing the month would freeze, however many months that closes. */
export function closingHref(month: Month): string {
  return `${monthHref(month)}?closing=shown#closing`;
}

export function statementHref({ month, sellerId }: StatementKey): string {
  return `/commissions/statements/${month}-${sellerId}`;
}

export function notFound(): never {
  throw Object.assign(new Error('no such statement'), { statusCode: 404 });
}
