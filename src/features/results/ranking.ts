import type { FastifyRequest } from 'fastify';
import { executionRate, meanScore, nps, npsTally, onTimeRate, surveysIn } from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Groups } from '../../store/result-reader.js';
import { type GradeRow, RANKED, type Ranked } from '../../store/results.js';
import { PATHS } from './bar.js';
import { resultHref } from './links.js';
import { type ResultQuery, typedOne } from './query.js';
import { type Entry, rankedRows } from './ranking-rows.js';
import { numberOf } from './words.js';

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

/** More on a page are no ranking to read: the others are named as one, and come first in the opposite order. */
const MOST_RANKED = 100;

/** What was read of the ranked. */
export interface RankedData {
  readonly groups: Groups;
  readonly grades: readonly GradeRow[];
  /** One survey may hold several answers to NPS questions: they are no count of a list. */
  readonly severalNps: boolean;
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
  return {
    kinds: RANKED.map((by) => ({
      label: t(BY_TEXTS[by]),
      href: resultHref(PATHS.ranking, query, { by }),
      current: by === order.by,
    })),
    heads: Object.fromEntries(RANKING_SORTS.map((sort) => [sort, headOf(request, query, order, sort)])),
    label: t(BY_TEXTS[order.by]),
    ...sortingOf(request, query, order),
    more: rest.length > 0 ? moreText(request, rest) : null,
    files: (['csv', 'xlsx'] as const).map((format) => ({
      id: `export-${format}`,
      icon: 'download',
      label: t(`exports.${format}`),
      href: resultHref(`${PATHS.ranking}/export.${format}`, query),
    })),
    shared: order.by === 'operator' ? t('results.sharedDuty') : null,
    ranked: rankedRows(request, query, { by: order.by, entries, severalNps: data.severalNps }),
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

/** The heads' orders to choose from where rows are cards, with the rest of the address carried along. */
function sortingOf({ t }: Request, query: ResultQuery, order: RankingOrder) {
  const options = RANKING_SORTS.map((sort) => ({
    value: sort === 'name' ? sort : `-${sort}`,
    label: t(SORT_TEXTS[sort]),
  }));
  const carried = [...new URLSearchParams(resultHref('', query, { sort: '' }).slice(1))];
  return {
    action: PATHS.ranking,
    sorting: {
      carried: carried.map(([name, value]) => ({ name, value })),
      options,
      chosen: `${order.descending ? '-' : ''}${order.sort}`,
    },
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
