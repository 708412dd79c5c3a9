import type { FastifyRequest } from 'fastify';
import { isCivilDate } from '../../domain/civil-date.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { SaleEvent } from '../../store/sale-record.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

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
export function eventsModel(request: Request, events: readonly SaleEvent[]) {
  return events.map((event) => {
    const [key, icon] = ACTIONS[event.action] ?? ['sales.didChange', 'history'];
    const ofCustomer = event.entity === 'customer';
    return {
      when: request.formats.instant(event.at),
      who: event.who ?? undefined,
      text: request.t(ofCustomer ? 'sales.didChangeCustomer' : key),
      detail: detailOf(request, event),
      icon: ofCustomer ? 'user' : icon,
    };
  });
}

function detailOf(request: Request, { action, changes }: SaleEvent): string {
  const { t } = request;
  const parts = Object.entries(changes).flatMap(([field, change]) => {
    const count = COUNTS[field];
    if (count !== undefined) return t(count, { count: Number(change?.[1] ?? 0) });
    const label = FIELDS[field];
    return label === undefined || action !== 'change' ? [] : changeText(request, t(label), field, change);
  });
  return parts.join(' · ');
}

/** Ids of records say nothing to a reader, and personal values stand elsewhere: then the field's name alone. */
function changeText(
  request: Request,
  label: string,
  field: string,
  change: readonly [unknown, unknown] | null,
): string {
  if (change === null || (field.endsWith('Id') && field !== 'externalId')) return label;
  const [before, after] = change.map((value) => valueText(request, field, value));
  return `${label}: ${before} → ${after}`;
}

function valueText({ formats }: Request, field: string, value: unknown): string {
  if (field === 'valueCents' && typeof value === 'number') return formats.money(value);
  if (typeof value === 'string' && isCivilDate(value)) return formats.date(value);
  return value === null || value === undefined || value === '' ? '—' : String(value);
}
