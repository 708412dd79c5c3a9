import type { CivilDate } from '../domain/civil-date.js';
import type { Score } from '../domain/score.js';
import type { Answer, FinishedSurvey } from '../domain/survey-form.js';
import { dialectOf, type Queryable } from './dialect.js';
import { deleteSignals, insertSignals } from './signals.js';

/** A survey that was run, as it is recorded: names, texts and weights are copies (SPEC 5). */
export interface NewExecution {
  /** From `reserveExecutionId`: the survey was settled with it. */
  readonly id: number;
  readonly surveyId: number;
  readonly executedBy: number;
  /** The company's civil date of finishing. */
  readonly executedOn: CivilDate;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly ruleName: string;
  readonly bySeller: boolean;
  /** One execution is recorded for it, ever. */
  readonly formKey: string;
  readonly finished: FinishedSurvey;
}

/**
 * The id that the next execution gets: a survey is settled first, and copies what settles it. On PostgreSQL it stays used
 * up when the transaction fails; on SQLite nobody else writes meanwhile.
 */
export async function reserveExecutionId(trx: Queryable): Promise<number> {
  if (dialectOf(trx) === 'postgres') {
    const { rows } = await trx.raw("select nextval(pg_get_serial_sequence('executions', 'id')) as id");
    return Number(rows[0].id);
  }
  const last = await trx('sqlite_sequence').where({ name: 'executions' }).first('seq');
  return (last?.seq ?? 0) + 1;
}

/** Records an execution with its answers, and what they signal. The caller has settled the survey with it before. */
export async function insertExecution(trx: Queryable, execution: NewExecution): Promise<void> {
  const { score, note, answers } = execution.finished;
  await trx('executions').insert({
    id: execution.id,
    survey_id: execution.surveyId,
    executed_by: execution.executedBy,
    executed_on: execution.executedOn,
    started_at: execution.startedAt,
    finished_at: execution.finishedAt,
    rule_name: execution.ruleName,
    score_sum: score.sum,
    score_count: score.count,
    by_seller: execution.bySeller,
    note,
    form_key: execution.formKey,
  });
  await trx('answers').insert(answers.map((answer, index) => toAnswerRow(execution.id, index + 1, answer)));
  await insertSignals(trx, execution.id);
}

function toAnswerRow(executionId: number, position: number, answer: Answer) {
  return {
    execution_id: executionId,
    position,
    question_version_id: answer.versionId,
    question_text: answer.questionText,
    state: answer.state,
    grade_position: answer.gradePosition,
    grade_label: answer.gradeLabel,
    weight: answer.weight,
    comment: answer.comment,
  };
}

/** The execution that a form key was used for, annulled or not; null when it was not used. */
export async function findExecutionByFormKey(
  q: Queryable,
  formKey: string,
): Promise<{ id: number; surveyId: number } | null> {
  const row = await q('executions').where({ form_key: formKey }).first('id', 'survey_id');
  return row ? { id: row.id, surveyId: row.survey_id } : null;
}

/** An execution as a page shows it. */
export interface Execution {
  readonly id: number;
  readonly by: { readonly id: number; readonly name: string };
  readonly executedOn: CivilDate;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly ruleName: string;
  readonly bySeller: boolean;
  readonly note: string;
  readonly score: Score;
  readonly annulment: { readonly by: string; readonly at: number; readonly reason: string } | null;
  readonly answers: readonly RecordedAnswer[];
}

export interface RecordedAnswer {
  readonly questionText: string;
  readonly state: Answer['state'];
  readonly gradeLabel: string | null;
  readonly weight: number | null;
  readonly comment: string;
}

/** Every execution of a survey, annulled ones too, the latest first. */
export async function listExecutions(q: Queryable, surveyId: number): Promise<Execution[]> {
  const rows = await q('executions')
    .join('users as executors', 'executors.id', 'executions.executed_by')
    .leftJoin('users as annullers', 'annullers.id', 'executions.annulled_by')
    .where({ survey_id: surveyId })
    .orderBy('executions.id', 'desc')
    .select('executions.*', 'executors.name as executor_name', 'annullers.name as annuller_name');
  const answers = await q('answers')
    .whereIn(
      'execution_id',
      rows.map((row) => row.id),
    )
    .orderBy(['execution_id', 'position']);
  return rows.map((row) => ({
    id: row.id,
    by: { id: row.executed_by, name: row.executor_name },
    executedOn: row.executed_on,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    ruleName: row.rule_name,
    bySeller: Boolean(row.by_seller),
    note: row.note,
    score: { sum: row.score_sum, count: row.score_count },
    annulment:
      row.annulled_at === null
        ? null
        : { by: row.annuller_name, at: row.annulled_at, reason: row.annulment_reason ?? '' },
    answers: answers.filter((answer) => answer.execution_id === row.id).map(toRecordedAnswer),
  }));
}

function toRecordedAnswer(row: {
  question_text: string;
  state: Answer['state'];
  grade_label: string | null;
  weight: number | null;
  comment: string;
}): RecordedAnswer {
  return {
    questionText: row.question_text,
    state: row.state,
    gradeLabel: row.grade_label,
    weight: row.weight,
    comment: row.comment,
  };
}

/** Strikes out an execution that stands, which signals nothing any more. The caller has taken the survey out of `executed` in the same transaction. */
export async function annulExecution(
  trx: Queryable,
  id: number,
  annulment: { readonly by: number; readonly at: number; readonly reason: string },
): Promise<void> {
  await trx('executions')
    .where({ id, annulled_at: null })
    .update({ annulled_at: annulment.at, annulled_by: annulment.by, annulment_reason: annulment.reason });
  await deleteSignals(trx, id);
}
