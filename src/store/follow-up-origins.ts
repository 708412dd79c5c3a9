import type { Signal } from '../domain/grades.js';
import type { Queryable } from './dialect.js';
import type { FollowUpOrigin } from './follow-ups.js';
import { found } from './not-found.js';
import type { Predicate } from './predicate.js';
import { select } from './statements.js';

/** An answer whose grade has a signal: it proposes a follow-up (SPEC 6), or has opened one. */
export interface ProposedFollowUp {
  readonly answerId: number;
  readonly kind: Signal;
  readonly question: string;
  readonly grade: string;
  readonly comment: string;
  /** Null while nobody has accepted it. */
  readonly followUpId: number | null;
}

/** What the answers of a survey's standing execution propose, in their order. */
export async function listProposedFollowUps(q: Queryable, surveyId: number): Promise<ProposedFollowUp[]> {
  const rows = await select<ProposedFollowUp>(
    q,
    `select answers.id as "answerId", grades.signal as kind, answers.question_text as question,
        answers.grade_label as grade, answers.comment, follow_ups.id as "followUpId"
      from surveys join answers on answers.execution_id = surveys.execution_id
        join grades on grades.question_version_id = answers.question_version_id
          and grades.position = answers.grade_position
        left join follow_ups on follow_ups.answer_id = answers.id
      where surveys.id = ? and grades.signal is not null order by answers.position`,
    [surveyId],
  );
  return [...rows];
}

/** A survey as the origin of a follow-up, when `scope` (who asks) covers it. @throws NotFoundError */
export async function getSurveyOrigin(q: Queryable, id: number, scope: Predicate): Promise<FollowUpOrigin> {
  const row = await q('surveys')
    .where('surveys.id', id)
    .whereRaw(scope.sql, [...scope.bindings])
    .first('customer_id', 'sale_id');
  const { customer_id, sale_id } = found(row, 'survey', id);
  return { customerId: customer_id, saleId: sale_id, surveyId: id, answerId: null };
}

/** @throws NotFoundError */
export async function getSaleOrigin(q: Queryable, id: number): Promise<FollowUpOrigin> {
  const row: { customer_id: number } | undefined = await q('sales').where({ id }).first('customer_id');
  const { customer_id } = found(row, 'sale', id);
  return { customerId: customer_id, saleId: id, surveyId: null, answerId: null };
}

/** @throws NotFoundError */
export async function getCustomerOrigin(q: Queryable, id: number): Promise<FollowUpOrigin> {
  found(await q('customers').where({ id }).first('id'), 'customer', id);
  return { customerId: id, saleId: null, surveyId: null, answerId: null };
}

/** Whether a sale is that customer's. */
export async function isSaleOf(q: Queryable, id: number, customerId: number): Promise<boolean> {
  return (await q('sales').where({ id, customer_id: customerId }).first('id')) !== undefined;
}

/** Whether the scope (who asks) covers a follow-up. */
export async function isFollowable(q: Queryable, id: number, scope: Predicate): Promise<boolean> {
  const rows = await select(q, `select id from follow_ups where id = ? and ${scope.sql}`, [id, ...scope.bindings]);
  return rows.length > 0;
}
