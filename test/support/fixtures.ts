import type { Actor } from '../../src/actions/context.js';
import type { CivilDate } from '../../src/domain/civil-date.js';
import type { CleanProduct } from '../../src/domain/product.js';
import type { CleanProfile } from '../../src/domain/profile.js';
import type { CleanQuestion } from '../../src/domain/question.js';
import type { CleanRule } from '../../src/domain/rule.js';
import { surveyDates } from '../../src/domain/scheduler.js';
import { nameKey, searchText } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { readCalendar } from '../../src/store/holidays.js';
import { insertProduct } from '../../src/store/products.js';
import { insertProfile } from '../../src/store/profiles.js';
import { insertQuestion } from '../../src/store/questions.js';
import { insertRule } from '../../src/store/rules.js';
import { insertPersonas, NOW, type Persona } from './app.js';

export interface CustomerSpec {
  externalId: string | null;
  document: string | null;
  name: string;
  phone1: string | null;
  email: string | null;
  city: string | null;
  state: string | null;
}

export interface SaleSpec {
  externalId: string | null;
  customerId: number;
  sellerId: number;
  productId: number;
  closedOn: CivilDate;
  valueCents: number;
  recordedAt: number;
  cancelledOn: CivilDate | null;
}

/** Builders of records with sensible defaults: each adds one and returns its id. */
export interface Fixtures {
  /** ana (manager), bruno and carla (operators), davi (admin). */
  readonly people: Readonly<Record<Persona, Actor & { readonly id: number }>>;
  question(over?: Partial<CleanQuestion>): Promise<number>;
  /** N = 7, M = 10, one question, bruno answers for it; `active: false` makes a deactivated one. */
  rule(over?: Partial<CleanRule> & { active?: boolean }): Promise<number>;
  profile(over?: Partial<CleanProfile>): Promise<number>;
  product(over?: Partial<CleanProduct>): Promise<number>;
  customer(over?: Partial<CustomerSpec>): Promise<number>;
  /** A sale of a product of its own by bruno, closed 2026-07-01, without surveys. */
  sale(over?: Partial<SaleSpec>): Promise<number>;
  /** A survey of the sale under the rule, with the dates that the rule gives. */
  survey(saleId: number, ruleId: number): Promise<number>;
}

/** Builders over the database; the personas are those of `testApp`, or are made when there are none yet. */
export async function fixtures(db: Database): Promise<Fixtures> {
  const people = await personas(db);
  let made = 0;
  const unique = (name: string) => `${name} ${++made}`;
  const insert = <T>(work: (trx: Queryable) => Promise<T>) => db.transaction(work);
  const builders: Fixtures = {
    people,
    question: (over = {}) =>
      insert((trx) => insertQuestion(trx, { ...QUESTION, text: unique('Como avalia o serviço?'), ...over }, NOW)),
    rule: async ({ active = true, ...over } = {}) => {
      const questions = over.questions ?? [await builders.question()];
      const rule = { ...RULE, name: unique('Instalação'), operators: [people.bruno.id], ...over, questions };
      return insert((trx) => insertRule(trx, rule, active, NOW));
    },
    profile: (over = {}) =>
      insert((trx) => insertProfile(trx, { name: unique('Fibra'), note: '', rules: [], ...over }, NOW)),
    product: (over = {}) =>
      insert((trx) => insertProduct(trx, { ...PRODUCT, name: unique('Fibra Mega'), ...over }, NOW)),
    customer: (over = {}) =>
      insert((trx) => insertCustomer(trx, { ...CUSTOMER, name: unique('Maria Souza'), ...over })),
    sale: async (over = {}) => {
      const customerId = over.customerId ?? (await builders.customer());
      const productId = over.productId ?? (await builders.product());
      const sale = { ...SALE, sellerId: people.bruno.id, ...over, customerId, productId };
      return insert((trx) => insertSale(trx, sale));
    },
    survey: (saleId, ruleId) => insert((trx) => insertSurvey(trx, saleId, ruleId)),
  };
  return builders;
}

const QUESTION: Omit<CleanQuestion, 'text'> = {
  script: '',
  kind: null,
  notApplicable: false,
  commentRequiredUpTo: null,
  grades: [-100, -50, 0, 50, 100].map((weight, index) => ({ label: String(index + 1), weight, signal: null })),
};
const RULE = { note: '', whatsAppText: '', startDays: 7, expiryDays: 10, businessDays: false, sellerRuns: false };
const PRODUCT: Omit<CleanProduct, 'name'> = { code: null, profileId: null, commission: null };
const CUSTOMER: Omit<CustomerSpec, 'name'> = {
  externalId: null,
  document: null,
  phone1: '+5511987654321',
  email: null,
  city: 'Campinas',
  state: 'SP',
};
const SALE: Omit<SaleSpec, 'customerId' | 'productId' | 'sellerId'> = {
  externalId: null,
  closedOn: '2026-07-01',
  valueCents: 9990,
  recordedAt: NOW,
  cancelledOn: null,
};

async function personas(db: Database): Promise<Fixtures['people']> {
  const known: { id: number; login: Persona }[] = await db.read('users').whereNotNull('login').select('id', 'login');
  const ids =
    known.length > 0
      ? (Object.fromEntries(known.map(({ id, login }) => [login, id])) as Record<Persona, number>)
      : await insertPersonas(db);
  return {
    ana: { id: ids.ana, role: 'manager' },
    bruno: { id: ids.bruno, role: 'operator' },
    carla: { id: ids.carla, role: 'operator' },
    davi: { id: ids.davi, role: 'admin' },
  };
}

async function insertCustomer(trx: Queryable, customer: CustomerSpec): Promise<number> {
  const { externalId, name, city, ...rest } = customer;
  const keys = { name_key: nameKey(name), city_key: city === null ? '' : nameKey(city) };
  const search_text = searchText([name, rest.phone1, rest.document, rest.email, externalId]);
  const row = { ...rest, ...keys, name, city, external_id: externalId, search_text, created_at: NOW };
  const [{ id }] = await trx('customers').insert(row).returning('id');
  return id;
}

async function insertSale(trx: Queryable, sale: SaleSpec): Promise<number> {
  const copies = await trx('customers').where({ id: sale.customerId }).first('city_key', 'has_phone');
  const [{ id }] = await trx('sales')
    .insert({
      ...copies,
      external_id: sale.externalId,
      external_key: nameKey(sale.externalId ?? ''),
      customer_id: sale.customerId,
      seller_id: sale.sellerId,
      product_id: sale.productId,
      closed_on: sale.closedOn,
      value_cents: sale.valueCents,
      origin: 'form',
      recorded_at: sale.recordedAt,
      cancelled_on: sale.cancelledOn,
      cancelled_at: sale.cancelledOn === null ? null : sale.recordedAt,
      commission_reversed: sale.cancelledOn === null ? null : true,
    })
    .returning('id');
  return id;
}

async function insertSurvey(trx: Queryable, saleId: number, ruleId: number): Promise<number> {
  const sale = await trx('sales')
    .where({ id: saleId })
    .first('customer_id', 'seller_id', 'product_id', 'closed_on', 'city_key', 'has_phone');
  const rule = await trx('rules')
    .where({ id: ruleId })
    .first('start_days as startDays', 'expiry_days as expiryDays', 'business_days as businessDays');
  const planned = surveyDates(sale.closed_on, rule, await readCalendar(trx));
  const dates = {
    opens_on: planned.opensOn,
    expires_on: planned.expiresOn,
    original_expires_on: planned.expiresOn,
    business_expiry_days: planned.businessExpiryDays,
  };
  const [{ id }] = await trx('surveys')
    .insert({ sale_id: saleId, rule_id: ruleId, ...sale, ...dates })
    .returning('id');
  return id;
}
