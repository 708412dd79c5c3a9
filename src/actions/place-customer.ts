import type { CleanContact } from '../domain/customer.js';
import { CustomerBook } from '../domain/customer-book.js';
import type { FieldError } from '../domain/result.js';
import { type AuditEntry, changesBetween } from '../store/audit.js';
import {
  type Customer,
  type CustomerContent,
  insertCustomers,
  listCustomerCandidates,
  updateCustomer,
} from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';

/** A customer as typed with a sale. */
export type TypedCustomer = CleanContact & { readonly name: string };

/** The customer of a sale, and what was written of him for the audit; no entries when nothing changed. */
export interface PlacedCustomer {
  readonly id: number;
  readonly entries: readonly AuditEntry[];
}

/**
 * Finds the customer that was typed with a new sale, or adds him (SPEC 3). What was typed of a known one is taken over;
 * what was left blank stays. The caller holds the lock on `customers`.
 */
export async function placeCustomer(trx: Queryable, typed: TypedCustomer, now: number): Promise<PlacedCustomer> {
  const known = await findCustomer(trx, typed);
  if (known === null) {
    const content = { ...typed, externalId: null };
    const [id = 0] = await insertCustomers(trx, [content], now);
    return { id, entries: [customerEntry('create', id, null, content)] };
  }
  return { id: known.id, entries: await rewriteCustomer(trx, known, filledIn(contentOf(known), typed)) };
}

/** The phones typed come first; those known already are kept behind them as long as there is room. */
function filledIn(known: CustomerContent, typed: TypedCustomer): CustomerContent {
  const filled = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== null));
  const [phone1 = null, phone2 = null, phone3 = null] = new Set([...phonesOf(typed), ...phonesOf(known)]);
  return { ...known, ...filled, phone1, phone2, phone3 };
}

/** Writes a customer's content where it differs, and says so for the audit. */
export async function rewriteCustomer(
  trx: Queryable,
  before: Customer,
  after: CustomerContent,
): Promise<readonly AuditEntry[]> {
  if (Object.keys(changesBetween(contentOf(before), after)).length === 0) return [];
  await updateCustomer(trx, before.id, after);
  return [customerEntry('change', before.id, contentOf(before), after)];
}

/** The error of giving a customer a CPF or CNPJ that another one has, or null. */
export async function documentTaken(
  trx: Queryable,
  document: string | null,
  customerId: number,
): Promise<FieldError | null> {
  if (document === null) return null;
  const holders = await listCustomerCandidates(trx, { externalIds: [], documents: [document], names: [] });
  return holders.some((holder) => holder.id !== customerId) ? { field: 'document', message: 'taken' } : null;
}

/** The audit's entry of a customer: all of it is personal data but the ERP's id. */
export function customerEntry(
  action: 'create' | 'change',
  id: number,
  before: CustomerContent | null,
  after: CustomerContent,
): AuditEntry {
  const { externalId, ...personal } = changesBetween(before, after);
  return { action, entity: 'customer', entityId: id, changes: externalId ? { externalId } : {}, personal };
}

/** What a customer says, without its id and version. */
export function contentOf({ id: _id, version: _version, ...content }: Customer): CustomerContent {
  return content;
}

/** The customer that was typed, where he is known (SPEC 3). */
export async function findCustomer(trx: Queryable, typed: TypedCustomer): Promise<Customer | null> {
  const documents = typed.document === null ? [] : [typed.document];
  const candidates = await listCustomerCandidates(trx, { externalIds: [], documents, names: [typed.name] });
  const book = new CustomerBook<Customer>();
  for (const candidate of candidates) book.add(candidate, { ...candidate, phones: phonesOf(candidate) });
  return book.find({ externalId: null, document: typed.document, name: typed.name, phones: phonesOf(typed) });
}

/** The phones that a customer has. */
export function phonesOf(contact: Pick<CleanContact, 'phone1' | 'phone2' | 'phone3'>): string[] {
  return [contact.phone1, contact.phone2, contact.phone3].filter((phone) => phone !== null);
}
