import {
  ENDING_OF,
  type EndingVerb,
  type FollowUpRefusal,
  type FollowUpVerb,
  refusalToFollow,
} from '../domain/follow-up.js';
import type { CleanEnding } from '../domain/follow-up-form.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { mayFollow } from '../store/follow-up-predicates.js';
import { type FollowUpChange, type HeldFollowUp, lockFollowUps, updateFollowUps } from '../store/follow-ups.js';
import type { Outcomes } from './change-surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/** What is done with follow-ups, one or many. */
export interface FollowUpAction {
  readonly verb: FollowUpVerb;
  readonly change: FollowUpChange;
  /** Why they are opened again: personal, so it stands where it can be erased. */
  readonly reason?: string;
}

/**
 * Does something with each follow-up that allows it and is the actor's to work, with its audit row, in the transaction of
 * the caller: the same for one and for many. One that is not his is missing from the outcomes.
 */
export async function changeFollowUps(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  action: FollowUpAction,
): Promise<Outcomes<FollowUpRefusal>> {
  const held = await lockFollowUps(trx, ids, mayFollow(context.actor));
  return changeHeld(trx, context, held, action);
}

/** The same with follow-ups that are held. */
export async function changeHeld(
  trx: Queryable,
  context: ActionContext,
  held: readonly HeldFollowUp[],
  { verb, change, reason }: FollowUpAction,
): Promise<Outcomes<FollowUpRefusal>> {
  const outcomes = new Map(held.map((one) => [one.id, refusalToFollow(verb, one)]));
  const changing = held.filter(({ id }) => outcomes.get(id) === null);
  if (changing.length === 0) return outcomes;
  const ids = changing.map(({ id }) => id);
  await updateFollowUps(trx, ids, change);
  const entries = changing.map(
    (one): AuditEntry => ({
      action: AUDITED[verb],
      entity: 'follow-up',
      entityId: one.id,
      changes: factsOf(one, change),
      personal: textsOf(one, change, reason),
    }),
  );
  await insertAudit(trx, auditActor(context), context.now, entries);
  return outcomes;
}

/** What ending a follow-up writes. */
export function endingChange(context: ActionContext, verb: EndingVerb, ending: CleanEnding): FollowUpChange {
  const moment = { by: actingUser(context), at: context.now, on: context.today };
  return { ended: { ...ending, ...moment, ending: ENDING_OF[verb] } };
}

const AUDITED: Record<FollowUpVerb, string> = {
  start: 'begin',
  resolve: 'resolve',
  discard: 'discard',
  win: 'win',
  lose: 'lose',
  reopen: 'reopen',
  assign: 'reassign',
  postpone: 'change',
  edit: 'change',
};

function factsOf(before: HeldFollowUp, change: FollowUpChange): AuditEntry['changes'] {
  const { kind, ownerId, priority, dueOn, ended, reopened } = change;
  const after = {
    kind,
    ownerId,
    priority,
    dueOn,
    ...(ended && { ending: ended.ending }),
    ...(reopened && { ending: null }),
  };
  const won = ended?.won;
  const facts = {
    ...after,
    ...(won && { valueCents: won.cents, productId: won.productId, saleId: won.saleId ?? undefined }),
  };
  return changesBetween<Record<string, unknown>>(
    { ...before },
    Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  );
}

function textsOf(before: HeldFollowUp, { text, ended, reopened }: FollowUpChange, reason: string | undefined) {
  const conclusion = ended?.conclusion ?? (reopened && '');
  return {
    ...(text !== undefined && text !== before.text && { text: [before.text, text] as const }),
    ...(conclusion !== undefined &&
      conclusion !== before.conclusion && { conclusion: [before.conclusion, conclusion] as const }),
    ...(reason !== undefined && { reason: [null, reason] as const }),
  };
}
