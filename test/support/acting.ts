import type { ActionContext, Actor } from '../../src/actions/context.js';
import { daysBetween } from '../../src/domain/civil-date.js';
import type { Result } from '../../src/domain/result.js';
import type { Database } from '../../src/store/connection.js';
import { NOW } from './app.js';

/** The context of an action that `actor` asks for on the web, at 10:00 of 2026-07-10 unless said otherwise. */
export function acting(db: Database, actor: Actor, today = '2026-07-10'): ActionContext {
  return { db, actor, origin: 'web', now: NOW + daysBetween('2026-07-10', today) * 86_400_000, today };
}

/** The value of a result that has to be one. */
export function done<T, R>(result: Result<T, R>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The refusal of a result that has to be one. */
export function refused<T, R>(result: Result<T, R>): R {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`);
  return result.refusal;
}
