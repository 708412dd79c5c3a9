import type { Queryable } from './dialect.js';

/** How often something may happen: `hits` times in any window of `windowMs`. */
export interface RateLimit {
  hits: number;
  windowMs: number;
}

/**
 * Counts one hit on the bucket and says until when it is full; null while it is not. Atomic: of many hits at once no
 * more than `limit.hits` get null.
 */
export async function hit(trx: Queryable, bucket: string, limit: RateLimit, now: number): Promise<number | null> {
  const ends = now + limit.windowMs;
  const [row] = await trx('rate_limits')
    .insert({ bucket, hits: 1, window_ends_at: ends })
    .onConflict('bucket')
    .merge({
      hits: trx.raw('case when rate_limits.window_ends_at <= ? then 1 else rate_limits.hits + 1 end', [now]),
      window_ends_at: trx.raw('case when rate_limits.window_ends_at <= ? then ? else rate_limits.window_ends_at end', [
        now,
        ends,
      ]),
    })
    .returning(['hits', 'window_ends_at']);
  return row.hits > limit.hits ? row.window_ends_at : null;
}

/** Takes one hit back: the attempt was a good one. */
export async function forgive(trx: Queryable, bucket: string): Promise<void> {
  await trx('rate_limits').where({ bucket }).where('hits', '>', 0).decrement('hits', 1);
}

/** Empties the bucket, and throws away every one whose window is over. */
export async function clear(trx: Queryable, bucket: string, now: number): Promise<void> {
  await trx('rate_limits').where({ bucket }).orWhere('window_ends_at', '<=', now).delete();
}
