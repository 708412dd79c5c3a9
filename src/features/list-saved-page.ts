import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_FILTER_NAME } from '../domain/saved-filter.js';
import type { Database } from '../store/connection.js';
import { listSavedFilters, listSharedFilters, MOST_SHARED, type SavedFilter } from '../store/saved-filters.js';
import { type FieldErrorView, one, parseId } from '../web/forms.js';
import { signedIn } from '../web/request.js';
import { type KeptList, savedRow } from './list-saved.js';

/** A form of the page that was refused, with what was typed. */
export interface RefusedSaving {
  readonly saving?: Pick<SavedFilter, 'name' | 'tab' | 'search' | 'isShared'> & {
    readonly opensFirst: boolean;
    readonly replace: boolean;
    /** There is one of that name: it may be replaced. */
    readonly taken: boolean;
  };
  readonly renaming?: { readonly id: number; readonly name: string };
  /** The filter that was to be shared. */
  readonly sharing?: number;
  readonly errors: readonly FieldErrorView[];
}

/** The page where a user keeps his saved filters in order, and sees what others share. */
export async function savedPage(
  db: Database,
  kept: KeptList,
  request: FastifyRequest,
  reply: FastifyReply,
  refused: RefusedSaving | null = null,
): Promise<FastifyReply> {
  const { t } = request;
  const userId = signedIn(request).id;
  const rowOf = async (filter: SavedFilter) =>
    savedRow(request, kept, filter, await kept.read(request, db.read, filter.tab, filter.search));
  const saved = await Promise.all((await listSavedFilters(db.read, userId, kept.list)).map(rowOf));
  const { filters, pager } = await sharedPage(db, kept, request, userId);
  const shared = await Promise.all(filters.map(rowOf));
  const { saving = null, renaming = null, sharing = null, errors = [] } = refused ?? {};
  const title = t('panelFilters.savedFilters');
  return reply.page(
    'lists/saved',
    {
      ...{ saved, shared, pager, renaming, sharing, errors, path: kept.path },
      home: { label: t(kept.title), href: kept.home },
      maxName: MAX_FILTER_NAME,
      saving: saving && { ...saving, of: t(kept.textOf(saving.tab)) },
    },
    {
      title,
      breadcrumbs: [{ label: t(kept.title), href: kept.home }, { label: title }],
      status: refused === null ? 200 : 422,
    },
  );
}

/** What others share, a page of it; without a pager where all of it is on one. */
async function sharedPage(db: Database, kept: KeptList, { query, t }: FastifyRequest, userId: number) {
  const asked = parseId(one(query, 'page')) ?? 1;
  const skip = (page: number) => (page - 1) * MOST_SHARED;
  const first = await listSharedFilters(db.read, userId, kept);
  const pages = Math.max(1, Math.ceil(first.total / MOST_SHARED));
  const page = Math.min(asked, pages);
  if (pages === 1) return { filters: first.filters, pager: null };
  const { filters } = page === 1 ? first : await listSharedFilters(db.read, userId, kept, skip(page));
  const href = (to: number) => (to < 1 || to > pages ? null : `${kept.path}?page=${to}#shared-filters`);
  const of = { from: skip(page) + 1, to: skip(page) + filters.length, count: first.total };
  return {
    filters,
    pager: {
      previousHref: href(page - 1),
      nextHref: href(page + 1),
      countText: t('panelFilters.sharedOf', of),
    },
  };
}
