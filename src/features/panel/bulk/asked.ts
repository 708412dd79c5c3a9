import type { FastifyRequest } from 'fastify';
import type { Selection } from '../../../actions/bulk-surveys.js';
import { BULK_VERBS, type BulkVerb } from '../../../domain/bulk.js';
import type { Queryable } from '../../../store/dialect.js';
import { TABS, type Tab } from '../../../store/survey-tabs.js';
import { many, one, parseId } from '../../../web/forms.js';
import { type Criterion, filterCriteria } from '../../list-chips.js';
import { panelHref, panelList } from '../links.js';
import { readPanelQuery, scopeOf } from '../query.js';
import { statusCriterion, TAB_TEXTS } from '../texts.js';

/** What a URL of a bulk action asks for: what, with which surveys, and from where. */
export interface Asked {
  readonly verb: BulkVerb;
  /** Null when nothing was marked. */
  readonly selection: Selection | null;
  readonly backHref: string;
  /** The panel's filter is wrong: the panel says what has to be mended. */
  readonly refused: boolean;
  /** The list that it was asked from, in words. */
  readonly criteria: readonly Criterion[];
}

/** More than a page shows. */
const MOST_IDS = 500;

/** Reads the URL: the panel's own parameters, and the action's. Null when it is none that the panel makes. */
export async function readAsked(request: FastifyRequest, q: Queryable): Promise<Asked | null> {
  const {
    verb: _verb,
    tab: _tab,
    which: _which,
    id: _id,
    listed: _listed,
    ...panel
  } = request.query as object & {
    [name: string]: string | string[];
  };
  const verb = BULK_VERBS.find((name) => name === one(request.query, 'verb'));
  const tab: Tab | undefined = TABS.find((name) => name === one(request.query, 'tab'));
  if (verb === undefined || tab === undefined) return null;
  const { t, today, user } = request;
  const query = await readPanelQuery({ query: panel, t, today, user }, q, tab);
  const backHref = panelHref(tab, query, { page: query.key });
  const criteria = [
    { label: t('bulk.list'), value: t(TAB_TEXTS[tab]) },
    ...statusCriterion(request, tab, query),
    ...filterCriteria(request, panelList(tab, query)),
  ];
  const asked = { verb, backHref, refused: query.errors.length > 0, criteria };
  if (asked.refused) return { ...asked, selection: null };
  const which = one(request.query, 'which');
  if (which === 'all') return { ...asked, selection: { kind: 'listed', listed: { tab, ...scopeOf(query, request) } } };
  const typed = [...new Set(many(request.query, which === 'page' ? 'listed' : 'id'))];
  const ids = typed.map(parseId).filter((id) => id !== null);
  if (ids.length < typed.length || ids.length > MOST_IDS) return null;
  return { ...asked, selection: ids.length === 0 ? null : { kind: 'ids', ids } };
}
