import { type FieldError, type FieldErrors, ok, type Result, refuse } from './result.js';
import { nameKey } from './text.js';

/** What a column of a sales file can hold, in the order of the mapping form (SPEC 3, 8). */
export const IMPORT_FIELDS = [
  'externalId',
  'closedOn',
  'customer',
  'customerExternalId',
  'document',
  'phone1',
  'phone2',
  'phone3',
  'email',
  'city',
  'state',
  'product',
  'productCode',
  'seller',
  'sellerExternalId',
  'value',
  'status',
] as const;

export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Field → name of the file's column that holds it. */
export type ColumnMapping = Readonly<Partial<Record<ImportField, string>>>;

/** Where each mapped field stands in a line, from 0. */
export type ImportColumns = ReadonlyMap<ImportField, number>;

const REQUIRED: readonly ImportField[] = ['closedOn', 'customer', 'seller'];

/**
 * Finds the mapped columns by their names, without regard to case, accents and white space. Errors name the field: a
 * required one that is not mapped, or a column that the file lacks.
 */
export function resolveColumns(header: readonly string[], mapping: ColumnMapping): Result<ImportColumns, FieldErrors> {
  const columns = new Map<ImportField, number>();
  const errors: FieldError[] = [];
  const keys = header.map(nameKey);
  for (const field of IMPORT_FIELDS) {
    const name = mapping[field];
    if (name === undefined || name.trim() === '') continue;
    const index = keys.indexOf(nameKey(name));
    if (index < 0) errors.push({ field, message: 'unknownValue' });
    else columns.set(field, index);
  }
  const named = (field: ImportField) => Boolean(mapping[field]?.trim());
  for (const field of REQUIRED) if (!named(field)) errors.push({ field, message: 'required' });
  if (!named('product') && !named('productCode')) errors.push({ field: 'product', message: 'required' });
  return errors.length > 0 ? refuse(errors) : ok(columns);
}

/** The names of the columns, each once: a name that comes again is numbered, an empty one becomes its number. */
export function columnNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell.trim() || `#${index + 1}`;
    let times = (seen.get(nameKey(name)) ?? 0) + 1;
    // A column may be called `valor (2)` itself.
    while (times > 1 && seen.has(nameKey(`${name} (${times})`))) times += 1;
    seen.set(nameKey(name), times);
    const unique = times === 1 ? name : `${name} (${times})`;
    seen.set(nameKey(unique), seen.get(nameKey(unique)) ?? 1);
    return unique;
  });
}

/** What ERPs call the columns, as name keys without punctuation; the first column that fits is taken. */
const KNOWN_NAMES: Record<ImportField, readonly string[]> = {
  externalId: ['pedido', 'numero do pedido', 'contrato', 'id venda', 'codigo da venda', 'negocio', 'id', 'order id'],
  closedOn: ['data fechamento', 'data de fechamento', 'fechamento', 'data da venda', 'data venda', 'data', 'closed on'],
  customer: ['cliente', 'nome do cliente', 'nome cliente', 'assinante', 'razao social', 'nome', 'customer'],
  customerExternalId: ['codigo do cliente', 'cod cliente', 'id cliente', 'codigo cliente', 'customer id'],
  document: ['cpf cnpj', 'cnpj cpf', 'cpf', 'cnpj', 'documento', 'document'],
  phone1: ['telefone', 'telefone 1', 'telefone1', 'celular', 'whatsapp', 'fone', 'fone 1', 'phone'],
  phone2: ['telefone 2', 'telefone2', 'fone 2', 'celular 2', 'telefone residencial', 'phone 2'],
  phone3: ['telefone 3', 'telefone3', 'fone 3', 'telefone comercial', 'phone 3'],
  email: ['e mail', 'email'],
  city: ['cidade', 'municipio', 'city'],
  state: ['uf', 'estado', 'state'],
  product: ['produto', 'plano', 'servico', 'product'],
  productCode: ['codigo do produto', 'cod produto', 'codigo produto', 'codigo do plano', 'sku', 'product code'],
  seller: ['vendedor', 'nome do vendedor', 'consultor', 'representante', 'seller'],
  sellerExternalId: ['codigo do vendedor', 'cod vendedor', 'id vendedor', 'seller id'],
  value: ['valor', 'valor total', 'valor da venda', 'preco', 'mensalidade', 'value'],
  status: ['situacao', 'status'],
};

/** A mapping to begin with, from the names of the columns. */
export function guessMapping(header: readonly string[]): ColumnMapping {
  const keys = header.map((name) => nameKey(name.replace(/[^\p{L}\p{N}]+/gu, ' ')));
  const guesses = IMPORT_FIELDS.flatMap((field) => {
    const index = KNOWN_NAMES[field].map((name) => keys.indexOf(name)).find((found) => found >= 0);
    const name = index === undefined ? undefined : header[index];
    return name === undefined ? [] : [[field, name] as const];
  });
  return Object.fromEntries(guesses);
}

/** Whether a value of the column *situação* looks like that of a cancelled sale. */
export function looksCancelled(status: string): boolean {
  return /^cancel/.test(nameKey(status));
}
