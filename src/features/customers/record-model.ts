import type { FastifyRequest } from 'fastify';
import { formatDocument } from '../../domain/document.js';
import { statusOf } from '../../domain/scheduler.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { CustomerRecord, Some } from '../../store/customer-record.js';
import type { Customer } from '../../store/customers.js';
import { COUNTED_CHIPS } from '../../store/survey-tabs.js';
import { followUpsOf } from '../follow-ups-of.js';
import { phoneLinks } from '../phone-links.js';
import { timelineHref } from './timeline.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** A customer's page: contact, sales, open surveys and follow-ups (SPEC 6); what happened stands in his timeline. */
export function customerModel(request: Request, record: CustomerRecord) {
  const { formats, today } = request;
  const { customer, sales, surveys } = record;
  return {
    editHref: `/customers/${customer.id}/edit`,
    phones: [customer.phone1, customer.phone2, customer.phone3].flatMap((phone) => (phone ? phoneLinks(phone) : [])),
    facts: factsOf(request, customer),
    sales: sales.rows.map((sale) => ({
      href: `/sales/${sale.id}`,
      product: sale.product,
      seller: sale.seller,
      closedOn: formats.date(sale.closedOn),
      value: formats.money(Number(sale.cents)),
      cancelled: sale.cancelledAt !== null,
    })),
    moreSales: moreOf(request, sales, 'customers.moreSales', timelineHref({ customerId: customer.id, topic: 'sales' })),
    surveys: surveys.rows.map((survey) => ({
      href: `/surveys/${survey.id}`,
      rule: survey.rule,
      product: survey.product,
      opensOn: formats.date(survey.opensOn),
      expiresOn: formats.date(survey.expiresOn),
      status: statusOf(survey, today).status,
    })),
    moreSurveys: moreOf(request, surveys, 'customers.moreSurveys', panelHref(customer.id)),
    ...followUpsOf(request, record.followUps, 'customer', customer.id),
  };
}

/** What a list of the page leaves out, and where the rest stands; null when it is all there. */
function moreOf({ t, formats }: Request, { rows, count }: Some<unknown>, text: TextKey, href: string) {
  if (rows.length >= count) return null;
  return { text: t(text, { shown: formats.number(rows.length), number: formats.number(count) }), href };
}

/** His open surveys in the panel, whichever statuses were looked at there last. */
function panelHref(customerId: number): string {
  const search = new URLSearchParams({ customer: String(customerId) });
  for (const chip of COUNTED_CHIPS) search.append('status', chip);
  return `/panel/pending?${search}`;
}

function factsOf({ t }: Pick<Request, 't'>, customer: Customer) {
  return [
    { label: t('sales.document'), value: customer.document && formatDocument(customer.document) },
    { label: t('sales.email'), value: customer.email },
    { label: t('sales.place'), value: [customer.city, customer.state].filter(Boolean).join(' · ') },
    { label: t('customers.externalId'), value: customer.externalId },
  ];
}
