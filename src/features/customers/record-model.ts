import type { FastifyRequest } from 'fastify';
import { formatDocument } from '../../domain/document.js';
import { formatPhone } from '../../domain/phone.js';
import { statusOf } from '../../domain/scheduler.js';
import type { CustomerRecord } from '../../store/customer-record.js';
import type { Customer } from '../../store/customers.js';
import { followUpsOf } from '../follow-ups-of.js';
import { timelineOf } from './timeline.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** A customer's page: contact, sales, open surveys, follow-ups, and everything that happened in one timeline (SPEC 6). */
export function customerModel(request: Request, record: CustomerRecord) {
  const { t, formats, today } = request;
  const { customer, sales, surveys } = record;
  return {
    editHref: `/customers/${customer.id}/edit`,
    facts: factsOf(request, customer),
    sales: sales.map((sale) => ({
      href: `/sales/${sale.id}`,
      product: sale.product,
      seller: sale.seller,
      closedOn: formats.date(sale.closedOn),
      value: formats.money(Number(sale.cents)),
      cancelled: sale.cancelledAt !== null,
    })),
    surveys: surveys
      .filter(({ outcome }) => outcome === null)
      .map((survey) => ({
        href: `/surveys/${survey.id}`,
        rule: survey.rule,
        opensOn: formats.date(survey.opensOn),
        expiresOn: formats.date(survey.expiresOn),
        status: statusOf(survey, today).status,
      })),
    ...followUpsOf(request, record.followUps, 'customer', customer.id),
    events: timelineOf(request, record),
    noEvents: t('customers.noEvents'),
  };
}

function factsOf({ t }: Pick<Request, 't'>, customer: Customer) {
  const phones = [customer.phone1, customer.phone2, customer.phone3].filter((phone) => phone !== null);
  return [
    ...phones.map((phone) => ({ label: t('sales.phone'), value: formatPhone(phone), href: `tel:${phone}` })),
    ...(phones.length === 0 ? [{ label: t('sales.phone'), value: null }] : []),
    { label: t('sales.document'), value: customer.document && formatDocument(customer.document) },
    { label: t('sales.email'), value: customer.email },
    { label: t('sales.place'), value: [customer.city, customer.state].filter(Boolean).join(' · ') },
    { label: t('customers.externalId'), value: customer.externalId },
  ];
}
