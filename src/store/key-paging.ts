import type { Knex } from 'knex';

/** Where a page begins: the sort key and the id of the row just outside it, and on which side of that row it lies. */
export interface PageKey {
  readonly side: 'after' | 'before';
  readonly value: string | number;
  readonly id: number;
}

/** One page of a list in a fixed order, with the keys of its neighbours; null where there is none. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly previous: PageKey | null;
  readonly next: PageKey | null;
}

/** Which page of a list, in an order that is strict. */
export interface Paging<Row> {
  readonly descending: boolean;
  readonly size: number;
  /** Null for the first page. */
  readonly key: PageKey | null;
  /** The sort key and the id of a row. */
  keyOf(row: Row): readonly [value: string | number, id: number];
}

/** The columns of the order, as SQL: the sort key, which is never null, and the id that makes it strict. */
export type OrderColumns = readonly [key: string, id: string];

/** The rows next to a key, or to the list's end, in one direction. */
export interface Stretch {
  readonly key: PageKey | null;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

/** Reads one page by key of a query whose rows have the columns of the order; see `readStretches`. */
export function readPage<Row>(
  select: () => Knex.QueryBuilder,
  { columns, ...paging }: Paging<Row> & { readonly columns: OrderColumns },
): Promise<Page<Row>> {
  return readStretches(async ({ key, direction, limit }) => {
    const query = select();
    if (key !== null) query.whereRaw(beyondKey(columns, direction), [key.value, key.id]);
    return query.orderByRaw(orderOf(columns, direction)).limit(limit);
  }, paging);
}

/**
 * Reads one page by key: rows that come and go elsewhere never shift it, and the last page costs what the first does.
 * Going back to the top of the list always gives the whole first page.
 */
export async function readStretches<Row>(
  read: (stretch: Stretch) => Promise<readonly Row[]>,
  paging: Paging<Row>,
): Promise<Page<Row>> {
  const { key, size, descending } = paging;
  const backwards = key?.side === 'before';
  const fetched = await read({ key, direction: descending !== backwards ? 'desc' : 'asc', limit: size + 1 });
  const more = fetched.length > size;
  if (backwards && !more) return readStretches(read, { ...paging, key: null });
  const rows = fetched.slice(0, size);
  if (backwards) rows.reverse();
  const keyAt = (row: Row | undefined, side: PageKey['side']): PageKey | null => {
    if (row === undefined) return null;
    const [value, id] = paging.keyOf(row);
    return { side, value, id };
  };
  return {
    rows,
    previous: key === null ? null : keyAt(rows[0], 'before'),
    next: more || backwards ? keyAt(rows.at(-1), 'after') : null,
  };
}

/** The condition that a row lies beyond a key, whose value and id it binds. */
export function beyondKey(columns: OrderColumns, direction: Stretch['direction']): string {
  return `(${columns.join(', ')}) ${direction === 'desc' ? '<' : '>'} (?, ?)`;
}

export function orderOf(columns: OrderColumns, direction: Stretch['direction']): string {
  return columns.map((column) => `${column} ${direction}`).join(', ');
}
