import type { Queryable } from './dialect.js';
import { boundedDue } from './due-bound.js';
import { chosenBy, merged, type Statement } from './index-reading.js';
import type { Stretch } from './key-paging.js';
import { type Hint, type Predicate, partWith, withPart } from './predicate.js';
import { columnOf, ORDERS, type SurveySort, statusAsked } from './survey-order.js';
import { planFor } from './survey-plan.js';
import { hasStatus } from './survey-predicates.js';

/** Selects the ids and sort keys of a stretch of the list of `where`. */
export function chosen(
  q: Queryable,
  where: Predicate,
  { sort, count }: { readonly sort: SurveySort; readonly count?: number | undefined },
  stretch: Stretch,
): Statement {
  const { join, shared } = ORDERS[sort];
  const each = branchesBy(sort, where).flatMap((branch) => {
    const plan = planFor(branch, { sort, size: stretch.limit, count });
    const ordered = { table: 'surveys', column: columnOf(sort, statusAsked(branch)), join, shared } as const;
    return chosenBy(q, boundedDue(q, branch), ordered, plan, stretch);
  });
  return merged(each, stretch);
}

/** The statuses of which each is read by itself; by status, those of open surveys too. */
function branchesBy(sort: SurveySort, where: Predicate): readonly Predicate[] {
  const branches = where.branches ?? [where];
  if (sort !== 'status') return branches;
  return branches.flatMap((branch) => {
    const open = partWith(branch, isOpenStatus);
    if (open === undefined) return [branch];
    return OPEN_STATUSES.map((status) => withPart(branch, open, hasStatus(status, open.hint.today)));
  });
}

const OPEN_STATUSES = ['scheduled', 'due', 'inconsistent'] as const;

function isOpenStatus(hint: Hint): hint is Extract<Hint, { status: unknown }> {
  return 'status' in hint && hint.status === 'open';
}
