import { STATUSES } from '../../../src/domain/scheduler.js';
import type { Database } from '../../../src/store/connection.js';
import { hasStatus } from '../../../src/store/survey-predicates.js';
import type { ModelSurvey } from './facts.js';
import type { Life } from './model.js';
import type { Company } from './product.js';
import { WHO } from './steps.js';

/** What is compared of a survey, in the model's words. */
export function stateOf(life: Life, survey: ModelSurvey) {
  const holder = life.holder(survey);
  return {
    status: life.statusOf(survey),
    dates: [survey.opensOn, survey.expiresOn, survey.originalExpiresOn],
    assigned: survey.assigned,
    holder,
    held: holder === null ? null : [survey.claim?.since, survey.claim?.until],
    attempts: survey.attempts,
    drafted: survey.drafted,
    executions: survey.executions.map(({ by, on, stands }) => ({ by, on, stands })),
  };
}

/** The same as the database has it, after it was looked at by itself: see `faultsOf`. */
export async function readStates({ db, people }: Company, ids: readonly number[], life: Life) {
  const rows = await readRows(db, ids);
  const nameOf = (id: number | null) => WHO.find((who) => people[who].id === id) ?? null;
  const status = await statusesOf(db, ids, life.today);
  const states = ids.map((id) => {
    const survey = rows.surveys.find((one) => one.id === id);
    const claim = rows.claims.find((one) => one.survey_id === id && one.expires_at > life.now);
    return {
      status: status.get(id)?.join(),
      dates: [survey.opens_on, survey.expires_on, survey.original_expires_on],
      assigned: nameOf(survey.assigned_to),
      holder: nameOf(claim?.user_id ?? null),
      held: claim === undefined ? null : [claim.claimed_at, claim.expires_at],
      attempts: survey.attempt_count,
      drafted: rows.drafts.includes(id),
      executions: rows.executions
        .filter((one) => one.survey_id === id)
        .map((one) => ({ by: nameOf(one.executed_by), on: one.executed_on, stands: one.annulled_at === null })),
    };
  });
  return { states, faults: faultsOf(rows) };
}

async function readRows(db: Database, ids: readonly number[]) {
  const of = (table: string, key: string) => db.read(table).whereIn(key, [...ids]);
  return {
    surveys: await of('surveys', 'id'),
    executions: await of('executions', 'survey_id').orderBy('id'),
    closures: await of('closures', 'survey_id'),
    claims: await of('claims', 'survey_id'),
    drafts: (await of('draft_forms', 'survey_id').pluck('survey_id')) as number[],
  };
}

/** Every status of each by the predicates that the lists use: there has to be one. */
async function statusesOf(db: Database, ids: readonly number[], today: string): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  for (const status of STATUSES) {
    const { sql, bindings } = hasStatus(status, today);
    const query = db
      .read('surveys')
      .whereIn('id', [...ids])
      .whereRaw(sql, [...bindings]);
    for (const id of await query.pluck('id')) found.set(id, [...(found.get(id) ?? []), status]);
  }
  return found;
}

/** What must never be, whatever the model says: settled once, one execution or closure that stands, one claim per user. */
function faultsOf({ surveys, executions, closures, claims }: Awaited<ReturnType<typeof readRows>>): string[] {
  const users = claims.map(({ user_id }) => user_id);
  const faults = new Set(users).size < users.length ? ['a user has two surveys'] : [];
  for (const { id, outcome, settled_at, execution_id } of surveys) {
    const standing = executions.filter((one) => one.survey_id === id && one.annulled_at === null);
    const closed = closures.filter((one) => one.survey_id === id && one.reopened_at === null);
    if ((outcome === null) !== (settled_at === null)) faults.push(`${id} is half settled`);
    if (standing.length !== (outcome === 'executed' ? 1 : 0)) faults.push(`${id}: ${standing.length} executions stand`);
    if ((standing[0]?.id ?? null) !== execution_id) faults.push(`${id} names another execution`);
    if (closed.length !== (outcome === 'closed' ? 1 : 0)) faults.push(`${id}: ${closed.length} closures stand`);
    if (outcome !== null && claims.some((one) => one.survey_id === id)) faults.push(`${id} has ended and is claimed`);
  }
  return faults;
}
