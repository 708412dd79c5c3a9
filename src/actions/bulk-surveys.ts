import type { BulkAction, SkipReason } from '../domain/bulk.js';
import type { Queryable } from '../store/dialect.js';
import { type Listed, stillListed, type WalkKey, walkListed } from '../store/selected-surveys.js';
import * as bulk from './bulk-job.js';
import type { Outcomes } from './change-surveys.js';
import { closeSurveysIn } from './close-survey.js';
import type { ActionContext } from './context.js';
import { extendSurveysIn } from './extend-survey.js';
import { reassignSurveysIn, takeSurveysBackIn } from './reassign-survey.js';
import { releaseSurveysIn } from './release-claim.js';
import { reopenSurveysIn } from './reopen-survey.js';
import type { JobKind } from './run-job.js';

/** The surveys that were chosen: one by one, or all that a panel lists. */
export type Selection = bulk.Selection<Listed>;

/** What a bulk job is asked to do with surveys. */
export type BulkInput = bulk.BulkInput<BulkAction, Listed>;

const SURVEYS: bulk.BulkRecords<BulkAction, Listed, WalkKey> = {
  kind: 'bulk-surveys',
  needs: 'manageSurveys',
  async walk(q, listed, key, size) {
    const { surveys, next } = await walkListed(q, listed, key, size);
    return { ids: surveys.map(({ id }) => id), next };
  },
  stillListed,
  change,
};

/** Does one of the managers' actions with many surveys. */
export function bulkSurveysBy(portions: bulk.Portions): JobKind {
  return bulk.bulkJob(SURVEYS, portions);
}

export const bulkSurveys = bulkSurveysBy(bulk.SHORT);

function change(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  action: BulkAction,
): Promise<Outcomes<SkipReason>> {
  switch (action.verb) {
    case 'extend':
      return extendSurveysIn(trx, context, ids, action);
    case 'close':
      return closeSurveysIn(trx, context, ids, action);
    case 'reassign':
      return reassignSurveysIn(trx, context, ids, action);
    case 'take-back':
      return takeSurveysBackIn(trx, context, ids);
    case 'release':
      return releaseSurveysIn(trx, context, ids);
    case 'reopen':
      return reopenSurveysIn(trx, context, ids, action);
  }
}
