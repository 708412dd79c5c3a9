import type { DayRange } from '../../domain/period.js';
import type { OverduePart } from '../../store/overdue-predicates.js';
import type { ResultPart } from '../../store/results.js';
import type { PeriodOf } from '../../store/survey-filter.js';
import { cityValue } from '../list-cities.js';
import { RESULT_NAMES, type ResultName, type ResultQuery } from './query.js';

/** The URL of a page of Resultados with the same filters, and something changed; '' takes a parameter out. */
export function resultHref(
  path: string,
  { typed }: Pick<ResultQuery, 'typed'>,
  change: Partial<Record<ResultName, string | readonly string[]>> = {},
): string {
  const params = new URLSearchParams();
  for (const name of RESULT_NAMES) {
    const values = [change[name] ?? typed.get(name) ?? []].flat().filter((value) => value !== '');
    if (name !== 'month' || change.month !== undefined) for (const value of values) params.append(name, value);
  }
  const search = params.toString();
  return `${path}${search === '' ? '' : `?${search}`}`;
}

/** What a list is narrowed to in any case. */
export type Listed = Pick<ResultQuery, 'scope' | 'own'>;

/** Executions without a graded answer have none. */
export const WITH_SCORE = { scored: '1' } as const;

/** What a list is narrowed to besides the filters of the page, in the panel's own parameters. */
export interface Narrowed {
  readonly [parameter: string]: string | readonly string[] | DayRange | undefined;
  /** That of the page unless the figure is of a part of it. */
  readonly period?: DayRange;
}

type Part = ResultPart | 'unexecuted' | 'answered' | 'past' | 'ran' | OverduePart;

/** The list that a part is, what its period is of, and what narrows it besides. */
type PartList = readonly [list: string, of: PeriodOf, narrowed: Readonly<Record<string, readonly string[]>>];

/** Those of the panel. */
const LISTS: Record<Part, PartList> = {
  executed: ['executed', 'expiry', {}],
  closed: ['pending', 'expiry', { status: ['closed'] }],
  inconsistent: ['inconsistent', 'expiry', {}],
  unexecuted: ['pending', 'expiry', { status: ['inconsistent', 'closed'] }],
  answered: ['past', 'expiry', { outcome: ['executed', 'closed'] }],
  past: ['past', 'expiry', {}],
  // What was executed in the period, whenever it expires: no figure, but what somebody looks for who worked today.
  ran: ['executed', 'execution', {}],
  overdue: ['inconsistent', 'overdue', {}],
  settlement: ['inconsistent', 'settlement', {}],
};

/** And those of who may not open it, under Minhas Regras: of what he ran or is responsible for, or of what he sold. */
const OWN_LISTS: Record<Part, PartList> = {
  ...LISTS,
  closed: ['past', 'expiry', { outcome: ['closed'] }],
  unexecuted: ['past', 'expiry', { outcome: ['inconsistent', 'closed'] }],
};

/**
 * The list behind a figure, which counts as many; `period` is that of the page unless the figure is of a part of it. It is
 * one of the panel, or one's own of who may not open the panel.
 */
export function listHref(
  { scope, own }: Listed,
  part: Part,
  { period = scope.period, ...narrowed }: Narrowed = {},
): string {
  const [list, of, whole] = (own === null ? LISTS : OWN_LISTS)[part];
  const { sellerIds, operatorIds, productIds, profileIds, ruleIds, cities } = scope.filter;
  const { from, to } = period;
  const params = new URLSearchParams({ of, from, to });
  const people = own === null ? { seller: sellerIds, operator: operatorIds } : {};
  const records = { product: productIds, profile: profileIds, rule: ruleIds, city: cities?.map(cityValue) };
  const { scored, ...rest } = narrowed;
  const score = scored === undefined ? {} : own === null ? EVERY_SCORE : WITH_SCORE;
  for (const [name, values] of Object.entries({ ...people, ...records, ...rest, ...score, ...whole }))
    for (const value of [values ?? []].flat()) params.append(name, String(value));
  return `${own === null ? '/panel/' : own === 'seller' ? '/my-rules/sold-' : '/my-rules/'}${list}?${params}`;
}

/** As the panel asks for it, which asks for scores from one to another. */
const EVERY_SCORE = { 'score-from': '-100', 'score-to': '100' } as const;
