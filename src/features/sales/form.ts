import type { FastifyRequest } from 'fastify';
import { formatDocument } from '../../domain/document.js';
import { formatPhone } from '../../domain/phone.js';
import type { Queryable } from '../../store/dialect.js';
import { listProductNames, listUserNames, type Name } from '../../store/names.js';
import type { SaleRecord } from '../../store/sale-record.js';
import { form, one, parseId, text } from '../../web/forms.js';
import { READ_FORM, type Together } from '../three-way.js';

const FIELDS = [
  'customer',
  'document',
  'phone1',
  'phone2',
  'phone3',
  'email',
  'city',
  'state',
  'product',
  'seller',
  'closedOn',
  'value',
  'externalId',
] as const;

/** A sale as it is typed. */
export type TypedSale = Readonly<Record<(typeof FIELDS)[number], string>>;

/** Who bought, the order of his phones, where he lives; what was sold, and for how much. */
export const TOGETHER: Together<TypedSale> = [
  ['customer', 'document'],
  ['phone1', 'phone2', 'phone3'],
  ['city', 'state'],
  ['product', 'value'],
];

/** The choice of which surveys to plan, as forms post it. */
export const PLANNING_FIELDS = { planning: text(40), planningSince: text(100) };

export const saleForm = form({
  version: text(10),
  ...READ_FORM,
  customerVersion: text(10),
  key: text(60),
  step: text(40),
  shown: text(200),
  shownCommission: text(1000),
  alike: text(100),
  counting: text(1000),
  ...PLANNING_FIELDS,
  ...Object.fromEntries(FIELDS.map((name) => [name, text(400)])),
});

export function readSale(body: unknown): TypedSale {
  return Object.fromEntries(FIELDS.map((name) => [name, one(body, name)])) as TypedSale;
}

/** The stored sale as one would type it. */
export function typedOf({ sale, customer }: SaleRecord, locale: string): TypedSale {
  const phone = (stored: string | null) => (stored === null ? '' : formatPhone(stored));
  return {
    customer: customer.name,
    document: customer.document === null ? '' : formatDocument(customer.document),
    phone1: phone(customer.phone1),
    phone2: phone(customer.phone2),
    phone3: phone(customer.phone3),
    email: customer.email ?? '',
    city: customer.city ?? '',
    state: customer.state ?? '',
    product: String(sale.productId),
    seller: String(sale.sellerId),
    closedOn: sale.closedOn,
    value: amountText(sale.valueCents, locale),
    externalId: sale.externalId ?? '',
  };
}

function amountText(cents: number, locale: string): string {
  const amount = (cents / 100).toFixed(2);
  return locale === 'en' ? amount : amount.replace('.', ',');
}

/** What can be picked: what is active, and what the sale names already. */
export async function saleChoices(q: Queryable, typed: TypedSale, { t }: Pick<FastifyRequest, 't'>) {
  const options = (names: readonly Name[], picked: string) =>
    names
      .filter(({ id, active }) => active || id === parseId(picked))
      .map(({ id, name, active }) => ({ value: String(id), label: active ? name : t('sales.inactive', { name }) }));
  return {
    products: options(await listProductNames(q), typed.product),
    sellers: options(await listUserNames(q), typed.seller),
  };
}

/** Names and values of a typed sale, for the two versions of a conflict side by side. */
export function saleFacts(
  typed: TypedSale,
  choices: Awaited<ReturnType<typeof saleChoices>>,
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
) {
  const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
    options.find((option) => option.value === value)?.label ?? '';
  return FIELDS.map((name) => {
    const label = t(`sales.${name}`);
    if (name === 'product') return { label, value: labelOf(choices.products, typed.product) };
    if (name === 'seller') return { label, value: labelOf(choices.sellers, typed.seller) };
    const isDay = name === 'closedOn' && /^\d{4}-\d{2}-\d{2}$/.test(typed.closedOn);
    return { label, value: isDay ? formats.date(typed.closedOn) : typed[name] };
  });
}
