import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Nothing is loaded from outside the server, no inline script or style runs, no other site frames a page (SPEC 10). */
export const CSP: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // With no-referrer browsers send `Origin: null` with our own forms, and the origin could not be compared.
  referrerPolicy: { policy: 'same-origin' },
  // On an intranet the server speaks plain HTTP; behind TLS the proxy sets this header for its host.
  strictTransportSecurity: false,
};

/** What the log leaves out of an error: PostgreSQL says there with which values a statement failed. */
export const LOG_REDACTION = { paths: ['err.detail', 'err.where'], remove: true };

/** What the log says of a request: the route's pattern, never its URL, whose query may hold names. */
export function describeRequest(request: FastifyRequest, reply: FastifyReply): object {
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
  };
}
