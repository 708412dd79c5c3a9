import { insertAll, insertInOrder } from './batches.js';
import type { Queryable } from './dialect.js';

/** Who acts: a user, or nobody signed in (a command, the set-up). */
export interface AuditActor {
  id: number | null;
  origin: 'web' | 'cli' | 'api' | 'system';
  /** The job that did it for him. */
  jobId?: number;
}

/** A changed field: its value before and after. */
export type Change = readonly [before: unknown, after: unknown];

/** One action on one aggregate, as the audit keeps it. */
export interface AuditEntry {
  action: string;
  entity: string;
  entityId: number;
  /** Fields whose values are not personal data. */
  changes?: Readonly<Record<string, Change>>;
  /** Fields that hold personal data: their names stand in the audit for good, their values where they can be erased. */
  personal?: Readonly<Record<string, Change>>;
}

/** Writes the entries in the transaction of the change that they record. Entries without any change are written too. */
export async function insertAudit(
  trx: Queryable,
  actor: AuditActor,
  now: number,
  entries: readonly AuditEntry[],
): Promise<void> {
  const job = actor.jobId === undefined ? {} : { job: [null, actor.jobId] };
  const lines = await linesOf(trx, actor.jobId, entries);
  const rows = entries.map(({ action, entity, entityId, changes, personal = {} }, index) => ({
    at: now,
    actor_id: actor.id,
    origin: actor.origin,
    action,
    entity,
    entity_id: entityId,
    changes: JSON.stringify({ ...changes, ...namesOnly(personal), ...job }),
    job_id: actor.jobId ?? null,
    job_line: lines[index] ?? null,
  }));
  const ids = await insertInOrder(trx, 'audit', rows);
  const values = entries.flatMap(({ personal = {} }, index) =>
    Object.keys(personal).length > 0 ? [{ audit_id: ids[index], changes: JSON.stringify(personal) }] : [],
  );
  await insertAll(trx, 'audit_personal', values);
}

/** The numbers of a job's entries, counted for each kind of record and action: the first one stands for all in *Auditoria*. */
async function linesOf(trx: Queryable, jobId: number | undefined, entries: readonly AuditEntry[]): Promise<number[]> {
  if (jobId === undefined) return [];
  const last = new Map<string, number>();
  for (const { entity, action } of entries) {
    const kind = `${entity} ${action}`;
    if (last.has(kind)) continue;
    const [row] = await trx('audit').where({ job_id: jobId, entity, action }).max({ line: 'job_line' });
    last.set(kind, row?.line ?? 0);
  }
  return entries.map(({ entity, action }) => {
    const line = (last.get(`${entity} ${action}`) ?? 0) + 1;
    last.set(`${entity} ${action}`, line);
    return line;
  });
}

function namesOnly(personal: NonNullable<AuditEntry['personal']>): Record<string, null> {
  return Object.fromEntries(Object.keys(personal).map((field) => [field, null]));
}

/**
 * The fields of `after` that differ from `before`, as the audit wants them; a field that `before` lacks counts as null.
 * Arrays and objects compare by content.
 */
export function changesBetween<T extends object>(before: Partial<T> | null, after: T): Record<string, Change> {
  const changed: Record<string, Change> = {};
  for (const [field, value] of Object.entries(after)) {
    const old = (before as Record<string, unknown> | null)?.[field] ?? null;
    if (JSON.stringify(old) !== JSON.stringify(value ?? null)) changed[field] = [old, value ?? null];
  }
  return changed;
}
