import type { FastifyRequest } from 'fastify';
import type { ActionContext } from '../actions/context.js';
import type { Database } from '../store/connection.js';

/** What an action needs to know of the request that asks for it. Without a signed-in user the actor has the least role. */
export function actionContext(request: FastifyRequest, db: Database): ActionContext {
  return {
    db,
    actor: { id: request.user?.id ?? null, role: request.user?.role ?? 'operator' },
    origin: 'web',
    now: request.now,
    today: request.today,
  };
}
