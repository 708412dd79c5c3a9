import fastify from 'fastify';
import t, { type Test } from 'tap';
import type { Role } from '../../src/domain/permissions.js';
import { requireAccessRules } from '../../src/web/access.js';
import { type Persona, type TestApp, testApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import { onBothEngines, sqlite } from '../support/engines.js';
import { filled, routeWalk, type WalkedRoute } from '../support/route-walk.js';

/** No record has it. */
const NO_ID = 2_000_000_000;

const PERSONAS: readonly (readonly [Persona, Role])[] = [
  ['bruno', 'operator'],
  ['ana', 'manager'],
  ['davi', 'admin'],
];
const RANK = { public: 0, 'signed-in': 1, operator: 1, manager: 2, admin: 3 } as const;

/** The least that each area asks for, whatever its routes declare (SPEC 1): the first that fits. */
const AREAS: readonly (readonly [RegExp, keyof typeof RANK])[] = [
  [/^\/(healthz|assets\/.*|sign-in|sign-out|setup)$/, 'public'],
  [/^\/config\//, 'admin'],
  [
    /^\/(sales|panel|customers|attending|proposals|commissions\/(months|payments)|results\/(ranking|report))(\/|$)/,
    'manager',
  ],
  [/^\/surveys\/:\w+\/(extension|closure|reopening|annulment|assignment)/, 'manager'],
  [/^\//, 'signed-in'],
];

t.test('a route without an access rule stops the start', async (t) => {
  const app = fastify();
  requireAccessRules(app);
  t.throws(() => app.get('/free', async () => ''), /GET \/free declares no access rule/);
  t.doesNotThrow(() => app.get('/ruled', { config: { access: 'public' } }, async () => ''));
});

/** Where who loads the answer to a refused form again is led. */
const LED_BACK: readonly (readonly [from: string, to: string])[] = [
  ['/follow-ups/7/won', '/follow-ups/7'],
  ['/follow-ups/7/comments', '/follow-ups/7'],
  ['/follow-ups/signals/7/restoration', '/follow-ups/signals/7'],
  ['/commissions/months/2026-05/payments', '/commissions/months/2026-05'],
  ['/commissions/months/2026-05/closing', '/commissions/months/2026-05'],
  ['/commissions/payments', '/commissions'],
  ['/surveys/7/closure', '/surveys/7'],
  ['/sales/7/base', '/sales/7'],
  ['/sales/7/planning', '/sales/7'],
  ['/sales/import/7/application', '/sales/import/7'],
  ['/proposals/7/acceptance', '/proposals'],
  ['/config/questions/7/deactivation', '/config/questions/7'],
  ['/account/password', '/account'],
];

t.test('where a form is sent, there is a page or the way to one', async (t) => {
  const { routes, onRoute } = routeWalk();
  const world = await testApp(t, sqlite, onRoute);
  const pages = new Set(routes.filter(({ method, leadsBack }) => method === 'GET' && !leadsBack).map(({ url }) => url));
  const gets = new Set(routes.filter(({ method }) => method === 'GET').map(({ url }) => url));
  for (const { url } of routes.filter(({ method }) => method === 'POST')) t.ok(gets.has(url), url);
  const davi = await world.browser('davi');
  for (const [from, to] of LED_BACK) t.equal((await davi.get(from)).location, to, from);
  for (const { url } of routes.filter(({ leadsBack }) => leadsBack)) {
    const { status, location } = await davi.get(filled(url, () => NO_ID));
    t.equal(status, 303, url);
    const led = location.replaceAll(String(NO_ID), ':id');
    t.ok(
      [...pages].some((page) => page.replace(/:\w+/g, ':id') === led),
      `${url} leads to ${location}`,
    );
  }
});

t.test('every route keeps its access rule, whoever asks', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { routes, onRoute } = routeWalk();
    const world = await testApp(t, engine, onRoute);
    t.ok(routes.length > 30, `${routes.length} routes`);
    await t.test('no area asks for less than its least role', async (t) => {
      for (const { method, url, access } of routes) {
        const [, least = 'admin'] = AREAS.find(([area]) => area.test(url)) ?? [];
        t.ok(access !== undefined && RANK[access] >= RANK[least], `${method} ${url}: ${access}`);
        if (least === 'public') t.equal(access, 'public', `${method} ${url}`);
      }
    });
    await t.test('nobody who is not signed in', (t) => walkAsAnonymous(t, world, routes));
    for (const [persona, role] of PERSONAS)
      await t.test(`${persona} (${role})`, (t) => walkAs(t, world, routes, persona, role));
  });
});

async function walkAsAnonymous(t: Test, world: TestApp, routes: readonly WalkedRoute[]): Promise<void> {
  let anonymous = await arrived(world);
  for (const route of routes) {
    const page = await ask(anonymous, route);
    const what = `${route.method} ${route.url}: ${page.status}`;
    if (route.access === 'public') t.ok(page.status < 500 && page.status !== 401, what);
    else {
      t.equal(page.status, 303, what);
      t.match(page.location, /^\/sign-in/, what);
    }
    // What is open to everybody may do something to who asks, and leaves another token behind.
    if (route.access === 'public') anonymous = await arrived(world);
  }
}

/** Somebody who has opened the page, and so has a token for his forms. */
async function arrived(world: TestApp): Promise<Browser> {
  const browser = await world.browser();
  await browser.get('/sign-in');
  return browser;
}

async function walkAs(t: Test, world: TestApp, routes: readonly WalkedRoute[], persona: Persona, role: Role) {
  let browser = await world.browser(persona);
  for (const route of routes) {
    const page = await ask(browser, route);
    const what = `${route.method} ${route.url}: ${page.status}`;
    if (RANK[route.access ?? 'admin'] > RANK[role]) t.equal(page.status, 403, what);
    else t.ok(isAnswered(route, page), what);
    if (route.url === '/sign-out') browser = await world.browser(persona);
  }
}

/** A record that does not exist is a 404 for who may ask; an empty form is refused, but not as a bug or for its token. */
function isAnswered({ method, url, leadsBack }: WalkedRoute, { status }: Page): boolean {
  if (leadsBack) return status === 303;
  if (method === 'POST') return [200, 303, 404, 409, 422].includes(status);
  return /[:*]/.test(url) ? status === 404 : [200, 303].includes(status);
}

function ask(browser: Browser, { method, url }: WalkedRoute): Promise<Page> {
  const address = filled(url, (name) => (name === '*' ? 'nothing.css' : NO_ID));
  return method === 'GET' ? browser.get(address) : browser.post(address);
}
