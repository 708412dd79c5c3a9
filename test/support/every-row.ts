import { createHash } from 'node:crypto';
import type { Database } from '../../src/store/connection.js';

/**
 * A digest of every table, by its name: equal ones say that nothing was written at all. Without sessions, which looking
 * extends.
 */
export async function everyRow(
  db: Database,
  except: readonly string[] = ['sessions'],
): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of await tablesOf(db)) {
    if (except.includes(table)) continue;
    const rows = (await db.read(table)).map((row) => JSON.stringify(row)).sort();
    digests[table] = createHash('sha256').update(rows.join('\n')).digest('hex');
  }
  return digests;
}

function tablesOf(db: Database): Promise<string[]> {
  const names =
    db.dialect === 'sqlite'
      ? db.read('sqlite_schema').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%')
      : db.read('information_schema.tables').where({ table_schema: 'public', table_type: 'BASE TABLE' });
  const column = db.dialect === 'sqlite' ? 'name' : 'table_name';
  return names.orderBy(column).pluck(column);
}
