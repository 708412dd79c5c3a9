import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_FILTER_NAME } from '../domain/saved-filter.js';
import type { Database } from '../store/connection.js';
import { listSavedFilters, listSharedFilters, type SavedFilter } from '../store/saved-filters.js';
import type { FieldErrorView } from '../web/forms.js';
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
  const { filters, more } = await listSharedFilters(db.read, userId, kept);
  const shared = await Promise.all(filters.map(rowOf));
  const { saving = null, renaming = null, sharing = null, errors = [] } = refused ?? {};
  const title = t('panelFilters.savedFilters');
  return reply.page(
    'lists/saved',
    {
      ...{ saved, shared, more, renaming, sharing, errors, path: kept.path },
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
