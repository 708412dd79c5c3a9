import type { EndingVerb, FollowUpRefusal } from '../domain/follow-up.js';
import {
  type CleanEnding,
  type EndingForm,
  type FollowUpForm,
  validateEnding,
  validateFollowUpEdit,
  validateFollowUpText,
  validateOwner,
} from '../domain/follow-up-form.js';
import { wasOpenedBefore } from '../domain/form-moment.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { findHeir, isCancelledSaleOf } from '../store/follow-up-origins.js';
import { mayFollow } from '../store/follow-up-predicates.js';
import { findLastComment, type HeldFollowUp, insertFollowUpComment, lockFollowUps } from '../store/follow-ups.js';
import { found } from '../store/not-found.js';
import { findProduct } from '../store/products.js';
import { keepUser } from '../store/users.js';
import { changeHeld, endingChange, type FollowUpAction } from './change-follow-ups.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { canFollow } from './open-follow-up.js';

export type WorkFollowUpRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody changed it after the page was read; nothing was written. */
  | { readonly kind: 'stale' }
  /** It was his, and was given to somebody while he had its page; nothing was written. */
  | { readonly kind: 'given-away'; readonly owner: string }
  | { readonly kind: 'not-possible'; readonly reason: FollowUpRefusal };

type Worked = Promise<Result<null, WorkFollowUpRefusal>>;

/** Which follow-up, in the version that the page showed. */
export interface ReadFollowUp {
  readonly id: number;
  readonly version: number;
}

/** Begins a follow-up: from then on it is *Em andamento*. @throws NotFoundError, as all here do, when it is not his */
export function startFollowUp(context: ActionContext, read: ReadFollowUp): Worked {
  const started = { by: actingUser(context), at: context.now };
  return work(context, read, () => ({ verb: 'start', change: { started } }));
}

/** Changes what it is about and by when. */
export function editFollowUp(context: ActionContext, read: ReadFollowUp, form: Omit<FollowUpForm, 'ownerId'>): Worked {
  return work(context, read, (_, { dueOn }) => {
    const checked = validateFollowUpEdit(form, context.today, dueOn);
    return checked.ok ? { verb: 'edit', change: checked.value } : checked.refusal;
  });
}

/** Gives it to somebody, who alone works it from then on besides the managers. */
export function assignFollowUp(context: ActionContext, read: ReadFollowUp, form: { ownerId?: string }): Worked {
  const checked = validateOwner(form);
  const assign = async (trx: Queryable): Promise<FollowUpAction | FieldErrors> => {
    if (!checked.ok) return checked.refusal;
    if (!(await canFollow(trx, checked.value.ownerId))) return [{ field: 'ownerId', message: 'inactive' }];
    return { verb: 'assign', change: checked.value };
  };
  return work(context, read, assign, checked.ok ? checked.value.ownerId : null);
}

/** Ends it, with its solution, its reason, or what was sold. */
export function endFollowUp(context: ActionContext, read: ReadFollowUp, verb: EndingVerb, form: EndingForm): Worked {
  const checked = validateEnding(verb, form);
  return work(context, read, async (trx, { customerId }) => {
    if (!checked.ok) return checked.refusal;
    const errors = await unknownIn(trx, checked.value, customerId);
    return errors.length > 0 ? errors : { verb, change: endingChange(context, verb, checked.value) };
  });
}

/** Opens it again, with a reason; what it ended with is told by its history. */
export function reopenFollowUp(context: ActionContext, read: ReadFollowUp, form: { reason?: string }): Worked {
  const checked = validateFollowUpText('reason', form.reason);
  return work(context, read, () =>
    checked.ok ? { verb: 'reopen', change: { reopened: true }, reason: checked.value.text } : checked.refusal,
  );
}

/** Whoever goes back and sends the field again, as the browser left it, does so at once. */
const AT_ONCE = 10 * 60_000;

/**
 * Adds a comment, whatever its state and version; one form adds one. The last comment's text once more, by who wrote it, is
 * that comment sent again: soon after it, or in a form that was opened before it. `added` is false where it stood there.
 */
export async function commentFollowUp(
  context: ActionContext,
  id: number,
  form: { readonly comment?: string; readonly formKey: string },
): Promise<Result<{ readonly added: boolean }, WorkFollowUpRefusal>> {
  const checked = validateFollowUpText('comment', form.comment);
  return context.db.transaction(async (trx) => {
    const held = await hold(trx, context, id);
    if (!held.ok) return held;
    if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
    const comment = { followUpId: id, text: checked.value.text, by: actingUser(context), at: context.now };
    const last = await findLastComment(trx, id);
    const same = last?.text === comment.text && last.by === comment.by;
    if (same && (context.now - last.at < AT_ONCE || wasOpenedBefore(form.formKey, last.at)))
      return ok({ added: false });
    if (!(await insertFollowUpComment(trx, { ...comment, formKey: form.formKey }))) return ok({ added: false });
    const personal = { comment: [null, comment.text] as const };
    const entry = { action: 'comment', entity: 'follow-up', entityId: id, personal };
    await insertAudit(trx, auditActor(context), context.now, [entry]);
    return ok({ added: true });
  });
}

/**
 * Holds it, and before it whom it is given to, if anybody; and does what the form comes to, or refuses with what is wrong
 * with it. A change of nothing is none.
 */
async function work(
  context: ActionContext,
  { id, version }: ReadFollowUp,
  read: (trx: Queryable, held: HeldFollowUp) => FollowUpAction | FieldErrors | Promise<FollowUpAction | FieldErrors>,
  heirId: number | null = null,
): Worked {
  return context.db.transaction(async (trx) => {
    if (heirId !== null) await keepUser(trx, heirId);
    const holding = await hold(trx, context, id);
    if (!holding.ok) return holding;
    const held = holding.value;
    // Before what is wrong with the form: its page comes back in the version that stands, with what was typed over it.
    if (held.version !== version) return refuse({ kind: 'stale' });
    const action = await read(trx, held);
    if (!('verb' in action)) return refuse({ kind: 'invalid', errors: action });
    const reason = (await changeHeld(trx, context, [held], action)).get(id) ?? null;
    return reason === null ? ok(null) : refuse({ kind: 'not-possible', reason });
  });
}

/** For how long a page may have stood open: who lost a follow-up before has no page of it. */
const OPEN_FOR = 24 * 60 * 60_000;

/** Who had it is told who has it; to anybody else there is none that is not his. */
async function hold(
  trx: Queryable,
  context: ActionContext,
  id: number,
): Promise<Result<HeldFollowUp, WorkFollowUpRefusal>> {
  const [held] = await lockFollowUps(trx, [id], mayFollow(context.actor));
  if (held !== undefined) return ok(held);
  const owner = found(await findHeir(trx, id, actingUser(context), context.now - OPEN_FOR), 'follow-up', id);
  return refuse({ kind: 'given-away', owner });
}

/** A sale that was won is the customer's own and stands, of a product that exists. */
async function unknownIn(trx: Queryable, { won }: CleanEnding, customerId: number): Promise<FieldErrors> {
  if (won === null) return [];
  const cancelled = won.saleId === null ? false : await isCancelledSaleOf(trx, won.saleId, customerId);
  const product = await findProduct(trx, won.productId);
  return [
    ...(product?.active ? [] : [{ field: 'productId', message: 'inactive' } as const]),
    ...(cancelled === null ? [{ field: 'saleId', message: 'unknownValue' } as const] : []),
    ...(cancelled ? [{ field: 'saleId', message: 'saleCancelled' } as const] : []),
  ];
}
