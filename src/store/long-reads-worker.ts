import { parentPort, workerData } from 'node:worker_threads';
import SqliteConnection from 'better-sqlite3';
import { sqliteFile } from './connection.js';
import type { Answered, Asked } from './long-reads.js';
import { answering, PieceMemory, type Reading, type Table } from './pieced-readings.js';
import { keepPrepared } from './statements.js';

const port = parentPort;
if (port === null) throw new Error('this file is a thread of the server');

const connection = new SqliteConnection(sqliteFile(workerData.dataDir), { fileMustExist: true });
connection.pragma('busy_timeout = 1000');
connection.pragma('query_only = ON');
keepPrepared(connection);

const memory = new PieceMemory();

/** A deferred transaction: nothing that is written meanwhile is seen by the later ones of these readings. */
const inOneMoment = connection.transaction(({ readings }: Asked) => {
  const steps = answering(readings, memory);
  let step = steps.next();
  while (!step.done) step = steps.next(rowsOf(step.value));
  return step.value;
});

function rowsOf({ sql, bindings }: Reading): Table {
  return connection
    .prepare(sql)
    .all(bindings.map((value) => (typeof value === 'boolean' ? Number(value) : value))) as object[];
}

port.on('message', (asked: Asked) => port.postMessage(answerTo(asked)));

function answerTo(asked: Asked): Answered {
  try {
    return { id: asked.id, tables: inOneMoment(asked) };
  } catch (error) {
    return { id: asked.id, error: error as Error };
  }
}
