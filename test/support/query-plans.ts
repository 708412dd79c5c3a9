import type { Knex } from 'knex';
import type { Database } from '../../src/store/connection.js';

/** A step of a plan: which table it reads and how, or that it sorts. */
export interface Step {
  readonly text: string;
  /** The table that is read in full, whatever the engine calls that. */
  readonly scanned: string | null;
  readonly sorts: boolean;
}

/**
 * The plans of every statement that `run` sends. PostgreSQL reads and sorts a test's few rows in full, and is right: there
 * both are forbidden as long as there is another way, so that what is left shows where no index could help.
 */
export async function plansOf(db: Database, run: () => Promise<unknown>): Promise<Step[]> {
  const sent: { sql: string; bindings: readonly Knex.RawBinding[] }[] = [];
  const listen = (query: { sql: string; bindings: readonly Knex.RawBinding[] }) => sent.push(query);
  db.read.on('query', listen);
  await run();
  db.read.off('query', listen);
  const plans = [];
  for (const { sql, bindings } of sent)
    plans.push(await (db.dialect === 'sqlite' ? onSqlite(db, sql, bindings) : onPostgres(db, sql, bindings)));
  return plans.flat();
}

type Explain = (db: Database, sql: string, bindings: readonly Knex.RawBinding[]) => Promise<Step[]>;

const onSqlite: Explain = async (db, sql, bindings) => {
  const steps: { detail: string }[] = await db.read.raw(`explain query plan ${sql}`, [...bindings]);
  return steps.map(({ detail }) => ({
    text: detail,
    scanned: /^SCAN (\w+)$/.exec(detail)?.[1] ?? null,
    sorts: /USE TEMP B-TREE FOR .*ORDER BY/.test(detail),
  }));
};

const onPostgres: Explain = (db, sql, bindings) =>
  db.transaction(async (trx) => {
    for (const way of ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin'])
      await trx.raw(`set local enable_${way} = off`);
    // Knex has numbered its own already, one after the other.
    const { rows } = await trx.raw(`explain (format json) ${sql.replace(/\$\d+/g, '?')}`, [...bindings]);
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan).map((node) => ({
      text: `${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Index Name'] ?? ''}`,
      scanned: node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? null) : null,
      sorts: node['Node Type'].includes('Sort'),
    }));
  });

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
