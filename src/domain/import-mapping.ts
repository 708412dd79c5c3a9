import {
  type ColumnMapping,
  guessMapping,
  IMPORT_FIELDS,
  type ImportField,
  looksCancelled,
  resolveColumns,
} from './import-columns.js';
import { type FieldError, type FieldErrors, ok, type Result, refuse } from './result.js';
import { nameKey } from './text.js';

/** How a manager wants a file read; remembered for the next file with the same columns (SPEC 8). */
export interface ChosenMapping {
  readonly columns: ColumnMapping;
  /** Values of the status column that mean a cancelled sale. */
  readonly cancelledValues: readonly string[];
  /** All values of the status column that there were to choose from. */
  readonly statusValues: readonly string[];
}

/**
 * Reads the mapping form: what each column of the file is, '' for nothing. Errors name the column's control, `field-N` from
 * 0; a required field that no column has is named itself.
 */
export function readMapping(header: readonly string[], fields: readonly string[]): Result<ColumnMapping, FieldErrors> {
  const errors: FieldError[] = [];
  const columns: Partial<Record<ImportField, string>> = {};
  for (const [index, name] of header.entries()) {
    const field = fields[index] ?? '';
    if (field === '') continue;
    if (!isImportField(field)) errors.push({ field: `field-${index}`, message: 'unknownValue' });
    else if (columns[field] !== undefined) errors.push({ field: `field-${index}`, message: 'duplicate' });
    else columns[field] = name;
  }
  const resolved = resolveColumns(header, columns);
  if (!resolved.ok) errors.push(...resolved.refusal);
  return errors.length > 0 ? refuse(errors) : ok(columns);
}

/** The mapping to begin with: what was chosen for these columns last, else what their names say. */
export function suggestMapping(header: readonly string[], remembered: ChosenMapping | null): ColumnMapping {
  return remembered?.columns ?? guessMapping(header);
}

/** What a column of the file is mapped to, '' for nothing. */
export function fieldOf(columns: ColumnMapping, name: string): ImportField | '' {
  return IMPORT_FIELDS.find((field) => columns[field] !== undefined && nameKey(columns[field]) === nameKey(name)) ?? '';
}

/** The values of a status that mean a cancelled sale, at first: as chosen last, and by their look where they are new. */
export function suggestCancelled(values: readonly string[], remembered: ChosenMapping | null): string[] {
  const seen = new Set(remembered?.statusValues.map(nameKey));
  const chosen = new Set(remembered?.cancelledValues.map(nameKey));
  return values.filter((value) => (seen.has(nameKey(value)) ? chosen.has(nameKey(value)) : looksCancelled(value)));
}

function isImportField(text: string): text is ImportField {
  return (IMPORT_FIELDS as readonly string[]).includes(text);
}
