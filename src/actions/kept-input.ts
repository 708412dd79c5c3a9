import type { CivilDate } from '../domain/civil-date.js';
import { CLOSURE_REASONS, type ClosureReason } from '../domain/survey-change.js';
import type { Job } from '../store/jobs.js';

/** What was done, to whom, until when or as what: a number, a day or one of a few reasons, which name nobody in words. */
export interface KeptAction {
  readonly verb: string;
  readonly operatorId?: number;
  readonly ownerId?: number;
  readonly expiresOn?: CivilDate;
  readonly dueOn?: CivilDate;
  readonly reason?: ClosureReason;
}

/** What the pages of a bulk job read of its input, under way or ended. */
export interface KeptBulkInput {
  readonly action: KeptAction;
  readonly backHref: string;
}

/** The parameters of a list's address that may hold a customer's name: the text looked up, and a page's first or last key. */
const TEXTS = ['q', 'after', 'before'];

/**
 * What an ended job keeps of its input: a bulk action its verb with what it was given, and the way back. Reasons in words, conclusions and the text that a
 * list was searched for may name people, and nothing that blanks texts (decision 23) looks for them here.
 */
export function keptInput({ kind, input }: Pick<Job, 'kind' | 'input'>): unknown {
  if (!kind.startsWith('bulk-')) return input;
  const { action, backHref } = input as KeptBulkInput;
  return { action: keptAction(action), backHref: withoutTexts(backHref) } satisfies KeptBulkInput;
}

function keptAction({ verb, operatorId, ownerId, expiresOn, dueOn, reason }: KeptAction): KeptAction {
  const coded = verb === 'close' && reason !== undefined && CLOSURE_REASONS.includes(reason);
  return {
    verb,
    ...(operatorId !== undefined && { operatorId }),
    ...(ownerId !== undefined && { ownerId }),
    ...(expiresOn !== undefined && { expiresOn }),
    ...(dueOn !== undefined && { dueOn }),
    ...(coded && { reason }),
  };
}

function withoutTexts(href: string): string {
  const [path = '', search = ''] = href.split('?', 2);
  const params = new URLSearchParams(search);
  for (const name of TEXTS) params.delete(name);
  return params.size === 0 ? path : `${path}?${params}`;
}
