import { bulkFollowUps, type FollowUpSelection } from '../../src/actions/bulk-follow-ups.js';
import type { Actor } from '../../src/actions/context.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import type { FollowUpBulkAction } from '../../src/domain/follow-up-bulk.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { getJob, type Job } from '../../src/store/jobs.js';
import { acting } from './acting.js';
import { NOW, type SurveyWorld } from './survey-world.js';

/** A follow-up's facts as a test sets them. */
export type FollowUpSpec = Partial<{
  kind: string;
  owner_id: number;
  priority: number;
  due_on: string;
  text: string;
  opened_on: string;
  ended_on: string;
  won_cents: number;
  started: boolean;
  ending: 'resolved' | 'discarded' | 'won' | 'lost' | null;
}>;

/** Adds a follow-up of the survey's customer, bruno's unless said otherwise; returns its id. */
export async function addFollowUp(
  db: Database,
  { bruno, productId }: Pick<SurveyWorld, 'bruno' | 'productId'>,
  surveyId: number,
  { started = false, ending = null, ended_on = '2026-07-10', won_cents = 9_990, ...spec }: FollowUpSpec = {},
): Promise<number> {
  const origin = await originOf(db.read, surveyId);
  const moment = { ended_at: NOW, ended_on, ended_by: bruno.id };
  const [{ id }] = await db.transaction((trx) =>
    trx('follow_ups')
      .insert({
        ...{ kind: 'complaint', priority: 2, due_on: '2026-07-14', text: 'Sinal cai à noite', owner_id: bruno.id },
        ...{ survey_id: surveyId, ...origin },
        ...{ opened_by: bruno.id, opened_at: NOW, opened_on: '2026-07-10' },
        ...spec,
        ...(started && { started_at: NOW, started_by: bruno.id }),
        ...(ending && { ending, ...moment, conclusion: 'Trocado o roteador' }),
        ...(ending === 'won' && { won_cents, won_product_id: productId }),
      })
      .returning('id'),
  );
  return id;
}

/** The sale and the customer of a survey, with what a follow-up of theirs copies of them. */
export function originOf(q: Queryable, surveyId: number) {
  const copies = ['seller_id', 'product_id', 'closed_on', 'city_key', 'has_phone'] as const;
  return q('surveys')
    .where({ id: surveyId })
    .first('sale_id', 'customer_id', ...copies);
}

/** Does something with many follow-ups, as their list does it, as far as it is done at once; returns the job. */
export async function bulkOfFollowUps(
  db: Database,
  actor: Actor,
  action: FollowUpBulkAction,
  selection: FollowUpSelection | readonly number[],
  total = 1,
): Promise<Job> {
  const chosen: FollowUpSelection = 'kind' in selection ? selection : { kind: 'ids', ids: selection };
  const input = { action, selection: chosen, backHref: '/follow-ups' };
  const id = await startBulk(acting(db, actor), { key: crypto.randomUUID(), input, total }, bulkFollowUps);
  return getJob(db.read, id, null);
}
