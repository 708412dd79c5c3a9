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
  const hint = { status, today };
  switch (status) {
    case 'scheduled':
      // No survey expires before it opens: the second bound says nothing new, but lets the index by expiry be a range.
      return predicate(`${OPEN} and surveys.opens_on > ? and surveys.expires_on > ?`, [today, today], hint);
    case 'due':
      return predicate(`${OPEN} and surveys.opens_on <= ? and surveys.expires_on >= ?`, [today, today], hint);
    case 'inconsistent':
      return predicate(`${OPEN} and surveys.expires_on < ?`, [today], hint);
    case 'executed':
      return predicate("surveys.outcome = 'executed'", [], hint);
    case 'closed':
      return predicate("surveys.outcome = 'closed'", [], hint);
    case 'cancelled':
      return predicate("surveys.outcome = 'cancelled'", [], hint);
  }
}

/**
 * The surveys that have one of the statuses on `today`. Each way of being open or settled has its own partial index, and
 * an `or` across them would read the whole table: so each is looked up by itself.
 */
export function hasAnyStatus(statuses: readonly Status[], today: CivilDate): Predicate {
  const open = PENDING.filter((status) => statuses.includes(status));
  const settled = statuses.filter((status) => !PENDING.includes(status));
  const all = open.length === PENDING.length;
  const each = (all ? settled : [...open, ...settled]).map((status) => hasStatus(status, today));
  const parts = all ? [isPending(today), ...each] : each;
  const [only] = parts;
  // No status, no survey: a look-up that finds nothing, since ids begin at 1.
  if (only === undefined) return predicate('surveys.id = 0');
  return parts.length === 1 ? only : eachByItself(parts);
}

/** The surveys of several conditions, of which never two hold at once: each is looked up by itself. */
export function eachByItself(parts: readonly Predicate[]): Predicate {
  const union = predicate(
    `surveys.id in (${parts.map(({ sql }) => `select surveys.id from surveys where ${sql}`).join(' union all ')})`,
    parts.flatMap(({ bindings }) => bindings),
  );
  return { ...union, branches: parts };
}

const PENDING: readonly Status[] = ['scheduled', 'due', 'inconsistent'];

/** Open: not executed, not closed, not cancelled. */
export function isOpen(): Predicate {
  return predicate(OPEN);
}

/** Não executada: scheduled, due or inconsistent, which on every day are the open ones. */
export function isPending(today: CivilDate): Predicate {
  return predicate(OPEN, [], { status: 'open', today });
}

/** Fora do prazo: executed after the original expiry (domain/scheduler, wasLate). */
export function isLate(): Predicate {
  const late = "surveys.outcome = 'executed' and surveys.executed_on > surveys.original_expires_on";
  return predicate(late, [], { key: 'late', share: 0.05, ordered: true });
}

/** No prazo: executed by the original expiry, an extension or not. */
export function isOnTime(): Predicate {
  return predicate("surveys.outcome = 'executed' and surveys.executed_on <= surveys.original_expires_on");
}

/** The surveys that a user is responsible for (domain/permissions, isResponsible). */
export function isResponsible(userId: number): Predicate {
  return predicate(
    `surveys.assigned_to = ? or (surveys.assigned_to is null and (surveys.rule_id in (${OWN_RULES})
      or (surveys.seller_id = ? and surveys.rule_id in (${SELLERS_RULES}))))`,
    [userId, userId, userId],
    { responsible: userId },
  );
}

/** The same in three, of which never two hold at once: each has an index, which counts faster than a look at all. */
export function isResponsibleInParts(userId: number): readonly Predicate[] {
  const nobodys = 'surveys.assigned_to is null';
  return [
    predicate('surveys.assigned_to = ?', [userId], { key: 'assigned_to', share: 0.02, ordered: true }),
    predicate(`${nobodys} and surveys.rule_id in (${OWN_RULES})`, [userId], {
      key: 'rule_id',
      share: 0.3,
      ordered: false,
    }),
    predicate(
      `${nobodys} and surveys.seller_id = ? and surveys.rule_id in (${SELLERS_RULES})
        and surveys.rule_id not in (${OWN_RULES})`,
      [userId, userId],
      { key: 'seller_id', share: 0.02, ordered: true },
    ),
  ];
}

const OWN_RULES = 'select rule_id from rule_operators where user_id = ?';
const SELLERS_RULES = 'select id from rules where seller_runs';

/** The surveys of a customer's sales. */
export function ofCustomer(customerId: number): Predicate {
  return predicate('surveys.customer_id = ?', [customerId], { key: 'customer_id', share: 0, ordered: false });
}

/** The surveys whose customer has a valid phone, one in E.164; only they are offered as the next (SPEC 5). */
export function hasPhone(): Predicate {
  return predicate('surveys.has_phone');
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
