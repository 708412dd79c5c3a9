import type { Signal } from '../domain/grades.js';
import type { SignalFacts } from '../domain/signal.js';
import { dialectOf, type Queryable } from './dialect.js';
import { ANNULLED_SINCE } from './follow-up-predicates.js';
import type { Predicate } from './predicate.js';
import { select } from './statements.js';

/** A signal as far as it decides what can be done with it. */
export interface HeldSignal extends SignalFacts {
  readonly id: number;
  readonly kind: Signal;
  readonly executionId: number;
  readonly surveyId: number;
  readonly saleId: number;
  readonly customerId: number;
}

/** What takes a signal up: no follow-up that came from an execution which was annulled, since that one asked for another. */
const STANDS = `not exists (select 1 from executions where ${ANNULLED_SINCE})`;

/** The signals of an execution that is written with its answers, one for each kind; what is being followed already has its follow-up. */
export async function insertSignals(trx: Queryable, executionId: number): Promise<void> {
  const copies = 'seller_id, product_id, closed_on, customer_id, city_key, has_phone';
  await trx.raw(
    `insert into signals (execution_id, kind, survey_id, sale_id, ${copies}, executed_by, executed_on,
        sale_cancelled_at, follow_up_id)
      select executions.id, told.kind, surveys.id, surveys.sale_id, ${copies
        .split(', ')
        .map((column) => `surveys.${column}`)
        .join(', ')}, executions.executed_by, executions.executed_on, sales.cancelled_at,
        (select min(follow_ups.id) from follow_ups where follow_ups.survey_id = surveys.id
          and follow_ups.kind = told.kind and follow_ups.ended_at is null and ${STANDS})
      from (${SIGNALLED}) as told
        join executions on executions.id = ? join surveys on surveys.id = executions.survey_id
        join sales on sales.id = surveys.sale_id order by told.kind`,
    [executionId, executionId],
  );
}

const SIGNALLED = `select distinct grades.signal as kind from answers
  join grades on grades.question_version_id = answers.question_version_id and grades.position = answers.grade_position
  where answers.execution_id = ? and grades.signal is not null`;

/** Takes the signals of an execution away, which is annulled. */
export async function deleteSignals(trx: Queryable, executionId: number): Promise<void> {
  await trx('signals').where({ execution_id: executionId }).delete();
}

/** Notes of the signals of a sale when it was cancelled; null when it stands again. */
export async function setSignalsCancelled(trx: Queryable, saleId: number, at: number | null): Promise<void> {
  await trx('signals').where({ sale_id: saleId }).update({ sale_cancelled_at: at });
}

/** Notes the follow-ups, which are of these kinds now, at the signals that nobody had taken up. */
export async function takeUpSignals(trx: Queryable, followUpIds: readonly number[]): Promise<void> {
  const some = `select id from follow_ups where id in (${followUpIds.map(() => '?').join(', ')})`;
  const own = `from follow_ups where id in (${some}) and survey_id = signals.survey_id and kind = signals.kind and ${STANDS}`;
  await trx.raw(
    `update signals set follow_up_id = (select min(id) ${own})
      where follow_up_id is null and survey_id in (select survey_id from follow_ups where id in (${some}))
        and exists (select 1 ${own})`,
    [...followUpIds, ...followUpIds, ...followUpIds],
  );
}

/** The surveys of signals, by id, to be held before the signals are. */
export async function surveysOfSignals(q: Queryable, ids: readonly number[]): Promise<number[]> {
  const rows = await q('signals')
    .whereIn('id', [...ids])
    .distinct('survey_id')
    .orderBy('survey_id');
  return rows.map(({ survey_id }) => survey_id);
}

/** Reads those of a list that the scope (who asks) covers, by id, and holds them until the transaction ends. */
export async function lockSignals(trx: Queryable, ids: readonly number[], scope: Predicate): Promise<HeldSignal[]> {
  const query = selectHeld(trx, ids, scope);
  if (dialectOf(trx) === 'postgres') query.forUpdate();
  return (await query).map(toHeld);
}

/** As `lockSignals`, at this moment only: for previews, which hold nobody. */
export async function findSignals(q: Queryable, ids: readonly number[], where: Predicate): Promise<HeldSignal[]> {
  return (await selectHeld(q, ids, where)).map(toHeld);
}

function selectHeld(q: Queryable, ids: readonly number[], where: Predicate) {
  return q('signals')
    .whereIn('signals.id', [...ids])
    .whereRaw(where.sql, [...where.bindings])
    .orderBy('signals.id')
    .select('signals.*');
}

function toHeld(row: {
  id: number;
  kind: Signal;
  execution_id: number;
  survey_id: number;
  sale_id: number;
  customer_id: number;
  follow_up_id: number | null;
  sale_cancelled_at: number | null;
  dismissed_at: number | null;
}): HeldSignal {
  return {
    id: row.id,
    kind: row.kind,
    executionId: row.execution_id,
    surveyId: row.survey_id,
    saleId: row.sale_id,
    customerId: row.customer_id,
    followUpId: row.follow_up_id,
    saleCancelledAt: row.sale_cancelled_at,
    dismissedAt: row.dismissed_at,
  };
}

/** Dismisses signals that are held, with a reason. */
export async function dismissSignals(
  trx: Queryable,
  ids: readonly number[],
  { by, at, reason }: { readonly by: number; readonly at: number; readonly reason: string },
): Promise<void> {
  await trx('signals')
    .whereIn('id', [...ids])
    .update({ dismissed_by: by, dismissed_at: at, reason });
}

/** Takes the dismissal of signals back that are held. */
export async function restoreSignals(trx: Queryable, ids: readonly number[]): Promise<void> {
  await trx('signals')
    .whereIn('id', [...ids])
    .update({ dismissed_by: null, dismissed_at: null, reason: '' });
}

/** The signal of what an answer of a survey's standing execution asks for; null where its grade asks for nothing. */
export async function findSignalOfAnswer(q: Queryable, surveyId: number, answerId: number): Promise<number | null> {
  const rows = await select<{ id: number }>(
    q,
    `select signals.id from answers
      join grades on grades.question_version_id = answers.question_version_id
        and grades.position = answers.grade_position
      join signals on signals.execution_id = answers.execution_id and signals.kind = grades.signal
      where answers.id = ? and signals.survey_id = ?`,
    [answerId, surveyId],
  );
  return rows[0]?.id ?? null;
}

/** An answer that a signal is of. */
export interface SignalAnswer {
  readonly signalId: number;
  readonly answerId: number;
  readonly question: string;
  readonly grade: string;
  readonly comment: string;
}

/** The answers of signals, in the order of their questions. */
export async function listSignalAnswers(q: Queryable, ids: readonly number[]): Promise<readonly SignalAnswer[]> {
  if (ids.length === 0) return [];
  return select<SignalAnswer>(
    q,
    `select signals.id as "signalId", answers.id as "answerId", answers.question_text as question,
        answers.grade_label as grade, answers.comment
      from signals join answers on answers.execution_id = signals.execution_id
        join grades on grades.question_version_id = answers.question_version_id
          and grades.position = answers.grade_position and grades.signal = signals.kind
      where signals.id in (${ids.map(() => '?').join(', ')}) order by signals.id, answers.position`,
    ids,
  );
}
