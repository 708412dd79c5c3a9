import type { Database as SqliteConnection, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import type { Queryable } from './dialect.js';

// The queries that every request makes, as SQL text that is written once: building them with Knex each time costs more
// than running them. On the pool of an open database they run as prepared statements, inside a transaction as they are.

/** Statements that are kept prepared; lists with many filters have many texts, and must not fill the memory. */
const KEPT = 200;

/**
 * The rows of a select with question marks for its values, which are the same that Knex would give. Its columns stand
 * by name: PostgreSQL refuses to run a prepared `select *` once a column was added.
 */
export function select<Row>(
  q: Queryable,
  sql: string,
  bindings: readonly Knex.RawBinding[] = [],
): Promise<readonly Row[]> {
  const prepared = runners.get(q);
  return (prepared ? prepared(sql, bindings) : unprepared(q, sql, bindings)) as Promise<Row[]>;
}

/** Runs a statement, here or in another thread (store/long-reads). */
export type ReadRows = <Row>(sql: string, bindings: readonly Knex.RawBinding[]) => Promise<readonly Row[]>;

/** Runs them here. */
export function readingAt(q: Queryable): ReadRows {
  return (sql, bindings) => select(q, sql, bindings);
}

type Runner = (sql: string, bindings: readonly Knex.RawBinding[]) => Promise<unknown[]>;

const runners = new WeakMap<Queryable, Runner>();

async function unprepared(q: Queryable, sql: string, bindings: readonly Knex.RawBinding[]): Promise<unknown[]> {
  const result = await q.raw(sql, [...bindings]);
  return Array.isArray(result) ? result : result.rows;
}

/**
 * Lets `select` run prepared on this reader of the embedded database, through a connection of its own that `open` gives
 * once it is needed. Returns how to close it.
 */
export function prepareOnSqlite(read: Knex, open: () => SqliteConnection): () => void {
  const kept = new Map<string, Statement>();
  let connection: SqliteConnection | undefined;
  runners.set(read, async (sql, bindings) => {
    announce(read, sql, bindings);
    connection ??= open();
    const statement = kept.get(sql) ?? connection.prepare(sql);
    keepLast(kept, sql, statement);
    return statement.all(bindings.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
  });
  return () => connection?.close();
}

/**
 * Lets this connection prepare each text once, of those used last: a write whose triggers and foreign keys SQLite has to
 * compile anew each time costs more to prepare than to run.
 */
export function keepPrepared(connection: SqliteConnection): void {
  const kept = new Map<string, Statement>();
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((sql: string) => {
    const statement = kept.get(sql) ?? prepare(sql);
    keepLast(kept, sql, statement);
    return statement;
  }) as typeof connection.prepare;
}

/** The least recently used goes first. */
function keepLast(kept: Map<string, Statement>, sql: string, statement: Statement): void {
  kept.delete(sql);
  kept.set(sql, statement);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '');
}

/**
 * Lets `select` run prepared on the connections of this pool, each of which prepares a statement when it first meets it.
 * Texts beyond those that are kept run unnamed: PostgreSQL holds a named one as long as its connection. So do searches:
 * how rare a text is decides how it is looked for, and a prepared statement is soon planned without knowing it.
 */
export function prepareOnPostgres(pool: Knex): void {
  const kept = new Map<string, { name: string | undefined; text: string }>();
  runners.set(pool, async (sql, bindings) => {
    announce(pool, sql, bindings);
    const named = kept.size < KEPT && !sql.includes(' like ?') ? `kept-${kept.size}` : undefined;
    const statement = kept.get(sql) ?? { name: named, text: numbered(sql) };
    if (statement.name !== undefined) kept.set(sql, statement);
    const connection: ClientBase = await pool.client.acquireConnection();
    try {
      return (await connection.query({ ...statement, values: [...bindings] })).rows;
    } finally {
      await pool.client.releaseConnection(connection);
    }
  });
}

/** $1, $2, … for the question marks, of which none stands in a literal. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

/** Whoever listens to the pool's queries hears of these too. */
function announce(pool: Knex, sql: string, bindings: readonly Knex.RawBinding[]): void {
  pool.client.emit('query', { sql, bindings });
}
