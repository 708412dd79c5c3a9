import { setTimeout as pause } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import t, { type Test } from 'tap';
import { hashPassword } from '../../src/actions/passwords.js';
import { openDatabase, sqliteFile } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { updatePassword } from '../../src/store/users.js';
import { PASSWORD } from '../support/browser.js';
import { temporaryFolder } from '../support/engines.js';
import { bulkInput, waitingBulk } from '../support/jobs.js';
import { startServer } from '../support/process.js';
import { surveyWorld } from '../support/survey-world.js';

// A job goes on after kill -9 where its last chunk ended: a real server is killed in the middle of a job, again and again.

const SURVEYS = 2000;
/** How many surveys are done before each kill, at least: far from the end, which a slow look would else find reached. */
const KILLS = [1, 300, 700];

t.setTimeout(300_000);

t.test('a job that is killed again and again does each survey once', async (t) => {
  t.setTimeout(300_000);
  const { folder, id } = await prepare(t);
  const file = new SqliteConnection(sqliteFile(folder), { readonly: true });
  t.teardown(() => file.close());
  const look = (): { done: number; state: string } =>
    file.prepare('select done, state from jobs where id = ?').get(id) as never;
  for (const enough of KILLS) {
    const server = await startServer(t, { DATA_DIR: folder, LOG_LEVEL: 'info' });
    while (look().done < enough) await pause(2);
    // Not at the very commit, but somewhere in the chunks that follow it.
    await pause(Math.random() * 30);
    await server.stop('SIGKILL');
    t.same(inspect(file), [], `killed after ${look().done}`);
  }
  t.equal(look().state, 'running', 'it was not at its end when it was killed last');
  const server = await startServer(t, { DATA_DIR: folder, LOG_LEVEL: 'info' });
  while (look().state === 'running') await pause(10);
  await server.stop();
  t.same(look(), { done: SURVEYS, state: 'done' });
  t.same(inspect(file), []);
});

t.test('a server that is told to stop ends the chunk that is under way, and no other', async (t) => {
  const { folder, id } = await prepare(t);
  const file = new SqliteConnection(sqliteFile(folder), { readonly: true });
  t.teardown(() => file.close());
  const done = file.prepare('select done from jobs where id = ?').pluck();
  const server = await startServer(t, { DATA_DIR: folder, LOG_LEVEL: 'info' });
  while ((done.get(id) as number) < 1) await pause(2);
  await server.stop();
  t.equal(server.child.exitCode, 0);
  t.ok((done.get(id) as number) < SURVEYS);
  t.same(inspect(file), []);
});

/** A database with a job of many surveys that no process was at yet. */
async function prepare(t: Test): Promise<{ folder: string; id: number }> {
  const folder = temporaryFolder(t);
  await migrate({ databaseUrl: null, dataDir: folder });
  const db = openDatabase({ databaseUrl: null, dataDir: folder });
  const world = await surveyWorld(db);
  const hash = await hashPassword(PASSWORD);
  await db.transaction((trx) => updatePassword(trx, world.ana.id, hash));
  const ids = await world.surveys(Array.from({ length: SURVEYS }, () => ({})));
  const close = { verb: 'close', reason: 'unreachable', note: '' } as const;
  const id = await waitingBulk(db, world.ana, bulkInput(close, ids));
  await db.close();
  return { folder, id };
}

/** Everything in the database that should not be so. */
function inspect(file: SqliteConnection.Database): string[] {
  const faults: readonly (readonly [string, string])[] = [
    ['broken', "select * from pragma_integrity_check where integrity_check <> 'ok'"],
    ['counted otherwise', 'select * from jobs where done <> (select count(*) from closures)'],
    ['closed twice', 'select survey_id from closures group by survey_id having count(*) > 1'],
    [
      'closed without its closure',
      "select id from surveys where outcome = 'closed' and id not in (select survey_id from closures)",
    ],
    [
      'without its one audit row',
      `select survey_id from closures where (select count(*) from audit
        where action = 'close' and entity_id = closures.survey_id) <> 1`,
    ],
  ];
  return faults.flatMap(([what, sql]) =>
    file
      .prepare(sql)
      .all()
      .map((row) => `${what}: ${JSON.stringify(row)}`),
  );
}
