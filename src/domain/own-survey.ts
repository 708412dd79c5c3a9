import type { CivilDate } from './civil-date.js';
import { type PolicyVersion, versionInForce } from './commission-policy.js';

/** Days on which sales close; the last excluded, null where there is none yet. */
export interface ClosingDays {
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

/**
 * The closing dates of sales whose surveys their own seller may not run (SPEC 5): those of the months whose policy blocks
 * him, in order.
 */
export function blockedClosings(versions: readonly PolicyVersion[]): ClosingDays[] {
  const beginnings = [...new Set(versions.map(({ fromMonth }) => fromMonth))].sort();
  return beginnings.flatMap((month, index) => {
    if (versionInForce(versions, month)?.ownSurvey !== 'block') return [];
    const next = beginnings[index + 1];
    return [{ from: `${month}-01`, until: next === undefined ? null : `${next}-01` }];
  });
}

/** Whether the policy keeps the user from running a survey, since he sold what it asks about. */
export function isBlockedOwn(
  survey: { readonly sellerId: number; readonly closedOn: CivilDate },
  userId: number | null,
  blocked: readonly ClosingDays[],
): boolean {
  if (survey.sellerId !== userId) return false;
  return blocked.some(({ from, until }) => survey.closedOn >= from && (until === null || survey.closedOn < until));
}
