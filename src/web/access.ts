import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { atLeast } from '../domain/permissions.js';
import { speak } from './context.js';
import { isOwnOrigin } from './csrf.js';
import type { Posted } from './forms.js';
import { type CurrentUser, wantsJson } from './request.js';

/** Deny by default: a route without an access rule stops the start (SPEC 1). */
export function requireAccessRules(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`the route ${String(route.method)} ${route.url} declares no access rule`);
  });
}

/** Guards the routes by their access rule, before anything of the request but its session is looked at. */
export function registerAccess(
  app: FastifyInstance,
  options: { findUser: (id: number) => Promise<(CurrentUser & { hasAccess: boolean }) | null> },
): void {
  app.addHook('onRequest', async (request, reply) => {
    const userId = request.session?.userId;
    const user = userId === undefined ? null : await options.findUser(userId);
    request.user = user?.hasAccess ? user : null;
    if (request.user?.locale) speak(request, request.user.locale);
    return guard(request, reply);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.user === null && keepsForm(request)) return signInWithForm(request, reply);
  });
}

function guard(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const access = request.routeOptions.config.access ?? 'signed-in';
  if (access === 'public' || request.is404) return undefined;
  // The form is not read yet: it is kept once it is.
  if (request.user === null) return keepsForm(request) ? undefined : toSignIn(request, reply);
  if (access !== 'signed-in' && !atLeast(request.user.role, access))
    throw Object.assign(new Error('role'), { statusCode: 403 });
  return undefined;
}

/** The longest path that the sign-in page takes along; after a longer one the start page is next. */
export const MAX_NEXT = 2000;

function keepsForm(request: FastifyRequest): boolean {
  return request.routeOptions.config.keepsForm === true && !wantsJson(request) && isOwnOrigin(request);
}

/** Asks who it is with the form in the page, for the sign-in to hand it on; an empty form is not worth keeping. */
function signInWithForm(request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> {
  const fields = fieldsOf(request.body);
  if (fields.length === 0) return toSignIn(request, reply);
  const model = { next: '/', login: '', errors: [], resume: { to: request.url, fields } };
  const { t } = request;
  return reply.page('access/sign-in', model, {
    title: t('access.signInTitle'),
    subtitle: t('access.formKept'),
    status: 401,
  });
}

/** A form's fields but its token, which is made anew. */
export function fieldsOf(body: unknown): { name: string; value: string }[] {
  return Object.entries((body ?? {}) as Posted)
    .filter(([name]) => name !== '_csrf')
    .flatMap(([name, value = []]) => [value].flat().map((one) => ({ name, value: one })));
}

function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const looks = request.method === 'GET';
  const wanted = looks ? request.url : pageOf(request);
  const next = wanted === '/' || wanted.length > MAX_NEXT ? [] : [`next=${encodeURIComponent(wanted)}`];
  if (wantsJson(request)) return reply.code(401).send({ signIn: ['/sign-in', ...next].join('?') });
  // Whose form it was is told why nothing was recorded; who only opens an address knows what a sign-in is for.
  const params = [...(looks ? [] : ['ended=1']), ...next];
  const target = params.length === 0 ? '/sign-in' : `/sign-in?${params.join('&')}`;
  if (request.headers['hx-request'] === 'true' && request.routeOptions.config.byItself) return reply.code(401).send();
  if (request.headers['hx-request'] === 'true') return reply.header('hx-redirect', target).code(204).send();
  return reply.redirect(target, 303);
}

/** The page of this server that a form was sent from, as far as the browser says. */
function pageOf({ headers: { referer }, host }: FastifyRequest): string {
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const url = new URL(referer);
  return url.host === host ? url.pathname + url.search : '/';
}

/** A path of this server to go on to after signing in; anything else becomes the start page. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[\x20-\x7e]*$/.test(next) || next.startsWith('/sign-')) return '/';
  return next;
}
