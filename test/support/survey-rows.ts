import { addDays, dateAt, daysBetween, laterOf } from '../../src/domain/civil-date.js';
import type { Outcome } from '../../src/domain/scheduler.js';
import type { Score } from '../../src/domain/score.js';
import { nameKey, searchText } from '../../src/domain/text.js';
import type { Queryable } from '../../src/store/dialect.js';
import { reserveExecutionId } from '../../src/store/executions.js';
import { allOf } from '../../src/store/predicate.js';
import { settleSurvey } from '../../src/store/surveys.js';
import { NOW } from './app.js';

/** The civil date of `NOW`. */
export const TODAY = '2026-07-10';

/** A sale with one survey, as a test wants it. */
export interface SurveySpec {
  customer: string;
  phone: string | null;
  document: string | null;
  externalId: string | null;
  closedOn: string;
  startDays: number;
  expiryDays: number;
  extendedTo: string | null;
  sellerId: number;
  productId: number;
  ruleId: number;
  assignedTo: number | null;
  outcome: Outcome | null;
  /** At the hour of `NOW` on the day of execution unless said otherwise. */
  settledAt: number;
  /** Of an executed one. */
  executedBy: number;
  executedOn: string;
  score?: Score;
}

/** Adds a customer, his sale and its survey, in the state that the test wants; returns the survey's id. */
export async function insertSurvey(trx: Queryable, spec: SurveySpec): Promise<number> {
  const { closed_on, ...sale } = await insertSale(trx, spec);
  const opensOn = addDays(closed_on, spec.startDays);
  const expiresOn = addDays(opensOn, spec.expiryDays);
  const survey = {
    ...sale,
    closed_on,
    rule_id: spec.ruleId,
    opens_on: opensOn,
    original_expires_on: expiresOn,
    expires_on: laterOf(expiresOn, spec.extendedTo ?? expiresOn),
    assigned_to: spec.assignedTo,
    ...(spec.outcome !== null && spec.outcome !== 'executed' && { outcome: spec.outcome, settled_at: spec.settledAt }),
  };
  const [{ id }] = await trx('surveys').insert(survey).returning('id');
  if (spec.outcome === 'executed') await execute(trx, id, spec);
  if (spec.outcome === 'closed')
    await trx('closures').insert({
      survey_id: id,
      reason: 'refused',
      closed_by: spec.executedBy,
      closed_at: spec.settledAt,
      closed_on: dateAt(spec.settledAt, 'America/Sao_Paulo'),
    });
  return id;
}

/** The instant of `NOW`'s hour on another day. */
export function hourOf(day: string): number {
  return NOW + daysBetween(TODAY, day) * 86_400_000;
}

async function insertSale(trx: Queryable, spec: SurveySpec) {
  const [{ id: customer_id }] = await trx('customers')
    .insert({
      name: spec.customer,
      name_key: nameKey(spec.customer),
      phone1: spec.phone,
      document: spec.document,
      search_text: searchText([spec.customer, spec.phone, spec.document]),
      created_at: NOW,
    })
    .returning('id');
  const copies = await trx('customers').where({ id: customer_id }).first('city_key', 'has_phone');
  const copied = {
    customer_id,
    ...copies,
    seller_id: spec.sellerId,
    product_id: spec.productId,
    closed_on: spec.closedOn,
  };
  const cancelled =
    spec.outcome === 'cancelled'
      ? { cancelled_on: spec.closedOn, cancelled_at: spec.settledAt, commission_reversed: true }
      : {};
  const ids = { external_id: spec.externalId, external_key: nameKey(spec.externalId ?? '') };
  const sale = { value_cents: 9990, origin: 'form', recorded_at: NOW, ...ids };
  const [{ id }] = await trx('sales')
    .insert({ ...sale, ...copied, ...cancelled })
    .returning('id');
  return { sale_id: id, ...copied };
}

let keys = 0;

/** Settles the survey with an execution, whose facts it copies. */
async function execute(trx: Queryable, surveyId: number, spec: SurveySpec): Promise<void> {
  const id = await reserveExecutionId(trx);
  const { executedBy, executedOn, score = { sum: 50, count: 2 } } = spec;
  await settleSurvey(trx, surveyId, { executionId: id, executedBy, executedOn, score }, spec.settledAt, allOf([]));
  await trx('executions').insert({
    id,
    survey_id: surveyId,
    executed_by: executedBy,
    executed_on: executedOn,
    started_at: spec.settledAt,
    finished_at: spec.settledAt,
    rule_name: 'Instalação',
    score_sum: score.sum,
    score_count: score.count,
    by_seller: spec.executedBy === spec.sellerId,
    form_key: `seeded-${++keys}`,
  });
}
