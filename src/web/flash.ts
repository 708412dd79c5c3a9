import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TextKey } from '../i18n/catalogue.js';
import type { Params } from '../i18n/translate.js';

/** A message for the next page: kept as a key in a short signed cookie, so that it costs no write. */
export interface Flash {
  kind: 'success' | 'error' | 'info';
  key: TextKey;
  params?: Params;
  /** Where what it tells of can be seen. */
  link?: { key: TextKey; href: string };
}

const COOKIE = 'posvenda-flash';
const OPTIONS = { signed: true, httpOnly: true, sameSite: 'lax', path: '/', secure: 'auto' } as const;

/** Leaves a message for the page that the reply redirects to. */
export function flash(reply: FastifyReply, message: Flash): void {
  reply.setCookie(COOKIE, JSON.stringify(message), { ...OPTIONS, maxAge: 60 });
}

/** Takes the message that the last reply left. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply): Flash | null {
  const cookie = request.cookies[COOKIE];
  if (cookie === undefined) return null;
  reply.clearCookie(COOKIE, OPTIONS);
  const { valid, value } = request.unsignCookie(cookie);
  return valid && value !== null ? (JSON.parse(value) as Flash) : null;
}
