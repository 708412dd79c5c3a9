import type { FastifyRequest } from 'fastify';
import { type BarPicture, barsFor } from '../../charts/bar-chart.js';
import type { ResultGroup } from '../../domain/result-group.js';
import { executionRate, meanScore, nps, npsTally, onTimeRate, scoredIn, surveysIn } from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Groups } from '../../store/result-reader.js';
import { type GradeRow, RANKED, type Ranked } from '../../store/results.js';
import { PATHS } from './bar.js';
import { listHref, resultHref } from './links.js';
import { type ResultQuery, typedOne } from './query.js';
import { type FigureKind, numberOf, sampleModel, valueText } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** What a ranking is sorted by. */
export const RANKING_SORTS = ['score', 'nps', 'execution', 'on-time', 'surveys', 'name'] as const;

export type RankingSort = (typeof RANKING_SORTS)[number];

export interface RankingOrder {
  readonly by: Ranked;
  readonly sort: RankingSort;
  readonly descending: boolean;
}

/** What is ranked, in words. */
export const BY_TEXTS: Record<Ranked, TextKey> = {
  seller: 'results.sellers',
  operator: 'results.operators',
  product: 'results.products',
  city: 'results.cities',
  rule: 'results.rules',
};

const SORT_TEXTS: Record<RankingSort, TextKey> = {
  score: 'results.score',
  nps: 'results.nps',
  execution: 'results.execution',
  'on-time': 'results.onTime',
  surveys: 'results.surveys',
  name: 'results.name',
};

/** Best score first, unless the URL says otherwise; what is unknown in it is not worth a message. */
export function readOrder(query: Pick<ResultQuery, 'typed'>): RankingOrder {
  const by = RANKED.find((one) => one === typedOne(query, 'by')) ?? 'seller';
  const typed = typedOne(query, 'sort');
  const sort = RANKING_SORTS.find((one) => one === typed.replace(/^-/, '')) ?? 'score';
  return { by, sort, descending: typed === '' || typed.startsWith('-') };
}

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

/** More on a page are no ranking to read: the others are named as one, and come first in the opposite order. */
const MOST_RANKED = 100;

/** What was read of the ranked. */
export interface RankedData {
  readonly groups: Groups;
  readonly grades: readonly GradeRow[];
}

/** All of them in their order. */
export function rankedEntries(
  order: RankingOrder,
  { groups, grades }: RankedData,
  nameOf: (key: string | number) => string,
): Entry[] {
  return entriesOf(groups, grades, nameOf).sort(comparing(order));
}

/** Who does best, with how much that says. */
export function rankingModel(
  request: Request,
  query: ResultQuery,
  order: RankingOrder,
  data: RankedData,
  nameOf: (key: string | number) => string,
) {
  const { t } = request;
  const all = rankedEntries(order, data, nameOf);
  const [entries, rest] = [all.slice(0, MOST_RANKED), all.slice(MOST_RANKED)];
  const bars = barsOf(entries);
  return {
    kinds: RANKED.map((by) => ({
      label: t(BY_TEXTS[by]),
      href: resultHref(PATHS.ranking, query, { by }),
      current: by === order.by,
    })),
    heads: Object.fromEntries(RANKING_SORTS.map((sort) => [sort, headOf(request, query, order, sort)])),
    label: t(BY_TEXTS[order.by]),
    more: rest.length > 0 ? moreText(request, rest) : null,
    files: (['csv', 'xlsx'] as const).map((format) => ({
      id: `export-${format}`,
      icon: 'download',
      label: t(`exports.${format}`),
      href: resultHref(`${PATHS.ranking}/export.${format}`, query),
    })),
    shared: order.by === 'operator' ? t('results.sharedDuty') : null,
    ranked: entries.map((entry, index) => rowOf(request, query, order.by, entry, bars[index] ?? NO_BARS)),
  };
}

function moreText({ t, formats }: Request, rest: readonly Entry[]): string {
  const surveys = formats.number(rest.reduce((sum, entry) => sum + entry.surveys, 0));
  return t('results.moreRanked', { count: rest.length, surveys });
}

function entriesOf(groups: Groups, grades: readonly GradeRow[], nameOf: (key: string | number) => string): Entry[] {
  const answers = new Map<string | number, GradeRow[]>();
  for (const row of grades) answers.set(row.key ?? '', [...(answers.get(row.key ?? '') ?? []), row]);
  return [...groups].map(([key, group]) => {
    const given = answers.get(key) ?? [];
    return {
      name: nameOf(key),
      key,
      group,
      score: numberOf(meanScore(group.scores), 'mean'),
      nps: numberOf(nps(npsTally(given)), 'nps'),
      answers: given.reduce((sum, { count }) => sum + count, 0),
      execution: numberOf(executionRate(group.tally), 'percent'),
      'on-time': numberOf(onTimeRate(group.tally), 'percent'),
      surveys: surveysIn(group.tally),
    };
  });
}

/** Without a figure comes last, whichever way it is sorted; equals are in the order of their names. */
function comparing({ sort, descending }: RankingOrder): (a: Entry, b: Entry) => number {
  return (a, b) => {
    const [one, other] = [a[sort], b[sort]];
    const named = a.name.localeCompare(b.name, 'pt-BR');
    if (one === null || other === null) return one === other ? named : one === null ? 1 : -1;
    const sign = descending ? -1 : 1;
    if (typeof one === 'string' || typeof other === 'string') return sign * named;
    return one === other ? named : sign * (one - other);
  };
}

function headOf({ t }: Request, query: ResultQuery, order: RankingOrder, sort: RankingSort) {
  const current = order.sort === sort;
  const descending = current ? !order.descending : sort !== 'name';
  return {
    label: t(SORT_TEXTS[sort]),
    href: resultHref(PATHS.ranking, query, { sort: `${descending ? '-' : ''}${sort}` }),
    sorted: current ? (order.descending ? 'descending' : 'ascending') : undefined,
    numeric: sort === 'surveys',
  };
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

const FILTERS: Record<Ranked, 'sellerIds' | 'operatorIds' | 'productIds' | 'cities' | 'ruleIds'> = {
  seller: 'sellerIds',
  operator: 'operatorIds',
  product: 'productIds',
  city: 'cities',
  rule: 'ruleIds',
};

function rowOf(request: Request, query: ResultQuery, by: Ranked, entry: Entry, bars: Bars) {
  const { formats } = request;
  // Customers without a city are no filter of the panel: their lists cannot be asked for.
  const linked = entry.key !== '';
  const scope = { ...query.scope, filter: { ...query.scope.filter, [FILTERS[by]]: [entry.key] } };
  const list = (part: 'executed' | 'unexecuted' | 'past', more = {}) =>
    linked ? listHref({ scope, own: query.own }, part, more) : null;
  const cell = (value: number | null, kind: FigureKind, bar: BarPicture | null, sample: number) => ({
    text: valueText(request, value, kind),
    bar,
    sample: sampleModel(request, sample),
  });
  const { tally } = entry.group;
  return {
    name: entry.name,
    href: linked ? resultHref(PATHS.overview, query, { [by]: String(entry.key), by: '', sort: '' }) : null,
    score: cell(entry.score, 'mean', bars.score, scoredIn(entry.group.scores)),
    nps: cell(entry.nps, 'nps', bars.nps, entry.answers),
    execution: cell(entry.execution, 'percent', bars.execution, entry.surveys),
    onTime: cell(entry['on-time'], 'percent', bars.onTime, entry.surveys),
    executed: { text: formats.number(tally.executed), href: tally.executed > 0 ? list('executed') : null },
    unexecuted: {
      text: formats.number(tally.closed + tally.inconsistent),
      href: tally.closed + tally.inconsistent > 0 ? list('unexecuted') : null,
    },
    surveys: { ...sampleModel(request, entry.surveys), href: entry.surveys > 0 ? list('past') : null },
  };
}
