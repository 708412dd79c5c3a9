import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Payable, payMany, payStatements } from '../../actions/pay-statements.js';
import { isMonth } from '../../domain/month.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { many, one, parseId } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { monthHref, monthOfUrl, notFound } from './keys.js';
import { showMonth } from './month.js';
import { showOverview } from './overview.js';

/** Marks the statement of one seller as paid, or all of the month that are not. */
export async function postPayment(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const month = monthOfUrl(request);
  const posted = one(request.body, 'seller');
  const sellerId = parseId(posted);
  // No seller means all of them, and nothing undoes a payment.
  if (posted !== '' && sellerId === null) return notFound();
  return paid(reply, await payStatements(actionContext(request, db), month, sellerId), monthHref(month));
}

/** Marks the statements of the sellers that were ticked as paid. */
export async function postSellersPaid(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const month = monthOfUrl(request);
  const payables = many(request.body, 'picked').map(
    (seller): Payable => ({ month, sellerId: parseId(seller) ?? notFound() }),
  );
  const problem = request.t('commissions.nobodyPicked');
  if (payables.length === 0) return showMonth(request, reply, db, { status: 422, problem, closes: false });
  return paid(reply, await payMany(actionContext(request, db), payables), monthHref(month));
}

/** Marks all statements of the months that were ticked as paid, those that are not. */
export async function postMonthsPaid(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const payables = many(request.body, 'picked').map(
    (month): Payable => (isMonth(month) ? { month, sellerId: null } : notFound()),
  );
  if (payables.length === 0) return showOverview(request, reply, db, request.t('commissions.noMonthPicked'));
  return paid(reply, await payMany(actionContext(request, db), payables), '/commissions');
}

function paid(reply: FastifyReply, count: number, backHref: string) {
  flash(reply, { kind: count > 0 ? 'success' : 'info', key: 'commissions.paidNow', params: { count } });
  return reply.redirect(backHref, 303);
}
