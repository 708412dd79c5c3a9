import type { CivilDate } from '../domain/civil-date.js';
import { dueAfter, type FollowUpKind } from '../domain/follow-up.js';
import { type FollowUpForm, validateFollowUp } from '../domain/follow-up-form.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import { lockSurvey } from '../store/claims.js';
import { holdAlone, type Queryable } from '../store/dialect.js';
import { getCustomerOrigin, getSaleOrigin, getSurveyOrigin } from '../store/follow-up-origins.js';
import { getFollowUpSettings } from '../store/follow-up-settings.js';
import { type FollowUpOrigin, findOpenAlike, hasEnded, insertFollowUp, type NewFollowUp } from '../store/follow-ups.js';
import { readCalendar } from '../store/holidays.js';
import { keepSales, keepSalesOf } from '../store/managed-surveys.js';
import { maySee } from '../store/survey-predicates.js';
import { findUser, keepUser } from '../store/users.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/** From where a follow-up is opened by hand. */
export interface OpenedFrom {
  readonly kind: 'survey' | 'sale' | 'customer';
  readonly id: number;
}

/** The follow-up that stands now; `added` is false where it had been opened before, and `ended` true where it ended since. */
export interface OpenedFollowUp {
  readonly id: number;
  readonly added: boolean;
  readonly ended: boolean;
}

/**
 * Opens a follow-up by hand (SPEC 6), once: its form key sent again, or the same words of the same kind and priority for the
 * same owner from the same place while the first has not ended (a form filled in again, in another window), give the first
 * one; not so where another due date is typed.
 * @throws NotFoundError when the survey is not the actor's to see
 */
export async function openFollowUp(
  context: ActionContext,
  from: OpenedFrom,
  form: FollowUpForm,
  formKey: string,
): Promise<Result<OpenedFollowUp, FieldErrors>> {
  const checked = validateFollowUp(form, context.today);
  return context.db.transaction(async (trx) => {
    await holdAlone(trx, from.kind, from.id);
    if (checked.ok) await keepUser(trx, checked.value.ownerId);
    const origin = await originOf(trx, context, from);
    if (!checked.ok) return checked;
    const { ownerId, ...clean } = checked.value;
    if (!(await canFollow(trx, ownerId))) return refuse([{ field: 'ownerId', message: 'inactive' }]);
    const same = await findOpenAlike(trx, { ...origin, ...clean, ownerId });
    if (same !== null) return ok({ id: same, added: false, ended: false });
    const dueOn = clean.dueOn ?? (await defaultDue(trx, context, clean.kind));
    return ok(await insertOpened(trx, context, { ...origin, ...clean, ownerId, dueOn, formKey }));
  });
}

/** The day on which a follow-up of that kind is due by itself. */
export async function defaultDue(
  q: Queryable,
  { today }: Pick<ActionContext, 'today'>,
  kind: FollowUpKind,
): Promise<CivilDate> {
  const { days } = await getFollowUpSettings(q);
  return dueAfter(today, days[kind], await readCalendar(q));
}

/** Whether follow-ups can be given to a user: he is active and can sign in, and stays so until the transaction ends. */
export async function canFollow(trx: Queryable, userId: number): Promise<boolean> {
  await keepUser(trx, userId);
  return canFollowNow(trx, userId);
}

/** As `canFollow`, at this moment only: for previews, which hold nobody. */
export async function canFollowNow(q: Queryable, userId: number): Promise<boolean> {
  return (await findUser(q, userId))?.hasAccess === true;
}

async function originOf(trx: Queryable, context: ActionContext, from: OpenedFrom): Promise<FollowUpOrigin> {
  switch (from.kind) {
    case 'survey':
      return surveyOrigin(trx, context, from.id);
    case 'sale':
      await keepSales(trx, [from.id]);
      return getSaleOrigin(trx, from.id);
    case 'customer':
      return getCustomerOrigin(trx, from.id);
  }
}

/**
 * Held, so that an untouched survey is not removed before its follow-up is written; its customer and its sale before it, as
 * who changes those takes them.
 */
export async function surveyOrigin(trx: Queryable, { actor }: ActionContext, id: number): Promise<FollowUpOrigin> {
  await keepSalesOf(trx, [id]);
  await lockSurvey(trx, id);
  return getSurveyOrigin(trx, id, maySee(actor));
}

/** Writes a follow-up that is opened, with its audit row, where its answer or its form opened none before. */
export async function insertOpened(
  trx: Queryable,
  context: ActionContext,
  opened: Omit<NewFollowUp, 'by' | 'at' | 'on'>,
): Promise<OpenedFollowUp> {
  const moment = { by: actingUser(context), at: context.now, on: context.today };
  const { id, added } = await insertFollowUp(trx, { ...opened, ...moment });
  if (!added) return { id, added, ended: await hasEnded(trx, id) };
  const { kind, ownerId, priority, dueOn, customerId, saleId, surveyId } = opened;
  const facts = { kind, ownerId, priority, dueOn, customerId, saleId, surveyId };
  const told = Object.entries(facts).filter(([, value]) => value !== null);
  const changes = Object.fromEntries(told.map(([field, value]) => [field, [null, value] as const]));
  const personal: AuditEntry['personal'] = opened.text === '' ? {} : { text: [null, opened.text] };
  const entry = { action: 'open', entity: 'follow-up', entityId: id, changes, personal };
  await insertAudit(trx, auditActor(context), context.now, [entry]);
  return { id, added, ended: false };
}
