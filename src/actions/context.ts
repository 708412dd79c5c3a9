import type { CivilDate } from '../domain/civil-date.js';
import type { Role } from '../domain/permissions.js';
import type { AuditActor } from '../store/audit.js';
import type { Database } from '../store/connection.js';

/** Who acts. A command acts for nobody in particular, with an administrator's rights. */
export interface Actor {
  id: number | null;
  role: Role;
}

/** What every action gets: the database, who acts, and the one reading of the clock of this request. */
export interface ActionContext {
  db: Database;
  actor: Actor;
  origin: AuditActor['origin'];
  /** The job that this is a part of, which the actor started. */
  jobId?: number;
  /** UTC epoch milliseconds. */
  now: number;
  /** The civil date of `now` in the company's time zone. */
  today: CivilDate;
}

/** The actor as the audit names him. */
export function auditActor(context: ActionContext): AuditActor {
  const { actor, origin, jobId } = context;
  return { id: actor.id, origin, ...(jobId !== undefined && { jobId }) };
}

/** The user who acts, for what only a person does. @throws when a command asks: a bug */
export function actingUser(context: ActionContext): number {
  if (context.actor.id === null) throw new Error('only a user can do this');
  return context.actor.id;
}
