import type { FastifyRequest } from 'fastify';
import type { FirstOf, LineFault } from '../../actions/preview-import.js';
import { IMPORT_FIELDS, type ImportField } from '../../domain/import-columns.js';
import type { KeptCorrection } from '../../domain/import-plan.js';
import type { TextKey } from '../../i18n/catalogue.js';
import { fieldName } from './page.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** Errors or warnings by line: where, what stands there, and why it does not do. */
export function faultTable({ t, formats }: Request, { first, count }: FirstOf<LineFault>) {
  return {
    count,
    found: first.map((fault) => ({
      line: formats.number(fault.line),
      field: isField(fault.field) ? fieldName(t, fault.field) : t('imports.wholeLine'),
      cell: fault.cell === '' ? '—' : fault.cell,
      problem: problemOf(t, fault),
    })),
    more: count - first.length,
  };
}

/** Corrections made by hand that the file does not undo. */
export function keptTable({ t, formats }: Request, { first, count }: FirstOf<KeptCorrection>) {
  return {
    count,
    found: first.map(({ line, saleId, externalId, field }) => ({
      line: formats.number(line),
      href: `/sales/${saleId}`,
      sale: externalId ?? t('imports.saleOf', { id: String(saleId) }),
      field: fieldName(t, field),
    })),
    more: count - first.length,
  };
}

function problemOf(t: FastifyRequest['t'], { field, message, params }: LineFault): string {
  if (field === 'columns') return t('imports.tooManyCells', params);
  if (field === 'externalId' && message === 'duplicate') return t('imports.repeatedSale');
  return t(`validation.${message}` as TextKey, params);
}

function isField(field: string): field is ImportField {
  return (IMPORT_FIELDS as readonly string[]).includes(field);
}
