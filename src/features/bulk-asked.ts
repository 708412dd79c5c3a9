import type { FastifyRequest } from 'fastify';
import type { Selection } from '../actions/bulk-job.js';
import type { Queryable } from '../store/dialect.js';
import { many, one, parseId } from '../web/forms.js';
import type { BulkDesk, BulkVerb } from './bulk-desk.js';
import type { Criterion } from './list-chips.js';
import { listHref } from './list-view.js';

/** What a URL of a bulk action asks for: what, with which rows, and from where. */
export interface Asked<Listed> {
  readonly verb: string;
  /** Null when nothing was marked. */
  readonly selection: Selection<Listed> | null;
  readonly backHref: string;
  /** The list's filter is wrong: the list says what has to be mended. */
  readonly refused: boolean;
  /** The list that it was asked from, in words. */
  readonly criteria: readonly Criterion[];
}

/** More than a page shows. */
const MOST_IDS = 500;

/** Reads the URL: the list's own parameters, and the action's. Null when it is none that the list makes. */
export async function readAsked<Action extends BulkVerb, Listed>(
  desk: BulkDesk<Action, Listed>,
  request: FastifyRequest,
  q: Queryable,
): Promise<Asked<Listed> | null> {
  const {
    verb: typedVerb,
    which: _which,
    id: _id,
    listed: _listed,
    ...params
  } = request.query as Record<string, string>;
  const verb = Object.keys(desk.words.verbs).find((name) => name === typedVerb);
  const opened = verb === undefined ? null : await desk.open(request, q, params);
  if (verb === undefined || opened === null) return null;
  const { list, listed, criteria } = opened;
  const backHref = listHref(list, { page: list.query.key });
  const asked = { verb, backHref, refused: list.query.errors.length > 0, criteria };
  if (asked.refused) return { ...asked, selection: null };
  const which = one(request.query, 'which');
  if (which === 'all') return { ...asked, selection: { kind: 'listed', listed } };
  const typed = [...new Set(many(request.query, which === 'page' ? 'listed' : 'id'))];
  const ids = typed.map(parseId).filter((id) => id !== null);
  if (ids.length < typed.length || ids.length > MOST_IDS) return null;
  return { ...asked, selection: ids.length === 0 ? null : { kind: 'ids', ids } };
}
