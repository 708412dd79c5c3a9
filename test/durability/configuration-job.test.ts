import { setTimeout as pause } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import t, { type Test } from 'tap';
import type { ApplyCursor } from '../../src/actions/apply-configuration.js';
import { type Database, openDatabase, sqliteFile } from '../../src/store/connection.js';
import { getJob, type Job } from '../../src/store/jobs.js';
import { type DatabaseConfig, onBothEngines, temporaryFolder } from '../support/engines.js';
import { type LargeChange, largeChange } from '../support/large-change.js';
import { type Server, startServer } from '../support/process.js';

// SPEC 2 and 10: a change that is applied by a job goes on after kill −9 where its last chunk ended. Real servers are
// killed in the midst of a chunk; at each moment every sale is either wholly as before or wholly as after.

/** Three chunks and a last empty one. */
const SALES = 900;

t.setTimeout(120_000);

await onBothEngines(t, async (t, engine) => {
  await t.test('a change whose server is killed in the midst of a chunk is applied once and whole', async (t) => {
    const config = await engine.freshConfig(t);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const change = await largeChange(db, SALES);
    const world = { config, db, change };
    const last = engine.dialect === 'sqlite' ? await killOnSqlite(t, world) : await killOnPostgres(t, world);
    const job = await ended(world);
    await last.stop();
    t.match(job, { state: 'done', done: change.foreseen.sales, total: change.foreseen.sales });
    t.same((job.cursor as ApplyCursor).counts, change.foreseen, 'what was foreseen');
    t.same(await change.faults(change.saleIds.at(-1) ?? 0), []);
  });
});

interface World {
  readonly config: DatabaseConfig;
  readonly db: Database;
  readonly change: LargeChange;
}

/** A process is killed while its transaction is open; returns the one that is to bring the job to its end. */
async function killOnSqlite(t: Test, world: World): Promise<Server> {
  const file = new SqliteConnection(sqliteFile(world.config.dataDir), { timeout: 0 });
  t.teardown(() => file.close());
  const server = await start(t, world);
  await until(async () => (await jobOf(world)).done > 0 && isBeingWritten(file));
  await server.stop('SIGKILL');
  await inspect(t, world);
  return start(t, world);
}

function isBeingWritten(file: SqliteConnection.Database): boolean {
  try {
    file.exec('begin immediate; rollback');
    return false;
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return true;
    throw error;
  }
}

/**
 * Two processes share the job. A survey in the middle of a chunk is held: whoever comes to it waits there with half of his
 * chunk written, and is killed. Returns the other one.
 */
async function killOnPostgres(t: Test, world: World): Promise<Server> {
  const { change, db } = world;
  const held = change.saleIds[550] ?? 0;
  const servers = new Map<string, Server>();
  await db.transaction(async (trx) => {
    await trx('surveys').where({ sale_id: held }).forUpdate().select('id');
    for (const name of ['one', 'other']) servers.set(name, await start(t, world, { PGAPPNAME: name }));
    let waiting: string | undefined;
    await until(async () => {
      [waiting] = await db
        .read('pg_stat_activity')
        .whereRaw("datname = current_database() and wait_event_type = 'Lock'")
        .pluck('application_name');
      return waiting !== undefined;
    });
    await servers.get(waiting ?? '')?.stop('SIGKILL');
    servers.delete(waiting ?? '');
    const after = await inspect(t, world);
    t.ok(after > (change.saleIds[0] ?? 0) && after < held, `the chunk after ${after} was half written`);
  });
  const [left, ...others] = servers.values();
  if (left === undefined || others.length > 0) throw new Error('one of the two was killed');
  return left;
}

function start(t: Test, { config }: World, env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const database: Record<string, string> = config.databaseUrl === null ? {} : { DATABASE_URL: config.databaseUrl };
  return startServer(t, {
    DATA_DIR: config.databaseUrl === null ? config.dataDir : temporaryFolder(t),
    ...database,
    ...env,
  });
}

function jobOf({ db, change }: World): Promise<Job> {
  return getJob(db.read, change.jobId, null);
}

/** That the job is under way, and what its cursor says is what was done; returns how far it came. */
async function inspect(t: Test, world: World): Promise<number> {
  const { state, cursor } = await jobOf(world);
  const { after } = cursor as ApplyCursor;
  t.equal(state, 'running');
  t.same(await world.change.faults(after), [], `killed after the sale ${after}`);
  return after;
}

async function ended(world: World): Promise<Job> {
  await until(async () => (await jobOf(world)).state !== 'running');
  return jobOf(world);
}

/** Looks again and again until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(2);
}
