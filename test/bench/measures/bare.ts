import SqliteConnection from 'better-sqlite3';
import pg from 'pg';
import { postgresConnection, sqliteFile } from '../../../src/store/connection.js';
import type { DatabaseConfig } from '../../support/engines.js';

type Row = Record<string, string | number | null>;

/** The database without the product: its driver, prepared statements, and commits as durable as the product's. */
export interface Bare {
  rows(table: string, where: string): Promise<Row[]>;
  insert(table: string, rows: readonly Row[]): Promise<void>;
  update(table: string, values: Row, where: string): Promise<void>;
  transaction(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

type Run = (sql: string, values?: readonly Row[string][]) => Promise<Row[]>;

export async function openBare({ databaseUrl, dataDir }: DatabaseConfig): Promise<Bare> {
  return databaseUrl === null ? bareSqlite(sqliteFile(dataDir)) : barePostgres(databaseUrl);
}

function bareSqlite(file: string): Bare {
  const connection = new SqliteConnection(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'])
    connection.pragma(pragma);
  const prepared = new Map<string, SqliteConnection.Statement>();
  const run: Run = async (sql, values = []) => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    if (statement.reader) return statement.all(values) as Row[];
    statement.run(values);
    return [];
  };
  return bare(run, 'begin immediate', async () => void connection.close());
}

async function barePostgres(url: string): Promise<Bare> {
  const client = new pg.Client(postgresConnection(url) as pg.ClientConfig);
  await client.connect();
  const names = new Map<string, string>();
  const run: Run = async (sql, values = []) => {
    const name = names.get(sql) ?? `bare-${names.size}`;
    names.set(sql, name);
    let at = 0;
    const text = sql.replace(/\?/g, () => `$${++at}`);
    return (await client.query(values.length > 0 ? { name, text, values: [...values] } : text)).rows;
  };
  return bare(run, 'begin', () => client.end());
}

function bare(run: Run, begin: string, close: () => Promise<void>): Bare {
  const insert = async (table: string, rows: readonly Row[]) => {
    const columns = Object.keys(rows[0] ?? {});
    const marks = `(${columns.map(() => '?').join(', ')})`;
    const sql = `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => marks).join(', ')}`;
    await run(
      sql,
      rows.flatMap((row) => columns.map((column) => row[column] ?? null)),
    );
  };
  const update = async (table: string, values: Row, where: string) => {
    const columns = Object.keys(values).map((column) => `${column} = ?`);
    await run(`update ${table} set ${columns.join(', ')} where ${where}`, Object.values(values));
  };
  const transaction = async (work: () => Promise<void>) => {
    await run(begin);
    await work();
    await run('commit');
  };
  return { rows: (table, where) => run(`select * from ${table} where ${where}`), insert, update, transaction, close };
}
