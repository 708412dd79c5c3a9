import type { Knex } from 'knex';
import { nameKey } from '../domain/text.js';
import { containing } from './search-words.js';

/** What a configuration panel asks of its list: search, active or not, order, page. */
export interface ConfigListRequest {
  /** As typed: every word must occur, without regard to case and accents. */
  readonly q: string;
  readonly show: 'active' | 'inactive' | 'all';
  /** One of the list's own sort keys; an unknown one sorts by name. */
  readonly sort: string;
  readonly descending: boolean;
  /** From 1; one past the end shows the last. */
  readonly page: number;
  /** The list's own filters that are set, by name; a value that the list does not know finds nothing. */
  readonly filters?: Readonly<Record<string, string>>;
}

/** One page of a configuration list. These lists are short (hundreds), so that pages are numbers. */
export interface ConfigListPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export const CONFIG_PAGE_SIZE = 50;

/** How a list is searched and sorted, in columns of its query. */
export interface ConfigListColumns {
  readonly table: string;
  /** The column of the name's key; the order falls back on it. */
  readonly name: string;
  /** Further columns with keys to search. */
  readonly also?: readonly (string | Knex.Raw)[];
  /** Sort key → column or alias of the query. */
  readonly sorts: Readonly<Record<string, string>>;
}

/** Filters, sorts and cuts `query`, which selects the list's rows. */
export async function listConfigPage<Row>(
  query: Knex.QueryBuilder,
  columns: ConfigListColumns,
  request: ConfigListRequest,
): Promise<ConfigListPage<Row>> {
  filter(query, columns, request);
  const [{ total }] = await query
    .clone()
    .clearSelect()
    .count({ total: `${columns.table}.id` });
  const pages = Math.max(1, Math.ceil(total / CONFIG_PAGE_SIZE));
  const page = Math.min(request.page, pages);
  const direction = request.descending ? 'desc' : 'asc';
  const column = Object.hasOwn(columns.sorts, request.sort) ? columns.sorts[request.sort] : undefined;
  if (column !== undefined) query.orderByRaw(`?? ${direction} nulls last`, [column]);
  query.orderBy(columns.name, column === undefined ? direction : 'asc').orderBy(`${columns.table}.id`);
  const rows: Row[] = await query.limit(CONFIG_PAGE_SIZE).offset((page - 1) * CONFIG_PAGE_SIZE);
  return { rows, total, page, pages };
}

function filter(query: Knex.QueryBuilder, columns: ConfigListColumns, request: ConfigListRequest): void {
  const state = `${columns.table}.deactivated_at`;
  if (request.show === 'active') query.whereNull(state);
  if (request.show === 'inactive') query.whereNotNull(state);
  for (const word of nameKey(request.q).split(' ').filter(Boolean)) {
    const pattern = containing(word);
    query.where((any) => {
      for (const column of [columns.name, ...(columns.also ?? [])])
        any.orWhereRaw(`?? like ? escape '\\'`, [column, pattern]);
    });
  }
}
