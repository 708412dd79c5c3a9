import csrf from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every write carries a token that is bound to a signed cookie and to the signed-in user, and comes from a page of this
 * very origin: a page on the same host at another port gets our SameSite cookie sent, so Origin is compared in full.
 */
export async function registerCsrf(
  app: FastifyInstance,
  options: { secret: string; cookieName: string },
): Promise<void> {
  await app.register(csrf, {
    cookieKey: options.cookieName,
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'lax', path: '/', secure: 'auto' },
    csrfOpts: { hmacKey: options.secret },
    getUserInfo,
  });
  app.addHook('preHandler', (request, reply, done) => {
    if (SAFE.has(request.method) || request.is404) return done();
    if (!isOwnOrigin(request))
      return done(Object.assign(new Error('another origin'), { statusCode: 403, code: 'CSRF_ORIGIN' }));
    app.csrfProtection(request, reply, done);
  });
}

/** Whether a page of this very origin sent it, as far as the browser says. */
export function isOwnOrigin({ headers, protocol, host }: FastifyRequest): boolean {
  return headers.origin === undefined || headers.origin === `${protocol}://${host}`;
}

/** What a token is bound to: signing in or out makes the earlier ones worthless. */
export function getUserInfo(request: FastifyRequest): string {
  return request.user === null ? 'anonymous' : `user-${request.user.id}`;
}
