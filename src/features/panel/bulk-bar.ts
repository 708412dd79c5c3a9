import type { FastifyRequest } from 'fastify';
import { BULK_VERBS, type BulkVerb } from '../../domain/bulk.js';
import { bulkModel } from '../list-model.js';
import { DESK, VERB_TEXTS } from './bulk.js';
import type { PanelData } from './data.js';
import { panelList } from './links.js';

/** What can be done with the surveys of a list; null where nothing can be, or most of them ended. */
export function bulkBar(request: Pick<FastifyRequest, 't' | 'formats'>, { tab, query, counts, page }: PanelData) {
  if (tab === 'executed' || tab === 'past' || counts === null) return null;
  const closed = tab === 'pending' && query.chips.includes('closed');
  const verbs = BULK_VERBS.filter((verb: BulkVerb) => verb !== 'reopen' || closed);
  const model = bulkModel(request, panelList(tab, query), {
    listed: counts.listed,
    ids: page?.rows.map(({ id }) => id) ?? [],
    verbs: verbs.map((verb) => ({ verb, label: request.t(VERB_TEXTS[verb][0]) })),
  });
  const carried = [{ name: 'tab', value: tab }, ...model.carried];
  return { ...model, carried, action: DESK.path, jobsHref: `${DESK.path}/jobs` };
}
