import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import type { Database } from '../../src/store/connection.js';

// SPEC 10: an audit row is written in the same transaction as every change. Every test's database looks at each
// transaction of the product, so that no action can forget it wherever it is tried out.

/** What is written into a table is told by an audit row of one of these records; null: it needs none, and why. */
const TOLD_BY: Readonly<Record<string, readonly string[] | null>> = {
  users: ['user'],
  questions: ['question'],
  question_versions: ['question'],
  grades: ['question'],
  rules: ['rule'],
  rule_questions: ['rule'],
  rule_operators: ['rule'],
  profiles: ['profile'],
  profile_rules: ['profile'],
  products: ['product'],
  product_commissions: ['product'],
  customers: ['customer'],
  // A product's first base goes to the sales that waited for one, and its audit row says to how many.
  sales: ['sale', 'product'],
  base_corrections: ['sale'],
  // Planning and re-dating belong to the sale.
  surveys: ['survey', 'sale'],
  executions: ['survey'],
  answers: ['survey'],
  attempts: ['survey'],
  closures: ['survey'],
  extensions: ['survey'],
  proposals: ['survey', 'proposal'],
  follow_ups: ['follow-up'],
  // Written with the execution and taken up with a follow-up; what is decided about one is told of its survey.
  signals: ['survey', 'sale', 'follow-up'],
  follow_up_comments: ['follow-up'],
  follow_up_settings: ['follow-up-settings'],
  holidays: ['holiday'],
  settings: ['settings'],
  calling_settings: ['calling'],
  attempt_outcomes: ['calling'],
  commission_policies: ['policy'],
  commission_months: ['commission'],
  commission_statements: ['commission'],
  commission_lines: ['commission'],
  commission_line_executions: ['commission'],
  commission_payments: ['commission'],
  imports: ['import'],
  // Work in hand of one person, which the audit leaves out (ARCHITECTURE, Types).
  claims: null,
  drafts: null,
  draft_forms: null,
  // How far a job is; what it does is told of each record that it changes.
  jobs: null,
  job_items: null,
  // A user's own convenience, of which nothing is counted, planned or paid.
  saved_filters: null,
  user_preferences: null,
  import_mappings: null,
  // The machinery of signing in.
  sessions: null,
  rate_limits: null,
  secrets: null,
  // Derived from what is told.
  commission_touched: null,
  audit: null,
  audit_personal: null,
};

/**
 * The database with an eye on the transactions that the product begins: one that changes a row of a table without an audit
 * row of its record fails, and is rolled back. Those of tests, which put things in place, are left alone.
 */
export function audited(db: Database): Database {
  const transaction: Database['transaction'] = (work) => {
    if (!isProducts(new Error().stack)) return db.transaction(work);
    return db.transaction(async (trx) => {
      const seen = watch(trx);
      const result = await work(trx);
      const untold = untoldOf(seen);
      if (untold.length > 0) throw new Error(`written without an audit row: ${untold.join(', ')}`);
      return result;
    });
  };
  return { ...db, transaction };
}

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Where the product is: its built files, or, where source maps are in use, what they were built from. */
const PRODUCT = [`${ROOT}/build/src/`, `${ROOT}/src/`].flatMap((folder) => [folder, pathToFileURL(folder).href]);

/** Whether the second caller is the product: the first is the wrapper itself. */
function isProducts(stack = ''): boolean {
  const caller = stack.split('\n')[2] ?? '';
  return PRODUCT.some((folder) => caller.includes(folder));
}

/** What a transaction has written so far: tables of which rows changed, and the records that its audit rows name. */
interface Seen {
  readonly tables: Set<string>;
  readonly entities: Set<unknown>;
}

const WRITING = /^\s*(?:with\b.*?\)\s*)?(?:insert(?: or \w+)? into|update|delete from)\s+["`]?(\w+)/is;

function watch(trx: Knex.Transaction): Seen {
  const seen: Seen = { tables: new Set(), entities: new Set() };
  trx.on('query-response', (response: unknown, { sql, bindings = [] }: { sql: string; bindings?: unknown[] }) => {
    const [, table] = WRITING.exec(sql) ?? [];
    if (table === undefined) return;
    if (table === 'audit') for (const value of bindings) seen.entities.add(value);
    if (changedRows(response)) seen.tables.add(table);
  });
  return seen;
}

/** Of a statement that gives rows back, their list; else how many it changed, in each engine's own way. */
function changedRows(response: unknown): boolean {
  if (Array.isArray(response)) return response.length > 0;
  if (typeof response === 'number') return response > 0;
  const { rowCount, changes } = (response ?? {}) as { rowCount?: number; changes?: number };
  return (rowCount ?? changes ?? 1) > 0;
}

function untoldOf({ tables, entities }: Seen): string[] {
  return [...tables].filter((table) => {
    const told = TOLD_BY[table];
    if (told === undefined) throw new Error(`say who tells of the table ${table}`);
    return told !== null && !told.some((entity) => entities.has(entity));
  });
}
