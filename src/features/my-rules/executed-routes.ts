import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { Page } from '../../store/key-paging.js';
import type { LongReads } from '../../store/long-reads.js';
import type { SurveySort } from '../../store/survey-order.js';
import { isSortable } from '../../store/survey-plan.js';
import { SurveyReads } from '../../store/survey-reads.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { signedIn } from '../../web/request.js';
import { LIST_LIMITS, type ListLimits } from '../list-export.js';
import { filterForm, filtersPage } from '../list-form.js';
import { listModel } from '../list-model.js';
import { listQuery } from '../list-parameters.js';
import { listHref } from '../list-view.js';
import { SURVEY_COLUMN_TEXTS, surveyOptions } from '../survey-filters.js';
import { rowModel } from '../survey-row.js';
import { type ExecutedQuery, executedBy, executedList, ordersFor, readExecutedQuery } from './executed-list.js';
import { tabsModel } from './tabs.js';

/** Minhas executadas: the surveys that the user ran himself, which SPEC 1 lets him see. */
export async function executedRoutes(
  app: FastifyInstance,
  { db, lists, limits = LIST_LIMITS }: { db: Database; lists: Pick<LongReads, 'all'>; limits?: ListLimits },
): Promise<void> {
  const surveys = new SurveyReads(db, lists);
  const options = { config: { access: 'operator' }, schema: { querystring: listQuery } } as const;
  app.get('/my-rules/executed', options, showExecuted);
  app.get('/my-rules/executed/filters', options, showFilters);

  async function showExecuted(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    const query = await readExecutedQuery(request, db.read);
    const refused = query.errors.length > 0;
    const read = refused ? { query, count: null, page: null, unsorted: null } : await load(request, query);
    const form = refused
      ? filterForm(request, executedList(request, query), await surveyOptions(request, db.read))
      : { form: null };
    return reply.page(
      'my-rules/executed',
      { ...executedModel(request, read), ...form, errors: query.errors },
      { ...headOf(request), subtitle: t('myRules.executedSubtitle'), status: refused ? 422 : 200 },
    );
  }

  /** In the order of execution where the list is too long for the one that was asked for. */
  async function load(request: FastifyRequest, query: ExecutedQuery) {
    const where = executedBy(query, request);
    const { count } = await surveys.counts({ count: where });
    const sortable = isSortable(where, query.sort, count, limits.sortedRows);
    const possible = sortable ? query : { ...query, ...ordersFor(signedIn(request).role).initial, key: null };
    const unsorted = sortable ? null : { by: query.sort, most: limits.sortedRows };
    return { query: possible, count, unsorted, page: await surveys.page(where, { ...possible, count }) };
  }

  async function showFilters(request: FastifyRequest, reply: FastifyReply) {
    const list = executedList(request, await readExecutedQuery(request, db.read));
    return filtersPage(request, reply, list, {
      options: await surveyOptions(request, db.read),
      crumb: { label: request.t('myRules.executed'), href: listHref(list) },
    });
  }
}

function headOf({ t }: Pick<FastifyRequest, 't'>) {
  const title = t('myRules.executed');
  return {
    title,
    breadcrumbs: [{ label: t('navigation.crm') }, { label: t('myRules.title'), href: '/my-rules' }, { label: title }],
    parts: { panel: 'my-rules/_executed' },
  };
}

/** What was read; nothing for a URL with a wrong filter. */
interface Read {
  readonly query: ExecutedQuery;
  readonly count: number | null;
  readonly page: Page<SurveyRow> | null;
  /** The order that was asked for, where the list is too long for it. */
  readonly unsorted: { readonly by: SurveySort; readonly most: number } | null;
}

/** Tabs, bar and table. */
function executedModel(request: FastifyRequest, { query, count, page, unsorted }: Read) {
  const { t } = request;
  const list = executedList(request, query);
  const clear = { label: t('shared.clearFilters'), href: listHref(list, { clear: true }) };
  const due = { label: t('myRules.title'), href: '/my-rules' };
  return {
    ...tabsModel(request, '/my-rules/executed'),
    ...listModel(request, list, page),
    // It leaves neither as a file nor on paper: what leaves with customers' data is for managers.
    files: null,
    tab: 'executed',
    searchLabel: t('panel.search'),
    surveys: page?.rows.map((row) => rowModel(request, row)) ?? null,
    countText: count === null ? null : t('myRules.count', { count }),
    unsorted:
      unsorted &&
      t('panel.tooLongToSort', { rows: count ?? 0, column: t(SURVEY_COLUMN_TEXTS[unsorted.by]), most: unsorted.most }),
    nothing:
      Object.keys(query.filter).length > 0
        ? { title: t('panel.emptyFiltered'), text: t('panel.emptyFilteredText'), action: clear }
        : { title: t('myRules.emptyExecuted'), text: t('myRules.emptyExecutedText'), action: due },
  };
}
