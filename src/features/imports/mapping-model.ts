import type { FastifyRequest } from 'fastify';
import type { MappingForm, MappingRefusal } from '../../actions/map-import.js';
import { IMPORT_FIELDS, type ImportField } from '../../domain/import-columns.js';
import { type ChosenMapping, fieldOf, suggestCancelled, suggestMapping } from '../../domain/import-mapping.js';
import type { ImportOutline } from '../../domain/import-outline.js';
import type { FieldError } from '../../domain/result.js';
import { nameKey } from '../../domain/text.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { StagedImport } from '../../store/imports.js';
import type { FieldErrorView } from '../../web/forms.js';
import { fieldName, IMPORTS } from './page.js';

interface MappingState {
  readonly typed: MappingForm;
  readonly errors?: readonly FieldErrorView[];
  /** The choices are those of the last import with these columns. */
  readonly remembered?: boolean;
}

/** The mapping form: a row for each column of the file. */
export function mappingModel({ t }: Pick<FastifyRequest, 't'>, staged: StagedImport, state: MappingState) {
  const { typed, errors = [], remembered = false } = state;
  const { columns, lineCount, encoding, separator } = staged.outline;
  const status = statusOf(staged.outline, typed.fields);
  const ticked = new Set(typed.cancelled.map(nameKey));
  return {
    action: `${IMPORTS}/${staged.id}/mapping`,
    discardHref: `${IMPORTS}/${staged.id}/disposal`,
    factsText: t('imports.mappingFacts', {
      name: staged.fileName,
      lines: lineCount,
      encoding: encoding.toUpperCase(),
      separator: t(SEPARATORS[separator] ?? 'imports.separatorSemicolon'),
    }),
    remembered,
    errors,
    fieldOptions: [
      { value: '', label: t('imports.notImported') },
      ...IMPORT_FIELDS.map((field) => ({ value: field, label: fieldName(t, field) })),
    ],
    columns: columns.map(({ name, samples }, index) => ({
      id: `field-${index}`,
      name,
      samples: samples.length === 0 ? t('imports.emptyColumn') : samples.join(' · '),
      chosen: typed.fields[index] ?? '',
      error: errors.find(({ field }) => field === `field-${index}`)?.text,
    })),
    statusColumn: status?.name ?? '',
    status: status && {
      legend: t('imports.cancelledLegend', { name: status.name }),
      error: errors.find(({ field }) => field === 'cancelled')?.text,
      values: status.values.map((value) => ({ value, ticked: ticked.has(nameKey(value)) })),
    },
  };
}

const SEPARATORS: Readonly<Record<string, TextKey>> = {
  ';': 'imports.separatorSemicolon',
  ',': 'imports.separatorComma',
  '\t': 'imports.separatorTab',
};

/** The column that is mapped to the status, with its values and those that look cancelled; null when there is none. */
export function statusOf({ columns }: ImportOutline, fields: readonly string[]) {
  const column = columns[fields.indexOf('status')];
  if (column === undefined || column.values === null) return null;
  return { name: column.name, values: column.values, guessed: suggestCancelled(column.values, null) };
}

/** The form to begin with. */
export function suggestedForm({ outline }: StagedImport, mapping: ChosenMapping | null): MappingForm {
  const header = outline.columns.map(({ name }) => name);
  const columns = suggestMapping(header, mapping);
  const fields = header.map((name) => fieldOf(columns, name));
  const status = statusOf(outline, fields);
  return {
    fields,
    cancelled: status === null ? [] : suggestCancelled(status.values, mapping),
    statusColumn: status?.name ?? '',
  };
}

/** What is wrong with a mapping, at the control or, for a field that no column has, at the table. */
export function mappingErrors(
  refusal: Exclude<MappingRefusal, { kind: 'gone' }>,
  t: FastifyRequest['t'],
): FieldErrorView[] {
  if (refusal.kind === 'status') return [{ field: 'cancelled', text: t('imports.checkCancelled') }];
  return refusal.errors.map((error) => errorView(error, t));
}

function errorView({ field, message }: FieldError, t: FastifyRequest['t']): FieldErrorView {
  if (!field.startsWith('field-'))
    return { field: 'columns', text: t('imports.missingField', { field: fieldName(t, field as ImportField) }) };
  switch (message) {
    case 'duplicate':
      return { field, text: t('imports.mappedTwice') };
    case 'tooMany':
      return { field, text: t('imports.notAStatus') };
    default:
      return { field, text: t('validation.unknownValue') };
  }
}
