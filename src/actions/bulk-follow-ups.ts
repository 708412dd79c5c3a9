import { validateDueDate, validateEnding, validateOwner } from '../domain/follow-up-form.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { changeFollowUps, endingChange, type FollowUpAction } from './change-follow-ups.js';
import type { ActionContext } from './context.js';
import { canFollow } from './open-follow-up.js';

/** More are done in parts: all of one go stand in one transaction. */
export const MOST_AT_ONCE = 2_000;

/** What is asked to be done with many, and the form of it. */
export interface BulkFollowUps {
  readonly verb: 'assign' | 'postpone' | 'discard';
  readonly form: { readonly ownerId?: string; readonly dueOn?: string; readonly conclusion?: string };
}

/** Does it with each that allows it and is the actor's to work, all or none of them; says how many were left as they were. */
export async function bulkFollowUps(
  context: ActionContext,
  ids: readonly number[],
  asked: BulkFollowUps,
): Promise<Result<{ readonly done: number; readonly left: number }, FieldErrors>> {
  const action = readAction(context, asked);
  if (!action.ok) return action;
  const { verb, change } = action.value;
  return context.db.transaction(async (trx) => {
    if (verb === 'assign' && !(await canFollow(trx, change.ownerId ?? 0)))
      return refuse([{ field: 'ownerId', message: 'inactive' }]);
    let done = 0;
    for (let at = 0; at < ids.length; at += AT_A_TIME) {
      const outcomes = await changeFollowUps(trx, context, ids.slice(at, at + AT_A_TIME), action.value);
      done += [...outcomes.values()].filter((reason) => reason === null).length;
    }
    return ok({ done, left: ids.length - done });
  });
}

const AT_A_TIME = 200;

function readAction(context: ActionContext, { verb, form }: BulkFollowUps): Result<FollowUpAction, FieldErrors> {
  switch (verb) {
    case 'assign': {
      const owner = validateOwner(form);
      return owner.ok ? ok({ verb, change: owner.value }) : owner;
    }
    case 'postpone': {
      const due = validateDueDate(form);
      return due.ok ? ok({ verb, change: due.value }) : due;
    }
    case 'discard': {
      const ending = validateEnding('discard', form);
      return ending.ok ? ok({ verb, change: endingChange(context, 'discard', ending.value) }) : ending;
    }
  }
}
