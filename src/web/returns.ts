import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Access } from './request.js';

/** Where forms are sent, and the pages that there are. */
interface Addresses {
  readonly posts: Map<string, Access>;
  readonly pages: Set<string>;
}

/** Notes the addresses of all routes that are registered from now on. */
export function noteAddresses(app: FastifyInstance): Addresses {
  const addresses: Addresses = { posts: new Map(), pages: new Set() };
  app.addHook('onRoute', (route: RouteOptions) => {
    const methods = [route.method].flat();
    if (methods.includes('GET')) addresses.pages.add(route.url);
    if (methods.includes('POST')) addresses.posts.set(route.url, route.config?.access ?? 'signed-in');
  });
  return addresses;
}

/**
 * What a refused form is answered with stands at the address it was sent to; who loads that again, or comes back to it
 * later, is led to the page that the form belongs to. Call it when all other routes are there.
 */
export function leadBackFromForms(app: FastifyInstance, { posts, pages }: Addresses): void {
  // Those that only lead back are no pages to lead to.
  const real = new Set(pages);
  for (const [url, access] of posts) {
    if (real.has(url)) continue;
    const page = pageAbove(url, real);
    app.get(url, { config: { access, leadsBack: true }, exposeHeadRoute: false }, async (request, reply) =>
      reply.redirect(withValues(page, request.params), 303),
    );
  }
}

/** The nearest page that the address lies below: of `/sales/:id/base` it is `/sales/:id`. */
function pageAbove(url: string, pages: ReadonlySet<string>): string {
  const parts = url.split('/');
  for (let length = parts.length - 1; length > 1; length--) {
    const above = parts.slice(0, length).join('/');
    if (pages.has(above)) return above;
  }
  return '/';
}

function withValues(pattern: string, params: unknown): string {
  const values = new Map(Object.entries(params ?? {}));
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name) ?? '')));
}
