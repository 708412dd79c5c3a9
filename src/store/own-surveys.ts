import type { CivilDate } from '../domain/civil-date.js';
import { blockedClosings, type ClosingDays } from '../domain/own-survey.js';
import type { Queryable } from './dialect.js';
import type { Page } from './key-paging.js';
import { listPolicies } from './policies.js';
import { allOf, anyOf, not, type Predicate, predicate } from './predicate.js';
import { listSurveys } from './survey-list.js';
import { hasAnyStatus } from './survey-predicates.js';
import type { SurveyRow } from './survey-rows.js';

// Whether a sale's own seller may run its surveys is the policy of the month in which it closed (SPEC 5): domain/own-survey
// says the same, and a test compares them.

/** The closing dates of sales whose seller may not run their surveys; by far most companies have none. */
export async function readBlockedClosings(q: Queryable): Promise<ClosingDays[]> {
  return blockedClosings(await listPolicies(q));
}

/** The surveys that the policy keeps the user from running, since he sold what they ask about. */
export function isBlockedOwn(userId: number | null, blocked: readonly ClosingDays[]): Predicate {
  return allOf([predicate('surveys.seller_id = ?', [userId ?? 0]), closedIn(blocked)]);
}

/**
 * The surveys for which nobody who is responsible can run them: he cannot sign in any more, or it is his own sale and the
 * policy blocks him. Whether they are open is for the caller to say.
 */
export function waitsForNobody(blocked: readonly ClosingDays[]): Predicate {
  const own = closedIn(blocked);
  const able = (user: string) => allOf([predicate(ABLE), not(allOf([predicate(`${user} = surveys.seller_id`), own]))]);
  const exists = (from: string, where: Predicate) =>
    predicate(`exists (select 1 from ${from} and ${where.sql})`, where.bindings);
  const assignee = exists('users where users.id = surveys.assigned_to', able('users.id'));
  const operator = exists(
    'rule_operators join users on users.id = rule_operators.user_id where rule_operators.rule_id = surveys.rule_id',
    able('users.id'),
  );
  const seller = exists(
    `users where users.id = surveys.seller_id and surveys.rule_id in (select id from rules where seller_runs)`,
    able('users.id'),
  );
  return anyOf([
    allOf([predicate('surveys.assigned_to is not null'), not(assignee)]),
    allOf([
      predicate(`surveys.assigned_to is null and surveys.rule_id in (${FEW_OPERATORS})`),
      not(operator),
      not(seller),
    ]),
  ]);
}

const SHOWN = 50;

/** The first of the surveys to be run, now or later, that wait for nobody: a manager is to give them to somebody. */
export async function listForNobody(q: Queryable, today: CivilDate): Promise<Page<SurveyRow>> {
  const where = allOf([hasAnyStatus(['scheduled', 'due'], today), waitsForNobody(await readBlockedClosings(q))]);
  return listSurveys(q, where, { sort: 'expiry', descending: false, size: SHOWN, key: null });
}

const ABLE = 'users.deactivated_at is null and users.password_hash is not null';

/** A rule with two who can run its surveys always has one who did not sell. */
const FEW_OPERATORS = `select rules.id from rules where (select count(*) from rule_operators
  join users on users.id = rule_operators.user_id where rule_operators.rule_id = rules.id and ${ABLE}) < 2`;

function closedIn(days: readonly ClosingDays[]): Predicate {
  return anyOf(
    days.map(({ from, until }) =>
      until === null
        ? predicate('surveys.closed_on >= ?', [from])
        : predicate('surveys.closed_on >= ? and surveys.closed_on < ?', [from, until]),
    ),
  );
}
