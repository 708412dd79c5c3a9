import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FormKey } from '../../actions/execute-survey.js';

/** Keeps a form's key apart from whatever else is signed with the same secret. */
const PURPOSE = 'survey-form';

type Signer = Pick<FastifyInstance, 'signCookie'>;

/** The key of a form that is opened now, to be posted with it: nothing is stored until the form is finished (SPEC 5). */
export function mintFormKey(signer: Signer, opened: Omit<FormKey, 'nonce'>): string {
  const key: FormKey = { ...opened, nonce: crypto.randomUUID() };
  return signer.signCookie(Buffer.from(JSON.stringify([PURPOSE, key])).toString('base64url'));
}

/** The key that a form brought back, or null when it is none of ours. */
export function readFormKey(request: Pick<FastifyRequest, 'unsignCookie'>, posted: string): FormKey | null {
  const { valid, value } = request.unsignCookie(posted);
  if (!valid || value === null) return null;
  try {
    const [purpose, key] = JSON.parse(Buffer.from(value, 'base64url').toString()) as [string, FormKey];
    return purpose === PURPOSE ? key : null;
  } catch {
    return null;
  }
}
