import type { FastifyRequest } from 'fastify';
import { can } from '../domain/permissions.js';
import { formatPhone } from '../domain/phone.js';
import { type Standing, statusOf, wasLate } from '../domain/scheduler.js';
import type { SurveyRow } from '../store/survey-rows.js';
import { signedIn } from '../web/request.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** A row of the table, all of it text; a score only for who may see it (SPEC 5). */
export function rowModel(request: Request, row: SurveyRow) {
  const { formats, today } = request;
  const { execution } = row;
  const standing = statusOf(row, today);
  return {
    id: row.id,
    href: `/surveys/${row.id}`,
    customer: row.customer.name,
    phone: row.customer.phone === null ? null : formatPhone(row.customer.phone),
    city: row.customer.city,
    /** Null without any: most rows have none, and need no word for it. */
    attempts: row.attempts === 0 ? null : request.t('panel.attempts', { count: row.attempts }),
    product: row.productName,
    seller: row.sellerName,
    rule: row.ruleName,
    assignedTo: row.assignedTo,
    closedOn: formats.date(row.closedOn),
    opensOn: formats.date(row.opensOn),
    expiresOn: formats.date(row.expiresOn),
    status: standing.status,
    when: whenText(request, standing, row),
    executedBy: execution?.by ?? null,
    executedOn: execution && formats.date(execution.on),
    late: execution !== null && wasLate(execution.on, row.originalExpiresOn),
    bySeller: execution?.bySeller ?? false,
    score:
      execution && can(signedIn(request).role, 'seeScores')
        ? formats.score(execution.score.sum, execution.score.count)
        : null,
  };
}

function whenText({ t, formats }: Request, { reason }: Standing, row: SurveyRow): string {
  switch (reason.kind) {
    case 'opens-in':
      return t('panel.opensIn', { count: reason.days });
    case 'expires-in':
      return t('panel.expiresIn', { count: reason.days });
    case 'expired':
      return t('panel.expired', { count: reason.days });
    case 'executed':
    case 'closed':
    case 'sale-cancelled':
      return formats.instant(row.settledAt);
  }
}
