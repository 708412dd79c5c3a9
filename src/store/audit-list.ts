import type { Knex } from 'knex';
import type { AuditActor, Change } from './audit.js';
import type { Queryable } from './dialect.js';
import { orderOf, type Page, type PageKey, readPage } from './key-paging.js';

/** What *Auditoria* may be narrowed to; what is absent narrows nothing. */
export interface AuditFilter {
  /** Who acted: a user, or nobody through one of the origins. */
  readonly actorId?: number;
  readonly origin?: AuditActor['origin'];
  readonly action?: string;
  readonly entity?: string;
  readonly entityId?: number;
  /** UTC epoch milliseconds: from the first, which begins a quarter of an hour as days do, before the second. */
  readonly from?: number;
  readonly before?: number;
  /** All that a job did with this kind of record and action, line by line. */
  readonly ofJob?: { readonly id: number; readonly entity: string; readonly action: string };
}

/** A row of the audit. A personal field has no change here: it stands in `personal`, which is null once it was erased. */
export interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly actor: { readonly id: number; readonly name: string } | null;
  readonly origin: AuditActor['origin'];
  readonly action: string;
  readonly entity: string;
  readonly entityId: number;
  readonly changes: Readonly<Record<string, Change | null>>;
  readonly personal: Readonly<Record<string, Change>> | null;
  /** The job that wrote it, and how many rows it wrote about this kind of record and action within the period. */
  readonly job: { readonly id: number; readonly lines: number } | null;
}

export const AUDIT_PAGE_SIZE = 50;

/**
 * A page of the audit, newest first; key: [at, id]. The first line of a job within the period stands for all of one kind
 * there, unless one record's history or the job's own lines are asked for.
 */
export async function listAudit(q: Queryable, filter: AuditFilter, key: PageKey | null): Promise<Page<AuditRow>> {
  const page = await readPage<AuditRowRaw>(() => narrowed(q, filter), {
    columns: ['audit.at', 'audit.id'],
    descending: true,
    size: AUDIT_PAGE_SIZE,
    key,
    keyOf: (row) => [row.at, row.id],
  });
  return { ...page, rows: page.rows.map(toRow) };
}

/** Everybody who ever did something, by name. */
export async function listAuditActors(q: Queryable): Promise<{ id: number; name: string }[]> {
  return q('users')
    .whereExists(q('audit').where('actor_id', q.ref('users.id')).whereRaw(LISTED).select('audit.id'))
    .orderBy('name_key')
    .select('id', 'name');
}

/** What may stand for others, as the indexes say it. */
const LISTED = 'audit.listed_since is not null';

/** How many lines a row's job has of its kind within the period; null without a job. */
function linesOf(q: Queryable, { from, before }: AuditFilter): Knex.QueryBuilder {
  const line = (order: 'asc' | 'desc') => {
    const query = q({ line: 'audit' }).whereRaw(
      'line.job_id = audit.job_id and line.entity = audit.entity and line.action = audit.action',
    );
    within(query, 'line.at', { from, before });
    return query
      .orderByRaw(orderOf(['line.at', 'line.id'], order))
      .limit(1)
      .select('line.job_line');
  };
  return q.select(q.raw('? - ? + 1', [line('desc'), line('asc')]));
}

function within(
  query: Knex.QueryBuilder,
  column: string,
  { from, before }: Pick<AuditFilter, 'from' | 'before'>,
): void {
  if (from !== undefined) query.where(column, '>=', from);
  if (before !== undefined) query.where(column, '<', before);
}

function narrowed(q: Queryable, filter: AuditFilter): Knex.QueryBuilder {
  const query = q('audit')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .select(
      'audit.*',
      'users.name as actor_name',
      'audit_personal.changes as personal',
      linesOf(q, filter).as('lines'),
    );
  if (filter.ofJob !== undefined) {
    const { id, entity, action } = filter.ofJob;
    query.where({ 'audit.job_id': id, 'audit.entity': entity, 'audit.action': action });
  } else if (filter.entityId === undefined)
    query.whereRaw(LISTED).where('audit.listed_since', '<', Math.max(filter.from ?? 0, 1));
  if (filter.actorId !== undefined) query.where('audit.actor_id', filter.actorId);
  if (filter.origin !== undefined) query.where('audit.origin', filter.origin).whereNull('audit.actor_id');
  if (filter.action !== undefined) query.where('audit.action', filter.action);
  if (filter.entity !== undefined) query.where('audit.entity', filter.entity);
  if (filter.entityId !== undefined) query.where('audit.entity_id', filter.entityId);
  within(query, 'audit.at', filter);
  return query;
}

interface AuditRowRaw {
  id: number;
  at: number;
  actor_id: number | null;
  actor_name: string | null;
  origin: AuditActor['origin'];
  action: string;
  entity: string;
  entity_id: number;
  changes: string;
  personal: string | null;
  job_id: number | null;
  job_line: number;
  lines: number | null;
}

function toRow(row: AuditRowRaw): AuditRow {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
    origin: row.origin,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    changes: JSON.parse(row.changes),
    personal: row.personal === null ? null : JSON.parse(row.personal),
    job: row.job_id === null ? null : { id: row.job_id, lines: row.lines ?? 1 },
  };
}
