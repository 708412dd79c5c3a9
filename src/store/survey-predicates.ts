import type { CivilDate } from '../domain/civil-date.js';
import { can, type Role } from '../domain/permissions.js';
import type { Status } from '../domain/scheduler.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';

// SPEC 4 and 5 in SQL, on rows of `surveys`. The one definition that lists, counters, commands and exports share; a test
// compares it with domain/scheduler and domain/permissions on random data. `settled_at is null` and `outcome = '…'` stand
// literally because the partial indexes are chosen by them.

const OPEN = 'surveys.settled_at is null';

/** The surveys that have a status on `today`: exactly one status holds for each (domain/scheduler, statusOf). */
export function hasStatus(status: Status, today: CivilDate): Predicate {
  switch (status) {
    case 'scheduled':
      // No survey expires before it opens: the second bound says nothing new, but lets the index by expiry be a range.
      return predicate(`${OPEN} and surveys.opens_on > ? and surveys.expires_on > ?`, [today, today]);
    case 'due':
      return predicate(`${OPEN} and surveys.opens_on <= ? and surveys.expires_on >= ?`, [today, today]);
    case 'inconsistent':
      return predicate(`${OPEN} and surveys.expires_on < ?`, [today]);
    case 'executed':
      return predicate("surveys.outcome = 'executed'");
    case 'closed':
      return predicate("surveys.outcome = 'closed'");
    case 'cancelled':
      return predicate("surveys.outcome = 'cancelled'");
  }
}

/**
 * The surveys that have one of the statuses on `today`. Each way of being open or settled has its own partial index, and
 * an `or` across them would read the whole table: so each is looked up by itself.
 */
export function hasAnyStatus(statuses: readonly Status[], today: CivilDate): Predicate {
  const open = PENDING.filter((status) => statuses.includes(status));
  const settled = statuses.filter((status) => !PENDING.includes(status)).map((status) => hasStatus(status, today));
  const parts = open.length === 0 ? settled : [isOpenAs(open, today), ...settled];
  const [only] = parts;
  // No status, no survey: a look-up that finds nothing, since ids begin at 1.
  if (only === undefined) return predicate('surveys.id = 0');
  if (parts.length === 1) return only;
  return predicate(
    `surveys.id in (${parts.map(({ sql }) => `select surveys.id from surveys where ${sql}`).join(' union all ')})`,
    parts.flatMap(({ bindings }) => bindings),
  );
}

const PENDING: readonly Status[] = ['scheduled', 'due', 'inconsistent'];

function isOpenAs(statuses: readonly Status[], today: CivilDate): Predicate {
  if (statuses.length === PENDING.length) return isPending();
  const [only] = statuses;
  if (only !== undefined && statuses.length === 1) return hasStatus(only, today);
  // The condition of the partial index stands outside the `or`, where the planner sees it.
  return allOf([isOpen(), anyOf(statuses.map((status) => hasStatus(status, today)))]);
}

/** Open: not executed, not closed, not cancelled. */
export function isOpen(): Predicate {
  return predicate(OPEN);
}

/** Não executada: scheduled, due or inconsistent, which on every day are the open ones. */
export function isPending(): Predicate {
  return isOpen();
}

/** Fora do prazo: executed after the original expiry (domain/scheduler, wasLate). */
export function isLate(): Predicate {
  return predicate(`surveys.outcome = 'executed' and exists (select 1 from executions
    where executions.survey_id = surveys.id and executions.annulled_at is null
    and executions.executed_on > surveys.original_expires_on)`);
}

/** The surveys that a user is responsible for (domain/permissions, isResponsible). */
export function isResponsible(userId: number): Predicate {
  return predicate(
    `surveys.assigned_to = ? or (surveys.assigned_to is null and (
      surveys.rule_id in (select rule_id from rule_operators where user_id = ?)
      or (surveys.seller_id = ? and surveys.rule_id in (select id from rules where seller_runs))))`,
    [userId, userId, userId],
  );
}

/** The surveys of a customer's sales. */
export function ofCustomer(customerId: number): Predicate {
  return predicate('surveys.sale_id in (select id from sales where customer_id = ?)', [customerId]);
}

/** The surveys whose customer has a valid phone, which is stored in E.164; only they are offered as the next (SPEC 5). */
export function hasPhone(): Predicate {
  return predicate(`exists (select 1 from sales join customers on customers.id = sales.customer_id
    where sales.id = surveys.sale_id
    and (customers.phone1 like '+%' or customers.phone2 like '+%' or customers.phone3 like '+%'))`);
}

/** The surveys that a user executed; one whose execution was annulled is still one that he ran. */
export function wasRunBy(userId: number): Predicate {
  return predicate('surveys.id in (select survey_id from executions where executed_by = ?)', [userId]);
}

/** Who looks: a user, or a command (null), which belongs to nobody and needs a manager's role to see anything. */
export interface Viewer {
  readonly id: number | null;
  readonly role: Role;
}

/** The surveys that somebody may run: every one for managers, else those he is responsible for (SPEC 1). */
export function mayRun(viewer: Viewer): Predicate {
  if (can(viewer.role, 'seeEverySurvey')) return allOf([]);
  return viewer.id === null ? anyOf([]) : isResponsible(viewer.id);
}

/** The surveys that somebody may see: those he may run, and those he ran (SPEC 1). Any other is a 404 to him. */
export function maySee(viewer: Viewer): Predicate {
  if (can(viewer.role, 'seeEverySurvey')) return allOf([]);
  return viewer.id === null ? anyOf([]) : anyOf([isResponsible(viewer.id), wasRunBy(viewer.id)]);
}
