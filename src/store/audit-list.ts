import type { Knex } from 'knex';
import type { AuditActor, Change } from './audit.js';
import type { Queryable } from './dialect.js';
import { type Page, type PageKey, readPage } from './key-paging.js';

/** What *Auditoria* may be narrowed to; what is absent narrows nothing. */
export interface AuditFilter {
  /** Who acted: a user, or nobody through one of the origins. */
  readonly actorId?: number;
  readonly origin?: AuditActor['origin'];
  readonly action?: string;
  readonly entity?: string;
  readonly entityId?: number;
  /** UTC epoch milliseconds: from the first, before the second. */
  readonly from?: number;
  readonly before?: number;
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
}

export const AUDIT_PAGE_SIZE = 50;

/** A page of the audit, newest first; key: [at, id]. */
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
    .whereExists(q('audit').where('actor_id', q.ref('users.id')).select('audit.id'))
    .orderBy('name_key')
    .select('id', 'name');
}

function narrowed(q: Queryable, filter: AuditFilter): Knex.QueryBuilder {
  const query = q('audit')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .select('audit.*', 'users.name as actor_name', 'audit_personal.changes as personal');
  if (filter.actorId !== undefined) query.where('audit.actor_id', filter.actorId);
  if (filter.origin !== undefined) query.where('audit.origin', filter.origin).whereNull('audit.actor_id');
  if (filter.action !== undefined) query.where('audit.action', filter.action);
  if (filter.entity !== undefined) query.where('audit.entity', filter.entity);
  if (filter.entityId !== undefined) query.where('audit.entity_id', filter.entityId);
  if (filter.from !== undefined) query.where('audit.at', '>=', filter.from);
  if (filter.before !== undefined) query.where('audit.at', '<', filter.before);
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
  };
}
