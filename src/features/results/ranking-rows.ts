import type { FastifyRequest } from 'fastify';
import { type BarPicture, barsFor } from '../../charts/bar-chart.js';
import type { ResultGroup } from '../../domain/result-group.js';
import { scoredIn } from '../../domain/results.js';
import type { Ranked } from '../../store/results.js';
import { cityValue } from '../list-cities.js';
import { PATHS } from './bar.js';
import { listHref, resultHref, WITH_SCORE } from './links.js';
import type { ResultQuery } from './query.js';
import { type FigureKind, sampleModel, valueText } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** Something that is ranked. */
export interface Entry {
  readonly name: string;
  readonly key: string | number;
  readonly group: ResultGroup;
  readonly score: number | null;
  readonly nps: number | null;
  readonly answers: number;
  readonly execution: number | null;
  readonly 'on-time': number | null;
  readonly surveys: number;
}

/** The lines of a ranking: each figure with its bar, and with the list behind it. */
export function rankedRows(
  request: Request,
  query: ResultQuery,
  {
    by,
    entries,
    severalNps,
  }: { readonly by: Ranked; readonly entries: readonly Entry[]; readonly severalNps: boolean },
) {
  const bars = barsOf(entries);
  return entries.map((entry, index) =>
    rowOf(request, query, by, { entry, bars: bars[index] ?? NO_BARS, several: severalNps }),
  );
}

interface Bars {
  readonly score: BarPicture | null;
  readonly execution: BarPicture | null;
  readonly onTime: BarPicture | null;
  readonly nps: BarPicture | null;
}

const NO_BARS: Bars = { score: null, execution: null, onTime: null, nps: null };

/** The bars of a column are all on one scale. */
function barsOf(entries: readonly Entry[]): Bars[] {
  const column = (value: (entry: Entry) => number | null, domain: readonly [number, number]) =>
    barsFor(
      entries.map((entry) => ({ value: value(entry) })),
      domain,
    );
  const score = column((entry) => entry.score, [-100, 100]);
  const recommended = column((entry) => entry.nps, [-100, 100]);
  const execution = column((entry) => entry.execution, [0, 100]);
  const onTime = column((entry) => entry['on-time'], [0, 100]);
  return entries.map((_, index) => ({
    score: score[index] ?? null,
    nps: recommended[index] ?? null,
    execution: execution[index] ?? null,
    onTime: onTime[index] ?? null,
  }));
}

/** What the figure opens, and what its sample does where that is the count of a list. */
interface CellLists {
  readonly href?: string | null;
  readonly sampleHref?: string | null;
}

const FILTERS: Record<Ranked, 'sellerIds' | 'operatorIds' | 'productIds' | 'cities' | 'ruleIds'> = {
  seller: 'sellerIds',
  operator: 'operatorIds',
  product: 'productIds',
  city: 'cities',
  rule: 'ruleIds',
};

interface Row {
  readonly entry: Entry;
  readonly bars: Bars;
  readonly several: boolean;
}

function rowOf(request: Request, query: ResultQuery, by: Ranked, { entry, bars, several }: Row) {
  const { formats } = request;
  const key = by === 'city' ? cityValue(String(entry.key)) : String(entry.key);
  const scope = { ...query.scope, filter: { ...query.scope.filter, [FILTERS[by]]: [entry.key] } };
  const list = (part: 'executed' | 'unexecuted' | 'past', more = {}) => listHref({ scope, own: query.own }, part, more);
  const count = (n: number, href: string | null) => ({ text: formats.number(n), href: n > 0 ? href : null });
  const scored = list('executed', WITH_SCORE);
  const answered = list('executed', { opinion: ['promoter', 'passive', 'detractor'] });
  const { score, nps, execution, answers, surveys, group } = entry;
  const { executed, closed, inconsistent } = group.tally;
  return {
    name: entry.name,
    href: resultHref(PATHS.overview, query, { [by]: key, by: '', sort: '' }),
    score: cellOf(request, 'mean', [score, scoredIn(group.scores)], bars.score, { href: scored, sampleHref: scored }),
    nps: cellOf(request, 'nps', [nps, answers], bars.nps, several ? { href: answered } : { sampleHref: answered }),
    execution: cellOf(request, 'percent', [execution, surveys], bars.execution, { href: list('executed') }),
    onTime: cellOf(request, 'percent', [entry['on-time'], surveys], bars.onTime, {
      href: list('executed', { 'on-time': '1' }),
    }),
    executed: count(executed, list('executed')),
    unexecuted: count(closed + inconsistent, list('unexecuted')),
    surveys: { ...sampleModel(request, surveys), href: surveys > 0 ? list('past') : null },
  };
}

function cellOf(
  request: Request,
  kind: FigureKind,
  [value, sample]: readonly [value: number | null, sample: number],
  bar: BarPicture | null,
  { href = null, sampleHref = null }: CellLists,
) {
  return {
    text: valueText(request, value, kind),
    bar,
    href: value === null ? null : href,
    sample: sampleModel(request, sample),
    sampleHref: sample === 0 ? null : sampleHref,
  };
}
