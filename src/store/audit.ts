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
  const lines = await linesOf(trx, actor.jobId, now, entries);
  const rows = entries.map(({ action, entity, entityId, changes, personal = {} }, index) => ({
    at: lines[index]?.at ?? now,
    actor_id: actor.id,
    origin: actor.origin,
    action,
    entity,
    entity_id: entityId,
    changes: JSON.stringify({ ...changes, ...namesOnly(personal), ...job }),
    job_id: actor.jobId ?? null,
    job_line: lines[index]?.line ?? null,
    listed_since: lines[index] === undefined ? 0 : lines[index].listedSince,
  }));
  const ids = await insertInOrder(trx, 'audit', rows);
  const values = entries.flatMap(({ personal = {} }, index) =>
    Object.keys(personal).length > 0 ? [{ audit_id: ids[index], changes: JSON.stringify(personal) }] : [],
  );
  await insertAll(trx, 'audit_personal', values);
}

/** A row among those of its job about the same kind of record and action. */
interface Line {
  readonly line: number;
  readonly at: number;
  readonly listedSince: number | null;
}

/**
 * The lines of a job's entries, counted on for each kind of record and action. Their times go on with their numbers, also
 * where a clock was put back meanwhile.
 */
async function linesOf(
  trx: Queryable,
  jobId: number | undefined,
  now: number,
  entries: readonly AuditEntry[],
): Promise<Line[]> {
  if (jobId === undefined) return [];
  const last = new Map<string, Pick<Line, 'line' | 'at'> | undefined>();
  for (const { entity, action } of entries) {
    const kind = `${entity} ${action}`;
    if (last.has(kind)) continue;
    const newest = [
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ];
    const row = await trx('audit').where({ job_id: jobId, entity, action }).orderBy(newest).first('job_line', 'at');
    last.set(kind, row && { line: row.job_line, at: row.at });
  }
  return entries.map(({ entity, action }) => {
    const kind = `${entity} ${action}`;
    const line = lineAfter(last.get(kind), now);
    last.set(kind, line);
    return line;
  });
}

/** Days begin with a quarter of an hour in every zone: a period begins with one. */
const QUARTER_HOUR = 15 * 60_000;

/**
 * A period that began after the first line of a job has the job's first line from then on stand for what follows, which is
 * the first one of its quarter of an hour: that line is listed where the one before it is outside.
 */
function lineAfter(last: Pick<Line, 'line' | 'at'> | undefined, now: number): Line {
  if (last === undefined) return { line: 1, at: now, listedSince: 0 };
  const at = Math.max(now, last.at);
  const first = Math.floor(last.at / QUARTER_HOUR) < Math.floor(at / QUARTER_HOUR);
  return { line: last.line + 1, at, listedSince: first ? last.at : null };
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

/** What is written of a record without another version of it. */
const NO_VERSION = ['plan', 'reconfigure', 'change-password', 'reset-password'];

/** What a user changes of himself without another version: language and theme. */
const PREFERENCES = new Set(['locale', 'theme']);

/** More versions than anybody's page misses. */
const MOST_VERSIONS = 100;

/** Who made the last versions of a record, the latest first; null where it was no user. */
export async function listVersionActors(
  q: Queryable,
  { entity, entityId }: Pick<AuditEntry, 'entity' | 'entityId'>,
  versions: number,
): Promise<(number | null)[]> {
  const rows: { changes: string; actor_id: number | null }[] = await q('audit')
    .where({ entity, entity_id: entityId })
    .whereNotIn('action', NO_VERSION)
    .orderBy('id', 'desc')
    .limit(MOST_VERSIONS)
    .select('changes', 'actor_id');
  const made = rows.filter(({ changes }) => {
    const fields = Object.keys(JSON.parse(changes));
    return entity !== 'user' || fields.length === 0 || fields.some((field) => !PREFERENCES.has(field));
  });
  return made.slice(0, versions).map(({ actor_id }) => actor_id);
}
