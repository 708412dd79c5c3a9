import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { FastifyInstance } from 'fastify';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { whenAllHaveRun } from './batch.js';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The Chromium on this machine (`CHROMIUM` names another), or undefined: the browser suite is then skipped, visibly. */
export const executablePath = [process.env.CHROMIUM ?? '', ...CANDIDATES].find((file) => file && existsSync(file));

/** For tap's `skip`: the reason, or false. */
export const withoutChromium = executablePath === undefined ? 'no Chromium on this machine' : false;

export interface BrowserOptions {
  javaScript?: boolean;
  width?: number;
  theme?: 'light' | 'dark';
}

let launched: Promise<Browser> | undefined;

/** The Chromium of this process: to start it and to load its first page takes two seconds. */
export async function launch(): Promise<Browser> {
  // One that crashed is no reason for the next file to fail.
  if (launched !== undefined && !(await launched).isConnected()) launched = undefined;
  if (launched === undefined) {
    const starting = chromium.launch({ executablePath: executablePath ?? '', args: FLAGS });
    whenAllHaveRun(async () => (await starting).close());
    launched = starting;
  }
  return launched;
}

/** A fresh profile; every error on a page's console fails the test. */
export async function profile(t: Test, browser: Browser, baseURL: string, options: BrowserOptions = {}) {
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: options.javaScript ?? true,
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.theme ?? 'light',
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
  });
  // What does not appear in this time never will: fail here, and say what was waited for.
  context.setDefaultTimeout(15_000);
  t.teardown(() => context.close());
  context.on('weberror', (error) => t.fail(`error on a page: ${error.error().message}`));
  if (SLOWER > 1) context.on('page', (page) => slowDown(page).catch(() => undefined));
  return context;
}

/**
 * `POSVENDA_TEST_SLOWER` = 6 brings out assertions that hold on a fast machine only: pages run at a sixth of their speed,
 * and each answer is on its way for as many twentieths of a second.
 */
const SLOWER = Number(process.env.POSVENDA_TEST_SLOWER ?? 1);

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const conditions = { offline: false, latency: SLOWER * 50, downloadThroughput: -1, uploadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', conditions);
}

/** Makes the application listen on a free port of the loopback; gives its base URL. */
export async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/**
 * Signs in beside the page, since to load and paint two pages for it takes longer than many a test; the journey signs in
 * through the page. Gives an empty tab of the profile, which has the cookie.
 */
export async function signIn(context: BrowserContext, login: string, password: string): Promise<Page> {
  const page = await (await context.request.get('/sign-in')).text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const form = { _csrf: csrf, login, password };
  const answer = await context.request.post('/sign-in', { form, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${login} could not sign in: ${answer.status()}`);
  return context.newPage();
}

/**
 * Waits until the page shows that. Within the page itself: what is said to screen readers stands beside it, and repeats
 * some of its texts a moment later.
 */
export async function shown(page: Page, text: string | RegExp, options?: { exact: boolean }): Promise<void> {
  await page.locator('main').getByText(text, options).filter({ visible: true }).first().waitFor();
}

/** Waits until that is said to screen readers; times out where it is not. */
export async function said(page: Page, text: string): Promise<void> {
  await page.locator('[data-announcer]').filter({ hasText: text }).waitFor({ state: 'attached' });
}

/** Waits until that has the focus: a script or the address may give it a moment after the page is there. */
export async function focused(page: Page, selector: string): Promise<void> {
  await page.locator(`${selector}:focus`).waitFor();
}

/** The rules of axe whose answer depends on the theme and the width; the others see the same page in each. */
const LOOK_RULES = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
  'meta-viewport',
];

/** Half of what the package would send into each page: axe without its comments. */
const axeSource = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What axe finds wrong with the page, a line each; nothing is the only right answer. `look`: only how it looks. */
export async function violations(page: Page, only?: 'look'): Promise<string[]> {
  // Legacy mode: without frames of other origins, which we have none of, no second page is opened for each look. Of what
  // is right, nothing is collected.
  const axe = new AxeBuilder({ page, axeSource }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (only === undefined ? axe : axe.withRules(LOOK_RULES)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}
