import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { testApp } from './app.js';
import { PASSWORD } from './browser.js';
import { type BrowserOptions, launch, listen, profile, signIn, violations, withoutChromium } from './chromium.js';
import { sqlite } from './engines.js';
import { furnish, idsFor } from './furnished.js';
import { filled, routeWalk, type WalkedRoute } from './route-walk.js';

/** Looks at every page with axe, and at whether it fits; in files of their own, which run side by side. */
export async function lookAtEveryPage(
  t: Test,
  { language = 'pt-BR', ...options }: BrowserOptions & { readonly language?: 'pt-BR' | 'en' },
): Promise<void> {
  const skip = withoutChromium;
  const browser = skip ? null : await launch();
  const { routes, onRoute } = routeWalk();
  const world = await testApp(t, sqlite, onRoute);
  const url = await listen(world.app);
  const records = await furnish(world);
  await world.db.transaction((trx) => trx('settings').update({ locale: language }));
  await t.test(
    `every page is accessible and fits, ${JSON.stringify({ language, ...options })}`,
    { skip },
    async (t) => {
      const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
      for (const route of routes.filter(isPage))
        for (const id of idsFor(route.url, records)) {
          const address = filled(route.url, () => id);
          await page.goto(address);
          // From its end, where a bar at the foot of the screen stands below the last row: half a link that it happens to
          // cover on the way there is too small for axe.
          await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
          t.same(await violations(page, options.theme === 'dark' ? 'look' : undefined), [], address);
          t.same(await page.evaluate(TOO_WIDE), [], `${address} fits`);
          t.equal(await page.getAttribute('html', 'lang'), language, address);
        }
    },
  );
}

/**
 * What is wider than its place: the page itself, or a table that hides its last columns until somebody scrolls. Paper has
 * a width of its own, and the numbers behind a picture may scroll.
 */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll('body:not(.paper) .table-scroll')]
  .filter((one) => one.closest('details') === null)
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.tagName + ' ' + one.innerText.slice(0, 60))`;

/** Not what is open to everybody, which a signed-in user is sent away from, nor a file, nor the one answer that is a part of a page. */
function isPage({ method, url, access }: WalkedRoute): boolean {
  return (
    method === 'GET' && access !== 'public' && url !== '/config/rules/schedule' && !/\/(export\.|counters$)/.test(url)
  );
}
