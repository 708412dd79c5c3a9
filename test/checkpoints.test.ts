import SqliteConnection from 'better-sqlite3';
import t, { type Test } from 'tap';
import { startCheckpoints } from '../src/checkpoints.js';
import { openLog } from '../src/store/checkpoint.js';
import { LONG_LOG, openDatabase, sqliteFile } from '../src/store/connection.js';
import { temporaryFolder } from './support/engines.js';
import { matchLists } from './support/match-lists.js';

t.test('the log is carried over once it is worth it', async (t) => {
  const { db, dataDir, state } = await written(t, 30);
  const log = openLog(sqliteFile(dataDir));
  t.equal(log.carryOver(1000), false, 'a little can wait');
  t.equal(state().checkpointed, 0);
  t.equal(log.carryOver(20), true);
  t.equal(state().checkpointed, state().log);
  t.ok(state().log > 30);
  t.equal(log.carryOver(20), false, 'once');
  log.close();
  await db.transaction((trx) => trx('pages').insert({ text: 'one more' }));
  t.ok(state().log < 20, 'the next write begins it anew');
});

t.test('the thread carries it over while the writer goes on, and ends when it is told to', async (t) => {
  const { db, dataDir, state } = await written(t, 1200);
  let failed = false;
  const error = (context: object, message: string) => {
    failed = true;
    t.fail(message, context);
  };
  const checkpoints = startCheckpoints({ dataDir, log: { error } });
  while (state().checkpointed === 0 && !failed) await db.transaction((trx) => trx('pages').insert({ text: 'on' }));
  await checkpoints.stop();
  await db.transaction((trx) => trx('pages').insert({ text: 'after' }));
  t.equal((await db.read('pages')).filter(({ text }) => text.startsWith('x')).length, 1200);
});

t.test('without the thread the writer carries it over himself', async (t) => {
  const { state } = await written(t, 600, 500);
  t.ok(state().checkpointed >= 500 || state().log < 500);
});

t.test('a thread that cannot work says so, and nothing else comes to harm', async (t) => {
  const said: string[] = [];
  const error = (_: object, message: string) => said.push(message);
  await startCheckpoints({ dataDir: temporaryFolder(t), log: { error } }).stop();
  matchLists(t, said, [/carried over by its writer/]);
});

/** A database as the server opens it, with about so many pages in its log. */
async function written(t: Test, pages: number, logLimit = LONG_LOG) {
  const dataDir = temporaryFolder(t);
  const db = openDatabase({ databaseUrl: null, dataDir }, { logLimit });
  t.teardown(() => db.close());
  await db.transaction((trx) => trx.schema.createTable('pages', (table) => table.text('text')));
  const row = { text: 'x'.repeat(4000) };
  for (let left = pages; left > 0; left -= 100)
    await db.transaction((trx) => trx('pages').insert(new Array(Math.min(left, 100)).fill(row)));
  const onlooker = new SqliteConnection(sqliteFile(dataDir));
  t.teardown(() => onlooker.close());
  const state = (): { log: number; checkpointed: number } => {
    const [found] = onlooker.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    if (found === undefined) throw new Error('a checkpoint tells how far it is');
    return found;
  };
  return { db, dataDir, state };
}
