import type { FastifyRequest } from 'fastify';
import { STATUS_TEXTS } from '../../../exports/survey-columns.js';
import type { SurveyRow } from '../../../store/survey-rows.js';
import type { Tab } from '../../../store/survey-tabs.js';
import { filterCriteria, statusCriterion } from '../criteria.js';
import { panelHref, panelSearch } from '../links.js';
import type { PanelQuery } from '../query.js';
import { rowModel } from '../rows.js';
import { COLUMN_TEXTS } from '../texts.js';

/** What is printed: `count` surveys are in the list, `rows` are the first of them. */
export interface Printed {
  readonly tab: Tab;
  readonly query: PanelQuery;
  readonly count: number;
  readonly rows: readonly SurveyRow[];
}

/** The list on paper: it says itself what it is a list of, since no address stands on it. */
export function printModel(request: FastifyRequest, { tab, query, count, rows }: Printed) {
  const { t, formats } = request;
  const search = panelSearch(tab, query);
  return {
    tab,
    printedAt: t('exports.printedAt', { at: formats.instant(request.now), name: request.user?.name ?? '' }),
    countText: t('panel.count', { count }),
    rest: count > rows.length ? t('exports.firstRows', { shown: rows.length, count }) : null,
    criteria: [
      ...statusCriterion(request, tab, query),
      ...filterCriteria(request, tab, query),
      orderCriterion(request, query),
    ],
    heads: COLUMN_TEXTS,
    statuses: STATUS_TEXTS,
    surveys: rows.map((row) => rowModel(request, row)),
    backHref: panelHref(tab, query),
    csvHref: `/panel/${tab}/export.csv${search === '' ? '' : `?${search}`}`,
  };
}

function orderCriterion({ t }: FastifyRequest, { sort, descending }: PanelQuery) {
  const column = t(COLUMN_TEXTS[sort]);
  return { label: t('exports.order'), value: t(descending ? 'exports.descending' : 'exports.ascending', { column }) };
}
