import type { CivilDate } from './civil-date.js';
import type { SurveyFacts } from './scheduler.js';

/** What an attempt proposed to managers (SPEC 5), as far as it says what became of it. */
export interface Proposed {
  readonly kind: 'closing' | 'extension';
  /** Of an extension: the day that it needs. */
  readonly expiresOn: CivilDate | null;
  /** Null while nobody decided. */
  readonly decision: 'accepted' | 'dismissed' | null;
}

/** Where a proposal stands: `expiry`: the survey expires late enough without it. */
export type ProposalFate =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'overtaken'; readonly by: 'executed' | 'closed' | 'cancelled' | 'expiry' };

/**
 * What became of a proposal. One that nothing is left of is overtaken, and not stored as such: an execution that is annulled
 * or a date that is corrected back lets it wait again. The list of those that wait says the same in SQL (store/proposals).
 */
export function proposalFate(proposed: Proposed, survey: Pick<SurveyFacts, 'outcome' | 'expiresOn'>): ProposalFate {
  if (proposed.decision !== null) return { kind: proposed.decision };
  if (survey.outcome !== null) return { kind: 'overtaken', by: survey.outcome };
  if (proposed.expiresOn !== null && proposed.expiresOn <= survey.expiresOn) return { kind: 'overtaken', by: 'expiry' };
  return { kind: 'waiting' };
}
