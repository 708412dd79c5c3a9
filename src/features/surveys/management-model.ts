import type { FastifyRequest } from 'fastify';
import { refusalToExecute } from '../../domain/scheduler.js';
import { CLOSURE_REASONS } from '../../domain/survey-change.js';
import { closureText } from './closure-text.js';
import type { SurveyRecord } from './load.js';
import type { Refused } from './refused.js';

type Request = Pick<FastifyRequest, 't' | 'today'>;

/** What a manager may do with the survey as it stands; each form shows again what was refused in it. */
export function managementModel(request: Request, { survey, executions }: SurveyRecord, refused: Refused | null) {
  const stateOf = (form: Refused['form']) => {
    const mine = refused?.form === form ? refused : null;
    return { open: mine !== null, errors: mine?.errors ?? [], typed: mine?.typed ?? {} };
  };
  const open = survey.outcome === null;
  const standing = executions.find((execution) => execution.annulment === null);
  const extension = stateOf('extension');
  return {
    // Nobody runs an expired survey before it is extended.
    extension: open
      ? { ...extension, open: extension.open || refusalToExecute(survey, request.today) === 'expired' }
      : null,
    closure: open
      ? {
          ...stateOf('closure'),
          reasons: CLOSURE_REASONS.map((value) => ({ value, label: closureText(request, value) })),
        }
      : null,
    reopening: survey.outcome === 'closed' ? stateOf('reopening') : null,
    annulment: standing === undefined ? null : { ...stateOf('annulment'), executionId: standing.id },
  };
}
