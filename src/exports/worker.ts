import { parentPort, workerData } from 'node:worker_threads';
import type { Queryable } from '../store/dialect.js';
import { openSnapshot } from '../store/snapshot.js';
import { inChunks } from './chunks.js';
import { csvFile } from './csv.js';
import { countFollowUpOrder, followUpTable } from './follow-up-table.js';
import { countSignalOrder, signalTable } from './signal-table.js';
import { countOrdered, surveyTable } from './survey-table.js';
import type { Table } from './table.js';
import type { ExportJob, FromWorker, ToWorker } from './thread.js';
import { xlsxFile } from './xlsx.js';

// In a thread of its own: reading and writing a hundred thousand rows would hold every request up, and its memory is given
// back as a whole when it ends.

const port = parentPort;
if (port === null) throw new Error('this file is a thread of the server');
const { source, order, format, maxRows } = workerData as ExportJob;
const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

let asked = 0;
let wake: (() => void) | undefined;
port.on('message', (message: ToWorker) => {
  if (message !== 'more') return;
  asked += 1;
  wake?.();
});

/** Nothing is written ahead of what the reader takes. */
async function whenAsked(): Promise<void> {
  while (asked === 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  asked -= 1;
}

function countOf(q: Queryable): Promise<number> {
  if (!('list' in order)) return countOrdered(q, order);
  return order.list === 'signals' ? countSignalOrder(q, order) : countFollowUpOrder(q, order);
}

function tableOf(q: Queryable, count: number): Promise<Table> {
  if (!('list' in order)) return surveyTable(q, order, count);
  return order.list === 'signals' ? signalTable(q, order, count) : followUpTable(q, order, count);
}

const snapshot = await openSnapshot(source);
try {
  const { q } = snapshot;
  const count = await countOf(q);
  if (maxRows !== null && count > maxRows) say({ kind: 'too-many', count, maxRows });
  else {
    const table = await tableOf(q, count);
    const file = inChunks(format === 'csv' ? csvFile(table, order.locale) : xlsxFile(table));
    say({ kind: 'started', count });
    for await (const chunk of file) {
      await whenAsked();
      say({ kind: 'chunk', bytes: chunk }, [chunk.buffer]);
    }
    say({ kind: 'ended' });
  }
} finally {
  await snapshot.close();
  port.close();
}
