import type { FastifyReply, FastifyRequest } from 'fastify';
import { PERIOD_PRESETS } from '../domain/period.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { FilterChoices } from '../store/filter-choices.js';
import type { Name } from '../store/names.js';
import type { Breadcrumb } from '../web/view.js';
import { NO_CITY } from './list-cities.js';
import { carriedFields, type ListFilter, type ListView, listHref, namesOf } from './list-view.js';
import { PRESET_TEXTS } from './preset-texts.js';

type Request = Pick<FastifyRequest, 't'>;

/** A choice of a picker. */
interface Option {
  readonly value: string;
  readonly label: string;
}

/** What can be picked, by the parameter of its filter. */
export type Options = Readonly<Record<string, readonly Option[]>>;

/** Records that can be picked; what is not active any more stays, since history names it. */
export function nameOptions({ t }: Request, names: readonly Name[]): Option[] {
  return names.map(({ id, name, active }) => ({
    value: String(id),
    label: active ? name : t('panelFilters.inactive', { name }),
  }));
}

/** The cities to pick; having none comes last. */
export function cityOptions({ t }: Request, { cities }: Pick<FilterChoices, 'cities'>): Option[] {
  const named = cities.filter(({ key }) => key !== '').map(({ key, name }) => ({ value: key, label: name }));
  return named.length === cities.length ? named : [...named, { value: NO_CITY, label: t('panelFilters.noCity') }];
}

/** The form of all filters, filled in with what was typed (SPEC 6). */
export function filterForm({ t }: Request, list: ListView, options: Options) {
  const { query } = list;
  const asked = (kind: ListFilter['kind']) => list.filters.filter((one) => one.kind === kind);
  const one = (name = '') => query.typed.get(name)?.[0] ?? '';
  const part = ({ label, legend = label, ignored, names }: ListFilter) => ({
    name: names[0],
    legend: t(legend),
    note: ignored ? t('panelFilters.ignored') : null,
    error: query.errors.find(({ field }) => names.includes(field))?.text ?? null,
  });
  return {
    form: {
      action: list.path,
      cancelHref: listHref(list, { page: query.key }),
      carried: carried(list),
      periods: asked('period').map((filter) => ({
        ...part(filter),
        ...periodFields({ t }, list, filter),
        ...{ from: one('from'), to: one('to') },
      })),
      pickers: asked('pick').map((filter) => ({ ...part(filter), ...pickerModel({ t }, list, filter, options) })),
      ticks: asked('ticks').map((filter) => ({ ...part(filter), options: tickOptions({ t }, list, filter) })),
      ranges: asked('range').map((filter) => ({
        ...part(filter),
        ends: filter.names.map((name, index) => ({
          ...{ name, value: one(name) },
          label: t(index === 0 ? 'panelFilters.from' : 'panelFilters.to'),
        })),
      })),
      flags: asked('flag').map((filter) => ({ ...part(filter), on: one(filter.names[0]) === '1' })),
    },
  };
}

/** What was picked stands first, and also what cannot be picked: it has to be taken out. */
function pickerModel({ t }: Request, { query }: ListView, { names: [name], texts = {} }: ListFilter, options: Options) {
  const [picked, offered] = [new Set(query.typed.get(name)), options[name] ?? []];
  const known = new Set(offered.map(({ value }) => value));
  const unknown = [...picked]
    .filter((value) => !known.has(value))
    .map((value) => ({ value, label: wordOf({ t }, texts, value) ?? query.names.of(name, value) ?? value }));
  const chosen = [...unknown, ...offered.filter(({ value }) => picked.has(value))];
  return {
    count: picked.size,
    options: [
      ...chosen.map((option) => ({ ...option, on: true })),
      ...offered.filter(({ value }) => !picked.has(value)).map((option) => ({ ...option, on: false })),
    ],
  };
}

function wordOf({ t }: Request, texts: Readonly<Record<string, TextKey>>, value: string): string | undefined {
  return Object.hasOwn(texts, value) ? t(texts[value] as TextKey) : undefined;
}

function tickOptions({ t }: Request, { query }: ListView, { names: [name], texts = {} }: ListFilter) {
  return Object.entries(texts).map(([value, key]) => ({
    value,
    label: t(key),
    on: query.typed.get(name)?.includes(value) ?? false,
  }));
}

function periodFields({ t }: Request, { query, naturalPeriod }: ListView, { texts = {} }: ListFilter) {
  const { typed, period, errors } = query;
  const preset = typed.get('period')?.[0] ?? (typed.has('from') || typed.has('to') ? 'interval' : '');
  const options = [
    { value: '', label: t('panelFilters.anyTime') },
    ...PERIOD_PRESETS.map((value) => ({ value, label: t(PRESET_TEXTS[value]) })),
    { value: 'interval', label: t('panelFilters.interval') },
  ];
  return {
    of: period?.of ?? naturalPeriod,
    ofs: Object.entries(texts).map(([value, key]) => ({ value, label: t(key) })),
    presets: options.map((option) => ({ ...option, on: option.value === preset })),
    /** Those of the dates stand at their fields. */
    error: errors.find(({ field }) => field === 'period')?.text ?? null,
  };
}

/** What the form does not ask: the text of the search field, what only links set, and how the list is looked at. */
function carried(list: ListView) {
  const asked = namesOf(list.filters.filter(({ kind }) => kind !== 'text' && kind !== 'unasked'));
  return carriedFields(list.search({ filters: Object.fromEntries(asked.map((name) => [name, []])) }));
}

/** The form as a page of its own, or as the part that fills the list's sheet. */
export function filtersPage(
  request: FastifyRequest,
  reply: FastifyReply,
  list: ListView,
  { options, subtitle, crumb }: { readonly options: Options; readonly subtitle?: string; readonly crumb: Breadcrumb },
): Promise<FastifyReply> {
  const title = request.t('panelFilters.title');
  const { errors } = list.query;
  return reply.page(
    'lists/filters',
    { ...filterForm(request, list, options), errors },
    {
      title,
      ...(subtitle !== undefined && { subtitle }),
      breadcrumbs: [crumb, { label: title }],
      parts: { 'filter-sheet-body': 'shared/list/filters' },
      status: errors.length > 0 ? 422 : 200,
    },
  );
}
