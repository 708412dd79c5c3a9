import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BulkInput } from '../../../actions/bulk-surveys.js';

/** Keeps it apart from whatever else is signed with the same secret. */
const PURPOSE = 'bulk-form';

/** What a preview showed, to be confirmed as it was shown: nothing is stored until then. */
export interface BulkKey {
  readonly userId: number;
  readonly nonce: string;
  readonly input: BulkInput;
  readonly total: number;
}

/** The key of a preview, to be posted with its confirmation. */
export function mintBulkKey(signer: Pick<FastifyInstance, 'signCookie'>, key: Omit<BulkKey, 'nonce'>): string {
  const whole: BulkKey = { ...key, nonce: crypto.randomUUID() };
  return signer.signCookie(Buffer.from(JSON.stringify([PURPOSE, whole])).toString('base64url'));
}

/** The key that a confirmation brought back, or null when it is none of ours. */
export function readBulkKey(request: Pick<FastifyRequest, 'unsignCookie'>, posted: string): BulkKey | null {
  const { valid, value } = request.unsignCookie(posted);
  if (!valid || value === null) return null;
  try {
    const [purpose, key] = JSON.parse(Buffer.from(value, 'base64url').toString()) as [string, BulkKey];
    return purpose === PURPOSE ? key : null;
  } catch {
    return null;
  }
}
