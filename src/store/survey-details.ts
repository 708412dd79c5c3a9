import type { ClosureReason } from '../domain/survey-change.js';
import type { Queryable } from './dialect.js';
import type { RecordedAnswer } from './executions.js';
import type { Predicate } from './predicate.js';
import { byTextIndex, HOWEVER_MANY } from './text-search.js';

/** What an export says of a survey besides its row of the list. */
export interface SurveyDetails {
  readonly city: string | null;
  readonly state: string | null;
  readonly ruleId: number;
  readonly attempts: number;
  /** How it was closed, of a closed one. */
  readonly closure: { readonly reason: ClosureReason; readonly note: string } | null;
  /** Of the execution that stands. */
  readonly note: string;
  readonly answers: readonly VersionAnswer[];
}

export interface VersionAnswer extends Omit<RecordedAnswer, 'questionText'> {
  readonly versionId: number;
}

/** The details of surveys by their ids, a few hundred at a time. */
export async function listSurveyDetails(q: Queryable, ids: readonly number[]): Promise<Map<number, SurveyDetails>> {
  const rows: Row[] = await q('surveys')
    .join('sales', 'sales.id', 'surveys.sale_id')
    .join('customers', 'customers.id', 'sales.customer_id')
    .leftJoin('executions', (on) =>
      on.on('executions.survey_id', 'surveys.id').andOn(q.raw('executions.annulled_at is null')),
    )
    .leftJoin('closures', (on) =>
      on.on('closures.survey_id', 'surveys.id').andOn(q.raw('closures.reopened_at is null')),
    )
    .whereIn('surveys.id', [...ids])
    .select('surveys.id', 'surveys.rule_id', 'surveys.attempt_count', 'customers.city', 'customers.state')
    .select('executions.id as execution_id', 'executions.note')
    .select('closures.reason as closure_reason', 'closures.note as closure_note');
  const executionIds = rows.flatMap(({ execution_id }) => (execution_id === null ? [] : [execution_id]));
  const answers = await answersOf(q, executionIds);
  return new Map(rows.map((row) => [row.id, toDetails(row, answers)]));
}

async function answersOf(q: Queryable, executionIds: readonly number[]): Promise<Map<number, VersionAnswer[]>> {
  const byExecution = new Map<number, VersionAnswer[]>();
  if (executionIds.length === 0) return byExecution;
  const rows: AnswerRow[] = await q('answers')
    .whereIn('execution_id', [...executionIds])
    .orderBy(['execution_id', 'position'])
    .select('execution_id', 'question_version_id', 'state', 'grade_label', 'weight', 'comment');
  for (const { execution_id, question_version_id, state, grade_label, weight, comment } of rows) {
    const answer = { versionId: question_version_id, state, gradeLabel: grade_label, weight, comment };
    const known = byExecution.get(execution_id);
    if (known === undefined) byExecution.set(execution_id, [answer]);
    else known.push(answer);
  }
  return byExecution;
}

function toDetails(row: Row, answers: ReadonlyMap<number, VersionAnswer[]>): SurveyDetails {
  const { closure_reason, closure_note } = row;
  return {
    city: row.city,
    state: row.state,
    ruleId: row.rule_id,
    attempts: row.attempt_count,
    closure: closure_reason === null ? null : { reason: closure_reason, note: closure_note ?? '' },
    note: row.note ?? '',
    answers: row.execution_id === null ? [] : (answers.get(row.execution_id) ?? []),
  };
}

interface Row {
  id: number;
  rule_id: number;
  attempt_count: number;
  city: string | null;
  state: string | null;
  execution_id: number | null;
  note: string | null;
  closure_reason: ClosureReason | null;
  closure_note: string | null;
}

interface AnswerRow {
  execution_id: number;
  question_version_id: number;
  state: VersionAnswer['state'];
  grade_label: string | null;
  weight: number | null;
  comment: string;
}

/** A version of a question that was answered. */
export interface AnsweredVersion {
  readonly versionId: number;
  readonly questionId: number;
}

/** The versions that the standing executions of these surveys answered, in the order in which the rules ask them. */
export async function listAnsweredVersions(q: Queryable, wanted: Predicate): Promise<AnsweredVersion[]> {
  const where = await byTextIndex(q, wanted, HOWEVER_MANY);
  const rows: { id: number; question_id: number }[] = await q('surveys')
    .join('executions', 'executions.survey_id', 'surveys.id')
    .join('answers', 'answers.execution_id', 'executions.id')
    .join('question_versions', 'question_versions.id', 'answers.question_version_id')
    .whereNull('executions.annulled_at')
    .whereRaw(where.sql, [...where.bindings])
    .groupBy('question_versions.id', 'question_versions.question_id')
    .orderByRaw('min(surveys.rule_id), min(answers.position), question_versions.id')
    .select('question_versions.id', 'question_versions.question_id');
  return rows.map(({ id, question_id }) => ({ versionId: id, questionId: question_id }));
}

/** Who is responsible for the surveys of each rule while they are nobody's own: names in order, and whether its sale's seller is. */
export async function listResponsibleNames(
  q: Queryable,
): Promise<Map<number, { readonly names: readonly string[]; readonly seller: boolean }>> {
  const rules: { id: number; seller_runs: boolean | number }[] = await q('rules').select('id', 'seller_runs');
  const rows: { rule_id: number; name: string }[] = await q('rule_operators')
    .join('users', 'users.id', 'rule_operators.user_id')
    .orderBy(['rule_id', 'users.name_key', 'users.id'])
    .select('rule_id', 'users.name');
  return new Map(
    rules.map(({ id, seller_runs }) => {
      const names = rows.filter((row) => row.rule_id === id).map(({ name }) => name);
      return [id, { names, seller: Boolean(seller_runs) }];
    }),
  );
}
