import type { FastifyRequest } from 'fastify';
import type { FilterChoices } from '../../store/filter-choices.js';
import { FOLLOW_UP_KIND_TEXTS, PRIORITY_TEXTS } from '../follow-up-texts.js';
import { FILTERS, type FollowUpQuery, followUpsHref } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** What can be picked in the filters. */
export type Choices = Pick<FilterChoices, 'sellers' | 'operators' | 'products' | 'cities'>;

/** The choices of each picker; what is not active any more stays, since history names it. */
export function optionsOf({ t }: Pick<Request, 't'>, choices: Choices) {
  const names = (list: Choices['sellers']) =>
    list.map(({ id, name, active }) => ({
      value: String(id),
      label: active ? name : t('panelFilters.inactive', { name }),
    }));
  const texts = (all: object) => Object.entries(all).map(([value, key]) => ({ value, label: t(key) }));
  return {
    kind: texts(FOLLOW_UP_KIND_TEXTS),
    priority: texts(PRIORITY_TEXTS),
    owner: names(choices.operators),
    product: names(choices.products),
    seller: names(choices.sellers),
    city: choices.cities.map(({ key, name }) => ({ value: key, label: name })),
  };
}

export const PICKERS = ['kind', 'priority', 'owner', 'product', 'seller', 'city'] as const;

export const PICKER_TEXTS = {
  kind: 'followUps.kind',
  priority: 'followUps.priority',
  owner: 'followUps.owner',
  product: 'followUps.product',
  seller: 'followUps.seller',
  city: 'followUps.city',
} as const;

/** Each filter that is on, as a chip whose link takes it out, with what is wrong with it. */
export function activeFilters(request: Request, query: FollowUpQuery, choices: Choices) {
  const { t } = request;
  const options = optionsOf(request, choices);
  const errorOf = (names: readonly string[]) => query.errors.find(({ field }) => names.includes(field))?.text ?? null;
  const without = (names: readonly string[]) =>
    followUpsHref(query, { filters: Object.fromEntries(names.map((name) => [name, []])) });
  const chip = (names: readonly string[], label: string, text: string | null) =>
    names.some((name) => query.typed.has(name))
      ? [{ label, text, href: without(names), error: errorOf(names), ignored: false }]
      : [];
  const picked = PICKERS.flatMap((name) => {
    const known = new Map(options[name].map(({ value, label }) => [value, label]));
    const texts = (query.typed.get(name) ?? []).map((value) => known.get(value) ?? value);
    return chip([name], t(PICKER_TEXTS[name]), texts.join(', '));
  });
  const unknown = query.errors.filter(({ field }) => !KNOWN.includes(field) && query.typed.has(field));
  return [
    ...chip(['period', 'from', 'to'], t('panelFilters.period'), periodText(request, query)),
    ...picked,
    ...chip(['overdue'], t('followUps.onlyOverdue'), null),
    ...chip(['q'], t('panelFilters.text'), query.typed.get('q')?.join(' ') ?? ''),
    ...unknown.map(({ field, text }) => ({
      label: field,
      text: null,
      href: without([field]),
      error: text,
      ignored: false,
    })),
  ];
}

const KNOWN: readonly string[] = [...FILTERS, 'tab', 'status', 'sort', 'size', 'after', 'before'];

function periodText({ t, formats }: Request, { filter: { period }, typed }: FollowUpQuery): string {
  if (period === undefined)
    return ['period', 'from', 'to']
      .map((name) => typed.get(name)?.join(' ') ?? '')
      .join(' ')
      .trim();
  const [from, to] = [formats.date(period.from), formats.date(period.to)];
  if (period.to === null) return t('panelFilters.since', { from });
  return period.from === null ? t('panelFilters.until', { to }) : t('panelFilters.fromTo', { from, to });
}
