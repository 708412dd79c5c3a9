import type { Locale } from '../domain/settings.js';
import { type Translate, translator } from '../i18n/translate.js';
import type { Queryable } from '../store/dialect.js';
import type { Page, PageKey } from '../store/key-paging.js';
import type { Predicate } from '../store/predicate.js';
import { countEach } from '../store/survey-counts.js';
import { listResponsibleNames, listSurveyDetails } from '../store/survey-details.js';
import { listSurveys } from '../store/survey-list.js';
import type { SurveySort } from '../store/survey-order.js';
import { isSortable } from '../store/survey-plan.js';
import type { SurveyRow } from '../store/survey-rows.js';
import { listedOn, type Scope, sortsOf, type Tab } from '../store/survey-tabs.js';
import { answerColumns } from './answer-columns.js';
import { type ExportedSurvey, exportedSurvey, type SurveyColumn, surveyColumns } from './survey-columns.js';
import type { Cell, Table } from './table.js';

/** The list of a panel's tab, as it is to be written; only data, since it goes to another thread. */
export interface SurveyOrder {
  readonly tab: Tab;
  readonly scope: Scope;
  readonly sort: SurveySort;
  readonly descending: boolean;
  readonly locale: Locale;
}

/** Rows read at once: few enough to be forgotten soon, many enough that the queries' own cost does not count. */
const PAGE = 250;

/** In an order that no index has each page sorts the whole list, which is as much as panels do (SPEC 6). */
const SORTED_PAGE = 2_500;

/** How many surveys there are to write, by the predicate of the list. */
export async function countOrdered(q: Queryable, { tab, scope }: SurveyOrder): Promise<number> {
  return (await countEach(q, { listed: listedOn(tab, scope) })).listed;
}

/** The surveys of the list in its order, each once: `q` is a snapshot (store/snapshot). */
export async function surveyTable(q: Queryable, order: SurveyOrder, count: number): Promise<Table> {
  const t = translator(order.locale);
  const where = listedOn(order.tab, order.scope);
  const speech = { t, today: order.scope.today, responsible: await responsibleText(q, t) };
  const answers = order.tab === 'executed' ? await answerColumns(q, t, where) : [];
  const columns = [...surveyColumns(speech, order.tab), ...answers];
  return {
    name: t('exports.sheet'),
    columns,
    pages: readPages(q, where, walkable(where, order, count), columns, count),
  };
}

/** The order asked for, or of a longer list than is sorted without an index the one that its tab has at first. */
function walkable(where: Predicate, order: SurveyOrder, count: number): SurveyOrder {
  if (isSortable(where, order.sort, count)) return order;
  const [sort = 'expiry'] = sortsOf(order.tab);
  return { ...order, sort, descending: order.tab === 'executed' };
}

async function* readPages(
  q: Queryable,
  where: Predicate,
  { sort, descending, scope }: SurveyOrder,
  columns: readonly SurveyColumn[],
  count: number,
): AsyncGenerator<Cell[][]> {
  let key: PageKey | null = null;
  const size = isSortable(where, sort, Number.POSITIVE_INFINITY) ? PAGE : SORTED_PAGE;
  do {
    const page: Page<SurveyRow> = await listSurveys(q, where, { sort, descending, size, key, count });
    const details = await listSurveyDetails(
      q,
      page.rows.map(({ id }) => id),
    );
    yield page.rows.map((row) => {
      const survey = exportedSurvey(row, details.get(row.id), scope.today);
      return columns.map((column) => column.cell(survey));
    });
    key = page.next;
  } while (key !== null);
}

/** Its own operator, or those of its rule, with the sale's seller where the rule says so. */
async function responsibleText(q: Queryable, t: Translate): Promise<(survey: ExportedSurvey) => string> {
  const rules = await listResponsibleNames(q);
  return ({ row, details }) => {
    if (row.assignedTo !== null) return row.assignedTo;
    const { names = [], seller = false } = rules.get(details.ruleId) ?? {};
    const all = seller ? [...names, t('exports.saleSeller', { name: row.sellerName })] : names;
    return all.join(', ');
  };
}
