import type { FastifyRequest } from 'fastify';
import type { BaseForm } from '../../actions/correct-base.js';
import type { PlanningReport } from '../../actions/plan-sales.js';
import type { Calendar } from '../../domain/calendar.js';
import { dateAt } from '../../domain/civil-date.js';
import { formatDocument } from '../../domain/document.js';
import { formatPhone } from '../../domain/phone.js';
import { whyWithoutSurveys } from '../../domain/planning.js';
import type { PlanningForm } from '../../domain/planning-form.js';
import type { ProductPlanning } from '../../domain/product-planning.js';
import type { CancellationForm } from '../../domain/sale.js';
import { statusOf } from '../../domain/scheduler.js';
import type { SaleRecord } from '../../store/sale-record.js';
import type { FieldErrorView } from '../../web/forms.js';
import { planningModel, totalOf } from '../planning-choices.js';
import { eventsModel } from './history.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'company' | 'locale'>;

/** A form of the page that was refused, with what was typed. */
export interface RefusedForm {
  readonly name: 'cancellation' | 'planning' | 'base';
  readonly typed: CancellationForm & PlanningForm & BaseForm;
  readonly errors: readonly FieldErrorView[];
  /** The version that the form read, which goes on with it: what somebody saved meanwhile must not be taken for seen. */
  readonly version?: number;
}

interface PlanningOfSale {
  readonly product: ProductPlanning | undefined;
  readonly calendar: Calendar;
  readonly preview: readonly PlanningReport[];
  /** Whether the commissions of the month in which it closed are open. */
  readonly monthOpen: boolean;
}

/** The page of a sale: facts, surveys or why there are none, what can be done, history. */
export function saleModel(request: Request, record: SaleRecord, planning: PlanningOfSale, refused: RefusedForm | null) {
  const { sale, surveys } = record;
  const open = (name: RefusedForm['name']) => (refused?.name === name ? refused : null);
  return {
    base: `/sales/${sale.id}`,
    cancelled: sale.cancellation && cancelledText(request, record),
    customerFacts: customerFacts(request, record),
    saleFacts: saleFacts(request, record),
    surveys: surveys.map((survey) => ({
      href: `/surveys/${survey.id}`,
      rule: survey.ruleName,
      opensOn: request.formats.date(survey.opensOn),
      expiresOn: request.formats.date(survey.expiresOn),
      status: statusOf(survey, request.today).status,
    })),
    why: surveys.length > 0 ? null : whyText(request, record, planning),
    planNow: planNowModel(request, record, planning.preview, open('planning')),
    cancellation: sale.cancellation === null ? cancellationModel(request, open('cancellation')) : null,
    baseForm: planning.monthOpen ? baseFormModel(request, record, open('base')) : null,
    events: eventsModel(request, record),
  };
}

function baseFormModel({ locale }: Request, { sale }: SaleRecord, refused: RefusedForm | null) {
  const stored = sale.commissionBaseCents === null ? '' : (sale.commissionBaseCents / 100).toFixed(2);
  const written = locale === 'en' ? stored : stored.replace('.', ',');
  return {
    open: refused !== null,
    errors: refused?.errors ?? [],
    version: refused?.version ?? sale.version,
    typed: { base: refused?.typed.base ?? written, reason: refused?.typed.reason ?? '' },
  };
}

function customerFacts({ t }: Request, { customer }: SaleRecord) {
  const phones = [customer.phone1, customer.phone2, customer.phone3].filter((phone) => phone !== null);
  const place = [customer.city, customer.state].filter(Boolean).join(' · ');
  return [
    { label: t('sales.customer'), value: customer.name, href: `/customers/${customer.id}` },
    { label: t('sales.document'), value: customer.document && formatDocument(customer.document) },
    ...(phones.length === 0 ? [{ label: t('sales.phone'), value: null }] : []),
    ...phones.map((phone) => ({ label: t('sales.phone'), value: formatPhone(phone), href: `tel:${phone}` })),
    { label: t('sales.email'), value: customer.email },
    { label: t('sales.place'), value: place },
    ...(customer.externalId === null ? [] : [{ label: t('sales.customerId'), value: customer.externalId }]),
  ];
}

function saleFacts({ t, formats }: Request, { sale, productName, sellerName }: SaleRecord) {
  const base = sale.commissionBaseCents === null ? t('sales.noBase') : formats.money(sale.commissionBaseCents);
  return [
    { label: t('sales.product'), value: productName },
    { label: t('sales.seller'), value: sellerName },
    { label: t('sales.closedOn'), value: formats.date(sale.closedOn) },
    { label: t('sales.value'), value: formats.money(sale.valueCents) },
    { label: t('sales.externalId'), value: sale.externalId },
    { label: t('sales.commissionBase'), value: base },
    { label: t('sales.recordedAt'), value: formats.instant(sale.recordedAt), hint: t(`sales.origin_${sale.origin}`) },
  ];
}

function cancelledText({ t, formats }: Request, { sale: { cancellation } }: SaleRecord): string {
  const key = cancellation?.commissionReversed ? 'sales.cancelledReversed' : 'sales.cancelledKept';
  return t(key, { date: formats.date(cancellation?.on) });
}

function whyText({ t, company }: Request, { sale }: SaleRecord, { product, calendar }: PlanningOfSale): string {
  const facts = {
    closedOn: sale.closedOn,
    recordedOn: dateAt(sale.recordedAt, company.timeZone),
    cancelled: sale.cancellation !== null,
    productActive: product?.active ?? false,
    profile: product?.profile ?? null,
  };
  const reason = whyWithoutSurveys(facts, calendar);
  return t(`sales.why_${reason}`);
}

/** Offered where at least one choice would plan something. */
function planNowModel(
  request: Request,
  { surveys }: SaleRecord,
  preview: readonly PlanningReport[],
  refused: RefusedForm | null,
) {
  if (surveys.length > 0 || preview.every((report) => totalOf(report) === 0)) return null;
  const counts = preview.map((report) => report.surveys);
  return {
    planning: planningModel(request, refused?.typed, counts),
    open: refused !== null,
    errors: refused?.errors ?? [],
  };
}

function cancellationModel({ t, today }: Request, refused: RefusedForm | null) {
  return {
    open: refused !== null,
    errors: refused?.errors ?? [],
    cancelledOn: refused === null ? today : refused.typed.cancelledOn,
    reverseCommission: refused?.typed.reverseCommission ?? '',
    options: [
      { value: 'yes', label: t('sales.reverseYes') },
      { value: 'no', label: t('sales.reverseNo') },
    ],
  };
}
