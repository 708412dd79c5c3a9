import { formatPhone } from '../domain/phone.js';
import type { Locale } from '../domain/settings.js';
import { signalState } from '../domain/signal.js';
import type { TextKey } from '../i18n/catalogue.js';
import { type Translate, translator } from '../i18n/translate.js';
import type { Queryable } from '../store/dialect.js';
import type { Page, PageKey } from '../store/key-paging.js';
import type { Predicate } from '../store/predicate.js';
import { isSignalSortable, listSignals, SIGNAL_ORDER, type SignalRow, type SignalSort } from '../store/signal-list.js';
import { listedSignals, type SignalScope } from '../store/signal-predicates.js';
import { countListedSignals } from '../store/signal-reads.js';
import type { Cell, Column, Table } from './table.js';

/** The list of A abrir, as it is to be written; only data, since it goes to another thread. */
export interface SignalOrder {
  readonly list: 'signals';
  readonly scope: SignalScope;
  readonly sort: SignalSort;
  readonly descending: boolean;
  /** A longer list is written with the latest first when it was asked for by names. */
  readonly sortedRows: number;
  readonly locale: Locale;
}

const PAGE = 500;

export async function countSignalOrder(q: Queryable, { scope }: SignalOrder): Promise<number> {
  return countListedSignals(q, await listedSignals(q, scope));
}

/** The signals of the list in its order, each once: `q` is a snapshot (store/snapshot). */
export async function signalTable(q: Queryable, order: SignalOrder, count: number): Promise<Table> {
  const t = translator(order.locale);
  const columns = signalColumns(t);
  const where = await listedSignals(q, order.scope);
  const sortable = isSignalSortable(order.sort, count, order.sortedRows);
  const walked = sortable ? order : { ...order, ...SIGNAL_ORDER };
  return { name: t('signals.tab'), columns, pages: readPages(q, where, walked, columns, count) };
}

async function* readPages(
  q: Queryable,
  where: Predicate,
  { sort, descending }: SignalOrder,
  columns: readonly SignalColumn[],
  count: number,
): AsyncGenerator<Cell[][]> {
  let key: PageKey | null = null;
  do {
    const page: Page<SignalRow> = await listSignals(q, where, { sort, descending, size: PAGE, key, count });
    yield page.rows.map((row) => columns.map((column) => column.cell(row)));
    key = page.next;
  } while (key !== null);
}

interface SignalColumn extends Column {
  cell(row: SignalRow): Cell;
}

function signalColumns(t: Translate): SignalColumn[] {
  const column = (key: TextKey, kind: Column['kind'], width: number, cell: SignalColumn['cell']) => ({
    heading: t(key),
    kind,
    width,
    cell,
  });
  return [
    column('exports.survey', 'number', 14, (row) => row.surveyId),
    column('followUps.kind', 'text', 20, (row) => t(`followUps.${row.kind}`)),
    column('followUps.status', 'text', 22, (row) => t(`signals.${signalState(row) ?? 'waiting'}`)),
    column('followUps.customer', 'text', 32, (row) => row.customerName),
    column('exports.phone', 'text', 17, (row) => (row.phone === null ? null : formatPhone(row.phone))),
    column('followUps.city', 'text', 18, (row) => row.city),
    column('followUps.product', 'text', 22, (row) => row.productName),
    column('followUps.seller', 'text', 22, (row) => row.sellerName),
    column('exports.rule', 'text', 22, (row) => row.ruleName),
    column('signals.operator', 'text', 22, (row) => row.operatorName),
    column('signals.executedOn', 'date', 12, (row) => row.executedOn),
    column('signals.asked', 'text', 60, answersText),
    column('signals.fileDismissedBy', 'text', 22, (row) => row.dismissedBy),
    column('signals.fileReason', 'text', 40, (row) => row.reason),
  ];
}

/** "Como avalia a instalação? 1: Cai toda noite", one line for each answer. */
function answersText({ answers }: SignalRow): string {
  return answers
    .map(({ question, grade, comment }) => `${question} ${grade}${comment === '' ? '' : `: ${comment}`}`)
    .join('\n');
}
