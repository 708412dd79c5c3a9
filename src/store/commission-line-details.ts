import type { CivilDate } from '../domain/civil-date.js';
import { groupedBy } from '../domain/grouped.js';
import { selectIn } from './batches.js';
import type { Queryable } from './dialect.js';

/** What a statement shows of a sale besides its line; all of it as it is now. */
export interface LineSale {
  readonly id: number;
  readonly customerName: string;
  readonly productId: number;
  readonly closedOn: CivilDate;
}

/** The sales of lines, by their ids. */
export async function listLineSales(q: Queryable, saleIds: Iterable<number>): Promise<Map<number, LineSale>> {
  const rows = await selectIn(saleIds, (some) =>
    q('sales')
      .join('customers', 'customers.id', 'sales.customer_id')
      .whereIn('sales.id', some)
      .select('sales.id', 'sales.product_id', 'sales.closed_on', { customer: 'customers.name' }),
  );
  const sales = rows.map((row) => ({
    id: row.id as number,
    customerName: row.customer as string,
    productId: row.product_id as number,
    closedOn: row.closed_on as CivilDate,
  }));
  return new Map(sales.map((sale) => [sale.id, sale]));
}

/** When the last of their open surveys expires, by the ids of those sales that have any. */
export async function listLastExpiries(q: Queryable, saleIds: Iterable<number>): Promise<Map<number, CivilDate>> {
  const rows = await selectIn(
    saleIds,
    (some): PromiseLike<{ sale_id: number; last: CivilDate }[]> =>
      q('surveys')
        .whereIn('sale_id', some)
        .whereNull('settled_at')
        .groupBy('sale_id')
        .select('sale_id', q.raw('max(expires_on) as last')),
  );
  return new Map(rows.map(({ sale_id, last }) => [sale_id, last]));
}

/** An execution behind a line, with its answers as they were copied. */
export interface LineExecution {
  readonly id: number;
  readonly surveyId: number;
  readonly ruleName: string;
  readonly operatorId: number;
  readonly operatorName: string;
  readonly executedOn: CivilDate;
  readonly scoreSum: number;
  readonly scoreCount: number;
  /** It was annulled, by now at least. */
  readonly annulled: boolean;
  readonly answers: readonly LineAnswer[];
}

export interface LineAnswer {
  readonly question: string;
  readonly state: 'graded' | 'not-applicable' | 'no-answer';
  readonly grade: string | null;
  readonly weight: number | null;
}

/** The executions of lines, by their ids. */
export async function listLineExecutions(q: Queryable, ids: readonly number[]): Promise<Map<number, LineExecution>> {
  const rows = await selectIn(ids, (some) =>
    q('executions')
      .join('users', 'users.id', 'executions.executed_by')
      .whereIn('executions.id', some)
      .select('executions.*', { operator: 'users.name' }),
  );
  const answers = groupedBy(
    await selectIn(ids, (some) =>
      q('answers')
        .whereIn('execution_id', some)
        .orderBy(['execution_id', 'position'])
        .select('execution_id', 'question_text', 'state', 'grade_label', 'weight'),
    ),
    (row) => row.execution_id as number,
  );
  const executions = rows.map(
    (row): LineExecution => ({
      id: row.id,
      surveyId: row.survey_id,
      ruleName: row.rule_name,
      operatorId: row.executed_by,
      operatorName: row.operator,
      executedOn: row.executed_on,
      scoreSum: row.score_sum,
      scoreCount: row.score_count,
      annulled: row.annulled_at !== null,
      answers: (answers.get(row.id) ?? []).map((answer) => ({
        question: answer.question_text,
        state: answer.state,
        grade: answer.grade_label,
        weight: answer.weight,
      })),
    }),
  );
  return new Map(executions.map((execution) => [execution.id, execution]));
}
