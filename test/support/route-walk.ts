import type { RouteOptions } from 'fastify';
import type { Access } from '../../src/web/request.js';

/** A route as it was registered, one for each method. */
export interface WalkedRoute {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly access: Access | undefined;
  /** A GET that only leads to the page of a form that is sent to the same address. */
  readonly leadsBack: boolean;
}

const FORM_METHODS = ['GET', 'POST'] as const;

/** Collects the application's routes: hand `onRoute` to `testApp`, read `routes` afterwards. HEAD is GET's twin. */
export function routeWalk(): { routes: WalkedRoute[]; onRoute: (route: RouteOptions) => void } {
  const routes: WalkedRoute[] = [];
  const onRoute = (route: RouteOptions) => {
    for (const name of [route.method].flat()) {
      if (name === 'HEAD') continue;
      const method = FORM_METHODS.find((known) => known === name);
      if (method === undefined) throw new Error(`${name} ${route.url}: forms know GET and POST only`);
      routes.push({
        method,
        url: route.url,
        access: route.config?.access,
        leadsBack: route.config?.leadsBack ?? false,
      });
    }
  };
  return { routes, onRoute };
}

/** The URL with values in the place of its parameters. */
export function filled(url: string, value: (name: string) => string | number): string {
  return url.replace(/:(\w+)|\*/g, (_, name: string | undefined) => String(value(name ?? '*')));
}
