import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordExport } from '../../actions/record-export.js';
import { scoredIn } from '../../domain/results.js';
import { smallFile } from '../../exports/file.js';
import type { Cell, Column } from '../../exports/table.js';
import type { ExportFormat } from '../../exports/thread.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import { actionContext } from '../action-context.js';
import { fileHeaders } from '../list-export.js';
import { RESULT_FILTERS, type ResultName, type ResultQuery } from './query.js';
import type { RankingOrder } from './ranking.js';
import type { Entry } from './ranking-rows.js';

/** What a row is. */
const ONE_TEXTS: Record<RankingOrder['by'], TextKey> = {
  seller: 'surveys.seller',
  operator: 'surveys.operator',
  product: 'surveys.product',
  city: 'surveys.city',
  rule: 'surveys.rule',
};

/** The ranking as a file: all of it in its order, each figure with what it is of. */
export async function sendRanking(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  format: ExportFormat,
  { query, order, entries }: { readonly query: ResultQuery; readonly order: RankingOrder; readonly entries: Entry[] },
) {
  const { t, locale } = request;
  // Of customers it says nothing, but how somebody works is his own: who took it along is written down.
  const filters = filtersOf(query);
  await recordExport(actionContext(request, db), { tab: 'ranking', format, count: entries.length, filters });
  const table = { name: t('results.ranking'), columns: columnsOf(request, order), pages: once(entries.map(cellsOf)) };
  return reply.headers(fileHeaders(request, 'results.rankingFile', format)).send(smallFile(table, format, locale));
}

/** What the ranking is narrowed by, as other lists say it: its order and what it compares are no filters. */
function filtersOf({ typed }: ResultQuery): string[] {
  const period = ['period', 'from', 'to'].some((name) => typed.has(name as ResultName));
  return [...(period ? ['period'] : []), ...RESULT_FILTERS.filter((name) => typed.has(name))];
}

function columnsOf({ t }: FastifyRequest, { by }: RankingOrder): Column[] {
  const number = (heading: string): Column => ({ heading, kind: 'number', width: 14 });
  const decimal = (heading: string): Column => ({ heading, kind: 'decimal', width: 14 });
  return [
    { heading: t(ONE_TEXTS[by]), kind: 'text', width: 32 },
    number(t('results.surveys')),
    number(t('results.executed')),
    number(t('results.punctual')),
    number(t('results.closed')),
    number(t('results.inconsistent')),
    decimal(`${t('results.execution')} (%)`),
    decimal(`${t('results.onTime')} (%)`),
    decimal(t('results.score')),
    number(t('results.withScore')),
    number(t('results.nps')),
    number(t('results.npsAnswers')),
  ];
}

function cellsOf(entry: Entry): Cell[] {
  const { tally, scores } = entry.group;
  return [
    entry.name,
    entry.surveys,
    tally.executed,
    tally.onTime,
    tally.closed,
    tally.inconsistent,
    entry.execution,
    entry['on-time'],
    entry.score,
    scoredIn(scores),
    entry.nps,
    entry.answers,
  ];
}

async function* once(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield rows;
}
