import type { FastifyRequest } from 'fastify';
import { CLOSURE_REASONS } from '../../domain/survey-change.js';
import { ignoredOn, type Tab } from '../../store/survey-tabs.js';
import { CLOSURE_TEXTS } from '../closure-text.js';
import { hrefWithout, panelHref } from './links.js';
import { FILTER_NAMES, type FilterName } from './parameters.js';
import { isPeriodOf } from './period.js';
import type { PanelQuery } from './query.js';
import { ATTEMPT_TEXTS, FILTER_TEXTS, IGNORED_NAMES, PERIOD_TEXTS, PRESET_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** A filter that is on, as a chip: its link takes it out. */
export interface ActiveFilter {
  readonly label: string;
  /** What it is set to; null where the label says all. */
  readonly text: string | null;
  readonly href: string;
  readonly error: string | null;
  /** True where the tab does not apply it. */
  readonly ignored: boolean;
}

/** More values than these of one filter are one chip. */
const SEPARATE_CHIPS = 5;

/** The parameters whose chip stands for several. */
const WHOLE: Partial<Record<FilterName, readonly FilterName[]>> = {
  of: ['of', 'period', 'from', 'to'],
  'score-from': ['score-from', 'score-to'],
};

/** Every filter that is on or wrong, in the order of the filter form (SPEC 6). */
export function activeFilters(request: Request, tab: Tab, query: PanelQuery): ActiveFilter[] {
  const parts = new Set(Object.values(WHOLE).flatMap((names) => names.slice(1)));
  const known = FILTER_NAMES.filter((name) => !parts.has(name)).flatMap((name) => chipsOf(request, tab, query, name));
  const unknown = query.errors
    .filter(({ field }) => !isFilterName(field) && query.typed.has(field) && !VIEW.includes(field))
    .map(({ field, text }) => ({
      label: field,
      text: null,
      href: hrefWithout(tab, query, field),
      error: text,
      ignored: false,
    }));
  return [...known, ...unknown];
}

/** What is wrong with the order, the chips or the page: said above the list. */
export function viewErrors({ errors }: PanelQuery): string[] {
  return errors.filter(({ field }) => VIEW.includes(field)).map(({ text }) => text);
}

const VIEW = ['status', 'sort', 'size', 'after', 'before'];

function isFilterName(name: string): name is FilterName {
  return (FILTER_NAMES as readonly string[]).includes(name);
}

function chipsOf(request: Request, tab: Tab, query: PanelQuery, name: FilterName): ActiveFilter[] {
  const names = WHOLE[name] ?? [name];
  if (!names.some((one) => query.typed.has(one) || query.errors.some(({ field }) => field === one))) return [];
  const ignored = ignoredOn(tab, query.filter).some((part) => IGNORED_NAMES[part].includes(name));
  const errorOf = (value: string | null) =>
    query.errors.find((error) => names.includes(error.field as FilterName) && error.value === value)?.text ?? null;
  const label = request.t(FILTER_TEXTS[name]);
  const values = query.typed.get(name) ?? [];
  const whole = {
    label,
    ignored,
    href: panelHref(tab, query, { filters: Object.fromEntries(names.map((one) => [one, []])) }),
    error: query.errors.find(({ field }) => names.includes(field as FilterName))?.text ?? null,
  };
  if (name === 'of') return [{ ...whole, ...periodChip(request, query) }];
  if (name === 'score-from') return [{ ...whole, text: rangeText(request, query) }];
  if (FLAGS.includes(name)) return [{ ...whole, text: null }];
  if (values.length > SEPARATE_CHIPS || values.length === 0)
    return [{ ...whole, text: request.t('panelFilters.severalPicked', { count: values.length }) }];
  return values.map((value) => ({
    label,
    ignored,
    text: valueText(request, query, name, value),
    href: hrefWithout(tab, query, name, value),
    error: errorOf(value) ?? errorOf(null),
  }));
}

const FLAGS: readonly FilterName[] = ['late', 'on-time', 'own-seller', 'no-phone'];

/** "Vencimento: este mês (01/07/2026 – 31/07/2026)", or what was typed when it is no period. */
function periodChip({ t, formats }: Request, { period, typed }: PanelQuery): Pick<ActiveFilter, 'label' | 'text'> {
  if (period === null) return { label: t('panelFilters.period'), text: periodAsTyped(typed, t) };
  const label = t(PERIOD_TEXTS[period.of]);
  const [from, to] = [formats.date(period.from), formats.date(period.to)];
  const days = from === to ? from : t('panelFilters.fromTo', { from, to });
  if (period.preset !== null) return { label, text: `${t(PRESET_TEXTS[period.preset])} (${days})` };
  if (period.to === null) return { label, text: t('panelFilters.since', { from }) };
  return { label, text: period.from === null ? t('panelFilters.until', { to }) : days };
}

function periodAsTyped(typed: PanelQuery['typed'], t: Request['t']): string {
  const [of = '', ...rest] = ['of', 'period', 'from', 'to'].map((name) => typed.get(name)?.join(' ') ?? '');
  const date = isPeriodOf(of) ? t(PERIOD_TEXTS[of]) : of;
  return [date, ...rest].filter((text) => text !== '').join(' ');
}

function rangeText({ t }: Request, { typed }: PanelQuery): string {
  const [from = '', to = ''] = ['score-from', 'score-to'].map((name) => typed.get(name)?.[0] ?? '');
  if (to === '') return t('panelFilters.since', { from });
  return from === '' ? t('panelFilters.until', { to }) : t('panelFilters.fromTo', { from, to });
}

function valueText({ t }: Request, query: PanelQuery, name: FilterName, value: string): string {
  const attempts = name === 'attempts' && Object.hasOwn(ATTEMPT_TEXTS, value) ? ATTEMPT_TEXTS[value] : undefined;
  if (attempts !== undefined) return t(attempts);
  const reason = CLOSURE_REASONS.find((one) => name === 'reason' && one === value);
  if (reason !== undefined) return t(CLOSURE_TEXTS[reason]);
  return query.names.of(name, value) ?? value;
}
