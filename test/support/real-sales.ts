import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { ColumnMapping } from '../../src/domain/import-columns.js';

// A real export that stands beside the project on some machines (it is not part of it): what uses it is skipped, visibly,
// where it is absent.

const file = new URL('../../../../shared/data/sales-erp-export.csv', import.meta.url);

/** The reason to skip, or false. */
export const skipWithoutRealSales = existsSync(file) ? false : 'the real export is not on this machine';

export const REAL_MAPPING: ColumnMapping = {
  externalId: 'pedido',
  closedOn: 'data fechamento',
  customer: 'cliente',
  city: 'cidade',
  state: 'uf',
  product: 'produto',
  seller: 'vendedor',
  value: 'valor',
  status: 'situacao',
};

export function realSales(): Buffer {
  return readFileSync(file);
}

/** The rows by the names of their columns, read independently of the product. */
export function realRows(): Record<string, string>[] {
  return parse(realSales(), { bom: true, columns: true, delimiter: ';' });
}
