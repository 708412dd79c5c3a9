import type { FastifyRequest } from 'fastify';
import { PERIOD_PRESETS } from '../../domain/period.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FilterChoices } from '../../store/filter-choices.js';
import type { Name } from '../../store/names.js';
import { PERIODS } from '../../store/survey-filter.js';
import { ignoredOn, type Tab } from '../../store/survey-tabs.js';
import { CLOSURE_TEXTS } from '../closure-text.js';
import { panelHref, panelSearch } from './links.js';
import { FILTER_NAMES, type FilterName } from './parameters.js';
import { naturalPeriodOf } from './period.js';
import type { PanelQuery } from './query.js';
import { ATTEMPT_TEXTS, FILTER_TEXTS, IGNORED_NAMES, PERIOD_TEXTS, PRESET_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't'>;

/** A choice of a picker. */
interface Option {
  readonly value: string;
  readonly label: string;
}

/** The form of all filters, filled in with what was typed (SPEC 6). */
export function filterForm({ t }: Request, tab: Tab, query: PanelQuery, choices: FilterChoices) {
  const ignored = ignoredOn(tab, query.filter).flatMap((part) => IGNORED_NAMES[part]);
  const one = (name: FilterName) => query.typed.get(name)?.[0] ?? '';
  const part = (name: FilterName) => ({
    legend: t(FILTER_TEXTS[name]),
    note: ignored.includes(name) ? t('panelFilters.ignored') : null,
  });
  const picker = (name: FilterName, options: readonly Option[]) => ({
    ...part(name),
    ...pickerModel(query, name, options),
  });
  const names = (records: readonly Name[]) => records.map((record) => nameOption({ t }, record));
  return {
    form: {
      action: `/panel/${tab}`,
      cancelHref: panelHref(tab, query, { page: query.key }),
      carried: carried(tab, query),
      period: { ...part('period'), ...periodFields({ t }, tab, query), from: one('from'), to: one('to') },
      pickers: [
        picker('seller', names(choices.sellers)),
        { ...picker('operator', names(choices.operators)), legend: t(OPERATOR_TEXTS[tab]) },
        picker('product', names(choices.products)),
        picker('profile', names(choices.profiles)),
        picker('rule', names(choices.rules)),
        picker(
          'city',
          choices.cities.map(({ key, name }) => ({ value: key, label: name })),
        ),
      ],
      ticks: TICKS.map(([name, texts]) => ({ ...part(name), ...ticks({ t }, query, name, texts) })),
      score: { ...part('score-from'), from: one('score-from'), to: one('score-to') },
      flags: (['on-time', 'late', 'own-seller', 'no-phone'] as const).map((name) => ({
        ...part(name),
        name,
        on: one(name) === '1',
      })),
    },
  };
}

const OPERATOR_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'panelFilters.operatorResponsible',
  executed: 'panelFilters.operatorExecuted',
  pending: 'panelFilters.operatorResponsible',
  inconsistent: 'panelFilters.operatorResponsible',
};

function nameOption({ t }: Request, { id, name, active }: Name): Option {
  return { value: String(id), label: active ? name : t('panelFilters.inactive', { name }) };
}

/** What was picked stands first, and also what cannot be picked: it has to be taken out. */
function pickerModel({ typed, errors, names }: PanelQuery, name: FilterName, options: readonly Option[]) {
  const picked = new Set(typed.get(name));
  const known = new Set(options.map(({ value }) => value));
  const unknown = [...picked]
    .filter((value) => !known.has(value))
    .map((value) => ({ value, label: names.of(name, value) ?? value }));
  const chosen = [...unknown, ...options.filter(({ value }) => picked.has(value))];
  return {
    name,
    count: picked.size,
    error: errors.find(({ field }) => field === name)?.text ?? null,
    options: [
      ...chosen.map((option) => ({ ...option, on: true })),
      ...options.filter(({ value }) => !picked.has(value)).map((option) => ({ ...option, on: false })),
    ],
  };
}

const TICKS: readonly (readonly [FilterName, Readonly<Record<string, TextKey>>])[] = [
  ['attempts', ATTEMPT_TEXTS],
  ['reason', CLOSURE_TEXTS],
];

function ticks(
  { t }: Request,
  { typed, errors }: PanelQuery,
  name: FilterName,
  texts: Readonly<Record<string, TextKey>>,
) {
  return {
    name,
    options: Object.entries(texts).map(([value, key]) => ({
      value,
      label: t(key),
      on: typed.get(name)?.includes(value) ?? false,
    })),
    error: errors.find(({ field }) => field === name)?.text ?? null,
  };
}

function periodFields({ t }: Request, tab: Tab, { typed, period, errors }: PanelQuery) {
  const preset = typed.get('period')?.[0] ?? (typed.has('from') || typed.has('to') ? 'interval' : '');
  const options = [
    { value: '', label: t('panelFilters.anyTime') },
    ...PERIOD_PRESETS.map((value) => ({ value, label: t(PRESET_TEXTS[value]) })),
    { value: 'interval', label: t('panelFilters.interval') },
  ];
  return {
    of: period?.of ?? naturalPeriodOf(tab),
    ofs: PERIODS.map((value) => ({ value, label: t(PERIOD_TEXTS[value]) })),
    presets: options.map((option) => ({ ...option, on: option.value === preset })),
    error: errors.find(({ field }) => field === 'period')?.text ?? null,
  };
}

/** What the form does not ask: the text of the search field, grades that a result counted, and how the list is looked at. */
function carried(tab: Tab, query: PanelQuery): { name: string; value: string }[] {
  const rest = new Map(FILTER_NAMES.filter((name) => !UNASKED.includes(name)).map((name) => [name, []]));
  const params = new URLSearchParams(panelSearch(tab, query, { filters: Object.fromEntries(rest) }));
  return [...params].map(([name, value]) => ({ name, value }));
}

const UNASKED: readonly FilterName[] = ['q', 'grade'];
