// Knex ships no types for the two classes that store/connection.ts extends.

declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export default class Client {
    constructor(config: unknown);
    transaction(...parameters: unknown[]): unknown;
  }
}

declare module 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js' {
  export default class Transaction {
    constructor(...parameters: unknown[]);
    begin(connection: unknown): unknown;
    commit(connection: unknown, value: unknown): unknown;
    rollback(connection: unknown, error: unknown): unknown;
    query(connection: unknown, sql: string, status?: 1 | 2, value?: unknown): unknown;
  }
}
