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

export interface Paging<Row> {
  /** The columns of the order, as SQL: the sort key, which is never null, and the id that makes it strict. */
  readonly columns: readonly [key: string, id: string];
  readonly descending: boolean;
  readonly size: number;
  /** Null for the first page. */
  readonly key: PageKey | null;
  /** The values of `columns` in a row. */
  keyOf(row: Row): readonly [value: string | number, id: number];
}

/**
 * Reads one page by key: rows that come and go elsewhere never shift it, and the last page costs what the first does.
 * Going back to the top of the list always gives the whole first page.
 */
export async function readPage<Row>(select: () => Knex.QueryBuilder, paging: Paging<Row>): Promise<Page<Row>> {
  const { key, size } = paging;
  const backwards = key?.side === 'before';
  const fetched: Row[] = await ordered(select(), paging, backwards);
  const more = fetched.length > size;
  if (backwards && !more) return readPage(select, { ...paging, key: null });
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

function ordered<Row>(query: Knex.QueryBuilder, paging: Paging<Row>, backwards: boolean): Knex.QueryBuilder {
  const { columns, descending, size, key } = paging;
  const down = descending !== backwards;
  if (key !== null) query.whereRaw(`(${columns.join(', ')}) ${down ? '<' : '>'} (?, ?)`, [key.value, key.id]);
  const direction = down ? 'desc' : 'asc';
  return query.orderByRaw(columns.map((column) => `${column} ${direction}`).join(', ')).limit(size + 1);
}
