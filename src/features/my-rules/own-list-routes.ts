import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { Page } from '../../store/key-paging.js';
import type { LongReads } from '../../store/long-reads.js';
import type { SurveySort } from '../../store/survey-order.js';
import { isSortable } from '../../store/survey-plan.js';
import { maySee } from '../../store/survey-predicates.js';
import { SurveyReads } from '../../store/survey-reads.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { surveysAmong } from '../../store/surveys.js';
import { signedIn } from '../../web/request.js';
import { LIST_LIMITS, type ListLimits } from '../list-export.js';
import { filterForm, filtersPage } from '../list-form.js';
import { listModel } from '../list-model.js';
import { listQuery } from '../list-parameters.js';
import { listHref } from '../list-view.js';
import { SURVEY_COLUMN_TEXTS, surveyOptions } from '../survey-filters.js';
import { rowModel } from '../survey-row.js';
import {
  isSold,
  OWN_LISTS,
  OWN_TEXTS,
  type OwnList,
  type OwnQuery,
  ordersFor,
  ownList,
  ownListed,
  ownPath,
  readOwnQuery,
  subtitleOf,
  tabOf,
} from './own-lists.js';
import { tabsModel } from './tabs.js';

/** Minhas executadas, the surveys that the user ran himself, and the lists behind his results (SPEC 1, 6). */
export async function ownListRoutes(
  app: FastifyInstance,
  { db, lists, limits = LIST_LIMITS }: { db: Database; lists: Pick<LongReads, 'all'>; limits?: ListLimits },
): Promise<void> {
  const surveys = new SurveyReads(db, lists);
  const options = { config: { access: 'operator' }, schema: { querystring: listQuery } } as const;
  for (const list of OWN_LISTS) {
    app.get(ownPath(list), options, (request, reply) => showList(request, reply, list));
    app.get(`${ownPath(list)}/filters`, options, (request, reply) => showFilters(request, reply, list));
  }

  async function showList(request: FastifyRequest, reply: FastifyReply, list: OwnList) {
    const query = await readOwnQuery(request, db.read, list);
    const refused = query.errors.length > 0;
    const read = refused
      ? { query, count: null, page: null, unsorted: null, opened: null }
      : await load(request, list, query);
    const form = refused
      ? filterForm(request, ownList(request, list, query), await surveyOptions(request, db.read))
      : { form: null };
    return reply.page(
      'my-rules/own',
      { ...ownModel(request, list, read), ...form, errors: query.errors },
      { ...headOf(request, list, query), status: refused ? 422 : 200 },
    );
  }

  /** In the order at first where the list is too long for the one that was asked for. */
  async function load(request: FastifyRequest, list: OwnList, query: OwnQuery) {
    const where = ownListed(list, query, request);
    const { count } = await surveys.counts({ count: where });
    const sortable = isSortable(where, query.sort, count, limits.sortedRows);
    const possible = sortable ? query : { ...query, ...ordersFor(list, signedIn(request).role).initial, key: null };
    const unsorted = sortable ? null : { by: query.sort, most: limits.sortedRows };
    const page = await surveys.page(where, { ...possible, count });
    const opened = isSold(list) ? await openedOf(request, page) : null;
    return { query: possible, count, unsorted, page, opened };
  }

  /** Of what he sold, the surveys that he may open; the others are a 404 to him (SPEC 1). */
  async function openedOf(request: FastifyRequest, { rows }: Page<SurveyRow>) {
    const ids = rows.map(({ id }) => id);
    return new Set(await surveysAmong(db.read, ids, maySee(signedIn(request))));
  }

  async function showFilters(request: FastifyRequest, reply: FastifyReply, list: OwnList) {
    const view = ownList(request, list, await readOwnQuery(request, db.read, list));
    return filtersPage(request, reply, view, {
      options: await surveyOptions(request, db.read),
      crumb: { label: request.t(OWN_TEXTS[list].title), href: listHref(view) },
    });
  }
}

function headOf({ t }: Pick<FastifyRequest, 't'>, list: OwnList, query: OwnQuery) {
  const title = t(OWN_TEXTS[list].title);
  return {
    title,
    subtitle: t(subtitleOf(list, query)),
    breadcrumbs: [{ label: t('navigation.crm') }, { label: t('myRules.title'), href: '/my-rules' }, { label: title }],
    parts: { panel: 'my-rules/_own' },
  };
}

/** What was read; nothing for a URL with a wrong filter. */
interface Read {
  readonly query: OwnQuery;
  readonly count: number | null;
  readonly page: Page<SurveyRow> | null;
  /** The order that was asked for, where the list is too long for it. */
  readonly unsorted: { readonly by: SurveySort; readonly most: number } | null;
  /** The ids of the surveys that he may open; null where he may open all. */
  readonly opened: ReadonlySet<number> | null;
}

/** Tabs, bar and table. */
function ownModel(request: FastifyRequest, list: OwnList, { query, count, page, unsorted, opened }: Read) {
  const { t } = request;
  const view = ownList(request, list, query);
  return {
    ...tabsModel(request, list),
    ...listModel(request, view, page),
    // It leaves neither as a file nor on paper: what leaves with customers' data is for managers.
    files: null,
    tab: tabOf(list),
    searchLabel: isSold(list) ? null : t('panel.search'),
    surveys: page?.rows.map((row) => ownRow(request, row, opened)) ?? null,
    countText: count === null ? null : t('myRules.count', { count }),
    unsorted:
      unsorted &&
      t('panel.tooLongToSort', { rows: count ?? 0, column: t(SURVEY_COLUMN_TEXTS[unsorted.by]), most: unsorted.most }),
    nothing: emptyModel(request, list, query, listHref(view, { clear: true })),
  };
}

/** What is not for him to open is not for him to call either. */
function ownRow(request: FastifyRequest, row: SurveyRow, opened: Read['opened']) {
  const model = rowModel(request, row);
  return opened === null || opened.has(row.id) ? model : { ...model, href: null, phone: null };
}

/** Why the list is empty, and the way out. */
function emptyModel({ t }: Pick<FastifyRequest, 't'>, list: OwnList, { filter }: OwnQuery, clearHref: string) {
  if (Object.keys(filter).length > 0) {
    const clear = { label: t('shared.clearFilters'), href: clearHref };
    return { title: t('panel.emptyFiltered'), text: t('panel.emptyFilteredText'), action: clear };
  }
  const due = { label: t('myRules.title'), href: '/my-rules' };
  if (isSold(list)) return { title: t('myRules.emptySold'), text: t('myRules.emptySoldText'), action: due };
  if (list === 'executed')
    return { title: t('myRules.emptyExecuted'), text: t('myRules.emptyExecutedText'), action: due };
  const title = t(list === 'past' ? 'myRules.emptyPast' : 'myRules.emptyInconsistent');
  return { title, text: t('myRules.emptyPastText'), action: due };
}
