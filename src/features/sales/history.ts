import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import type { RecordNames } from '../../store/record-names.js';
import type { SaleEvent, SaleRecord } from '../../store/sale-record.js';
import { valueText } from '../audit-values.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

const ACTIONS: Readonly<Record<string, readonly [TextKey, string]>> = {
  create: ['sales.didRecord', 'shopping-cart'],
  change: ['sales.didChange', 'pencil'],
  cancel: ['sales.didCancel', 'ban'],
  restore: ['sales.didRestore', 'arrow-back-up'],
  'correct-base': ['sales.didCorrectBase', 'coin'],
  plan: ['sales.didPlan', 'calendar-event'],
};

/** Fields of the audit that the history names; others are details that the audit's own page shows. */
const FIELDS: Readonly<Record<string, TextKey>> = {
  externalId: 'sales.externalId',
  sellerId: 'sales.seller',
  productId: 'sales.product',
  closedOn: 'sales.closedOn',
  valueCents: 'sales.value',
  commissionBaseCents: 'sales.commissionBase',
  name: 'sales.customer',
  document: 'sales.document',
  phone1: 'sales.phone1',
  phone2: 'sales.phone2',
  phone3: 'sales.phone3',
  email: 'sales.email',
  city: 'sales.city',
  state: 'sales.state',
};

/** Surveys that an action planned, ended, and so on, as the audit counts them. */
const COUNTS: Readonly<Record<string, TextKey>> = {
  plannedSurveys: 'sales.didPlanSurveys',
  redatedSurveys: 'sales.didRedateSurveys',
  removedSurveys: 'sales.didRemoveSurveys',
  cancelledSurveys: 'sales.didCancelSurveys',
  reopenedSurveys: 'sales.didReopenSurveys',
};

/** Who did what to the sale, for the timeline. */
export function eventsModel(request: Request, { events, names }: Pick<SaleRecord, 'events' | 'names'>) {
  return events.map((event) => {
    const [key, icon] = ACTIONS[event.action] ?? ['sales.didChange', 'history'];
    const ofCustomer = event.entity === 'customer';
    return {
      when: request.formats.instant(event.at),
      who: event.who ?? undefined,
      text: request.t(ofCustomer ? 'sales.didChangeCustomer' : key),
      detail: detailOf(request, event, names),
      icon: ofCustomer ? 'user' : icon,
    };
  });
}

function detailOf(request: Request, { action, changes }: SaleEvent, names: RecordNames): string {
  const { t } = request;
  const parts = Object.entries(changes).flatMap(([field, change]) => {
    const count = COUNTS[field];
    if (count !== undefined) return t(count, { count: Number(change?.[1] ?? 0) });
    const label = FIELDS[field];
    if (label === undefined || action !== 'change') return [];
    // Personal values stand elsewhere: the field's name alone.
    if (change === null) return t(label);
    const [before, after] = change.map((value) => valueText(request, names, field, value));
    return `${t(label)}: ${before} → ${after}`;
  });
  return parts.join(' · ');
}
