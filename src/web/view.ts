import { readdirSync } from 'node:fs';
import path from 'node:path';
import fastifyView from '@fastify/view';
import { Eta } from 'eta';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AssetUrl } from './assets.js';
import { root } from './assets.js';
import { getUserInfo } from './csrf.js';
import { takeFlash } from './flash.js';
import { svg } from './icons.js';
import { type MenuCounts, menuFor, seesCounts } from './navigation.js';

export interface Breadcrumb {
  label: string;
  href?: string;
}

/** What a page is called and where it stands. */
export interface PageOptions {
  title: string;
  subtitle?: string;
  /** Which of the pages of one title it is, as its tab says; for the window's title. */
  tab?: string;
  breadcrumbs?: readonly Breadcrumb[];
  status?: number;
  /**
   * Parts that htmx may ask for alone: the id of the part's root element (HX-Target) → its template. The same template is
   * included by the page, so that the first load and a swap show the same.
   */
  parts?: Readonly<Record<string, string>>;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Renders a template with its view model, as a page or as the part that htmx asked for. */
    page(template: string, model: object, options: PageOptions): Promise<FastifyReply>;
    /** Renders a partial alone, for a route that only ever answers htmx. */
    part(template: string, model: object, status?: number): Promise<FastifyReply>;
  }
}

/** In scope of every template, by name. */
export const TEMPLATE_SHORTHANDS =
  'const { t, date, instant, time, money, number, score, asset, svg, csrf, part } = it;';

interface ViewOptions {
  readonly asset: AssetUrl;
  readonly cache: boolean;
  /** Whether every template is compiled now, or each when it is first shown. */
  readonly compileAll: boolean;
  readonly menuCounts: (request: FastifyRequest) => Promise<MenuCounts>;
}

/** Eta under @fastify/view; every template has the shorthands of its request in scope. */
export async function registerView(app: FastifyInstance, options: ViewOptions): Promise<void> {
  const views = path.join(root, 'views');
  const eta = new Eta({ views, cache: options.cache, functionHeader: TEMPLATE_SHORTHANDS, autoTrim: false });
  rememberPaths(eta);
  if (options.compileAll) compileAll(eta);
  await app.register(fastifyView, { engine: { eta }, root: views, production: options.cache });
  app.decorateReply('page', page);
  app.decorateReply('part', part);
  app.decorateReply('asset', { getter: () => options.asset });
  app.decorateReply('menuCounts', { getter: () => options.menuCounts });
}

/** A list includes hundreds of partials, all by their path from the root: where each stands is worked out once. */
function rememberPaths(eta: Eta): void {
  const resolve = eta.resolvePath.bind(eta);
  const known = new Map<string, string>();
  eta.resolvePath = (template, options) => {
    const found = known.get(template) ?? resolve(template, options);
    if (template.startsWith('/')) known.set(template, found);
    return found;
  };
}

/** What the first look at each page would wait for, and everybody with it, since it holds the process up. */
export function compileAll(eta: Eta): void {
  const views = eta.config.views ?? '';
  for (const name of readdirSync(views, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.eta')) continue;
    const filepath = path.join(views, name);
    eta.templatesSync.define(filepath, eta.compile(eta.readFile(filepath), { filepath }));
  }
}

declare module 'fastify' {
  interface FastifyReply {
    asset: AssetUrl;
    menuCounts: (request: FastifyRequest) => Promise<MenuCounts>;
  }
}

async function page(this: FastifyReply, template: string, model: object, options: PageOptions): Promise<FastifyReply> {
  const { request } = this;
  const only = partAskedFor(request, options.parts);
  if (only === null && isSwap(request)) return this.header('hx-redirect', request.url).code(204).send();
  const scope = scopeOf(request, this, model);
  const whole = only === null;
  const counts = whole ? await countsFor(request, this) : null;
  const page = { ...pageOf(request, options, counts), swapped: !whole, flash: whole ? flashOf(request, this) : [] };
  this.code(options.status ?? 200)
    .header('vary', 'HX-Request, HX-Target')
    .header('cache-control', 'no-store');
  return this.view(only ?? template, { ...scope, page, part: partOf({ ...scope, page }) });
}

/** What waits behind the menu's items; a page that says what went wrong must not fail for want of it. */
async function countsFor(request: FastifyRequest, reply: FastifyReply): Promise<MenuCounts | null> {
  if (request.user === null || !seesCounts(request.user.role)) return null;
  return reply.menuCounts(request).catch(() => null);
}

async function part(this: FastifyReply, template: string, model: object, status = 200): Promise<FastifyReply> {
  const scope = scopeOf(this.request, this, model);
  const page = { ...pageOf(this.request, { title: '' }), flash: [] };
  this.code(status).header('cache-control', 'no-store');
  return this.view(template, { ...scope, page, part: partOf({ ...scope, page }) });
}

/**
 * Partials get everything the page has, and what they are given on top. They inherit it: a list includes hundreds, and
 * copying the whole model for each would cost more than the rest of the page.
 */
function partOf(scope: object): (extra: object) => object {
  return (extra) => {
    const inner: object = Object.assign(Object.create(scope), extra);
    return Object.assign(inner, { part: partOf(inner) });
  };
}

function scopeOf(request: FastifyRequest, reply: FastifyReply, model: object): object {
  return {
    ...model,
    ...request.formats,
    t: request.t,
    asset: reply.asset,
    svg,
    csrf: reply.generateCsrf({ userInfo: getUserInfo(request) } as never),
  };
}

function pageOf(request: FastifyRequest, options: PageOptions, counts: MenuCounts | null = null): object {
  const { title, subtitle, breadcrumbs = [] } = options;
  const url = request.url.split('?', 1)[0] ?? '/';
  return {
    title,
    windowTitle: windowTitle(options),
    subtitle,
    breadcrumbs,
    menu: request.user === null ? [] : menuFor(request.user.role, url, request.t, counts),
    user: request.user,
    locale: request.locale,
    theme: request.user?.theme ?? 'auto',
    company: request.company.companyName,
    path: url,
  };
}

/** Tells windows apart whose pages have one title: by the tab, by the record at the end of the breadcrumbs, or by the page above. */
function windowTitle({ title, tab, breadcrumbs = [] }: PageOptions): string {
  const [above, last] = [breadcrumbs.at(-2), breadcrumbs.at(-1)];
  const place = last !== undefined && last.label !== title ? last.label : above?.href && above.label;
  return [tab, title, place].filter(Boolean).join(' · ');
}

function flashOf(request: FastifyRequest, reply: FastifyReply): object[] {
  const message = takeFlash(request, reply);
  if (message === null) return [];
  const { kind, key, params, link } = message;
  return [{ kind, text: request.t(key, params), link: link && { text: request.t(link.key), href: link.href } }];
}

/** A link inside a list that swaps itself led to a page of its own: swapped in, it would stand inside the list. */
function isSwap({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['hx-boosted'] === 'true' && headers['hx-history-restore-request'] !== 'true';
}

/** A history restore and a boosted or plain navigation get the whole page, whatever they aim at. */
function partAskedFor(request: FastifyRequest, parts: PageOptions['parts']): string | null {
  if (request.headers['hx-request'] !== 'true' || request.headers['hx-history-restore-request'] === 'true') return null;
  const target = request.headers['hx-target'];
  return typeof target === 'string' && parts && Object.hasOwn(parts, target) ? (parts[target] ?? null) : null;
}
