import type { FastifyRequest } from 'fastify';
import { listDifference, type RecordChanges, type RecordState } from '../domain/record-history.js';
import type { RecordNames } from '../store/record-names.js';
import { valueText } from './audit-values.js';
import { wordOf } from './audit-words.js';

/** Fields that lists of states leave out: the state of the record has a place of its own. */
const UNTOLD = new Set(['active']);

/** Tells one change of a record: its differences, and the record after it. */
export class Teller {
  readonly #request: FastifyRequest;
  readonly #names: RecordNames;
  readonly #after: RecordState;
  readonly #before: RecordState;

  constructor(request: FastifyRequest, names: RecordNames, after: RecordState, before: RecordState) {
    this.#request = request;
    this.#names = names;
    this.#after = after;
    this.#before = before;
  }

  /** A sentence for each field: `Início: 7 → 10`, `Perguntas: incluído A; retirado B`. */
  differences(changes: RecordChanges): string[] {
    const { t } = this.#request;
    return Object.entries(changes).map(([field, change]) => {
      const label = wordOf(this.#request, 'field', field);
      if (change === null) return `${label}: ${t('audit.erased')}`;
      const [before, after] = change;
      if (Array.isArray(before) && Array.isArray(after)) return `${label}: ${this.#listText(field, before, after)}`;
      return `${label}: ${this.#text(field, before, this.#before)} → ${this.#text(field, after, this.#after)}`;
    });
  }

  /** The whole record after the change. */
  facts(): { label: string; value: string }[] {
    return Object.entries(this.#after)
      .filter(([field, value]) => !UNTOLD.has(field) && value !== null && value !== '')
      .map(([field, value]) => ({
        label: wordOf(this.#request, 'field', field),
        value: this.#text(field, value, this.#after),
      }));
  }

  #text(field: string, value: unknown, state: RecordState): string {
    // The audit holds the position of the grade, people read its label.
    const grade =
      field === 'commentRequiredUpTo' && Array.isArray(state.grades) ? state.grades[Number(value) - 1] : null;
    return valueText(this.#request, this.#names, field, grade?.label ?? value);
  }

  #listText(field: string, before: readonly unknown[], after: readonly unknown[]): string {
    const { t } = this.#request;
    const { added, removed, changed, moved } = listDifference(before, after, keyOf);
    const text = (value: unknown) => valueText(this.#request, this.#names, field, value);
    const parts = [
      ...(added.length > 0 ? [t('config.historyAdded', { items: added.map(text).join(', ') })] : []),
      ...(removed.length > 0 ? [t('config.historyRemoved', { items: removed.map(text).join(', ') })] : []),
      ...changed.map(([old, now]) => `${text(old)} → ${text(now)}`),
      ...(moved ? [t('config.historyMoved')] : []),
    ];
    return parts.join('; ');
  }
}

/** A grade is known by its label, anything else by itself. */
function keyOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'label' in item ? item.label : item;
}
