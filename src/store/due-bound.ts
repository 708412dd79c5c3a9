import { dialectOf, type Queryable } from './dialect.js';
import { allOf, type Predicate, predicate } from './predicate.js';

/**
 * The same surveys, with a latest expiry where only due ones are asked for. A due survey has opened, so it expires no
 * later than the longest window after today, or is one that a manager extended: two look-ups in indexes of their own, which
 * keep a walk by expiry off the many scheduled surveys behind the last due one.
 */
export function boundedDue(q: Queryable, where: Predicate): Predicate {
  for (const { hint } of [where, ...(where.parts ?? [])])
    if (hint !== undefined && 'status' in hint && hint.status === 'due')
      return allOf([where, predicate(BOUNDS[dialectOf(q)], [hint.today, hint.today])]);
  return where;
}

const WINDOWS = 'from surveys as known where known.settled_at is null';

const EXTENDED = `select max(extended.expires_on) from surveys as extended where extended.settled_at is null
  and extended.expires_on > extended.original_expires_on and extended.opens_on <= ?`;

const BOUNDS = {
  sqlite: `surveys.expires_on <= max(coalesce(date(?, (
      select max(julianday(known.original_expires_on) - julianday(known.opens_on)) ${WINDOWS}) || ' days'), ''),
    coalesce((${EXTENDED}), ''))`,
  postgres: `surveys.expires_on <= greatest(
    cast(? as date) + (select max(known.original_expires_on - known.opens_on) ${WINDOWS}), (${EXTENDED}))`,
};
