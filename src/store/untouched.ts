import { allOf, type Predicate, predicate } from './predicate.js';

/** What leaves a row that names the survey: whoever finds one has found that somebody worked on it. */
const TRACES = ['extensions', 'attempts', 'draft_forms', 'executions', 'closures', 'follow_ups'] as const;

/**
 * A survey that nobody has touched (SPEC 2): no own operator, no extension, attempt, draft, live claim or follow-up, and
 * nothing that ended it and was undone since. Only such a survey is ever removed.
 */
export function untouched(now: number): Predicate {
  return allOf([
    predicate('surveys.assigned_to is null'),
    ...TRACES.map((table) => predicate(`not exists (select 1 from ${table} where ${table}.survey_id = surveys.id)`)),
    predicate('not exists (select 1 from claims where claims.survey_id = surveys.id and claims.expires_at > ?)', [now]),
  ]);
}
