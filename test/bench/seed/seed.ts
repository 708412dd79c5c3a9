import { rmSync } from 'node:fs';
import path from 'node:path';
import knex, { type Knex } from 'knex';
import { migrations } from '../../../migrations/index.js';
import { textOfStep } from '../../../src/migration-steps.js';
import { postgresConnection, quiet, sqliteFile, sqliteOptions } from '../../../src/store/connection.js';
import { dialectOf } from '../../../src/store/dialect.js';
import { migrate } from '../../../src/store/migrate.js';
import type { DatabaseConfig } from '../../support/engines.js';
import { attemptsSql } from './attempts.js';
import { followUpsSql } from './follow-ups.js';
import { withoutIndexes } from './indexes.js';
import { insertPeople } from './people.js';
import { customersSql, type Extent, insertWords, salesSql } from './sales.js';
import { SQL } from './sql.js';
import { answersSql, closuresSql, executionsSql, extensionsSql, surveysSql } from './surveys.js';

/** The last migration of the schema that the seed writes; it is released, so the statements never have to change. */
const SEEDED_SCHEMA = '20261123_000004_surveys';

/** What the seed fills, parents first. */
const TABLES = ['customers', 'sales', 'surveys', 'extensions', 'closures', 'executions', 'answers'] as const;

/**
 * Fills an empty database by SQL alone: in the schema of the first release, which the product's own migrations then bring
 * up to date. So what later migrations copy, count or index is right by the same code that runs at an update in the field.
 */
export async function seed(config: DatabaseConfig, extent: Extent, say: (step: string) => void): Promise<void> {
  await migrate(config, { known: migrations.filter(({ name }) => name <= SEEDED_SCHEMA) });
  const db = openForSeeding(config);
  try {
    await unguarded(db);
    await insertPeople(db, extent.now);
    await insertWords(db);
    await withoutIndexes(db, TABLES, () => fill(db, extent, say));
  } finally {
    await db.destroy();
  }
  say('migrate');
  await migrate(config, { onStep: (step) => say(`  ${textOfStep(step)}`) });
  // The copy that is taken before migrating is of no use here.
  rmSync(path.join(config.dataDir, 'backups'), { recursive: true, force: true });
  await finish(config, extent);
}

function openForSeeding({ databaseUrl, dataDir }: DatabaseConfig): Knex {
  const pool = { min: 1, max: 1 };
  if (databaseUrl === null) return knex({ ...sqliteOptions(sqliteFile(dataDir)), pool });
  return knex({ client: 'pg', connection: postgresConnection(databaseUrl), pool, log: quiet });
}

/** Foreign keys are checked when all is there, and what a crash leaves is thrown away anyhow. */
async function unguarded(db: Knex): Promise<void> {
  if (dialectOf(db) === 'postgres') {
    await db.raw('set session_replication_role = replica');
    await db.raw("set maintenance_work_mem = '512MB'");
    await db.raw("set work_mem = '256MB'");
    return;
  }
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -500000'])
    await db.raw(`PRAGMA ${pragma}`);
  await db.raw('PRAGMA temp_store = MEMORY');
}

async function fill(db: Knex, extent: Extent, say: (step: string) => void): Promise<void> {
  const sql = SQL[dialectOf(db)];
  const statements = {
    customers: customersSql(sql, extent),
    sales: salesSql(sql, extent),
    surveys: surveysSql(sql, extent),
    extensions: extensionsSql(extent),
    closures: closuresSql(),
    executions: executionsSql(sql),
    answers: answersSql(sql),
  };
  for (const table of TABLES) {
    say(table);
    await db.raw(statements[table]);
  }
  say('indexes');
  if (dialectOf(db) === 'sqlite') return;
  // Rows with ids of their own leave the sequences where they were.
  for (const table of [...TABLES, 'users', 'questions', 'question_versions', 'rules', 'profiles', 'products'])
    await db.raw(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
}

/** What only the newest schema holds, and what a database that has lived for a while has behind it. */
async function finish(config: DatabaseConfig, extent: Extent): Promise<void> {
  const db = openForSeeding(config);
  try {
    const dialect = dialectOf(db);
    if (dialect === 'sqlite') await db.raw('PRAGMA synchronous = OFF');
    await db.raw(attemptsSql(SQL[dialect], extent));
    await db.raw(followUpsSql(SQL[dialect], extent));
    if (dialect === 'sqlite') await db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    else {
      await db.raw('vacuum analyze');
      await db.raw('checkpoint');
    }
  } finally {
    await db.destroy();
  }
}
