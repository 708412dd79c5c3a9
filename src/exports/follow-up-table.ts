import { aboutOf, followUpStatus } from '../domain/follow-up.js';
import { formatPhone } from '../domain/phone.js';
import type { Locale } from '../domain/settings.js';
import type { TextKey } from '../i18n/catalogue.js';
import { type Translate, translator } from '../i18n/translate.js';
import type { Queryable } from '../store/dialect.js';
import { countListed } from '../store/follow-up-counts.js';
import { type FollowUpRow, type FollowUpScope, listedFollowUps, listFollowUps } from '../store/follow-up-list.js';
import { type FollowUpSort, isFollowUpSortable, isIndexed, STANDING_ORDER } from '../store/follow-up-order.js';
import type { Page, PageKey } from '../store/key-paging.js';
import type { Predicate } from '../store/predicate.js';
import type { Cell, Column, Table } from './table.js';

/** The list of Acompanhamentos, as it is to be written; only data, since it goes to another thread. */
export interface FollowUpOrder {
  readonly list: 'follow-ups';
  readonly scope: FollowUpScope;
  readonly sort: FollowUpSort;
  readonly descending: boolean;
  /** A longer list is written in the standing order when the one asked for has no index. */
  readonly sortedRows: number;
  readonly locale: Locale;
}

const PAGE = 500;

/** In an order that no index has each page sorts the whole list: few pages, of a list that is short. */
const SORTED_PAGE = 2_500;

export async function countFollowUpOrder(q: Queryable, { scope }: FollowUpOrder): Promise<number> {
  return countListed(q, await listedFollowUps(q, scope));
}

/** The follow-ups of the list in its order, each once: `q` is a snapshot (store/snapshot). */
export async function followUpTable(q: Queryable, order: FollowUpOrder, count: number): Promise<Table> {
  const t = translator(order.locale);
  const columns = followUpColumns(t);
  const where = await listedFollowUps(q, order.scope);
  return {
    name: t('navigation.followUps'),
    columns,
    pages: readPages(q, where, walkable(order, count), columns, count),
  };
}

/** The order asked for, or of a longer list than is sorted without an index the standing one, as on the screen. */
function walkable(order: FollowUpOrder, count: number): FollowUpOrder {
  return isFollowUpSortable(order.sort, count, order.sortedRows) ? order : { ...order, ...STANDING_ORDER };
}

async function* readPages(
  q: Queryable,
  where: Predicate,
  { sort, descending }: FollowUpOrder,
  columns: readonly FollowUpColumn[],
  count: number,
): AsyncGenerator<Cell[][]> {
  let key: PageKey | null = null;
  const size = isIndexed(sort) ? PAGE : SORTED_PAGE;
  do {
    const page: Page<FollowUpRow> = await listFollowUps(q, where, { sort, descending, size, key, count });
    yield page.rows.map((row) => columns.map((column) => column.cell(row)));
    key = page.next;
  } while (key !== null);
}

interface FollowUpColumn extends Column {
  cell(row: FollowUpRow): Cell;
}

const STATUS_TEXTS = {
  open: 'followUps.statusOpen',
  'in-progress': 'followUps.statusInProgress',
  resolved: 'followUps.statusResolved',
  discarded: 'followUps.statusDiscarded',
  won: 'followUps.statusWon',
  lost: 'followUps.statusLost',
} as const;

function followUpColumns(t: Translate): FollowUpColumn[] {
  const column = (key: TextKey, kind: Column['kind'], width: number, cell: FollowUpColumn['cell']) => ({
    heading: t(key),
    kind,
    width,
    cell,
  });
  return [
    column('followUps.fileNumber', 'number', 14, (row) => row.id),
    column('followUps.kind', 'text', 20, (row) => t(`followUps.${row.kind}`)),
    column('followUps.status', 'text', 14, (row) => t(STATUS_TEXTS[followUpStatus(row)])),
    column('followUps.priority', 'text', 10, (row) => t(`followUps.priority${row.priority}` as TextKey)),
    column('followUps.customer', 'text', 32, (row) => row.customerName),
    column('exports.phone', 'text', 17, (row) => (row.phone === null ? null : formatPhone(row.phone))),
    column('followUps.city', 'text', 18, (row) => row.city),
    column('followUps.product', 'text', 22, (row) => row.productName),
    column('followUps.seller', 'text', 22, (row) => row.sellerName),
    column('followUps.owner', 'text', 22, (row) => row.ownerName),
    column('followUps.openedOn', 'date', 12, (row) => row.openedOn),
    column('followUps.dueOn', 'date', 12, (row) => row.dueOn),
    column('followUps.fileEndedOn', 'date', 12, (row) => row.endedOn),
    column('followUps.text', 'text', 60, (row) => aboutOf(row)),
    column('followUps.fileAnnulled', 'text', 10, (row) => (row.annulled ? t('exports.yes') : null)),
    column('followUps.fileConclusion', 'text', 60, (row) => row.conclusion),
    column('followUps.wonValue', 'decimal', 14, (row) => (row.wonCents === null ? null : Number(row.wonCents) / 100)),
    column('followUps.soldProduct', 'text', 22, (row) => row.wonProduct),
  ];
}
