import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_FILTER_NAME } from '../../domain/saved-filter.js';
import type { Database } from '../../store/connection.js';
import { listSavedFilters, type SavedFilter } from '../../store/saved-filters.js';
import type { FieldErrorView } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { paramsOf } from '../list-search.js';
import { readPanelQuery } from './query.js';
import { savedRow } from './saved-model.js';
import { TAB_TEXTS } from './texts.js';

/** A form of the page that was refused, with what was typed. */
export interface RefusedSaving {
  readonly saving?: Pick<SavedFilter, 'name' | 'tab' | 'search'> & {
    readonly opensFirst: boolean;
    /** There is one of that name: it may be replaced. */
    readonly taken: boolean;
  };
  readonly renaming?: { readonly id: number; readonly name: string };
  readonly errors: readonly FieldErrorView[];
}

/** The page where a user keeps his saved filters in order. */
export async function savedPage(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  refused: RefusedSaving | null = null,
): Promise<FastifyReply> {
  const { t, today, user } = request;
  const filters = await listSavedFilters(db.read, signedIn(request).id);
  const read = ({ tab, search }: SavedFilter) =>
    readPanelQuery({ query: paramsOf(search), t, today, user }, db.read, tab);
  const saved = await Promise.all(filters.map(async (filter) => savedRow(request, filter, await read(filter))));
  const { saving = null, renaming = null, errors = [] } = refused ?? {};
  return reply.page(
    'panel/saved',
    {
      saved,
      renaming,
      errors,
      maxName: MAX_FILTER_NAME,
      saving: saving && { ...saving, of: t(TAB_TEXTS[saving.tab]) },
    },
    {
      title: t('panelFilters.savedFilters'),
      breadcrumbs: [{ label: t('navigation.panel'), href: '/panel' }, { label: t('panelFilters.savedFilters') }],
      status: refused === null ? 200 : 422,
    },
  );
}
