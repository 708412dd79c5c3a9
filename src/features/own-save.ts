import type { FastifyRequest } from 'fastify';
import { findLastActor } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { signedIn } from '../web/request.js';

/** Whether who is refused a save over a newer version made that version himself, in another window. */
export async function isOwnSave(
  request: Pick<FastifyRequest, 'user'>,
  q: Queryable,
  records: Parameters<typeof findLastActor>[1],
): Promise<boolean> {
  return (await findLastActor(q, records)) === signedIn(request).id;
}
