import type { FastifyRequest } from 'fastify';
import { addDays, isCivilDate } from '../domain/civil-date.js';
import { weightText } from '../domain/commission-policy.js';
import { isMonth } from '../domain/month.js';
import type { NamedKind, RecordNames } from '../store/record-names.js';
import { isWord, type WordKind, wordOf } from './audit-words.js';
import { PRIORITY_TEXTS } from './follow-up-texts.js';

/** In whose words values are told. */
type Reader = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** Fields that hold ids, alone or in a list, and of what. */
const REFERENCES: Readonly<Record<string, NamedKind>> = {
  operators: 'user',
  sellerId: 'user',
  assignedTo: 'user',
  ownerId: 'user',
  claimedBy: 'user',
  questions: 'question',
  rules: 'rule',
  profileId: 'profile',
  productId: 'product',
  customerId: 'customer',
};

/** Fields whose text is one of a few known values, and the kind of its word. */
const CHOICES: ReadonlyMap<string, WordKind> = new Map([
  ...[
    'role',
    'locale',
    'theme',
    'kind',
    'signal',
    'outcome',
    'reason',
    'origin',
    'attempt',
    'ownSurvey',
    'ending',
    'format',
  ].map((field) => [field, 'value'] as const),
  ['tab', 'tab'],
  ['filters', 'filter'],
  ['verb', 'verb'],
]);

/** The kind of word that a text of the field stands for, or undefined where it is somebody's own text, a day or a month. */
export function choiceKind(field: string): WordKind | undefined {
  return CHOICES.get(field);
}

/** Fields that hold a month, `2026-07`. */
const MONTHS = new Set(['month', 'fromMonth']);

/** Days of the week count from the Monday after it. */
const A_SUNDAY = '2026-01-04';

/** More items of a list than these are only counted. */
const MAX_ITEMS = 30;

/** The ids that a value of the field names, and the kind of the record. */
export function idsIn(field: string, value: unknown): { kind: NamedKind; ids: number[] } | null {
  const kind = Object.hasOwn(REFERENCES, field) ? REFERENCES[field] : undefined;
  if (kind === undefined) return null;
  const ids = (Array.isArray(value) ? value : [value]).filter((id): id is number => Number.isInteger(id));
  return { kind, ids };
}

/** A value of the audit as a person reads it. Never empty. */
export function valueText(request: Reader, names: RecordNames, field: string, value: unknown): string {
  const { t, formats } = request;
  if (value === null || value === undefined || value === '') return t('audit.empty');
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (Array.isArray(value)) return listText(request, names, field, value);
  if (typeof value === 'object') return objectText(request, names, value);
  if (typeof value === 'number') return numberText(request, names, field, value);
  const text = String(value);
  const kind = choiceKind(field);
  if (kind !== undefined) return isWord(request, kind, text) ? wordOf(request, kind, text) : text;
  if (MONTHS.has(field) && isMonth(text)) return `${text.slice(5)}/${text.slice(0, 4)}`;
  return isCivilDate(text) ? formats.date(text) : text;
}

function numberText(request: Reader, names: RecordNames, field: string, value: number): string {
  const { t, formats } = request;
  const reference = idsIn(field, value);
  if (reference) return names[reference.kind].get(value) ?? t('audit.numbered', { number: String(value) });
  if (/cents$/i.test(field)) return formats.money(value);
  if (/At$/.test(field)) return formats.instant(value);
  const priority = field === 'priority' ? PRIORITY_TEXTS[value] : undefined;
  if (priority !== undefined) return t(priority);
  if (field === 'k') return weightText(value, request.locale === 'en' ? '.' : ',');
  if (field === 'days') return formats.weekday(addDays(A_SUNDAY, value));
  if (field === 'basisPoints') return `${formats.number(value / 100)} %`;
  return /Id$/.test(field) ? t('audit.numbered', { number: String(value) }) : formats.number(value);
}

function listText(request: Reader, names: RecordNames, field: string, items: readonly unknown[]): string {
  if (items.length === 0) return request.t('audit.empty');
  const texts = items.slice(0, MAX_ITEMS).map((item) => valueText(request, names, field, item));
  const rest = items.length - texts.length;
  return [texts.join(', '), ...(rest > 0 ? [request.t('audit.more', { count: rest })] : [])].join(' ');
}

/** A grade as `5 (100)`, a commission as its amount or rate, anything else field by field. */
function objectText(request: Reader, names: RecordNames, value: object): string {
  const part = (field: string, inner: unknown) => valueText(request, names, field, inner);
  if ('label' in value && 'weight' in value) {
    const signal = 'signal' in value && value.signal ? `, ${part('signal', value.signal)}` : '';
    return `${part('label', value.label)} (${part('weight', value.weight)}${signal})`;
  }
  if ('cents' in value) return part('cents', value.cents);
  if ('basisPoints' in value) return part('basisPoints', value.basisPoints);
  return Object.entries(value)
    .map(([field, inner]) => `${wordOf(request, 'field', field)}: ${part(field, inner)}`)
    .join('; ');
}
