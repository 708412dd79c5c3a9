import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../i18n/catalogue.js';
import { withMinus } from '../i18n/format.js';
import { type ListFilter, type ListView, listHref, namesOf } from './list-view.js';
import { PRESET_TEXTS } from './preset-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** A filter that is on, as a chip: its link takes it out. */
export interface ActiveFilter {
  readonly label: string;
  /** What it is set to; null where the label says all. */
  readonly text: string | null;
  readonly href: string;
  readonly error: string | null;
  /** True where the list does not apply it. */
  readonly ignored: boolean;
}

/** What a list is narrowed to, in words. */
export interface Criterion {
  readonly label: string;
  readonly value: string;
}

/** More values than these of one filter are one chip. */
const SEPARATE_CHIPS = 5;

/** Every filter that is on or wrong, in the order of the filter form (SPEC 6). */
export function activeFilters(request: Request, list: ListView): ActiveFilter[] {
  const { filters, view, query } = list;
  const known = [...namesOf(filters), ...view];
  const unknown = query.errors
    .filter(({ field }) => !known.includes(field) && query.typed.has(field))
    .map(({ field, text }) => ({
      label: field,
      text: null,
      href: hrefWithout(list, [field]),
      error: text,
      ignored: false,
    }));
  return [...filters.flatMap((filter) => chipsOf(request, list, filter)), ...unknown];
}

/** What is wrong with the order, the chips or the page: said above the list. */
export function viewErrors({ view, query }: ListView): string[] {
  return query.errors.filter(({ field }) => view.includes(field)).map(({ text }) => text);
}

/** The filters in words, those of one kind together; what the list ignores is left out. */
export function filterCriteria(request: Request, list: ListView): Criterion[] {
  const values = new Map<string, string[]>();
  for (const { label, text, ignored } of activeFilters(request, list))
    if (!ignored) values.set(label, [...(values.get(label) ?? []), text ?? request.t('exports.yes')]);
  return [...values].map(([label, texts]) => ({ label, value: texts.join(', ') }));
}

/** The order in words. */
export function orderCriterion({ t }: Pick<Request, 't'>, { columns, query }: ListView): Criterion {
  const column = t(columns[query.sort] ?? 'exports.order');
  const value = t(query.descending ? 'exports.descending' : 'exports.ascending', { column });
  return { label: t('exports.order'), value };
}

function hrefWithout(list: ListView, names: readonly string[], value?: string): string {
  const left = (name: string) =>
    value === undefined ? [] : (list.query.typed.get(name) ?? []).filter((one) => one !== value);
  return listHref(list, { filters: Object.fromEntries(names.map((name) => [name, left(name)])) });
}

function chipsOf(request: Request, list: ListView, filter: ListFilter): ActiveFilter[] {
  const { typed, errors } = list.query;
  const { names, kind, ignored = false } = filter;
  if (!names.some((one) => typed.has(one) || errors.some(({ field }) => field === one))) return [];
  const label = request.t(filter.label);
  const error = errors.find(({ field }) => names.includes(field))?.text ?? null;
  const whole = { label, ignored, href: hrefWithout(list, names), error };
  if (kind === 'period') return [{ ...whole, ...periodChip(request, list, filter) }];
  if (kind === 'range') return [{ ...whole, text: rangeText(request, list, filter) }];
  if (kind === 'flag') return [{ ...whole, text: null }];
  const [name] = names;
  const values = typed.get(name) ?? [];
  if (values.length > SEPARATE_CHIPS || values.length === 0)
    return [{ ...whole, text: request.t('panelFilters.severalPicked', { count: values.length }) }];
  const errorOf = (value: string | null) =>
    errors.find((one) => one.field === name && one.value === value)?.text ?? null;
  return values.map((value) => ({
    label,
    ignored,
    text: valueText(request, list, filter, value),
    href: hrefWithout(list, names, value),
    error: errorOf(value) ?? errorOf(null),
  }));
}

/** "Vencimento: este mês (01/07/2026 – 31/07/2026)", or what was typed when it is no period. */
function periodChip({ t, formats }: Request, { query }: ListView, { texts = {} }: ListFilter) {
  const { period, typed } = query;
  const dateText = (of: string) => (Object.hasOwn(texts, of) ? t(texts[of] as TextKey) : of);
  if (period === null) {
    const [of = '', ...rest] = ['of', 'period', 'from', 'to'].map((name) => typed.get(name)?.join(' ') ?? '');
    const text = [dateText(of), ...rest].filter((part) => part !== '').join(' ');
    return { label: t('panelFilters.period'), text };
  }
  const label = dateText(period.of);
  const [from, to] = [formats.date(period.from), formats.date(period.to)];
  const days = from === to ? from : t('panelFilters.fromTo', { from, to });
  if (period.preset !== null) return { label, text: `${t(PRESET_TEXTS[period.preset])} (${days})` };
  if (period.to === null) return { label, text: t('panelFilters.since', { from }) };
  return { label, text: period.from === null ? t('panelFilters.until', { to }) : days };
}

function rangeText({ t }: Request, { query }: ListView, { names }: ListFilter): string {
  const [from = '', to = ''] = names.map((name) => withMinus(query.typed.get(name)?.[0] ?? ''));
  if (to === '') return t('panelFilters.since', { from });
  return from === '' ? t('panelFilters.until', { to }) : t('panelFilters.fromTo', { from, to });
}

function valueText({ t }: Request, { query }: ListView, { names, texts = {} }: ListFilter, value: string): string {
  if (Object.hasOwn(texts, value)) return t(texts[value] as TextKey);
  return query.names.of(names[0], value) ?? value;
}
