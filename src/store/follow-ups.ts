import type { CivilDate } from '../domain/civil-date.js';
import type { Ending, FollowUpFacts, FollowUpKind } from '../domain/follow-up.js';
import type { CleanEnding } from '../domain/follow-up-form.js';
import { dialectOf, type Queryable } from './dialect.js';
import type { Predicate } from './predicate.js';
import { takeUpSignals } from './signals.js';

/** Where a follow-up comes from: an answer and so a survey and its sale, one of them, or the customer alone. */
export interface FollowUpOrigin {
  readonly customerId: number;
  readonly saleId: number | null;
  readonly surveyId: number | null;
  readonly answerId: number | null;
}

export interface NewFollowUp extends FollowUpOrigin {
  readonly kind: FollowUpKind;
  readonly ownerId: number;
  readonly priority: number;
  readonly dueOn: CivilDate;
  readonly text: string;
  readonly by: number;
  readonly at: number;
  readonly on: CivilDate;
  /** Sent again it opens nothing more; null for one that its answer tells apart. */
  readonly formKey: string | null;
}

/** A follow-up as far as it decides what can be done with it. */
export interface HeldFollowUp extends FollowUpFacts, FollowUpOrigin {
  readonly id: number;
  readonly ownerId: number;
  readonly priority: number;
  readonly dueOn: CivilDate;
  readonly text: string;
  readonly conclusion: string;
  readonly version: number;
}

/** Adds a follow-up; `added` is false when its answer or its form has opened one before, which is then given. */
export async function insertFollowUp(trx: Queryable, one: NewFollowUp): Promise<{ id: number; added: boolean }> {
  const copies = await copiesFor(trx, one);
  const rows = await trx('follow_ups')
    .insert({
      kind: one.kind,
      survey_id: one.surveyId,
      answer_id: one.answerId,
      sale_id: one.saleId,
      ...copies,
      owner_id: one.ownerId,
      priority: one.priority,
      due_on: one.dueOn,
      text: one.text,
      opened_by: one.by,
      opened_at: one.at,
      opened_on: one.on,
      form_key: one.formKey,
    })
    .onConflict()
    .ignore()
    .returning('id');
  if (rows[0] !== undefined) {
    if (one.surveyId !== null) await takeUpSignals(trx, [rows[0].id]);
    return { id: rows[0].id, added: true };
  }
  const before = one.answerId === null ? { form_key: one.formKey } : { answer_id: one.answerId };
  const { id } = await trx('follow_ups').where(before).first('id');
  return { id, added: false };
}

/**
 * One that says the same, as urgent, for the same owner and from the same place, and has not ended; null when there is
 * none. Due on any day where `dueOn` is null.
 */
export async function findOpenAlike(
  q: Queryable,
  one: FollowUpOrigin & Pick<NewFollowUp, 'kind' | 'ownerId' | 'priority' | 'text'> & { dueOn: CivilDate | null },
): Promise<number | null> {
  const { surveyId: survey_id, saleId: sale_id, customerId: customer_id, ownerId: owner_id, dueOn: due_on } = one;
  const { kind, priority, text } = one;
  const row = await q('follow_ups')
    .where({ customer_id, sale_id, survey_id, kind, owner_id, priority, text, ended_at: null })
    .where(due_on === null ? {} : { due_on })
    .orderBy('id')
    .first('id');
  return row?.id ?? null;
}

/** Whether a follow-up, which there is, was ended. */
export async function hasEnded(q: Queryable, id: number): Promise<boolean> {
  return (await q('follow_ups').where({ id }).first('ended_at')).ended_at !== null;
}

/**
 * What lists look at of the sale and the customer, which foreign keys carry along from here on (decision 0035). They are
 * held only as such a key would hold them: what changes nothing of this, a cancellation, goes on beside it.
 */
async function copiesFor(trx: Queryable, { saleId, customerId }: FollowUpOrigin): Promise<object> {
  const copies = ['city_key', 'has_phone'];
  const ofSale = ['customer_id', 'seller_id', 'product_id', 'closed_on', ...copies];
  const query =
    saleId === null
      ? trx('customers')
          .where({ id: customerId })
          .first('id as customer_id', ...copies)
      : trx('sales')
          .where({ id: saleId })
          .first(...ofSale);
  if (dialectOf(trx) === 'postgres') query.forKeyShare();
  return query;
}

/** Reads those of a list that the scope (who asks) covers, by id, and holds them until the transaction ends. */
export async function lockFollowUps(trx: Queryable, ids: readonly number[], scope: Predicate): Promise<HeldFollowUp[]> {
  const query = trx('follow_ups')
    .whereIn('id', [...ids])
    .whereRaw(scope.sql, [...scope.bindings])
    .orderBy('id')
    .select('follow_ups.*');
  if (dialectOf(trx) === 'postgres') query.forUpdate();
  return (await query).map(toHeld);
}

/** The columns that what is done with a follow-up writes. */
export interface FollowUpChange {
  readonly kind?: FollowUpKind;
  readonly ownerId?: number;
  readonly priority?: number;
  readonly dueOn?: CivilDate;
  readonly text?: string;
  readonly started?: Moment;
  readonly ended?: Moment & CleanEnding & { readonly ending: Ending; readonly on: CivilDate };
  readonly reopened?: true;
}

interface Moment {
  readonly by: number;
  readonly at: number;
}

/** Writes to follow-ups that are held; each gets another version. */
export async function updateFollowUps(trx: Queryable, ids: readonly number[], change: FollowUpChange): Promise<void> {
  const { kind, ownerId: owner_id, priority, dueOn: due_on, text, started, ended, reopened } = change;
  const columns = {
    ...{ kind, owner_id, priority, due_on, text },
    ...(started && { started_at: started.at, started_by: started.by }),
    ...(ended && { ...endingColumns(ended) }),
    ...(reopened && NOT_ENDED),
  };
  const written = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  await trx('follow_ups')
    .whereIn('id', [...ids])
    .update({ ...written, version: trx.raw('version + 1') });
  if (kind !== undefined) await takeUpSignals(trx, ids);
}

const NOT_ENDED = {
  ended_at: null,
  ended_by: null,
  ended_on: null,
  ending: null,
  conclusion: '',
  won_cents: null,
  won_product_id: null,
  won_sale_id: null,
};

function endingColumns({ at, by, on, ending, conclusion, won }: NonNullable<FollowUpChange['ended']>) {
  return {
    ended_at: at,
    ended_by: by,
    ended_on: on,
    ending,
    conclusion,
    won_cents: won?.cents ?? null,
    won_product_id: won?.productId ?? null,
    won_sale_id: won?.saleId ?? null,
  };
}

/** Adds a comment; one form adds one. */
export async function insertFollowUpComment(
  trx: Queryable,
  comment: { followUpId: number; text: string; by: number; at: number; formKey: string },
): Promise<boolean> {
  const { followUpId: follow_up_id, text, by: written_by, at: written_at, formKey: form_key } = comment;
  const rows = await trx('follow_up_comments')
    .insert({ follow_up_id, text, written_by, written_at, form_key })
    .onConflict('form_key')
    .ignore()
    .returning('id');
  return rows.length > 0;
}

/** The last comment on a follow-up; null when there is none. */
export async function findLastComment(
  q: Queryable,
  followUpId: number,
): Promise<{ readonly text: string; readonly by: number; readonly at: number } | null> {
  const row = await q('follow_up_comments').where({ follow_up_id: followUpId }).orderBy('id', 'desc').first();
  return row === undefined ? null : { text: row.text, by: row.written_by, at: row.written_at };
}

export function toHeld(row: {
  id: number;
  kind: FollowUpKind;
  survey_id: number | null;
  answer_id: number | null;
  sale_id: number | null;
  customer_id: number;
  owner_id: number;
  priority: number;
  due_on: string;
  text: string;
  started_at: number | null;
  ending: Ending | null;
  conclusion: string;
  version: number;
}): HeldFollowUp {
  return {
    id: row.id,
    kind: row.kind,
    surveyId: row.survey_id,
    answerId: row.answer_id,
    saleId: row.sale_id,
    customerId: row.customer_id,
    ownerId: row.owner_id,
    priority: row.priority,
    dueOn: row.due_on,
    text: row.text,
    startedAt: row.started_at,
    ending: row.ending,
    conclusion: row.conclusion,
    version: row.version,
  };
}
