import type { FastifyRequest } from 'fastify';
import { listVersionActors } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { one, parseId } from '../web/forms.js';
import { signedIn } from '../web/request.js';

/** A record in the version that stands; `field` is the form's that holds the one that was read. */
interface Saved {
  readonly entity: string;
  readonly entityId: number;
  readonly version: number;
  readonly field?: string;
}

/** Whether who is refused a save over newer versions made all of them himself, in another window. */
export async function isOwnSave(
  request: Pick<FastifyRequest, 'user' | 'body'>,
  q: Queryable,
  records: readonly Saved[],
): Promise<boolean> {
  const actors: (number | null)[] = [];
  for (const { version, field = 'version', ...record } of records) {
    const read = parseId(one(request.body, field)) ?? 0;
    if (version > read) actors.push(...(await listVersionActors(q, record, version - read)));
  }
  return actors.length > 0 && actors.every((actor) => actor === signedIn(request).id);
}
