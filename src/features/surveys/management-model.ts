import type { FastifyRequest } from 'fastify';
import { CLOSURE_REASONS } from '../../domain/survey-change.js';
import { closureText } from '../closure-text.js';
import type { SurveyRecord } from './load.js';
import type { Refused } from './refused.js';

type Request = Pick<FastifyRequest, 't'>;

/** What a manager may do with the survey as it stands; each form shows again what was refused in it. */
export function managementModel(request: Request, record: SurveyRecord, refused: Refused | null) {
  const { survey, executions } = record;
  const stateOf = (form: Refused['form']) => {
    const mine = refused?.form === form ? refused : null;
    return { open: mine !== null, errors: mine?.errors ?? [], typed: mine?.typed ?? {} };
  };
  const open = survey.outcome === null;
  const standing = executions.find((execution) => execution.annulment === null);
  return {
    extension: open ? stateOf('extension') : null,
    closure: open
      ? {
          ...stateOf('closure'),
          reasons: CLOSURE_REASONS.map((value) => ({ value, label: closureText(request, value) })),
        }
      : null,
    assignment: open
      ? {
          ...stateOf('assignment'),
          assigned: survey.assignee !== null,
          operators: record.operators.map(({ id, name }) => ({ value: String(id), label: name })),
          value: refused?.form === 'assignment' ? refused.typed.operatorId : String(survey.assignee?.id ?? ''),
        }
      : null,
    reopening: survey.outcome === 'closed' ? stateOf('reopening') : null,
    annulment: standing === undefined ? null : { ...stateOf('annulment'), executionId: standing.id },
  };
}
