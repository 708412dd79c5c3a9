import type { CivilDate } from '../domain/civil-date.js';
import { blockedClosings, type ClosingDays } from '../domain/own-survey.js';
import type { Queryable } from './dialect.js';
import type { Page } from './key-paging.js';
import { listPolicies } from './policies.js';
import { allOf, anyOf, not, type Predicate, predicate } from './predicate.js';
import { select } from './statements.js';
import { listSurveys } from './survey-list.js';
import { hasStatus } from './survey-predicates.js';
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
  return anyOf(Object.values(waitingParts(blocked)));
}

/** The same in three, of which never two hold at once: each has an index of its own. */
function waitingParts(blocked: readonly ClosingDays[]): Record<'given' | 'bare' | 'sole', Predicate> {
  const own = closedIn(blocked);
  const able = (user: string) => allOf([predicate(ABLE), not(allOf([predicate(`${user} = surveys.seller_id`), own]))]);
  const none = (from: string, where: Predicate) =>
    predicate(`not exists (select 1 from ${from} and ${where.sql})`, where.bindings);
  const noOperator = none(`${OPERATORS} where rule_operators.rule_id = surveys.rule_id`, able('users.id'));
  const noSeller = none(
    'users where users.id = surveys.seller_id and surveys.rule_id in (select id from rules where seller_runs)',
    able('users.id'),
  );
  // Nobody is kept off where no policy blocks: only who cannot sign in is looked for.
  const among = blocked.length === 0 ? `select id from users where not (${ABLE})` : 'select id from users';
  const given = predicate(`surveys.assigned_to in (${among})`, [], { key: 'assigned_to', share: 0.02, ordered: false });
  const nobodys = predicate('surveys.assigned_to is null');
  const bare = predicate(`surveys.rule_id in (${rulesOf(0)})`, [], { key: 'rule_id', share: 0.02, ordered: false });
  const seller = { key: 'seller_id', share: 0.02, ordered: false };
  // A rule with two who can run its surveys always has one who did not sell.
  const sole = predicate(`surveys.rule_id in (${rulesOf(1)}) and surveys.seller_id in (${SOLE})`, [], seller);
  return {
    given: allOf([given, none('users where users.id = surveys.assigned_to', able('users.id'))]),
    bare: allOf([nobodys, bare, noSeller]),
    sole: allOf([nobodys, sole, noOperator, noSeller]),
  };
}

const SHOWN = 50;

/** The first of the surveys to be run, now or later, that wait for nobody: a manager is to give them to somebody. */
export async function listForNobody(q: Queryable, today: CivilDate): Promise<Page<SurveyRow>> {
  const blocked = await readBlockedClosings(q);
  const { given, bare, sole } = waitingParts(blocked);
  const parts = [
    given,
    ...((await hasRuleOf(q, 0)) ? [bare] : []),
    ...(blocked.length > 0 && (await hasRuleOf(q, 1)) ? [sole] : []),
  ];
  const branches = parts.flatMap((part) =>
    [hasStatus('scheduled', today), hasStatus('due', today)].map((status) => allOf([status, part])),
  );
  const where = { ...anyOf(branches), branches };
  return listSurveys(q, where, { sort: 'expiry', descending: false, size: SHOWN, key: null });
}

const ABLE = 'users.deactivated_at is null and users.password_hash is not null';
const OPERATORS = 'rule_operators join users on users.id = rule_operators.user_id';

/** The rules of which so many operators can sign in. */
function rulesOf(count: 0 | 1): string {
  return `select rules.id from rules where (select count(*) from ${OPERATORS}
    where rule_operators.rule_id = rules.id and ${ABLE}) = ${count}`;
}

const SOLE = `select rule_operators.user_id from ${OPERATORS} where ${ABLE} and rule_operators.rule_id in (${rulesOf(1)})`;

async function hasRuleOf(q: Queryable, count: 0 | 1): Promise<boolean> {
  return (await select(q, `${rulesOf(count)} limit 1`, [])).length > 0;
}

function closedIn(days: readonly ClosingDays[]): Predicate {
  return anyOf(
    days.map(({ from, until }) =>
      until === null
        ? predicate('surveys.closed_on >= ?', [from])
        : predicate('surveys.closed_on >= ? and surveys.closed_on < ?', [from, until]),
    ),
  );
}
