import { type Claim, claimUntil } from '../domain/claim.js';
import { selectIn } from './batches.js';
import { dialectOf, type Queryable } from './dialect.js';
import type { Predicate } from './predicate.js';

/** A claim with the name of who has the survey. */
export interface NamedClaim extends Claim {
  readonly userName: string;
}

/** Who asks for a survey, and when. */
export interface Claimant {
  readonly surveyId: number;
  readonly userId: number;
  /** UTC epoch milliseconds. */
  readonly now: number;
}

/**
 * Holds the survey until the transaction ends, so that of a claim, an attempt and an end at the same moment each sees
 * what the one before did. SQLite has one writer anyhow.
 */
export async function lockSurvey(trx: Queryable, surveyId: number): Promise<void> {
  if (dialectOf(trx) === 'postgres') await trx('surveys').where({ id: surveyId }).forUpdate().select('id');
}

/** As `lockSurvey`, of several at once: what is read of their claims after it stays so. */
export async function lockClaimsOn(trx: Queryable, surveyIds: readonly number[]): Promise<void> {
  if (dialectOf(trx) === 'postgres')
    await trx('surveys')
      .whereIn('id', [...surveyIds])
      .orderBy('id')
      .forUpdate()
      .select('id');
}

/** Holds the user's row until the transaction ends, so that he takes one survey at a time. Take it before the survey's. */
export async function lockClaimant(trx: Queryable, userId: number): Promise<void> {
  // What refers to the user is not held up by this lock, only who takes the same one.
  if (dialectOf(trx) === 'postgres') await trx('users').where({ id: userId }).forNoKeyUpdate().select('id');
}

/**
 * Takes or renews a claim: of several users at once exactly one gets it, since only a claim that is over or one's own is
 * written over. The user's other claim must be released before. False when somebody else has the survey.
 */
export async function takeClaim(trx: Queryable, { surveyId, userId, now }: Claimant): Promise<boolean> {
  const rows = await trx('claims')
    .insert({ survey_id: surveyId, user_id: userId, claimed_at: now, expires_at: claimUntil(now) })
    .onConflict('survey_id')
    .merge({
      user_id: trx.raw('excluded.user_id'),
      claimed_at: trx.raw(
        `case when claims.user_id = excluded.user_id and claims.expires_at > excluded.claimed_at
          then claims.claimed_at else excluded.claimed_at end`,
      ),
      expires_at: trx.raw('excluded.expires_at'),
    })
    .whereRaw('claims.user_id = excluded.user_id or claims.expires_at <= excluded.claimed_at')
    .returning('survey_id');
  return rows.length === 1;
}

/** Ends the claim that the user has on another survey than this one. */
export async function releaseOtherClaim(trx: Queryable, { surveyId, userId }: Claimant): Promise<void> {
  await trx('claims').where({ user_id: userId }).whereNot({ survey_id: surveyId }).delete();
}

/** Renews the user's live claim on the survey; false when he has none. */
export async function renewClaim(trx: Queryable, { surveyId, userId, now }: Claimant): Promise<boolean> {
  const renewed = await trx('claims')
    .where({ survey_id: surveyId, user_id: userId })
    .where('expires_at', '>', now)
    .update({ expires_at: claimUntil(now) });
  return renewed === 1;
}

/** Ends the claim of that user on the survey; false when there is none (any more). */
export async function deleteClaim(trx: Queryable, surveyId: number, userId: number): Promise<boolean> {
  return (await trx('claims').where({ survey_id: surveyId, user_id: userId }).delete()) === 1;
}

/** Ends every claim of a user, who is held (`lockClaimant`); returns the surveys that are free with it. */
export async function deleteClaimsOf(trx: Queryable, userId: number): Promise<number[]> {
  const surveyIds: number[] = await trx('claims').where({ user_id: userId }).orderBy('survey_id').pluck('survey_id');
  await trx('claims').where({ user_id: userId }).delete();
  return surveyIds;
}

/** Ends the claims on surveys that are held, whoever has them. */
export async function deleteClaimsOn(trx: Queryable, surveyIds: readonly number[]): Promise<void> {
  await trx('claims')
    .whereIn('survey_id', [...surveyIds])
    .delete();
}

/** The claim on a survey, live or over; null when there is none. */
export async function findClaim(q: Queryable, surveyId: number): Promise<NamedClaim | null> {
  const row: ClaimRow | undefined = await named(q).where({ survey_id: surveyId }).first();
  return row === undefined ? null : toClaim(row);
}

/** The claims on several surveys, by survey. */
export async function listClaimsOn(
  q: Queryable,
  surveyIds: readonly number[],
): Promise<ReadonlyMap<number, NamedClaim>> {
  const rows = await selectIn(surveyIds, (some): PromiseLike<ClaimRow[]> => named(q).whereIn('survey_id', some).then());
  return new Map(rows.map((row) => [row.survey_id, toClaim(row)]));
}

/** A claim that lasts, with its survey. */
export interface LiveClaim extends NamedClaim {
  readonly surveyId: number;
  readonly customerName: string;
  readonly ruleName: string;
}

/** Who has which survey now, the longest first. */
export async function listLiveClaims(q: Queryable, now: number): Promise<LiveClaim[]> {
  const rows = await named(q)
    .join('surveys', 'surveys.id', 'claims.survey_id')
    .join('sales', 'sales.id', 'surveys.sale_id')
    .join('customers', 'customers.id', 'sales.customer_id')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .where('claims.expires_at', '>', now)
    .orderBy(['claims.claimed_at', 'claims.survey_id'])
    .select('customers.name as customer_name', 'rules.name as rule_name');
  return rows.map((row) => ({
    ...toClaim(row),
    surveyId: row.survey_id,
    customerName: row.customer_name,
    ruleName: row.rule_name,
  }));
}

interface ClaimRow {
  survey_id: number;
  user_id: number;
  claimed_at: number;
  expires_at: number;
  user_name: string;
}

function named(q: Queryable) {
  return q('claims').join('users', 'users.id', 'claims.user_id').select('claims.*', 'users.name as user_name');
}

function toClaim(row: ClaimRow): NamedClaim {
  return {
    userId: row.user_id,
    userName: row.user_name,
    claimedAt: row.claimed_at,
    expiresAt: row.expires_at,
  };
}

/** The open survey that the user has now, as far as the scope covers it; null when there is none. */
export async function findHeldSurvey(
  q: Queryable,
  { userId, now }: Omit<Claimant, 'surveyId'>,
  scope: Predicate,
): Promise<{ readonly id: number; readonly customerName: string; readonly ruleName: string } | null> {
  const row = await q('claims')
    .join('surveys', 'surveys.id', 'claims.survey_id')
    .join('customers', 'customers.id', 'surveys.customer_id')
    .join('rules', 'rules.id', 'surveys.rule_id')
    .where('claims.user_id', userId)
    .where('claims.expires_at', '>', now)
    .whereNull('surveys.settled_at')
    .whereRaw(scope.sql, [...scope.bindings])
    .first('surveys.id', 'customers.name as customerName', 'rules.name as ruleName');
  return row ?? null;
}
