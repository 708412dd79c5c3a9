import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BulkInput } from '../actions/bulk-job.js';

/** Keeps it apart from whatever else is signed with the same secret. */
const PURPOSE = 'bulk-form';

/** What a preview showed, to be confirmed as it was shown: nothing is stored until then. */
export interface BulkKey<Action, Listed> {
  readonly userId: number;
  readonly nonce: string;
  readonly input: BulkInput<Action, Listed>;
  /** The actions of which list they are. */
  readonly path: string;
  readonly total: number;
}

/** The key of a preview, to be posted with its confirmation. */
export function mintBulkKey<Action, Listed>(
  signer: Pick<FastifyInstance, 'signCookie'>,
  key: Omit<BulkKey<Action, Listed>, 'nonce'>,
): string {
  const whole: BulkKey<Action, Listed> = { ...key, nonce: crypto.randomUUID() };
  return signer.signCookie(Buffer.from(JSON.stringify([PURPOSE, whole])).toString('base64url'));
}

/** The key that a confirmation brought back, or null when it is none of ours. */
export function readBulkKey<Action, Listed>(
  request: Pick<FastifyRequest, 'unsignCookie'>,
  posted: string,
): BulkKey<Action, Listed> | null {
  const { valid, value } = request.unsignCookie(posted);
  if (!valid || value === null) return null;
  try {
    const [purpose, key] = JSON.parse(Buffer.from(value, 'base64url').toString()) as [string, BulkKey<Action, Listed>];
    return purpose === PURPOSE ? key : null;
  } catch {
    return null;
  }
}
