import type { FastifyRequest } from 'fastify';
import { type CivilDate, daysBetween } from '../../domain/civil-date.js';
import { formatPhone } from '../../domain/phone.js';
import type { Page } from '../../store/key-paging.js';
import type { SurveyRow } from '../../store/survey-list.js';
import { encodePageKey } from '../../web/page-key.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

/** The list of the surveys that the user is to run. */
export function listModel({ t, formats, today }: Request, { rows, previous, next }: Page<SurveyRow>, due: number) {
  return {
    surveys: rows.map((row) => ({
      href: `/surveys/${row.id}`,
      customer: row.customer.name,
      phone: row.customer.phone === null ? null : formatPhone(row.customer.phone),
      tel: row.customer.phone?.startsWith('+') ? `tel:${row.customer.phone}` : null,
      product: row.productName,
      seller: row.sellerName,
      closedOn: formats.date(row.closedOn),
      rule: row.ruleName,
      assigned: row.assignedTo !== null,
      daysLeft: t('myRules.days', { count: daysBetween(today, row.expiresOn) }),
      expiresOn: formats.date(row.expiresOn),
      lastDay: row.expiresOn === today,
    })),
    countText: t('myRules.count', { count: due }),
    previousHref: previous && `/my-rules?before=${encodePageKey(previous)}`,
    nextHref: next && `/my-rules?after=${encodePageKey(next)}`,
  };
}

/** Why there is nothing to run, and when there will be. */
export function emptyModel(
  { t, formats }: Request,
  counts: { readonly due: number; readonly scheduled: number; readonly inconsistent: number },
  soonest: CivilDate | null,
) {
  const scheduled = soonest && t('myRules.emptyScheduled', { count: counts.scheduled, date: formats.date(soonest) });
  const overdue = counts.inconsistent > 0 ? t('myRules.emptyOverdue', { count: counts.inconsistent }) : null;
  const texts = [scheduled, overdue].filter((text) => text !== null);
  return { emptyText: texts.length === 0 ? t('myRules.emptyNothing') : texts.join(' ') };
}
